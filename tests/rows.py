"""Rows straight into the tables, for tests of what is read of them: no form, no event, and so quick."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any, TypeVar

from flask import Flask

from coordcare.extensions import clock, db, transaction
from coordcare.followup.models import FollowUpItem
from coordcare.review.models import ReviewDecision
from coordcare.settings.queries import today
from coordcare.timeline import kinds
from coordcare.timeline.models import EntryDraft, EntryRetraction, TimelineEntry
from tests.cast import Cast, gather

AMARA, CORA = "Amara Osei", "Cora Lund"
_SERIAL = count(1)
Made = TypeVar("Made")
CHANGE = {
    "change_type": "start", "drug": "sertraline", "dose": 50, "unit": "mg", "frequency": "once_daily",
    "dose_confirmed": False, "reason": "Low mood.",
}  # fmt: skip
SOUND: dict[str, dict[str, Any]] = {
    "medication_change": CHANGE,
    "medication_visit": {"outcome": "no_change", "assessment": "Better.", "mode": "in_person", "risk_status": "none"},
    "session_note": {"mode": "in_person", "insight": "Mapped losses.", "techniques": [], "risk_status": "none"},
    "life_event": {"category": "loss", "text": "Her aunt died.", "impact": "strained"},
    "measure_result": {
        "measure": "phq9", "given": "patient", "answered": 9, "total": 10, "prorated": False, "band": "moderate",
        "item_9": 1, "item_9_positive": True,
    },
    "monitoring_result": {"test": "tsh", "value": 24, "unit": "mIU/L", "hours_unknown": False},
    "contact": {"contact_type": "phone", "direction": "incoming", "reached": "reached", "text": "Asked for a refill."},
    "observation": {"told_by": "patient"},
    "course_summary": {"course_words": "Sixteen sessions.", "focus_words": "Grief.", "what_helped": "Her sister."},
}  # fmt: skip


@contextmanager
def two_patients(app: Flask) -> Iterator[Cast]:
    """Amara, and Cora whose team are a psychiatrist, a nurse practitioner and a therapist; inside a request."""
    cast = gather(app)
    with app.test_request_context():
        cast.admit(CORA, team=("psychiatrist", "nurse_practitioner", "therapist"))
        yield cast


def entry(
    cast: Cast, kind: str, patient: str = AMARA, who: str = "psychiatrist", days: int = 0, **told: Any
) -> TimelineEntry:
    """A signed entry, `days` from today. `status`, `seq`, `taken_back` (a reason) and `key` are about the entry, which
    has no row of its kind without a `body`.
    """
    has_body = told.pop("body", True)
    status, seq, reason = told.pop("status", "signed"), told.pop("seq", next(_SERIAL)), told.pop("taken_back", None)
    on, at = today() + timedelta(days=days), clock.now() + timedelta(days=days)
    made = TimelineEntry(
        patient_id=cast.patients[patient], author_id=cast.accounts[who], kind=kind, happened_on=on, happened_at=at,
        recorded_at=at, status=status, signed_at=at if status == "signed" else None, signed_seq=seq,
        submission_key=told.pop("key", f"row-{next(_SERIAL)}"), **spine_of(told),
    )  # fmt: skip
    if kind == "medication_change":
        told.setdefault("effective_on", on)
    with transaction() as session:
        session.add(made)
        session.flush()
        if has_body:
            session.add_all(kinds.named(kind).rows(made.id, {**SOUND[kind], **told}))
        if status == "draft":
            session.add(EntryDraft(entry_id=made.id, fields={}, saved_at=at))
        if reason:
            gone = {"reason": reason, "retracted_by_id": made.author_id, "retracted_at": at}
            session.add(EntryRetraction(entry_id=made.id, seq=seq + 1, **gone))
    return made


def spine_of(told: dict[str, Any]) -> dict[str, Any]:
    """What is said of the entry itself, taken out of what is said in it."""
    return {name: told.pop(name) for name in ("course_id", "occasion_id", "form_digest") if name in told}


def decision(
    cast: Cast, patient: str = AMARA, who: str = "psychiatrist", of: TimelineEntry | None = None, **told: Any
) -> ReviewDecision:
    """A decision to change (`of` an entry) or not to, with nothing shown."""
    made = ReviewDecision(
        patient_id=cast.patients[patient], decided_by_id=cast.accounts[who], entry_id=of.id if of else None,
        decision="change" if of else "no_change", reason=None if of else told.pop("reason", "Wait."), sha256="",
        decided_at=clock.now(),
        **{"seq": next(_SERIAL), "opened_seq": 1, "submission_key": f"row-{next(_SERIAL)}"}
        | {"shown": {"entries": [], "facts": [], "parts": []}} | told,
    )  # fmt: skip
    return kept(made)


def item(cast: Cast, patient: str = AMARA, who: str = "psychiatrist", **told: Any) -> FollowUpItem:
    """An open question that somebody raised."""
    made = FollowUpItem(
        patient_id=cast.patients[patient], raised_by_id=cast.accounts[who], raised_at=clock.now(),
        **{"nature": "question", "text": "Sleeping?", "sensitivity": "team", "urgency": "next_visit", "seq": 1}
        | {"submission_key": f"row-{next(_SERIAL)}"} | told,
    )  # fmt: skip
    return kept(made)


def kept(made: Made) -> Made:
    """A row, written and read anew."""
    with transaction() as session:
        session.add(made)
    db.session.refresh(made)
    return made
