"""What clinicians post while things break. Each post bears a key of its own, and words that stand nowhere else."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.timeline.forms_table import EXAMPLES, Fields

DAY = "2026-01-15"


@dataclass(frozen=True)
class Post:
    """One form. Once it is answered, `kind` of row with this key holds `words`; None: a step on the way to that."""

    path: str
    fields: Fields
    key: str
    words: str
    kind: str | None
    headers: Fields = field(default_factory=dict)


# Posts until the answer is known; where it leads to.
Send = Callable[[Post], str]
Act = Callable[[Send, str], None]


def new_key() -> str:
    return str(uuid.uuid4())


def entry(kind: str, patient: str, **more: str) -> Post:
    """A whole entry of this kind, signed at once."""
    key, example = new_key(), EXAMPLES[kind]
    typed = {**example.fields, **({example.words: f"Words {key}"} if example.words else {})}
    fields = {**typed, "submission_key": key, "action": "sign", **more}
    return Post(f"{patient}/entries/new/{kind}", fields, key, typed.get(example.words or "", key), kind)


def signed(kind: str) -> Act:
    """An entry that is signed straight from its form."""
    return lambda send, patient: _discard(send(entry(kind, patient)))


def _discard(_where: str) -> None:
    """An act has no answer."""


def draft_kept(send: Send, patient: str) -> None:
    """A session note that is saved twice and left as a draft."""
    _draft(send, patient)


def note_signed_late(send: Send, patient: str) -> None:
    """A session note that is saved twice, then signed, then added to."""
    where, fields, key = _draft(send, patient)
    words = f"Signed {key}"
    signing = {**fields, "insight": words, "version": "2", "action": "sign"}
    read_at = send(Post(where, signing, key, words, "session_note"))
    addendum = new_key()
    typed = {"text": f"Added {addendum}", "submission_key": addendum}
    send(Post(f"{read_at}/addenda", typed, addendum, typed["text"], "addendum"))


def _draft(send: Send, patient: str) -> tuple[str, Fields, str]:
    key = new_key()
    fields = {**EXAMPLES["session_note"].fields, "submission_key": key, "action": "save"}
    first = {**fields, "insight": f"Begun {key}"}
    where = send(Post(f"{patient}/entries/new/session_note", first, key, first["insight"], "draft"))
    second = {**fields, "insight": f"Kept {key}", "version": "1"}
    send(Post(where, second, key, second["insight"], "draft"))
    return where, fields, key


def asked(send: Send, patient: str) -> None:
    """A question that cannot wait, and the call about it."""
    key, call = new_key(), new_key()
    question = {"nature": "question", "for_whom": "discipline:psychologist", "urgency": "same_day", "text": f"Ask {key}"}
    where = send(Post(f"{patient}/follow-up", {**question, "submission_key": key}, key, question["text"], "item"))
    calling = {"outcome": "reached", "text": f"Called {call}", "version": "1", "submission_key": call}
    send(Post(f"{where}/call", calling, call, calling["text"], "step"))


def private(send: Send, patient: str) -> None:
    """A private note, sealed."""
    key = new_key()
    fields = {"form_key": key, "day": DAY, "title": "", "text": f"Private {key}"}
    send(Post(f"{patient}/process-notes/new", fields, key, fields["text"], "private"))


ACTS: dict[str, tuple[Act, ...]] = {
    "therapist": (note_signed_late, signed("measure_result"), private, draft_kept, asked, signed("risk_assessment")),
    "psychiatrist": (signed("life_event"), asked, note_signed_late, signed("measure_result"), private),
    "coordinator": (signed("contact"), asked, signed("measure_result")),
    "nurse_practitioner": (signed("life_event"), signed("contact"), asked),
}
