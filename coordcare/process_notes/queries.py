"""Private notes as their author asks for them. Nobody else's are ever selected here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.errors import NotFound
from coordcare.extensions import db
from coordcare.process_notes import sealing
from coordcare.process_notes.models import ProcessNote
from coordcare.process_notes.rules import Words

FRESH = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class Note:
    """A private note, opened for its author; `words` is None where its key does not open it."""

    id: int
    version: int
    form_key: str
    created_at: datetime
    saved_at: datetime
    words: Words | None

    @property
    def place(self) -> tuple[date, int]:
        """Where it stands among others, oldest first."""
        return (self.words.day if self.words else self.created_at.date(), self.id)


def my_notes(standing: Standing) -> list[Note]:
    """The viewer's own notes on this patient, newest first. Raises NotesClosed."""
    sealing.keys()
    rows = db.session.scalars(select(ProcessNote).where(*_mine(standing)).execution_options(**FRESH))
    notes = [_opened(row) for row in rows]
    return sorted(notes, key=lambda note: note.place, reverse=True)


def my_note(standing: Standing, note_id: int) -> Note | None:
    """One of the viewer's own notes on this patient. Raises NotesClosed, or NoteClosed for this one."""
    query = select(ProcessNote).where(ProcessNote.id == note_id, *_mine(standing)).execution_options(**FRESH)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        return None
    return Note(row.id, row.version, row.form_key, row.created_at, row.saved_at, sealing.unseal(row))


def note_beside(standing: Standing, form_key: str) -> Note | None:
    """The viewer's own note that was begun in a form of this patient. Raises NotesClosed or NoteClosed."""
    query = select(ProcessNote.id).where(ProcessNote.form_key == form_key, *_mine(standing))
    note_id = db.session.scalar(query)
    return my_note(standing, note_id) if note_id is not None else None


def for_update(standing: Standing, note_id: int) -> ProcessNote:
    """The viewer's own row on this patient, fresh and locked for an action. Raises NotFound."""
    query = select(ProcessNote).where(ProcessNote.id == note_id, *_mine(standing))
    row = db.session.scalars(query.with_for_update().execution_options(**FRESH)).one_or_none()
    if row is None:
        raise NotFound
    return row


def by_form(standing: Standing, form_key: str) -> ProcessNote | None:
    """The viewer's own row that this form made, whatever its patient, fresh and locked for an action."""
    query = select(ProcessNote).where(
        ProcessNote.author_id == standing.viewer.account_id, ProcessNote.form_key == form_key
    )
    return db.session.scalars(query.with_for_update().execution_options(**FRESH)).one_or_none()


def under_other_keys(key_id: str, after_id: int, limit: int) -> Sequence[ProcessNote]:
    """Rows after an id that another key seals, locked for their rotation."""
    query = (
        select(ProcessNote)
        .where(ProcessNote.id > after_id, ProcessNote.key_id != key_id)
        .order_by(ProcessNote.id)
        .limit(limit)
        .with_for_update()
        .execution_options(**FRESH)
    )
    return db.session.scalars(query).all()


def _mine(standing: Standing) -> list[ColumnElement[bool]]:
    if not standing.may(Action.WRITE_PROCESS_NOTE):
        raise NotFound
    return [
        ProcessNote.author_id == standing.viewer.account_id,
        ProcessNote.patient_id == standing.patient_id,
    ]


def _opened(row: ProcessNote) -> Note:
    try:
        words = sealing.unseal(row)
    except sealing.NoteClosed:
        words = None
    return Note(row.id, row.version, row.form_key, row.created_at, row.saved_at, words)
