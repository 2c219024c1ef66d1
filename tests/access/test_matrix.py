"""The matrix: every row of the tables, asked by everybody, over HTTP with the real gate."""

from collections.abc import Callable

import pytest

from tests.access.checking import Checker
from tests.access.reading import ACTORS
from tests.access.stage import Stage
from tests.access.tables import ROWS

Done = Callable[[int], None]
everybody = pytest.mark.parametrize("actor", ACTORS)


def finish(checker: Checker, done: Done) -> None:
    done(checker.count)
    assert not checker.wrong, "\n".join(checker.wrong)


@everybody
def test_pages(stage: Stage, actor: str, done: Done) -> None:
    """GETs: allowed, refused or sent to sign in, and they change nothing."""
    checker = Checker(stage, actor)
    for row in ROWS:
        if not row.unsafe:
            checker.check(row)
    finish(checker, done)


@everybody
def test_what_is_refused_does_not_happen(stage: Stage, actor: str, done: Done) -> None:
    """Forms that the table does not let this person send: nothing changes, and the refusal is recorded."""
    checker = Checker(stage, actor)
    for row in ROWS:
        if row.unsafe and row.cell(actor) != "yes":
            checker.check(row)
    finish(checker, done)


@everybody
def test_what_is_allowed_happens(stage: Stage, actor: str, done: Done) -> None:
    """Forms that the table lets this person send, each on the clinic as it was built: just that changes."""
    checker = Checker(stage, actor)
    built = checker.digest
    for row in ROWS:
        if row.unsafe and row.cell(actor) == "yes":
            checker.renew()
            checker.digest = built
            checker.check(row)
    finish(checker, done)


@everybody
def test_no_form_without_its_token(stage: Stage, actor: str, done: Done) -> None:
    """What another site could send in this person's browser is 400 for everybody, and nothing happens."""
    checker = Checker(stage, actor)
    for row in ROWS:
        if row.unsafe and row.state in ("", "draft", "signed"):
            checker.check_without_token(row)
    finish(checker, done)
