"""The sources as the rules of the house read them. A rule is a function from sources to sentences."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"


@dataclass(frozen=True)
class Source:
    """A file: its path from the root of the repository, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        """The dotted name by which it is imported."""
        return self.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    @property
    def package(self) -> str:
        """The package of coordcare that it belongs to, or the module at the top level."""
        if self.path == "coordcare/__init__.py":
            return "create_app"
        parts = self.path.removesuffix(".py").split("/")
        return parts[1] if parts[0] == "coordcare" else parts[0]

    @property
    def stem(self) -> str:
        return Path(self.path).stem

    @property
    def role(self) -> str:
        """What a file in a package is: the last word of its name."""
        return self.stem.rpartition("_")[2] if self.is_in_package else self.stem

    @property
    def is_in_package(self) -> bool:
        return self.path.startswith("coordcare/") and self.path.count("/") > 1

    def says(self, node: ast.AST, words: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {words}"


def made_up(path: str, text: str) -> Source:
    """A file that does not exist, to see whether a rule finds what is wrong with it."""
    return Source(path, text)


def sources(*patterns: str) -> list[Source]:
    """The files that match, relative to the root; nothing vendored."""
    paths = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()})
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in paths
        if "vendor" not in path.relative_to(ROOT).parts
    ]


def application() -> list[Source]:
    """The Python files of the application."""
    return sources("coordcare/**/*.py", "config.py", "wsgi.py")


def refuse(found: Iterable[str], rule: str) -> None:
    """Fail with one line for each place where the rule is broken."""
    broken = sorted(set(found))
    if broken:
        pytest.fail("\n".join([f"{rule} ({len(broken)} broken):", *broken]), pytrace=False)


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@dataclass(frozen=True)
class Role:
    """A line of the table of file names."""

    name: str
    floor: int
    sql: frozenset[str]
    only_in: str


def roles() -> dict[str, Role]:
    """The table of docs/decisions/0002-file-names.md."""
    text = (DECISIONS / "0002-file-names.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)\.py` \| [^|]+ \| (\d) \| ([a-z, ]+) \| (\w*) ?\|$", text, re.MULTILINE)
    return {
        name: Role(name, int(floor), frozenset(re.split(r",\s*", sql.strip())) - {"no"}, only_in)
        for name, floor, sql, only_in in rows
    }


def floors() -> list[list[str]]:
    """The block of docs/decisions/0001-floors-of-the-house.md, the highest floor first."""
    text = (DECISIONS / "0001-floors-of-the-house.md").read_text(encoding="utf-8")
    block = text.split("```")[1]
    return [re.split(r"\s*\|\s*", line) for line in block.strip().split("\n")]
