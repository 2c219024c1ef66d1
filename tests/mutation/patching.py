"""A mutant in the memory of this process: the running functions get the code of the changed source.

No file changes. A function keeps its identity and gets the code of its changed twin; a gate mark gets a gate of its
own, made of the real one's source without one question, for one view only.
"""

import ast
import builtins
import gc
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from coordcare.access import membership, policy
from coordcare.access.policy import Sensitivity
from tests.house.source import ROOT
from tests.mutation.reaching import codes_in
from tests.mutation.rebuilding import everything, rebuild, remember_caches
from tests.mutation.syntax import Function, Mutant
from tests.mutation.weakening import GATE, Unfit, weak_gate

HELPER = "_widest_of_a_mutant"
Restore = Callable[[], None]


@contextmanager
def applied(mutant: Mutant) -> Iterator[None]:
    """The mutant lives inside the block."""
    setattr(builtins, HELPER, widest)
    restore = (
        _weaken(mutant) if mutant.value == "mark" else _open(mutant) if mutant.value == "cell" else _change(mutant)
    )
    try:
        yield
    finally:
        restore()


def widest(answer: Callable[[], Any]) -> Any:
    """What a narrowing answers when every sensitivity may be read and every action done."""
    standing: Any = membership.Standing
    narrowing: list[Any] = [policy.readable, policy.readable_if_own]  # their code, for some modules know them by name
    kept, codes = (standing.reads, standing.may), [one.__code__ for one in narrowing]
    standing.reads = lambda self, sensitivity, author_id=None: True
    standing.may = lambda self, action: True
    for one in narrowing:
        one.__code__ = (lambda discipline: frozenset(Sensitivity)).__code__
    try:
        return answer()
    finally:
        standing.reads, standing.may = kept
        for one, code in zip(narrowing, codes, strict=True):
            one.__code__ = code


def changed_tree(tree: ast.Module, mutant: Mutant) -> tuple[ast.Module, ast.AST]:
    """The tree with the mutant in it, and the node that stands there now."""
    swap = _Swap(mutant)
    changed = ast.fix_missing_locations(swap.visit(tree))
    if swap.made is None:
        raise Unfit(f"not found: {mutant.words}")
    return changed, swap.made


class _Swap(ast.NodeTransformer):
    """Puts `(passing value, lambda: the check)[0]` in the place of a check, which keeps every name in use."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.made: ast.AST | None = None

    def visit(self, node: ast.AST) -> Any:
        place = (getattr(node, "lineno", 0), getattr(node, "col_offset", -1))
        here = place == (self.mutant.line, self.mutant.column) and isinstance(node, ast.expr) and self.made is None
        if here and " ".join(ast.unparse(node).split()) == self.mutant.text:
            self.made = ast.copy_location(self._passing(node), node)
            return self.made
        return self.generic_visit(node)

    def _passing(self, node: ast.expr) -> ast.expr:
        text = ast.unparse(node)
        if self.mutant.value == "widest":
            return ast.parse(f"{HELPER}(lambda: {text})", mode="eval").body
        value = {"condition": "__import__('sqlalchemy').true()", "nothing": "[]"}.get(
            str(self.mutant.value), str(self.mutant.value)
        )
        return ast.parse(f"({value}, lambda: {text})[0]", mode="eval").body


def _change(mutant: Mutant) -> Restore:
    path = ROOT / mutant.path
    changed, made = changed_tree(ast.parse(path.read_text(encoding="utf-8"), str(path)), mutant)
    undo = [_change_functions(changed, made, path, mutant), rebuild({mutant.path: changed})]

    def restore() -> None:
        for one in undo:
            one()

    return restore


def _change_functions(changed: ast.Module, made: ast.AST, path: Path, mutant: Mutant) -> Restore:
    codes = {(code.co_qualname, code.co_firstlineno): code for code in codes_in(compile(changed, str(path), "exec"))}
    around = _around(changed, made)
    lines = {_first_line(one) for one in around}
    kept: list[tuple[FunctionType, CodeType]] = []
    for function in _functions_of(str(path)):
        code = function.__code__
        new = codes.get((code.co_qualname, code.co_firstlineno))
        if code.co_firstlineno in lines and new is not None and len(new.co_freevars) == len(code.co_freevars):
            kept.append((function, code))
            function.__code__ = new
    if around and not kept:
        raise Unfit(f"no function runs this: {mutant.words}")

    def restore() -> None:
        for function, code in kept:
            function.__code__ = code

    return restore


def _functions_of(path: str) -> list[FunctionType]:
    """The functions of a file that live in this process: those remembered, and those made since."""
    if not _remembered:
        remember()
    living = [*_remembered, *(one for one in gc.get_objects() if isinstance(one, FunctionType))]
    return list({id(one): one for one in living if one.__code__.co_filename == path}.values())


def remember() -> None:
    """Keep every living function at hand, for what is frozen is not told by the search for garbage."""
    objects = everything()
    _remembered[:] = [one for one in objects if isinstance(one, FunctionType)]
    remember_caches(objects)


_remembered: list[FunctionType] = []


def _around(tree: ast.Module, made: ast.AST) -> list[ast.AST]:
    """The functions and lambdas around a node."""
    scopes = [one for one in ast.walk(tree) if isinstance(one, Function | ast.Lambda)]
    return [one for one in scopes if one is not made and any(inner is made for inner in ast.walk(one))]


def _first_line(scope: Any) -> int:
    decorators = [one.lineno for one in getattr(scope, "decorator_list", [])]
    return min([scope.lineno, *decorators])


def _open(mutant: Mutant) -> Restore:
    """A cell of a table at the top of a module: what was the author's is for everyone who writes the kind."""
    module = importlib.import_module(mutant.path.removesuffix(".py").replace("/", "."))
    for statement in ast.parse((ROOT / mutant.path).read_text(encoding="utf-8")).body:
        table = getattr(statement, "value", None)
        for key, cell in zip(table.keys, table.values, strict=True) if isinstance(table, ast.Dict) else ():
            if (cell.lineno, cell.col_offset) == (mutant.line, mutant.column):
                name = ast.unparse(statement.targets[0] if isinstance(statement, ast.Assign) else statement.target)
                return _open_cell(module, name, ast.unparse(key))
    raise Unfit(f"not found: {mutant.words}")


def _open_cell(module: ModuleType, table: str, key: str) -> Restore:
    cells, named = getattr(module, table), eval(key, vars(module))
    kept = cells[named]
    cells[named] = policy.Reach.KIND

    def restore() -> None:
        cells[named] = kept

    return restore


def _weaken(mutant: Mutant) -> Restore:
    """The same mark of a weaker gate, for every view that was made by the code that bears it."""
    names, kept = weak_gate(mutant.weak), []
    for gated in _gated(mutant):
        check = dict(zip(gated.__code__.co_freevars, gated.__closure__, strict=True))["check"].cell_contents
        asked = {name: cell.cell_contents for name, cell in _cells(check) if name in OF_MARKS}
        mark = names[ast.unparse(ast.parse(mutant.text)).partition("(")[0]]
        weak: Any = mark(**asked)(gated.__wrapped__) if asked else mark(gated.__wrapped__)
        if gated.__code__.co_freevars != weak.__code__.co_freevars or gated.__code__.co_code != weak.__code__.co_code:
            raise Unfit(f"another shape of mark: {mutant.words}")
        for cell, new in zip(gated.__closure__, weak.__closure__, strict=True):
            kept.append((cell, cell.cell_contents))
            cell.cell_contents = new.cell_contents
    if not kept:
        raise Unfit(f"no view bears this: {mutant.words}")

    def restore() -> None:
        for cell, old in kept:
            cell.cell_contents = old

    return restore


def _gated(mutant: Mutant) -> list[Any]:
    """The views as the gate made them, of the function that bears the mark; one that makes views makes several."""
    path = str(ROOT / mutant.path)
    made: list[Any] = [one for one in _functions_of(str(ROOT / GATE)) if hasattr(one, "gate_mark")]
    codes = [(one, one.__wrapped__.__code__) for one in made]
    return [one for one, code in codes if (code.co_filename, code.co_name) == (path, mutant.where)]


def _cells(function: Any) -> list[tuple[str, Any]]:
    return list(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))


# What marks are given.
OF_MARKS = {"action", "reads", "looks", "verb", "duty"}
