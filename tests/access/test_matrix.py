"""The matrix: every row of the tables, asked by everybody, over HTTP with the real gate.

Everybody asks over SQLite, and over PostgreSQL somebody of each sort and every author.
"""

from collections.abc import Callable

import pytest

from tests.access.checking import Checker
from tests.access.reading import ACTORS
from tests.access.stage import Stage
from tests.access.tables import ROWS

Done = Callable[[int], None]
SOME = ("coordinator", "ended_therapist", "outside_psychiatrist", "admin", "expired_therapist", "nobody")
WRITERS = ("psychiatrist", "nurse_practitioner", "psychologist", "therapist", "coordinator", "admin", "nobody")
everybody = pytest.mark.parametrize("actor", ACTORS)


def check_pages(stage: Stage, actor: str) -> Checker:
    checker = Checker(stage, actor)
    for row in ROWS:
        if not row.unsafe:
            checker.check(row)
    return checker


def check_refusals(stage: Stage, actor: str) -> Checker:
    checker = Checker(stage, actor)
    for row in ROWS:
        if row.unsafe and row.cell(actor) != "yes":
            checker.check(row)
    return checker


def check_writes(stage: Stage, actor: str) -> Checker:
    checker = Checker(stage, actor)
    built = checker.digest
    for row in ROWS:
        if row.unsafe and row.cell(actor) == "yes":
            checker.renew()
            checker.digest = built
            checker.check(row)
    return checker


def finish(checker: Checker, done: Done) -> None:
    done(checker.count)
    assert not checker.wrong, "\n".join(checker.wrong)


@everybody
def test_pages(sqlite_stage: Stage, actor: str, done: Done) -> None:
    """GETs: allowed, refused or sent to sign in, and they change nothing."""
    finish(check_pages(sqlite_stage, actor), done)


@pytest.mark.parametrize("actor", [*SOME, "therapist"])
def test_pages_over_postgresql(postgresql_stage: Stage, actor: str, done: Done) -> None:
    finish(check_pages(postgresql_stage, actor), done)


@everybody
def test_what_is_refused_does_not_happen(sqlite_stage: Stage, actor: str, done: Done) -> None:
    """Forms that the table does not let this person send: nothing changes, and the refusal is recorded."""
    finish(check_refusals(sqlite_stage, actor), done)


@pytest.mark.parametrize("actor", [*SOME, "psychologist"])
def test_what_is_refused_does_not_happen_over_postgresql(postgresql_stage: Stage, actor: str, done: Done) -> None:
    finish(check_refusals(postgresql_stage, actor), done)


@everybody
def test_what_is_allowed_happens(sqlite_stage: Stage, actor: str, done: Done) -> None:
    """Forms that the table lets this person send, each on the clinic as it was built: just that changes."""
    finish(check_writes(sqlite_stage, actor), done)


@pytest.mark.parametrize("actor", WRITERS)
def test_what_is_allowed_happens_over_postgresql(postgresql_stage: Stage, actor: str, done: Done) -> None:
    finish(check_writes(postgresql_stage, actor), done)


@everybody
def test_no_form_without_its_token(sqlite_stage: Stage, actor: str, done: Done) -> None:
    """What another site could send in this person's browser is 400 for everybody, and nothing happens."""
    checker = Checker(sqlite_stage, actor)
    for row in ROWS:
        if row.unsafe and row.state in ("", "draft", "signed"):
            checker.check_without_token(row)
    finish(checker, done)
