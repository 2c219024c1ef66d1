"""Private notes, encrypted: bound to the row, its author, its patient and its version.

The keys come from PROCESS_NOTE_KEYS, else from the file that PROCESS_NOTE_KEYS_FILE names, which is read anew
each time: where it is taken away, private notes are closed at once. They never stand in the database.
"""

from pathlib import Path

from flask import current_app

from coordcare import sealing
from coordcare.audit.rules import Key, parse_keys
from coordcare.errors import Unavailable
from coordcare.process_notes.models import ProcessNote
from coordcare.process_notes.rules import Words
from coordcare.sealing import CannotOpen, Sealed


class NotesClosed(Unavailable):
    """There is no key of private notes here."""

    heading = "Private notes are closed"
    sentence = (
        "Private notes cannot be opened or saved right now: their key is not on this server. "
        "Nothing is lost and nothing was shown. The rest of the record works as usual."
    )


class NoteClosed(Unavailable):
    """This note's own key is gone, or it is not the ciphertext that was written to this row."""

    heading = "This private note is closed"
    sentence = (
        "This private note cannot be opened right now: the key it was sealed with does not open it. "
        "Nothing was shown. Your other private notes and the rest of the record work as usual."
    )


def keys() -> list[Key]:
    """The keys of private notes, newest first; the first one seals. Raises NotesClosed."""
    try:
        return parse_keys(_text())
    except (OSError, ValueError) as error:
        raise NotesClosed from error


def seal(note: ProcessNote, words: Words) -> Sealed:
    """What to keep in a row that has its id and its version. Raises NotesClosed."""
    return sealing.seal(keys(), words.content(), *_place(note))


def unseal(note: ProcessNote) -> Words:
    """What somebody typed. Raises NotesClosed, or NoteClosed for this one."""
    try:
        content = sealing.unseal(keys(), Sealed(note.key_id, note.nonce, note.ciphertext), *_place(note))
    except CannotOpen as error:
        raise NoteClosed from error
    return Words.of(content)


def _place(note: ProcessNote) -> tuple[object, ...]:
    return ProcessNote.__tablename__, note.id, note.author_id, note.patient_id, note.version


def _text() -> str:
    text: str = current_app.config["PROCESS_NOTE_KEYS"]
    path: str = current_app.config["PROCESS_NOTE_KEYS_FILE"]
    return text if text or not path else Path(path).read_text(encoding="ascii")
