"""Which tests a mutant meets, and in which order: those that run its line, the likeliest and cheapest first."""

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from tests.access.reading import ACTORS, TEAM, Row
from tests.access.tables import ROWS
from tests.mutation.places import lines_of, verb_of
from tests.mutation.shapes import MARK
from tests.mutation.syntax import Mutant

# Written for what lies on either side of a check: another patient's, a colleague's, what ended, what is recorded.
BOUNDARIES = re.compile(r"/test_(boundaries|authors|recorded)\w*\.py::")
# As the tables have them: while a mutant lives, the tests' own list holds a few.
EVERY_ROW = tuple(ROWS)
MATRIX = re.compile(r"tests/access/test_matrix\.py::(test_\w+)\[(\w+)\]")
# One of each sort runs the lines that the others run; the others are asked all the same.
REPRESENTATIVE = ("psychiatrist", "therapist", "coordinator", "outside_therapist", "admin")
# Long, and about something else: every method on every page, walks of a model, all pages for those who read all.
LEFT_OUT = re.compile(r"test_methods|test_life|test_no_form_without|walking_every_page\[(?!coord|outside|nurse)")
STRANGERS = ("outside_therapist", "ended_psychiatrist", "future_therapist", "admin", "nobody", "expired_therapist")
TEAMMATES = ("coordinator", "nurse_practitioner", "therapist", *TEAM)
ANYBODY = (
    "outside_therapist",
    "coordinator",
    "ended_psychiatrist",
    "nurse_practitioner",
    "therapist2",
    "psychiatrist",
    "admin",
)
LIKELY = {
    "membership": STRANGERS,
    "duty": ("therapist", "psychiatrist", "nobody"),
    "sign-in": ("nobody", "expired_therapist", "disabled_therapist"),
    "record": ("psychiatrist", "therapist", "coordinator"),
}
# What the table says of whoever would notice that a question is not asked.
NOTICED = {
    "membership": {"404"},
    "sensitivity": {"404"},
    "sight": {"404"},
    "action": {"403", "404"},
    "author": {"403", "404"},
    "duty": {"404"},
    "sign-in": {"in"},
    "record": {"yes"},
}
# Seconds of tests, rows of the matrix, and people, that come first.
CHEAP, DEAR, FEW, FIRST = 1.2, 6.0, 8, 7


def is_traced(name: str) -> bool:
    """Whether a test is run to learn its lines; of those that many people ask, one person of each sort."""
    person = _person(name)
    return not LEFT_OUT.search(name) and (person is None or person in REPRESENTATIVE)


def _person(name: str) -> str | None:
    """Who asks in a test of the matrix's clinic."""
    words = re.split(r"[\[\]-]", name) if name.startswith("tests/access/") else []
    return next((word for word in words if word in ACTORS), None)


def _function(name: str) -> str:
    return name.partition("[")[0]


@dataclass
class Traces:
    """What runs what. `lines` by file and line: names of tests and "row N"; `endpoints` by test or row."""

    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    endpoints: dict[str, set[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    views: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    verbs: dict[str, str] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, work: Path, app: Flask) -> "Traces":
        traces = cls()
        for file in sorted(work.glob("traced-*.done")):
            traces.add(pickle.loads(file.read_bytes()))
        if traces.failed:
            raise RuntimeError(f"these fail without any mutant: {traces.failed}")
        for name, view in app.view_functions.items():
            traces.views.setdefault((view.__module__, view.__name__), set()).add(name)
        marks = {name: getattr(view, "gate_mark", "") for name, view in app.view_functions.items()}
        traces.verbs = {name: mark.removeprefix("on_entry:") for name, mark in marks.items()}
        by_rule = {
            (method, rule.rule): rule.endpoint for rule in app.url_map.iter_rules() for method in rule.methods or ()
        }
        traces.rows = [by_rule.get((row.method, row.rule), "") for row in EVERY_ROW]
        return traces

    def add(self, part: dict[str, Any]) -> None:
        for file, lines in part["lines"].items():
            for line, contexts in lines.items():
                self.lines.setdefault(file, {}).setdefault(line, set()).update(contexts)
        for name, endpoints in part["endpoints"].items():
            self.endpoints.setdefault(name, set()).update(endpoints)
        self.seconds |= part["seconds"]
        self.failed += part["failed"]


@dataclass(frozen=True)
class Step:
    """Tests to run, and the rows of the matrix that its tests ask (none: all)."""

    tests: list[str]
    rows: list[int]


@dataclass(frozen=True)
class Plan:
    """The tests for one mutant."""

    mutant: Mutant
    traces: Traces
    names: list[str]

    def steps(self) -> Iterator[Step]:
        tests, rows = self._of_mark() if self.mutant.group == MARK else self._of_line()
        package = self.mutant.path.split("/")[1]
        near = [name for name in tests if name.startswith((f"tests/{package}/", "tests/access/"))]
        written = [name for name in tests if BOUNDARIES.search(name)]
        yield Step(self._cheapest([name for name in written if name in near], DEAR), [])
        noticed = NOTICED.get(self.mutant.weak)
        if noticed is None:
            yield Step(self._cheapest(near, CHEAP), [])
            yield self._spread(rows, FEW, FIRST)
        else:
            told = [number for number in rows if any(EVERY_ROW[number].cell(one) in noticed for one in self._people())]
            yield self._spread(told, FEW, FIRST)
            yield self._spread(told, len(told))
        yield Step(self._cheapest(tests, DEAR), [])
        yield self._spread(rows, len(rows))
        yield Step(self._cheapest(tests, float("inf")), [])

    def _spread(self, rows: list[int], most: int, people: int | None = None) -> Step:
        """Some of the rows, evenly, asked by the likeliest people."""
        chosen = rows[:: max(1, len(rows) // most)] if rows else []
        return Step(self._matrix(chosen, people), chosen)

    def _of_mark(self) -> tuple[list[str], list[int]]:
        module = self.mutant.path.removesuffix(".py").replace("/", ".")
        endpoints = self.traces.views[module, self.mutant.where]
        tests = [name for name in self.traces.seconds if endpoints & self.traces.endpoints.get(name, set())]
        return self._with_siblings(tests), [number for number, one in enumerate(self.traces.rows) if one in endpoints]

    def _of_line(self) -> tuple[list[str], list[int]]:
        near: set[str] = set()
        for path, numbers in lines_of(self.mutant).items():
            lines = self.traces.lines.get(path, {})
            near |= set().union(*(lines.get(number, set()) for number in numbers))
        rows = sorted(int(name.removeprefix("row ")) for name in near if name.startswith("row "))
        verb = verb_of(self.mutant)
        if verb is not None:
            rows = [number for number in rows if self.traces.verbs.get(self.traces.rows[number]) == verb]
        return self._with_siblings([name for name in self.traces.seconds if name in near]), rows

    def _cheapest(self, names: list[str], most: float) -> list[str]:
        """These tests by their cost, as long as they cost no more than so many seconds together."""
        chosen, spent = [], 0.0
        for cost, name in sorted((self._cost(name), name) for name in names):
            spent += cost
            if spent > most:
                break
            chosen.append(name)
        return chosen

    def _cost(self, name: str) -> float:
        """Seconds; of a test that was not traced what it cost another person."""
        known = self.traces.seconds.get(name)
        if known is not None:
            return known
        return max(
            (cost for other, cost in self.traces.seconds.items() if _function(other) == _function(name)), default=1
        )

    def _with_siblings(self, tests: list[str]) -> list[str]:
        """These tests, and the same ones of people who were not traced; the matrix has steps of its own."""
        asked = {_function(name) for name in tests if _person(name)}
        more = [name for name in self.names if _function(name) in asked and not is_traced(name)]
        return [name for name in [*tests, *more] if not MATRIX.search(name) and not LEFT_OUT.search(name)]

    def _people(self) -> list[str]:
        first = LIKELY.get(self.mutant.weak, ANYBODY if self.mutant.group != MARK else TEAMMATES)
        return list(dict.fromkeys([*first, *TEAMMATES, *STRANGERS, *ACTORS]))

    def _matrix(self, rows: list[int], most: int | None = None) -> list[str]:
        """The tests of the matrix that ask these rows, the likeliest people first; at most so many of them.

        Where a question is not asked, those come first to whom it makes a difference.
        """
        asked = [EVERY_ROW[number] for number in rows]
        noticed = NOTICED.get(self.mutant.weak, set())
        people = sorted(
            self._people(), key=lambda one: not any(not noticed or row.cell(one) in noticed for row in asked)
        )
        known = set(self.names)
        named = [f"tests/access/test_matrix.py::{test}[{one}]" for one in people[:most] for test in _tests(asked, one)]
        return [name for name in named if name in known]


def _tests(rows: list[Row], actor: str) -> list[str]:
    """The tests of the matrix that ask some of these rows as somebody."""
    cells = {(row.unsafe, row.cell(actor) == "yes") for row in rows}
    pages = ["test_pages"] if {(False, True), (False, False)} & cells else []
    refusals = ["test_what_is_refused_does_not_happen"] if (True, False) in cells else []
    return pages + refusals + (["test_what_is_allowed_happens"] if (True, True) in cells else [])
