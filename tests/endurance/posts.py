"""What clinicians post while things break. Each post bears a key of its own, and words that stand nowhere else."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from tests.timeline.forms_table import EXAMPLES, Fields

PATIENT = "/patients/1"
DAY = "2026-01-15"


@dataclass(frozen=True)
class Post:
    """One form. Once it is answered, a row of this kind and key holds `words`."""

    path: str
    fields: Fields
    key: str
    words: str
    kind: str


# Posts until the answer is known; where that leads to.
Send = Callable[[Post], str]
Act = Callable[[Send], object]


def new_key() -> str:
    return str(uuid.uuid4())


def whole_entry(kind: str) -> Post:
    """An entry of this kind, signed straight from its form."""
    key, example = new_key(), EXAMPLES[kind]
    typed = {**example.fields, **({example.words: f"Words {key}"} if example.words else {})}
    fields = {**typed, "submission_key": key, "action": "sign"}
    return Post(f"{PATIENT}/entries/new/{kind}", fields, key, typed[example.words] if example.words else key, kind)


def first_draft() -> Post:
    """A session note, saved for the first time."""
    key = new_key()
    fields = {**EXAMPLES["session_note"].fields, "submission_key": key, "action": "save", "insight": f"Begun {key}"}
    return Post(f"{PATIENT}/entries/new/session_note", fields, key, fields["insight"], "draft")


def question() -> Post:
    """A question that cannot wait."""
    key = new_key()
    asked = {"nature": "question", "for_whom": "discipline:psychologist", "urgency": "same_day", "text": f"Ask {key}"}
    return Post(f"{PATIENT}/follow-up", {**asked, "submission_key": key}, key, asked["text"], "item")


def private_note() -> Post:
    """A private note, sealed."""
    key = new_key()
    fields = {"form_key": key, "day": DAY, "title": "", "text": f"Private {key}"}
    return Post(f"{PATIENT}/process-notes/new", fields, key, fields["text"], "private")


def sent(make: Callable[[], Post]) -> Act:
    """An act of one post."""
    return lambda send: send(make())


def signed(kind: str) -> Act:
    return sent(lambda: whole_entry(kind))


def draft_kept(send: Send) -> tuple[Post, str]:
    """A session note that is saved twice, and its form's address."""
    first = first_draft()
    where = send(first)
    words = f"Kept {first.key}"
    send(Post(where, {**first.fields, "insight": words, "version": "1"}, first.key, words, "draft"))
    return first, where


def note_signed_late(send: Send) -> None:
    """A session note that is saved twice, then signed, then added to."""
    draft, where = draft_kept(send)
    words = f"Signed {draft.key}"
    fields = {**draft.fields, "insight": words, "version": "2", "action": "sign"}
    read_at = send(Post(where, fields, draft.key, words, "session_note"))
    key = new_key()
    added = {"text": f"Added {key}", "submission_key": key}
    send(Post(f"{read_at}/addenda", added, key, added["text"], "addendum"))


def asked_and_called(send: Send) -> None:
    """A question that cannot wait, and the call about it."""
    where, key = send(question()), new_key()
    call = {"outcome": "reached", "text": f"Called {key}", "version": "1", "submission_key": key}
    send(Post(f"{where}/call", call, key, call["text"], "step"))


SCORES = signed("measure_result")
ACTS: dict[str, tuple[Act, ...]] = {
    "therapist": (
        note_signed_late,
        SCORES,
        sent(private_note),
        draft_kept,
        signed("risk_assessment"),
        asked_and_called,
    ),
    "psychiatrist": (signed("life_event"), asked_and_called, note_signed_late, SCORES, sent(private_note)),
    "coordinator": (signed("contact"), asked_and_called, SCORES),
    "nurse_practitioner": (signed("life_event"), signed("contact"), asked_and_called),
}
