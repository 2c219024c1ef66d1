"""Writing private notes, and sealing them anew under another key."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordcare.access.actions import actor
from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict
from coordcare.extensions import clock, forget_deleted_pages, transaction
from coordcare.process_notes import queries, sealing
from coordcare.process_notes.models import ProcessNote
from coordcare.process_notes.queries import Note
from coordcare.process_notes.rules import SITTING, Words

BATCH = 50


def begin(standing: Standing, words: Words, *, form_key: str, version: int | None = None) -> Note:
    """Keep a note. Its form's key finds it again, so that a form posted twice is one note.

    `version` is the version that the form showed, None for a form that has not been saved yet. Raises Conflict
    when another window saved since, NotesClosed without a key.
    """

    def save() -> Note:
        with transaction() as session:
            note = queries.by_form(standing, form_key)
            if note is None:
                return _insert(session, standing, words, form_key)
            if note.patient_id != standing.patient_id:
                raise Conflict("This form has lost its mark. Copy your words, reload the form and try again.")
            return _keep(note, standing, words, version)

    return _once_more_if_raced(save)


def rewrite(standing: Standing, note_id: int, words: Words, *, version: int | None) -> Note:
    """Keep a note's words anew. Raises NotFound, Conflict when another window saved since, or NotesClosed."""
    with transaction():
        return _keep(queries.for_update(standing, note_id), standing, words, version)


def record_shown(note_id: int) -> None:
    """Note on the author's own chain that a note was shown beside another form."""
    record(_event(Happening.VIEW, actor(), note_id))


def rotate() -> tuple[int, int]:
    """Seal every note anew under the first key, a few in each transaction: what was killed is done by the next run.

    How many were sealed anew, and how many no key here opens, which stay as they are. Raises NotesClosed.
    """
    first = sealing.keys()[0].name
    done = left = last_id = 0
    while True:
        with transaction():
            rows = queries.under_other_keys(first, last_id, BATCH)
            if not rows:
                break
            if last_id == 0:
                record(Event(Happening.KEYS_CHANGED, Actor()))
            for row in rows:
                sealed_anew = _reseal(row)
                done, left = done + sealed_anew, left + (not sealed_anew)
            last_id = rows[-1].id
    if done:
        # Or the log beside the database still holds what the old key opens.
        forget_deleted_pages()
    return done, left


def _reseal(row: ProcessNote) -> bool:
    try:
        words = sealing.unseal(row)
    except sealing.NoteClosed:
        return False
    row.key_id, row.nonce, row.ciphertext = sealing.seal(row, words)
    return True


def _insert(session: Session, standing: Standing, words: Words, form_key: str) -> Note:
    sealing.keys()
    now = clock.now()
    note = ProcessNote(
        author_id=standing.viewer.account_id,
        patient_id=standing.patient_id,
        form_key=form_key,
        key_id="",
        nonce=b"",
        ciphertext=b"",
        version=1,
        created_at=now,
        saved_at=now,
    )
    session.add(note)
    session.flush()  # the ciphertext is bound to the row's id
    note.key_id, note.nonce, note.ciphertext = sealing.seal(note, words)
    record(_event(Happening.PROCESS_NOTE_SAVED, standing.viewer.actor, note.id))
    return _told(note, words)


def _keep(note: ProcessNote, standing: Standing, words: Words, version: int | None) -> Note:
    if sealing.unseal(note) == words:
        return _told(note, words)
    if note.version != version:
        raise Conflict("This private note was saved in another window since you opened it here.")
    now = clock.now()
    if now - note.saved_at >= SITTING:
        record(_event(Happening.PROCESS_NOTE_SAVED, standing.viewer.actor, note.id))
    note.version, note.saved_at = note.version + 1, now
    note.key_id, note.nonce, note.ciphertext = sealing.seal(note, words)
    return _told(note, words)


def _told(note: ProcessNote, words: Words) -> Note:
    return Note(note.id, note.version, note.form_key, note.created_at, note.saved_at, words)


def _event(happening: Happening, by: Actor, note_id: int) -> Event:
    """On the author's own chain; the patient is not told to it."""
    rule = Action.WRITE_PROCESS_NOTE.value
    return Event(happening, by, rule=rule, subject="process_notes.note", subject_id=note_id)


def _once_more_if_raced(act: Callable[[], Note]) -> Note:
    """Two first posts of one form may meet: the loser finds the winner's row the second time."""
    try:
        return act()
    except IntegrityError:
        return act()
