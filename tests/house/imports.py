"""Imports as edges between our modules."""

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from tests.house.source import Source


@dataclass(frozen=True)
class Import:
    """One import: from which file, of which module of ours (or of others), which names."""

    source: Source
    node: ast.Import | ast.ImportFrom
    module: str
    names: tuple[str, ...]
    at_once: bool

    def says(self, words: str) -> str:
        return self.source.says(self.node, words)


def imports(source: Source, modules: Collection[str] = ()) -> Iterator[Import]:
    """Every import, also within functions. `modules` tells submodules from names: `from a import b`."""
    late = {
        id(child)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.walk(node)
    }
    for node in ast.walk(source.tree):
        at_once = id(node) not in late
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(source, node, alias.name, (), at_once)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(source, node)
            plain = []
            for alias in node.names:
                if f"{base}.{alias.name}" in modules:
                    yield Import(source, node, f"{base}.{alias.name}", (), at_once)
                else:
                    plain.append(alias.name)
            if plain:
                yield Import(source, node, base, tuple(plain), at_once)


def _absolute(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = source.module.split(".")
    up = node.level - (1 if source.path.endswith("__init__.py") else 0)
    return ".".join([*parts[: len(parts) - up], *([node.module] if node.module else [])])


def package_of(module: str) -> str | None:
    """Where a module of ours stands; None for others' modules."""
    if module == "coordcare":
        return "create_app"
    if module.startswith("coordcare."):
        return module.split(".")[1]
    return module if module in {"config", "wsgi"} else None


def all_imports(files: Iterable[Source]) -> list[Import]:
    files = list(files)
    modules = {source.module for source in files}
    return [found for source in files for found in imports(source, modules)]


def circles(files: Iterable[Source]) -> list[list[Import]]:
    """Circles of imports at module level, each as the imports that close it."""
    files = list(files)
    edges: dict[str, list[Import]] = {source.module: [] for source in files}
    for found in all_imports(files):
        if found.at_once and found.module in edges and found.module != found.source.module:
            edges[found.source.module].append(found)
    closed: list[list[Import]] = []
    done: set[str] = set()

    def walk(module: str, trail: list[Import]) -> None:
        for edge in edges[module]:
            before = [step.source.module for step in trail] + [module]
            if edge.module in before:
                closed.append([*trail, edge][before.index(edge.module) :])
            elif edge.module not in done:
                walk(edge.module, [*trail, edge])
        done.add(module)

    for module in edges:
        if module not in done:
            walk(module, [])
    return closed
