"""Whether a view can answer with a page of the record: one that only redirects has no view of it to record."""

import importlib
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
    home = importlib.import_module(module.source.module)
    return _reaches(vars(home)[view.name], set())


def _reaches(function: Any, seen: set[Any]) -> bool:
    function = getattr(function, "__wrapped__", function)
    if function in seen or not isinstance(function, FunctionType):
        return False
    seen.add(function)
    names = _names(function.__code__)
    return RECORDS in names or any(_reaches(one, seen) for one in _called(function.__globals__, names))


def _called(known: dict[str, Any], names: set[str]) -> list[Any]:
    """The functions of the application that these names may mean: in the module itself, or in one that it imports."""
    named = [known[name] for name in names if name in known]
    modules = [one for one in named if isinstance(one, ModuleType) and one.__name__.startswith("coordcare")]
    named += [getattr(one, name) for one in modules for name in names if hasattr(one, name)]
    return [one for one in named if getattr(one, "__module__", "").startswith("coordcare")]


def _names(code: CodeType) -> set[str]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return set(code.co_names).union(*(_names(one) for one in inner))
