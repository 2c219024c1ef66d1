"""What the finder reads of a source: the names of predicates, the parents of nodes, the tables of a function."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.house.source import Source

PERMISSION = re.compile(r"^_?(may|reads|sees|owes|is_asked$)")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """One check that is removed. `value` is what stands in its place: True, False or "condition" (SQL's true).

    A mark is removed for one view only: `weak` says which question of the gate is not asked for it.
    """

    group: str
    sort: str
    path: str
    line: int
    column: int
    where: str
    text: str
    value: bool | str
    weak: str = ""

    @property
    def key(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.sort}{f' without {self.weak}' if self.weak else ''}"

    @property
    def words(self) -> str:
        what = f"without {self.weak}: " if self.weak else ""
        return f"{self.path}:{self.line} {self.where}: {what}{self.text[:100]}"


class Names:
    """The predicates of the application that have names, by their signatures."""

    def __init__(self, files: Iterable[Source]) -> None:
        self.conditions: set[tuple[str, str]] = set()
        self.answers: set[str] = set()
        self.lists: set[str] = set()
        for source in files:
            for function, owner in functions(source.tree):
                self._learn(function, owner, source.path)
            self.lists |= {name for top in source.tree.body if (name := _list_of_patients(top))}

    def _learn(self, function: Function, owner: ast.ClassDef | None, path: str) -> None:
        returns = ast.unparse(function.returns) if function.returns else ""
        arguments = [*function.args.args, *function.args.kwonlyargs]
        told = {ast.unparse(one.annotation) for one in arguments if one.annotation}
        about_viewer = bool(told & {"Standing", "Viewer"}) or (owner is not None and _has_discipline(owner))
        if "ColumnElement[bool]" in returns and not any("Filter" in one or "Wanted" in one for one in told):
            self.conditions.add((function.name, path if function.name.startswith("_") else ""))
        elif returns == "bool" and about_viewer and PERMISSION.search(function.name):
            self.answers.add(function.name)
        elif re.fullmatch(r"Select\[int\]", returns) and about_viewer:
            self.lists.add(function.name)


def _list_of_patients(top: ast.stmt) -> str:
    """The name of a list of the viewer's patients that a module makes once: by its name, for it has no signature."""
    named = isinstance(top, ast.Assign) and is_statement(top) and last(top.targets[0]).endswith("PATIENT_IDS")
    return last(top.targets[0]) if named and isinstance(top, ast.Assign) else ""


@dataclass(frozen=True)
class Module:
    """A source with the parent of every node."""

    source: Source
    names: Names

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in ast.walk(self.source.tree) for child in ast.iter_child_nodes(node)}

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.parents:
            node = self.parents[node]
            yield node

    def where(self, node: ast.AST) -> str:
        """The functions and classes around a node, or the name that a module gives it."""
        scopes = [one.name for one in self.above(node) if isinstance(one, Function | ast.ClassDef)]
        made = [last(one.targets[0]) for one in self.above(node) if isinstance(one, ast.Assign)]
        return ".".join(reversed(scopes or made))

    def is_condition(self, call: ast.Call) -> bool:
        """Whether a call gives a condition in SQL; a private name counts in its own file only."""
        name = called(call)
        return (name, self.source.path if name.startswith("_") else "") in self.names.conditions

    def tables(self, node: ast.AST) -> set[str]:
        """The names under which the function around a node knows tables and columns."""
        around = [one for one in self.above(node) if isinstance(one, Function)]
        found: set[str] = set()
        for function in around:
            told = {one.arg: ast.unparse(one.annotation) for one in function.args.args if one.annotation}
            found |= {name for name, kind in told.items() if kind == "Any" or kind.startswith("type[")}
            for one in ast.walk(function):
                if isinstance(one, ast.Assign):
                    found |= _aliases(one)
        return found

    def mutant(self, node: ast.expr, group: str, sort: str, value: bool | str, weak: str = "") -> Mutant:
        text = " ".join(ast.unparse(node).split())
        place = (self.source.path, node.lineno, node.col_offset)
        return Mutant(group, sort, *place, self.where(node), text, value, weak)


def is_statement(one: ast.Assign, made: set[str] | None = None) -> bool:
    """Whether an assignment at the top of a module makes a statement in SQL, or a condition of one."""
    said = words(one.value)
    return bool(said & {"bindparam", "select", "update"} or said & (made or set()))


def functions(tree: ast.AST, owner: ast.ClassDef | None = None) -> Iterator[tuple[Function, ast.ClassDef | None]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield node, owner
        yield from functions(node, node if isinstance(node, ast.ClassDef) else owner)


def _has_discipline(owner: ast.ClassDef) -> bool:
    fields = [one for one in owner.body if isinstance(one, ast.AnnAssign)]
    return any(ast.unparse(one.target) == "discipline" for one in fields)


def _aliases(one: ast.Assign) -> set[str]:
    """The names that an assignment gives to tables: `item, me = FollowUpItem, viewer.account_id`, `aliased(...)`."""
    names = one.targets[0].elts if isinstance(one.targets[0], ast.Tuple) else one.targets[:1]
    values = one.value.elts if isinstance(one.value, ast.Tuple) else [one.value]
    return {
        name.id
        for name, value in zip(names, values, strict=False)
        if isinstance(name, ast.Name)
        and (
            (isinstance(value, ast.Name) and value.id[:1].isupper())
            or (isinstance(value, ast.Call) and called(value) == "aliased")
        )
    }


def root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    return str(node.value) if isinstance(node, ast.Constant) else ""


def called(node: ast.Call) -> str:
    return last(node.func)


def words(node: ast.AST) -> set[str]:
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return names | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
