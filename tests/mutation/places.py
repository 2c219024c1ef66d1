"""Where a mutant is met: the lines that run it, of its own file and of those that use what its file makes once."""

import ast
from collections.abc import Iterator
from typing import Any

from tests.house.source import ROOT, sources
from tests.mutation.syntax import Mutant, last, words


def lines_of(mutant: Mutant) -> dict[str, list[int]]:
    """By path, the lines of the statement that a check stands in; of a compound one only its head.

    Of a function without a name: its own line. Of what a module makes once: the lines that name it, and those that
    name what is made of it, of every file if other files may.
    """
    tree = ast.parse((ROOT / mutant.path).read_text(encoding="utf-8"))
    around = [one for one in ast.walk(tree) if isinstance(one, ast.stmt) and _first(one) <= mutant.line <= _end(one)]
    inner = max(around, key=_first)
    if inner not in tree.body:
        made = _made_by(mutant)
        return {**made, mutant.path: [*made.get(mutant.path, []), *range(_first(inner), _end(inner) + 1)]}
    if any(isinstance(one, ast.Lambda) and mutant.line in range(one.lineno, _end(one) + 1) for one in ast.walk(inner)):
        return {mutant.path: [mutant.line]}
    names = {last(inner.target)} if isinstance(inner, ast.AnnAssign) else {mutant.where}
    for top in tree.body:
        if isinstance(top, ast.Assign) and names & words(top.value):
            names |= words(top.targets[0])
    public = {one for one in names if not one.startswith("_")}
    found = {one.path: list(_naming(one.tree, public)) for one in sources("coordcare/**/*.py")}
    return {**found, mutant.path: list(_naming(tree, names))}


def _made_by(mutant: Mutant) -> dict[str, list[int]]:
    """Where a function makes a part of what modules make once, nothing runs it later: the lines that use that."""
    found = {}
    for one in sources("coordcare/**/*.py"):
        tops = [top for top in one.tree.body if isinstance(top, ast.Assign) and mutant.where in words(top.value)]
        made = {name for top in tops for name in words(top.targets[0])}
        if made:
            found[one.path] = list(_naming(one.tree, made))
    return found


def verb_of(mutant: Mutant) -> str | None:
    """The verb whose cell of the policy is opened; None for any other mutant."""
    tree = ast.parse((ROOT / mutant.path).read_text(encoding="utf-8")) if mutant.value == "cell" else ast.Module([], [])
    tables = [one for one in ast.walk(tree) if isinstance(one, ast.Dict)]
    cells = [(key, cell) for table in tables for key, cell in zip(table.keys, table.values, strict=True)]
    place = (mutant.line, mutant.column)
    return next((last(key).lower() for key, cell in cells if key and (cell.lineno, cell.col_offset) == place), None)


def _naming(tree: ast.AST, names: set[str]) -> Iterator[int]:
    for one in ast.walk(tree):
        if isinstance(one, ast.Name | ast.Attribute) and last(one) in names:
            yield one.lineno


def _first(one: ast.stmt) -> int:
    return one.lineno


def _end(one: Any) -> int:
    body = getattr(one, "body", None)
    return body[0].lineno - 1 if isinstance(body, list) and body else one.end_lineno or one.lineno
