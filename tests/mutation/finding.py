"""What says no: gate marks, visibility predicates and owner checks, found by their shape in the syntax tree.

Nothing here names a file. Named predicates are known by their signature: functions that return SQL conditions,
functions that answer yes or no about a `Standing` or `Viewer`, methods of what has a discipline. The rest is known
by what is compared: whose row it is, which patient's, whether it is signed, counts, or was withheld.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coordcare.access import policy
from tests.house.source import Source, application
from tests.mutation.reaching import answers_a_page
from tests.mutation.shapes import MARK, OWNER, PREDICATE, checks
from tests.mutation.syntax import Function, Module, Mutant, Names, functions, last

ROUTES = {"route", "get", "post", "put", "patch", "delete"}
GROUPS = (MARK, PREDICATE, OWNER)
# Not a page of the clinic: they write the demo clinic, copy whole databases, or are asked for at a shell.
ELSEWHERE = ("coordcare/demo/", "coordcare/backup/", "coordcare/cli.py")
# What each kind of mark asks before it lets somebody in, and what it does then.
WEAKNESSES = {
    "on_patient": ("membership", "action", "sensitivity", "record"),
    "on_entry": ("membership", "action", "sight", "author", "record"),
    "on_duty": ("duty",),
    "signed_in": ("sign-in",),
}
# A verb for every reader asks neither the action nor the author; creating meets no entry yet.
QUESTIONS_OF_VERBS = {
    "READ": ("sight",),
    "HISTORY": ("sight",),
    "CREATE": ("action",),
    "ADDEND": ("action", "sight"),
    "PRINT": ("action", "sight"),
}


def find(files: Iterable[Source] | None = None) -> list[Mutant]:
    """Every check of the application; marks once for each question that their kind of mark asks."""
    found: dict[tuple[str, int, int, str, str], Mutant] = {}
    sources = [one for one in files or application() if not one.path.startswith(ELSEWHERE)]
    names = Names(sources)
    for source in sources:
        module = Module(source, names)
        for mutant in [*_marks(module), *checks(module), *_reaches(module)]:
            found.setdefault((mutant.path, mutant.line, mutant.column, mutant.text, mutant.weak), mutant)
    return list(found.values())


def _marks(module: Module) -> Iterator[Mutant]:
    for function, _ in functions(module.source.tree):
        routes = {last(one.func) for one in function.decorator_list if isinstance(one, ast.Call) and _is_route(one)}
        for decorator in function.decorator_list if routes else ():
            mark = last(decorator.func if isinstance(decorator, ast.Call) else decorator)
            for weak in WEAKNESSES.get(mark, ()):
                asked = _asks(decorator, mark, function, weak)
                if asked and (weak != "record" or answers_a_page(module, function, routes)):
                    mutant = module.mutant(decorator, MARK, mark, "mark", weak)
                    yield replace(mutant, where=function.name)


def _asks(decorator: ast.expr, mark: str, function: Function, weak: str) -> bool:
    """Whether this very mark asks that question: `reads=` for a sensitivity, READ never who wrote it."""
    text = ast.unparse(decorator)
    if mark == "on_patient" and not _takes_standing(function):
        return weak == "action"
    if weak == "sensitivity":
        return "reads=" in text and _differs(text.partition("reads=")[2])
    if weak == "action" and mark == "on_patient":
        return _differs(text.split(",")[0]) and not _refused_before(text)
    if mark == "on_entry" and weak in ("action", "author", "sight"):
        return weak in QUESTIONS_OF_VERBS.get(text.rpartition(".")[2].rstrip(")"), ("action", "sight", "author"))
    return True


def _differs(text: str) -> bool:
    """Whether the policy refuses this to any discipline: asking for what all have changes nothing."""
    tables = {**policy.ACTIONS, **policy.READERS}
    named = [one for one in tables if re.search(rf"\b{type(one).__name__}\.{one.name}\b", text)]
    return any(policy.Grant.YES is not grant for one in named[-1:] for grant in tables[one].values()) or not named


def _refused_before(text: str) -> bool:
    """Whether `reads=`, which is asked first, refuses everybody whom the action would: then the action refuses none."""
    action = next((one for one in policy.Action if re.search(rf"Action\.{one.name}\b", text)), None)
    part = next((one for one in policy.Sensitivity if re.search(rf"Sensitivity\.{one.name}\b", text)), None)
    return None not in (action, part) and all(
        policy.grant(action, one) is not policy.Grant.NO or part not in policy.readable_if_own(one)
        for one in policy.Discipline
    )


def _is_route(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in ROUTES


def _takes_standing(function: Function) -> bool:
    return any(ast.unparse(one.annotation) == "Standing" for one in function.args.args if one.annotation)


def _reaches(module: Module) -> Iterator[Mutant]:
    """Cells of a table at the top of a module that keep a verb for an entry's author."""
    for statement in module.source.tree.body:
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Dict):
            for cell in value.values:
                if isinstance(cell, ast.Attribute) and cell.attr == "AUTHOR":
                    yield module.mutant(cell, OWNER, "verb of the author", "cell")


def counts(mutants: Iterable[Mutant]) -> dict[str, int]:
    """How many of each group."""
    listed = list(mutants)
    return {group: sum(one.group == group for one in listed) for group in GROUPS}
