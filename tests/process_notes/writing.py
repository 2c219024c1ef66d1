"""What tests of private notes do again and again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from coordcare.audit.models import AuditEvent
from coordcare.extensions import db
from coordcare.process_notes.models import ProcessNote
from tests.cast import Cast

PATIENT = "Amara Osei"
SECRET = "she reminds me of my own mother in Tulsa"


def base(cast: Cast, patient: str = PATIENT) -> str:
    return f"/patients/{cast.patients[patient]}/process-notes"


def write(cast: Cast, author: str = "therapist", text: str = SECRET, key: str = "key-1", **more: Any) -> int:
    """A new note by its form; returns its id."""
    data = {"day": "2026-11-02", "title": "Supervision", "text": text, "form_key": key}
    answer = cast.client(author).post(f"{base(cast, more.pop('patient', PATIENT))}/new", data={**data, **more})
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


def rows(cast: Cast) -> Sequence[ProcessNote]:
    with cast.app.app_context():
        return db.session.scalars(select(ProcessNote).order_by(ProcessNote.id)).all()


def events(cast: Cast, chain: str) -> list[tuple[str, str | None, str | None]]:
    """A chain's happenings, each with its rule and its subject, oldest first."""
    with cast.app.app_context():
        query = select(AuditEvent).where(AuditEvent.chain == chain).order_by(AuditEvent.seq)
        return [(event.happening, event.rule, event.subject) for event in db.session.scalars(query)]
