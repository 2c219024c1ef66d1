"""One patient with three years to review, beside those of `bench.generate`: `python -m bench.reviewed`.

150 scores, 120 sessions and 40 changes, and 40 life events.
"""

import random
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from bench.generate import NOW, Row, course, vocabulary, words
from coordcare import create_app
from coordcare.access.membership import CareTeamMembership
from coordcare.audit.models import AuditHead
from coordcare.audit.rules import patient_chain
from coordcare.extensions import db
from coordcare.ipt.models import Course
from coordcare.measures.models import MeasureResult
from coordcare.measures.rules import band_of
from coordcare.measures.wording_rules import MEASURES
from coordcare.medication.models import MedicationChange
from coordcare.notes.models import LifeEvent, SessionNote
from coordcare.patients.models import Patient
from coordcare.timeline.models import RecordLook, TimelineEntry

# Beside the numbers that `generate` gives, whatever the size.
REVIEWED = 9_000_000
SCORES, SESSIONS, CHANGES, EVENTS = 150, 120, 40, 40
DAYS = 3 * 365
DRUGS = ("sertraline", "trazodone", "quetiapine", "lamotrigine")


class Team(NamedTuple):
    """Who wrote the record, by the ids of their accounts; as `bench.generate` makes them."""

    psychiatrist: int = 1
    therapist: int = 2
    psychologist: int = 3


MEASURED = Team()


def add_reviewed(known: list[str], team: Team = MEASURED) -> None:
    """Add the patient, unless an earlier run did."""
    with db.engine.begin() as connection:
        if connection.scalar(select(Patient.id).where(Patient.id == REVIEWED)) is not None:
            return
        _person(connection, team)
        chance = random.Random(REVIEWED)
        for number, (kind, model, values) in enumerate(_bodies(chance, known)):
            entry, days = REVIEWED + number, values.pop("days")
            connection.execute(insert(TimelineEntry), [_spine(entry, kind, days, team)])
            connection.execute(insert(model), [{"entry_id": entry, **values}])


def _person(connection: Any, staff: Team) -> None:
    begun = NOW - timedelta(days=DAYS + 1)
    patient = {
        "id": REVIEWED, "uid": f"10000000-0000-4000-8000-{REVIEWED:012d}", "name": "Reviewed Patient",
        "record_number": "B-REVIEW", "birth_date": begun.date().replace(year=1980), "search_name": "reviewed patient",
        "created_at": begun, "created_by_id": staff.psychiatrist, "status": "active",
    }  # fmt: skip
    connection.execute(insert(Patient), [patient])
    team = {"patient_id": REVIEWED, "started_at": begun, "added_by_id": staff.psychologist, "added_by_admin": False}
    connection.execute(
        insert(CareTeamMembership), [{**team, "account_id": one, "is_lead": one == staff.therapist} for one in staff]
    )
    own = course(REVIEWED, begun) | {"led_by_id": staff.therapist}
    connection.execute(insert(Course), [own])
    connection.execute(insert(AuditHead), [{"chain": patient_chain(REVIEWED), "seq": 1000}])
    look = {"patient_id": REVIEWED, "baseline_seq": 300, "seen_seq": 300, "seen_at": NOW - timedelta(days=7)}
    connection.execute(insert(RecordLook), [{**look, "account_id": one} for one in staff])


def _spine(entry: int, kind: str, days: int, team: Team) -> Row:
    at = NOW - timedelta(days=days)
    authors = {"session_note": team.therapist, "medication_change": team.psychiatrist}
    return {
        "id": entry, "uid": f"00000000-0000-4000-8000-{entry:012d}", "patient_id": REVIEWED, "kind": kind,
        "author_id": authors.get(kind, team.psychologist), "happened_on": at.date(),
        "happened_at": at, "recorded_at": at, "status": "signed", "signed_at": at, "signed_seq": entry - REVIEWED + 1,
        "version": 2, "submission_key": f"bench-{entry}", "course_id": REVIEWED if kind == "session_note" else None,
    }  # fmt: skip


def _bodies(chance: random.Random, known: list[str]) -> list[tuple[str, Any, Row]]:
    """Every entry: its kind, its table, its columns; `days` says how long ago, evenly over the three years."""
    found: list[tuple[str, Any, Row]] = []
    for number in range(SCORES):
        found.append(("measure_result", MeasureResult, {**_score(number), "days": _days(number, SCORES)}))
    for number in range(SESSIONS):
        note = {
            "mode": "in_person", "insight": words(chance, 100, known), "techniques": [], "risk_status": "none",
            "session_number": number + 1, "attendance": "attended", "phase": "middle", "course_type": "ipt_maintenance",
            "focus": "grief", "for_prescriber": words(chance, 6, known),
        }  # fmt: skip
        found.append(("session_note", SessionNote, {**note, "days": _days(number, SESSIONS)}))
    for number in range(CHANGES):
        days = _days(number, CHANGES)
        found.append(("medication_change", MedicationChange, {**_change(number, days, chance, known), "days": days}))
    for number in range(EVENTS):
        event = {"category": "loss", "impact": "strained", "text": words(chance, 20, known)}
        found.append(("life_event", LifeEvent, {**event, "days": _days(number, EVENTS)}))
    return found


def _days(number: int, count: int) -> int:
    return 1 + DAYS * (count - 1 - number) // count


def _score(number: int) -> Row:
    key = ("phq9", "gad7")[number % 2]
    total = 9 + number % 9
    asks_risk = key == "phq9"
    return {
        "measure": key, "given": "patient", "answered": 9 if asks_risk else 7, "total": total, "prorated": False,
        "band": band_of(MEASURES[key], total), "item_9": number % 3 if asks_risk else None,
        "item_9_positive": number % 3 > 0 if asks_risk else None,
    }  # fmt: skip


def _change(number: int, days: int, chance: random.Random, known: list[str]) -> Row:
    """Four drugs, each begun and then raised nine times."""
    step, begins = number // len(DRUGS), number < len(DRUGS)
    return {
        "change_type": "start" if begins else "increase", "drug": DRUGS[number % len(DRUGS)], "dose": 25 * (step + 1),
        "unit": "mg", "frequency": "once_daily", "dose_confirmed": False,
        "effective_on": (NOW - timedelta(days=days)).date(), "previous_dose": None if begins else 25 * step,
        "previous_unit": None if begins else "mg", "previous_frequency": None if begins else "once_daily",
        "reason": words(chance, 20, known), "watch_for": words(chance, 8, known),
    }  # fmt: skip


def main() -> None:
    """Add the patient to the configured database, which `bench.generate` has filled."""
    app = create_app()
    with app.app_context():
        add_reviewed(vocabulary(random.Random(REVIEWED)))


if __name__ == "__main__":
    main()
