"""What the matrix's clinic holds of reviews: a decision on each of two patients, and the marks that forms send."""

from collections.abc import Callable, Iterable
from zlib import crc32

from sqlalchemy import select

from coordcare.extensions import db
from coordcare.review.decision_queries import since
from coordcare.review.forms import Mark
from coordcare.review.models import ReviewDecision
from coordcare.settings.queries import today
from tests.access.browser import Fields
from tests.access.texts import word
from tests.cast import Cast

# After whatever stands in a patient's chain.
LATER = 10**9
# What somebody adds to a form to have been shown something else, or to be somebody else.
SLIPPED_IN: Fields = {
    "patient": "2",
    "viewer_id": "1",
    "decided_by_id": "1",
    "form_key": "another",
    "opened_seq": "1",
    "seen_on": "2020-01-01",
    "digest": "0",
    "sha256": "0",
    "shown": "{}",
}


def reason(patient: str) -> str:
    return word("review", patient, "reason")


def mark_of(cast: Cast, actor: str, patient: str, key: str = "") -> str:
    """The mark of a page that shows the review as it is now; of nobody's page for who cannot open one.

    Each `key` has a page of its own: one page makes one decision.
    """
    with cast.app.test_request_context(), cast.app.app_context():
        if actor not in cast.accounts:
            return "none"
        own = cast.standing(actor, patient)
        if own.discipline is None:
            return "none"
        shown = since(own, LATER, today(), "").shown
        seq = LATER + crc32(key.encode())
        return Mark(own.patient_id, own.viewer.account_id, seq, today(), shown.digest, seq).sealed()


def form(cast: Cast, actor: str, patient: str, key: str, words: str) -> Fields:
    """A decision as it is sent."""
    return {"mark": mark_of(cast, actor, patient, key), "parts": "opened:", "submission_key": key, "reason": words}


def decide(
    cast: Cast, send: Callable[[str, str, Fields], None], told: Iterable[tuple[str, str, str]]
) -> dict[int, int]:
    """No change, after a review of each patient by somebody; the decisions by patient."""
    for patient, actor, name in told:
        sent = form(cast, actor, patient, f"review-{name}", reason(name))
        send(actor, f"/patients/{cast.patients[patient]}/review/no-change", sent)
    with cast.app.app_context():
        return {row.patient_id: row.id for row in db.session.scalars(select(ReviewDecision))}
