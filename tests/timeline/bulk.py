"""Many signed entries at once, straight into the tables, for what must not grow with their number."""

from datetime import time, timedelta

from coordcare.extensions import clock, transaction
from coordcare.medication.models import MedicationChange
from coordcare.notes.models import LifeEvent, SessionNote
from coordcare.timeline.models import EntryAddendum, EntryText, TimelineEntry
from tests.cast import Cast


def write(cast: Cast, patient: str, count: int, *, in_turn: bool = False) -> None:
    """`count` entries of the three kinds, one an hour into the past, with addenda on every tenth.

    Needs an application context. The patient's chain knows nothing of them: this is for reading only. All bear its
    first place, or each its own, `in_turn`.
    """
    bodies = (_note, _change, _event)
    with transaction() as session:
        now = clock.now()
        for number in range(count):
            kind, author, body = bodies[number % 3](number)
            at = now - timedelta(hours=number + 1)
            entry = TimelineEntry(
                patient_id=cast.patients[patient],
                author_id=cast.accounts[author],
                kind=kind,
                happened_on=at.date(),
                happened_at=at,
                recorded_at=at,
                status="signed",
                signed_at=at,
                signed_seq=count - number if in_turn else 1,
                submission_key=f"bulk-{patient}-{number}",
            )
            session.add(entry)
            session.flush()
            body.entry_id = entry.id
            session.add(body)
            session.add(_text(entry, number))
            if number % 10 == 0:
                session.add(_addendum(entry, number))


def _note(number: int) -> tuple[str, str, SessionNote]:
    note = SessionNote(
        mode="in_person",
        starts_at=time(10),
        ends_at=time(10, 50),
        insight=f"Insight number {number}.",
        mood=number % 11,
        techniques=["role_play"],
        risk_status="none",
    )
    return "session_note", "therapist", note


def _change(number: int) -> tuple[str, str, MedicationChange]:
    change = MedicationChange(
        change_type="stop",
        drug=f"drug {number}",
        dose_confirmed=False,
        effective_on=(clock.now() - timedelta(hours=number)).date(),
        reason=f"Reason number {number}.",
    )
    return "medication_change", "psychiatrist", change


def _event(number: int) -> tuple[str, str, LifeEvent]:
    event = LifeEvent(category="work", text=f"Event number {number}.", impact="mixed")
    return "life_event", "psychologist", event


def _text(entry: TimelineEntry, number: int) -> EntryText:
    part = {"session_note": "note", "medication_change": "change", "life_event": "event"}[entry.kind]
    return EntryText(
        entry_id=entry.id,
        patient_id=entry.patient_id,
        author_id=entry.author_id,
        kind=entry.kind,
        part=part,
        text=f"number {number}",
    )


def _addendum(entry: TimelineEntry, number: int) -> EntryAddendum:
    return EntryAddendum(
        entry_id=entry.id,
        author_id=entry.author_id,
        text="Also.",
        recorded_at=clock.now(),
        seq=1,
        submission_key=f"bulk-{entry.id}",
    )
