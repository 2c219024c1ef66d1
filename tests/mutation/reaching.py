"""Whether a view can answer with a page of the record: one that only redirects has no view of it to record."""

import importlib
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.house.source import ROOT
from tests.mutation.syntax import Function, Module

# Who makes a page of the record calls this.
RECORDS = "record_answer"


def answers_a_page(module: Module, view: Function, methods: set[str]) -> bool:
    """Of a view that only takes forms, whether anything that it calls records an answer; of others always."""
    if methods != {"post"} or not (ROOT / module.source.path).exists():
        return True
    home = vars(importlib.import_module(module.source.module))
    made = [getattr(one, "__wrapped__", one) for one in home.values() if isinstance(one, FunctionType)]
    codes = [code for one in made for code in codes_in(one.__code__) if code.co_name == view.name]
    return any(_code_reaches(code, home, set()) for code in codes if code.co_filename == str(ROOT / module.source.path))


def _reaches(function: Any, seen: set[Any]) -> bool:
    function = getattr(function, "__wrapped__", function)
    if function in seen or not isinstance(function, FunctionType):
        return False
    seen.add(function)
    return _code_reaches(function.__code__, function.__globals__, seen)


def _code_reaches(code: CodeType, known: dict[str, Any], seen: set[Any]) -> bool:
    names = {name for one in codes_in(code) for name in one.co_names}
    return RECORDS in names or any(_reaches(one, seen) for one in _called(known, names))


def _called(known: dict[str, Any], names: set[str]) -> list[Any]:
    """The functions of the application that these names may mean: in the module itself, or in one that it imports."""
    named = [known[name] for name in names if name in known]
    modules = [one for one in named if isinstance(one, ModuleType) and one.__name__.startswith("coordcare")]
    named += [getattr(one, name) for one in modules for name in names if hasattr(one, name)]
    return [one for one in named if getattr(one, "__module__", "").startswith("coordcare")]


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """A code, and those of the functions made in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_in(constant)
