"""The risk that stands is that of this patient, from what was stated of it last."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from coordcare.extensions import db
from coordcare.risk import queries
from coordcare.risk.queries import risk_panel
from coordcare.settings.queries import today
from tests.cast import Cast
from tests.rows import AMARA, CORA, entry


@pytest.fixture
def two_looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if no more than two statements were looked at."""
    monkeypatch.setattr(queries, "STATED_LOOKED_AT", 2)
    queries._standing_risk.cache_clear()
    yield
    queries._standing_risk.cache_clear()


def test_the_risk_that_stands_is_of_this_patient(pair: Cast) -> None:
    entry(pair, "medication_visit", days=-3)
    entry(pair, "medication_visit", CORA, risk_status="plan_or_intent")
    levels = [risk_panel(pair.standing("psychiatrist", one), pair.patients[one]).level for one in (AMARA, CORA)]
    assert levels == [0, 3]


@pytest.mark.usefixtures("two_looked_at")
def test_what_is_stated_seldom_does_not_speak_for_what_is_not_looked_at(pair: Cast) -> None:
    """A visit long ago stands in no unbroken line with today's notes, for a plan was stated in between."""
    for days in (-1, -2):
        entry(pair, "session_note", who="therapist", days=days)
    entry(pair, "session_note", who="therapist", days=-3, risk_status="plan_or_intent")
    entry(pair, "medication_visit", days=-10)
    stands = risk_panel(pair.standing("psychiatrist", AMARA), pair.patients[AMARA])
    assert stands.since is not None
    assert (stands.level, (today() - stands.since).days) == (0, 2)


def test_no_row_of_the_spine_is_read_for_it(sqlite_app: Flask) -> None:
    """A hundred entries are looked at for two lines: an index tells the rest of them."""
    with sqlite_app.app_context():
        asked = queries._standing_risk().params(patient=1)
        told = asked.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        plan = [row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {told}"))]
    of_spine = [line for line in plan if "timeline_entry" in line]
    assert len(of_spine) >= 3
    assert all("USING COVERING INDEX ix_timeline_entry_kind" in line for line in of_spine), plan
