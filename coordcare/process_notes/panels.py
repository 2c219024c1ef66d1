"""The private box beside a session note, and the tab of the private notes."""

from dataclasses import dataclass

from flask import url_for

from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.errors import Unavailable
from coordcare.patients.panels import Companion, Tab
from coordcare.process_notes import actions, queries, sealing
from coordcare.process_notes.forms import ProcessNoteForm
from coordcare.process_notes.queries import Note
from coordcare.settings.queries import today


@dataclass(frozen=True, slots=True)
class PrivateBox:
    """The form with where it goes; without them `closed` says why there is none."""

    form: ProcessNoteForm | None = None
    address: str = ""
    closed: str = ""


def form_of(note: Note | None) -> ProcessNoteForm:
    """The form of a note, or an empty one."""
    if note is None or note.words is None:
        return ProcessNoteForm(today=today())
    words = note.words
    return ProcessNoteForm(
        today=today(),
        form_key=note.form_key,
        version=note.version,
        day=words.day,
        title=words.title,
        text=words.text,
    )


def _box(standing: Standing, form_key: str) -> PrivateBox:
    """The private note that was begun with this form, or an empty box that will begin it."""
    try:
        sealing.keys()
        note = queries.note_beside(standing, form_key)
    except Unavailable as closed:
        return PrivateBox(closed=closed.sentence)
    form = form_of(note)
    form.form_key.data = form_key
    if note is None:
        return PrivateBox(form, url_for("process_notes.new", patient_id=standing.patient_id))
    actions.record_shown(note.id)
    return PrivateBox(form, url_for("process_notes.note", patient_id=standing.patient_id, note_id=note.id))


TAB = Tab("Private notes", "process_notes.mine", Action.WRITE_PROCESS_NOTE)
BESIDE_SESSION_NOTE = Companion(
    "session_note",
    Action.WRITE_PROCESS_NOTE,
    "process_notes/box.html",
    _box,
    "Whatever you keep as a private note is not part of it: nobody else sees such a note, or whether there is one.",
)
