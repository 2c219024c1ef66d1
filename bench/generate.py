"""A clinic of many signed entries, always the same for a number: `python -m bench.generate 10000`.

Patients are skewed as caseloads are: of each fifty, forty-five have 25 entries, five have 275; one of the clinic
has a fiftieth of all. The entries stand in the order of time, so that one patient's rows lie scattered. One patient
more (`reviewed`) has what the review of three years is measured with. The trail knows nothing of them: this database is
for reading only.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import insert, select

from coordcare import create_app
from coordcare.access.membership import CareTeamMembership
from coordcare.accounts.hashing import hash_password
from coordcare.accounts.models import Account
from coordcare.audit.models import AuditHead
from coordcare.audit.rules import patient_chain
from coordcare.extensions import db
from coordcare.ipt.models import Course
from coordcare.measures.models import MeasureResult
from coordcare.medication.models import MedicationChange
from coordcare.notes.models import LifeEvent, SessionNote
from coordcare.patients.models import Patient
from coordcare.timeline.models import EntryText, RecordLook, TimelineEntry

PASSWORD = "measured from a loopback address"
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
STAFF = (("psychiatrist", "psychiatrist"), ("therapist", "therapist"), ("psychologist", "psychologist"))
BATCH = 5000
# Of those who measure, each patient in a course of therapy; everybody else's patients have another team.
CASELOAD = 80
DRUGS = ("sertraline", "bupropion", "mirtazapine", "lithium", "escitalopram", "lamotrigine")
SYLLABLES = ("ba", "den", "ka", "lor", "mi", "nu", "or", "pel", "qui", "ra", "sta", "ti", "un", "ver", "wo", "zan")
Row = dict[str, Any]


def words(chance: random.Random, count: int, vocabulary: list[str]) -> str:
    """`count` words, the common ones common (the reciprocal of the rank, as in real text)."""
    return " ".join(vocabulary[int(len(vocabulary) ** chance.random()) - 1] for _ in range(count)).capitalize() + "."


def vocabulary(chance: random.Random, size: int = 8000) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(size)]


def sizes(entries: int) -> list[int]:
    """How many entries each patient has; they add up to `entries`."""
    left, made = entries, []
    made.append(min(max(entries // 50, 300), 5000))
    left -= made[0]
    while left > 0:
        size = 275 if len(made) % 10 == 0 else 25
        made.append(min(size, left))
        left -= size
    return made


def spine(entries: int, chance: random.Random) -> Iterator[Row]:
    """Rows of the spine in the order of time, each with its patient."""
    order = [patient for patient, size in enumerate(sizes(entries), start=1) for _ in range(size)]
    chance.shuffle(order)
    first = NOW - timedelta(days=3 * 365)
    step = (NOW - first) / (len(order) + 1)
    for number, patient in enumerate(order, start=1):
        at = first + step * number
        kind = ["session_note", "medication_change", "measure_result", "life_event"][
            (0, 0, 0, 0, 1, 1, 2, 2, 2, 3)[chance.randrange(10)]
        ]
        yield {
            "id": number, "uid": f"00000000-0000-4000-8000-{number:012d}", "patient_id": patient,
            "author_id": {"session_note": 2, "medication_change": 1}.get(kind, 3), "kind": kind,
            "happened_on": at.date(), "happened_at": at, "recorded_at": at, "status": "signed", "signed_at": at,
            "signed_seq": number, "version": 2, "submission_key": f"bench-{number}",
            "course_id": patient if kind == "session_note" and patient <= CASELOAD else None,
        }  # fmt: skip


def body(kind: str, chance: random.Random, known: list[str], day: date) -> Row:
    """The row of the kind's table, without its entry's id."""
    if kind == "session_note":
        text = words(chance, chance.randint(60, 140), known)
        return {
            "mode": "in_person", "insight": text, "mood": chance.randrange(11), "mood_link": words(chance, 6, known),
            "techniques": ["role_play", "clarification"], "plan": words(chance, 12, known), "risk_status": "none",
        }  # fmt: skip
    if kind == "medication_change":
        return {
            "change_type": "taking_already", "drug": chance.choice(DRUGS), "dose": 50, "unit": "mg",
            "frequency": "once_daily", "dose_confirmed": False, "effective_on": day, "reason": words(chance, 20, known),
        }  # fmt: skip
    if kind == "measure_result":
        items = [chance.randrange(4) for _ in range(8)] + [0]
        total = sum(items)
        band = ["minimal", "mild", "moderate", "moderately_severe", "severe"][min(total // 5, 4)]
        named = {f"item_{number}": answer for number, answer in enumerate(items, start=1)}
        fixed = {"measure": "phq9", "given": "patient", "answered": 9, "prorated": False, "item_9_positive": False}
        return {**named, **fixed, "total": total, "band": band}
    return {"category": "work", "impact": "mixed", "text": words(chance, 25, known)}


TABLES: dict[str, Any] = {
    "session_note": SessionNote,
    "medication_change": MedicationChange,
    "measure_result": MeasureResult,
    "life_event": LifeEvent,
}
TEXTS = {
    "session_note": ("note", "insight"),
    "medication_change": ("change", "reason"),
    "life_event": ("event", "text"),
}


def fill(entries: int) -> None:
    """Fill the empty database of the current application."""
    chance = random.Random(entries)
    known = vocabulary(chance)
    with db.engine.begin() as connection:
        _people(connection, len(sizes(entries)))
        rows = spine(entries, chance)
        while batch := list(islice(rows, BATCH)):
            connection.execute(insert(TimelineEntry), batch)
            bodies = {row["id"]: body(row["kind"], chance, known, row["happened_on"]) for row in batch}
            for kind, table in TABLES.items():
                made = [{"entry_id": row["id"], **bodies[row["id"]]} for row in batch if row["kind"] == kind]
                connection.execute(insert(table), made)
            connection.execute(
                insert(EntryText), [_text(row, bodies[row["id"]]) for row in batch if row["kind"] in TEXTS]
            )
        _looks(connection, entries)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _looks(connection: Any, entries: int) -> None:
    """Those who measure looked at their caseload a week ago: what came since is new, as on any working day."""
    seen, mine = entries - entries * 7 // (3 * 365), range(1, min(CASELOAD, len(sizes(entries))) + 1)
    connection.execute(insert(AuditHead), [{"chain": patient_chain(number), "seq": entries} for number in mine])
    looks = [
        {"account_id": account, "patient_id": number, "baseline_seq": seen, "seen_seq": seen,
         "seen_at": NOW - timedelta(days=7)}
        for number in mine for account in (1, 2, 3)
    ]  # fmt: skip
    connection.execute(insert(RecordLook), looks)


def _text(row: Row, values: Row) -> Row:
    part, column = TEXTS[row["kind"]]
    of_entry = {name: row[name] for name in ("patient_id", "author_id", "kind")}
    return {"entry_id": row["id"], **of_entry, "part": part, "text": values[column].casefold()}


def _people(connection: Any, patients: int) -> None:
    kept = hash_password(PASSWORD)
    connection.execute(
        insert(Account),
        [
            {"email": f"{name}@bench.example", "name": name.title(), "discipline": discipline, "title": "", "phone": "",
             "password_hash": kept, "created_at": NOW, "version": 1, "is_admin": False, "can_configure": False}
            for name, discipline in STAFF
        ],
    )  # fmt: skip
    day = NOW - timedelta(days=4 * 365)
    for first in range(1, patients + 1, BATCH):
        numbers = range(first, min(first + BATCH, patients + 1))
        connection.execute(
            insert(Patient),
            [
                {"name": f"Patient {number:06d}", "record_number": f"B-{number:06d}", "birth_date": date(1980, 1, 1),
                 "uid": f"10000000-0000-4000-8000-{number:012d}", "search_name": f"patient {number:06d} b-{number:06d}",
                 "created_at": day, "created_by_id": 1, "status": "active"}
                for number in numbers
            ],
        )  # fmt: skip
        mine = [(number, account) for number in numbers for account in ((1, 2, 3) if number <= CASELOAD else (3,))]
        connection.execute(
            insert(CareTeamMembership),
            [{"patient_id": number, "account_id": account, "started_at": day, "added_by_id": 3, "is_lead": account == 2,
              "added_by_admin": False} for number, account in mine],
        )  # fmt: skip
    connection.execute(insert(Course), [course(number, day) for number in range(1, min(CASELOAD, patients) + 1)])


def course(patient: int, begun: datetime) -> Row:
    """An active course of a patient, with the patient's number."""
    return {
        "id": patient, "uid": f"20000000-0000-4000-8000-{patient:012d}", "patient_id": patient, "led_by_id": 2,
        "course_type": "ipt_maintenance", "started_on": begun.date(), "status": "active", "version": 1,
        "submission_key": f"bench-{patient}", "planned_sessions": 120, "initial_until": 3, "ending_from": 117,
        "ending_left": 4, "focus": "grief", "created_at": begun,
    }  # fmt: skip


def main() -> None:
    """Migrate the configured database and fill it, unless it is filled."""
    entries = int(sys.argv[1])
    app = create_app()
    with app.app_context():
        upgrade()
        if db.session.scalar(select(TimelineEntry.id).limit(1)) is None:
            db.session.remove()
            fill(entries)


if __name__ == "__main__":
    main()
