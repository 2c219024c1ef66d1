"""Runs the mutants in one warm process: `python -m pytest -p tests.mutation.running ...` (see `test_mutants`).

The tests are collected once, the application and the clinic of the matrix are made once. Then every mutant lives in
a fork of this process and meets the tests that run its line, the likeliest first, until one fails. Several such
processes share a directory: whoever makes a file of that name first has the work.
"""

import hashlib
import os
import pickle
import re
import time
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage
from flask import Flask, request, request_started

from tests.access import test_matrix
from tests.access.checking import Checker
from tests.access.reading import Row
from tests.access.tables import ROWS
from tests.house.source import ROOT
from tests.mutation.choosing import Plan, Traces, is_traced
from tests.mutation.finding import find
from tests.mutation.patching import applied, remember
from tests.mutation.rebuilding import forget
from tests.mutation.syntax import Mutant

WORK = "COORDCARE_MUTANTS"
ONLY = "COORDCARE_MUTANTS_ONLY"
WARMING = "tests/access/test_matrix.py::test_pages[psychiatrist]"
# Processor time that a mutant may live: every one briefly at first, and longer whoever survived that.
LIVES = (4, 25)
CHUNK = 40


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what needs PostgreSQL or a browser: mutants run over SQLite."""
    items[:] = [item for item in items if not _is_costly(item)]


def _is_costly(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    params = getattr(getattr(item, "callspec", None), "params", {})
    costly = {"browser", "server", "new_context", "postgresql_app", "postgresql_stage"}
    return bool(names & costly) or any(value == "postgresql" for value in params.values() if isinstance(value, str))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    runner = Runner(session, Path(os.environ[WORK]))
    runner.warm()
    runner.trace()
    runner.hunt()
    return True


class Runner:
    """One process of the hunt."""

    def __init__(self, session: pytest.Session, work: Path) -> None:
        self.session = session
        self.work = work
        self.items = {item.nodeid: item for item in session.items}
        self.first = session.items[0]
        self.last = next(item for item in reversed(session.items) if item.path.parent != self.first.path.parent)

    def warm(self) -> None:
        """Make the application, its templates and the clinic, which every fork then has."""
        request_started.connect(self._meet_app)
        if self.run_all([WARMING], float("inf")):
            raise RuntimeError(f"{WARMING} fails without any mutant")
        request_started.disconnect(self._meet_app)

    def _meet_app(self, sender: Flask, **_: Any) -> None:
        self.app = sender

    def trace(self) -> None:
        """Which test runs which line; the tests are shared out, and all of them must pass without a mutant."""
        names = [name for name in self.items if is_traced(name)]
        chunks = [names[at : at + CHUNK] for at in range(0, len(names), CHUNK)]
        for number, chunk in enumerate(chunks):
            if self._claim(f"trace-{number}"):
                self._fork(f"traced-{number}", lambda chunk=chunk: trace(self, chunk))
        while len(list(self.work.glob("traced-*.done"))) < len(chunks):
            if broken := list(self.work.glob("traced-*.error")):
                raise RuntimeError(f"{broken[0].name}: {broken[0].read_text()}")
            time.sleep(0.2)

    def hunt(self) -> None:
        """Take mutants until none is left."""
        traces = Traces.read(self.work, self.app)
        only = os.environ.get(ONLY, "")
        mutants = {digest(one): one for one in find() if re.search(only, one.key)}
        remember()
        for life in LIVES:
            for name, mutant in sorted(mutants.items()):
                if not self._was_caught(name) and self._claim(f"mutant-{name}-{life}"):
                    plan = Plan(mutant, traces, list(self.items))
                    self._fork(
                        f"result-{name}-{life}",
                        lambda mutant=mutant, plan=plan, life=life: meet(self, mutant, plan, life),
                    )

    def _was_caught(self, name: str) -> bool:
        return any(one["caught"] for one in _kept(self.work, f"result-{name}-*"))

    def run_all(self, names: Iterable[str], deadline: float) -> str | None:
        """The first of these tests that fails; None if they all pass."""
        for name in names:
            if time.process_time() > deadline:
                return None
            if not self._run(self.items[name], self.last if self.items[name] is not self.last else self.first):
                return name
        return None

    def _run(self, item: pytest.Item, following: pytest.Item) -> bool:
        return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))

    def _claim(self, name: str) -> bool:
        try:
            os.close(os.open(self.work / f"{name}.claim", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    def _fork(self, name: str, act: Callable[[], Any]) -> None:
        """Act in a fork and keep what it answers; a fork that is killed or silent leaves None."""
        child = os.fork()
        if child == 0:
            try:
                answer = act()
                (self.work / f"{name}.part").write_bytes(pickle.dumps(answer))
                (self.work / f"{name}.part").rename(self.work / f"{name}.done")
            except BaseException as error:
                (self.work / f"{name}.error").write_text(repr(error))
                traceback.print_exc()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        if not (self.work / f"{name}.done").exists() and not name.startswith("result"):
            raise RuntimeError(f"{name} ended without an answer")


def trace(runner: Runner, names: list[str]) -> dict[str, Any]:
    """Lines and endpoints by test, and for tests of the matrix by test and row; how long each took."""
    coverage = Coverage(data_file=None, config_file=False, source=[str(ROOT / "coordcare")])
    endpoints: dict[str, set[str]] = {}
    context = [""]

    def enter(name: str) -> None:
        context[0] = name
        coverage.switch_context(name)

    def asked(sender: Flask, **_: Any) -> None:
        endpoints.setdefault(context[0], set()).add(request.endpoint or "")

    request_started.connect(asked)
    plain, seconds, failed = Checker.check, {}, []
    numbers = {id(row): number for number, row in enumerate(ROWS)}

    def check(self: Checker, row: Row) -> None:
        enter(f"row {numbers[id(row)]}")
        plain(self, row)

    Checker.check = check  # type: ignore[method-assign]
    coverage.start()
    for name in names:
        begun = time.process_time()
        enter(name)
        forget()
        if runner.run_all([name], float("inf")):
            failed.append(name)
        seconds[name] = time.process_time() - begun
    coverage.stop()
    Checker.check = plain  # type: ignore[method-assign]
    with warnings.catch_warnings(action="ignore"):  # a few tests run no line of ours
        data = coverage.get_data()
    lines = {Path(file).relative_to(ROOT).as_posix(): data.contexts_by_lineno(file) for file in data.measured_files()}
    return {"lines": lines, "endpoints": endpoints, "seconds": seconds, "failed": failed}


def meet(runner: Runner, mutant: Mutant, plan: Plan, life: float) -> dict[str, Any]:
    """Let a mutant live until a test fails; tells which."""
    begun = time.process_time()
    deadline = begun + life
    caught, met = None, 0
    with applied(mutant):
        for step in plan.steps():
            test_matrix.ROWS[:] = [ROWS_AT_FIRST[number] for number in step.rows] if step.rows else ROWS_AT_FIRST
            met += len(step.tests)
            caught = runner.run_all(step.tests, deadline)
            if caught or time.process_time() > deadline:
                break
    return {
        "words": mutant.words,
        "group": mutant.group,
        "caught": caught,
        "life": life,
        "tests": met,
        "late": time.process_time() > deadline,
        "seconds": time.process_time() - begun,
    }


ROWS_AT_FIRST = list(ROWS)


def digest(mutant: Mutant) -> str:
    return hashlib.sha256(mutant.key.encode()).hexdigest()[:12]


def results(work: Path) -> dict[str, dict[str, Any]]:
    """What became of each mutant in its longest life, by its words."""
    found = sorted(_kept(work, "result-*"), key=lambda one: (one["caught"] is not None, one["life"]))
    return {one["words"]: one for one in found}


def _kept(work: Path, pattern: str) -> Iterator[Any]:
    for file in sorted(work.glob(f"{pattern}.done")):
        yield pickle.loads(file.read_bytes())
