"""What a review costs: statements that do not grow with the record, and bytes of a record of three years."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from flask import Flask

from bench.generate import NOW, vocabulary
from bench.reviewed import REVIEWED, Team, add_reviewed
from coordcare.extensions import clock, db, transaction
from coordcare.measures.models import MeasureResult
from coordcare.measures.rules import band_of
from coordcare.measures.wording_rules import MEASURES
from coordcare.medication.models import MedicationChange
from coordcare.notes.models import LifeEvent, SessionNote
from coordcare.settings.queries import clinic, today
from coordcare.timeline.models import TimelineEntry
from tests.cast import Cast, gather
from tests.review.reviewing import AMARA
from tests.review.worst import write_worst
from tests.timeline.test_growth import statements

MOST_STATEMENTS, MOST_BYTES = 20, 120_000
# Scores, sessions and changes of three years, as the issue of the review counts them; and a beginning.
LONG, SHORT = (150, 120, 40), (4, 3, 2)
INSIGHT = "She said no to her brother for the first time, and slept badly after it. " * 8


def write(cast: Cast, patient: str, scores: int, sessions: int, changes: int) -> None:
    """A record of so many entries over three years. Needs an application context."""
    spread = _Spread(cast, patient)
    with transaction() as session:
        for number in range(scores):
            key = ("phq9", "gad7")[number % 2]
            total = 9 + number % 9
            body: Any = MeasureResult(
                measure=key, given="patient", answered=9 if key == "phq9" else 7, total=total, prorated=False,
                band=band_of(MEASURES[key], total), item_9=number % 3 if key == "phq9" else None,
                item_9_positive=bool(number % 3) if key == "phq9" else None,
            )  # fmt: skip
            spread.add(session, "measure_result", "therapist", body, number, scores)
        for number in range(sessions):
            body = SessionNote(
                mode="in_person", insight=INSIGHT, techniques=[], risk_status="none", session_number=number + 1,
                attendance="attended", phase="middle", course_type="ipt_acute", focus="grief",
                for_prescriber="Could the dose go up?",
            )  # fmt: skip
            spread.add(session, "session_note", "therapist", body, number, sessions)
        for number in range(changes):
            spread.add(session, "medication_change", "psychiatrist", spread.change(number, changes), number, changes)
        for number in range(sessions // 3):
            body = LifeEvent(category="loss", text="Her aunt in Tampa died after a long illness.", impact="strained")
            spread.add(session, "life_event", "psychologist", body, number, sessions // 3)


class _Spread:
    """Entries of one patient, evenly over three years until yesterday."""

    def __init__(self, cast: Cast, patient: str) -> None:
        self.cast, self.patient, self.last = cast, cast.patients[patient], today() - timedelta(days=1)
        self.written = 0

    def on(self, number: int, count: int) -> date:
        return self.last - timedelta(days=1095 * (count - 1 - number) // max(count, 1))

    def change(self, number: int, count: int) -> MedicationChange:
        drug = ("sertraline", "trazodone", "quetiapine", "lamotrigine")[number % 4]
        started = number < 4
        return MedicationChange(
            change_type="start" if started else "increase", drug=drug, dose=Decimal(25 * (number // 4 + 1)), unit="mg",
            frequency="once_daily", dose_confirmed=False, effective_on=self.on(number, count),
            previous_dose=None if started else Decimal(25 * (number // 4)), previous_unit=None if started else "mg",
            previous_frequency=None if started else "once_daily", reason="Little change in six weeks.",
            watch_for="Restlessness in the first two weeks.",
        )  # fmt: skip

    def add(self, session: Any, kind: str, author: str, body: Any, number: int, count: int) -> None:
        self.written += 1
        at = clinic().instant(self.on(number, count))
        entry = TimelineEntry(
            patient_id=self.patient, author_id=self.cast.accounts[author], kind=kind, happened_on=at.date(),
            happened_at=at, recorded_at=at, status="signed", signed_at=at, signed_seq=self.written,
            submission_key=f"{self.patient}-{self.written}",
        )  # fmt: skip
        session.add(entry)
        session.flush()
        body.entry_id = entry.id
        session.add(body)


@pytest.fixture
def records(app: Flask) -> Cast:
    cast = gather(app)
    for name, counts in (("Long Record", LONG), ("Short Record", SHORT)):
        cast.admit(name, team=("psychiatrist", "therapist", "psychologist"))
        with app.app_context():
            write(cast, name, *counts)
    return cast


def test_statements_do_not_grow_and_bytes_stay(records: Cast, record_property: Callable[[str, int], None]) -> None:
    told: dict[str, int] = {}
    client = records.client("psychiatrist")
    with records.app.app_context():
        engine = db.engine
    for name in ("Short Record", "Long Record"):
        address = f"/patients/{records.patients[name]}/review"
        client.get(address)
        with statements(engine) as asked:
            page = client.get(address)
        assert page.status_code == 200
        told[name] = sum(not one.startswith("BEGIN") for one in asked)
    where = engine.dialect.name
    record_property(f"figure: progress review, statements on {where}", told["Long Record"])
    record_property(
        f"figure: progress review of 150 scores, 120 sessions, 40 changes, bytes on {where}", len(page.data)
    )
    assert told["Long Record"] == told["Short Record"] <= MOST_STATEMENTS
    assert len(page.data) <= MOST_BYTES


def test_the_record_that_is_measured_stays_small(app: Flask, record_property: Callable[[str, int], None]) -> None:
    """The patient of the bench, whose entries are longer and whose ids have seven digits."""
    cast = gather(app)
    with time_machine.travel(NOW):
        with app.app_context():
            team = Team(*(cast.accounts[one] for one in Team._fields))
            add_reviewed(vocabulary(random.Random(REVIEWED)), team)
            where = db.engine.dialect.name
        page = cast.client("psychiatrist").get(f"/patients/{REVIEWED}/review")
    assert page.status_code == 200
    assert "120 attended" in page.text and "All 40 on the timeline" in page.text
    record_property(f"figure: progress review of the bench's patient, bytes on {where}", len(page.data))
    assert len(page.data) <= MOST_BYTES


def test_the_worst_case_is_no_exception(cast: Cast, record_property: Callable[[str, int], None]) -> None:
    """Everything that a review can have to ask for at once, by who looks for the first time after a while."""
    write_worst(cast)
    cast.join(AMARA, "nurse_practitioner")
    with cast.app.app_context():
        engine = db.engine
    told = []
    for who in ("psychiatrist", "nurse_practitioner"):
        client = cast.client(who)
        client.get("/policy")
        with time_machine.travel(clock.now() + timedelta(minutes=9)), statements(engine) as asked:
            page = client.get(f"/patients/{cast.patients[AMARA]}/review")
        assert page.status_code == 200 and "Risk task open since" in page.text
        told.append([one for one in asked if not one.startswith("BEGIN")])
    first = told[1]
    assert any("INSERT INTO record_look" in one for one in first), "nobody has looked before"
    assert any("UPDATE session" in one for one in first), "the session was seen a while ago"
    most = max(len(one) for one in told)
    record_property(f"figure: progress review, most statements on {engine.dialect.name}", most)
    assert most <= MOST_STATEMENTS


def test_the_long_record_is_told_whole(records: Cast) -> None:
    address = f"/patients/{records.patients['Long Record']}/review"
    page = records.client("psychiatrist").get(address).text
    assert "120 attended" in page and "All 120 on the timeline" in page
    table = records.client("psychiatrist").get(f"{address}/table").text
    with records.app.app_context():
        first = clock.now().year - 3
    assert str(first) in table and table.count("<tr>") > 150
