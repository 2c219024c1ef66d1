"""What a document claims, and whether it is there: tests by path and name, settings, places in documents."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from posixpath import dirname, join, normpath

from tests.house.source import ROOT, Source, functions, sources

TEST = re.compile(r"`(tests/[\w/]+\.py::\w+)`")
SETTING = re.compile(r"`config\.py::(\w+)`")
LINK = re.compile(r"\]\(([^)\s]*)\)")


@dataclass(frozen=True)
class Row:
    """A row of a table: where it stands, and its cells."""

    path: str
    line: int
    cells: tuple[str, ...]

    def says(self, words: str) -> str:
        return f"{self.path}:{self.line}: {words}"


def document(path: str) -> Source:
    return Source(path, (ROOT / path).read_text(encoding="utf-8"))


def rows(source: Source, first: str) -> Iterator[Row]:
    """The rows of all tables whose first cell matches a pattern."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
            if re.fullmatch(first, cells[0]):
                yield Row(source.path, number, cells)


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as they are made of their words."""
    found = set()
    for heading in re.findall(r"^#+ +(.+?)\s*$", text, re.MULTILINE):
        words = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(words.replace(" ", "-"))
    return found


@cache
def tests_there() -> frozenset[str]:
    """Every test by path and name, read and not run."""
    return frozenset(named(sources("tests/**/test_*.py")))


def named(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        for function in functions(source):
            if function.name.startswith("test_") and function in source.tree.body:
                yield f"{source.path}::{function.name}"


@cache
def settings_there() -> frozenset[str]:
    """Every setting that config.py assigns, or reads from the environment."""
    tree = Source("config.py", (ROOT / "config.py").read_text(encoding="utf-8")).tree
    assigned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(name for name in assigned | words if re.fullmatch(r"[A-Z][A-Z0-9_]+", name))


def missing(source: Source, line: int, text: str) -> Iterator[str]:
    """What a text names and is not there: tests, settings, documents and places in them."""

    def says(words: str) -> str:
        return f"{source.path}:{line}: {words}"

    for test in TEST.findall(text):
        if test not in tests_there():
            yield says(f"there is no test {test}")
    for setting in SETTING.findall(text):
        if setting not in settings_there():
            yield says(f"config.py has no {setting}")
    for target in LINK.findall(text):
        if not re.match(r"[a-z]+:", target):
            yield from (says(words) for words in _dead(source, target))


def _dead(source: Source, target: str) -> Iterator[str]:
    path, _, anchor = target.partition("#")
    place = normpath(join(dirname(source.path), path)) if path else source.path
    if not (ROOT / place).exists():
        yield f"there is no {place}"
    elif anchor and anchor not in anchors(source.text if not path else document(place).text):
        yield f"{place} has no heading #{anchor}"


def all_missing(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        yield from missing(source, number, line)
