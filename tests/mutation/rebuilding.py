"""Statements that modules make once, when they are imported, made again: a mutant has to live in them too."""

import ast
import functools
import gc
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from tests.house.source import ROOT, sources
from tests.mutation.syntax import is_statement

Restore = Callable[[], None]
# A module's names, the name, and what it was before.
Undo = list[tuple[dict[str, Any], str, Any]]
_remembered: list[Any] = []


def rebuild(changed: dict[str, ast.Module]) -> Restore:
    """Make every such statement again, of the `changed` trees by path, and forget what functions keep."""
    undo: Undo = []
    for path, name, statements in _made_once():
        tops = changed[path].body if path in changed else statements
        if name in sys.modules:
            _make_again(sys.modules[name], tops, path, undo)
    forget()

    def restore() -> None:
        for names, name, old in reversed(undo):
            names[name] = old
        forget()

    return restore


@functools.cache
def _made_once() -> list[tuple[str, str, list[ast.stmt]]]:
    """The files that make statements once: path, module, what stands at the top of it."""
    found = [(one.path, one.module, one.tree.body) for one in sources("coordcare/**/*.py")]
    return [one for one in found if any(isinstance(top, ast.Assign) and is_statement(top) for top in one[2])]


def _make_again(module: ModuleType, tops: list[ast.stmt], path: str, undo: Undo) -> None:
    made: set[str] = set()
    for one in tops:
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and is_statement(one, made):
            name = one.targets[0].id
            old = vars(module)[name]
            new = eval(compile(ast.Expression(one.value), str(ROOT / path), "eval"), vars(module))
            for names in _holders(old):
                undo.append((names, next(key for key, value in names.items() if value is old), old))
                names[undo[-1][1]] = new
            made.add(name)


def _holders(value: Any) -> list[dict[str, Any]]:
    """The names of every module of the application that has this very object."""
    modules = [module for name, module in sys.modules.items() if name.startswith("coordcare")]
    return [vars(one) for one in modules if any(held is value for held in list(vars(one).values()))]


def everything() -> list[Any]:
    """All that lives in this process, which is frozen after it: a process that forks shares what is not searched."""
    gc.unfreeze()
    gc.collect()
    objects = gc.get_objects()
    gc.freeze()
    return objects


def remember_caches(objects: list[Any]) -> None:
    """Keep at hand what functions of the application keep."""
    caches = [one for one in objects if isinstance(one, functools._lru_cache_wrapper)]
    _remembered[:] = [one for one in caches if getattr(one, "__module__", "").startswith("coordcare")]


def forget() -> None:
    """Empty what functions keep, so that each test runs the lines that it needs."""
    if not _remembered:
        remember_caches(everything())
    for one in _remembered:
        one.cache_clear()
