"""Withholding the reason for no change: sealed away from everyone, as a retraction does with an entry's body."""

from sqlalchemy import update

from coordcare.access.membership import Standing
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict
from coordcare.extensions import clock, transaction
from coordcare.review import decision_queries
from coordcare.review.answer_actions import take_back
from coordcare.review.decision_queries import NO_CHANGE
from coordcare.review.models import ReviewDecision, ReviewWithheld
from coordcare.timeline import sealing
from coordcare.timeline.rules import RetractionReason

ALREADY = "The reason of this decision is withheld already."


def withhold_reason(standing: Standing, decision_id: int, reason: RetractionReason) -> None:
    """Seal what the viewer wrote at a decision of theirs not to change. The decision and what was shown stay.

    Raises Conflict where there is no such reason, or none any more.
    """
    with transaction() as session:
        event = Event(
            Happening.REVIEW_WITHHELD, standing.viewer.actor, standing.patient_id,
            subject=NO_CHANGE, subject_id=decision_id, reason=reason.value,
        )  # fmt: skip
        # The event first: it takes the patient's chain, so that nobody else withholds it before this commits.
        seq = record(event)[0]
        made = decision_queries.own_reason(standing, decision_id)
        if made is None:
            raise Conflict(ALREADY)
        key_id, nonce, ciphertext = sealing.seal(
            {"reason": made.reason}, "review_withheld", made.id, made.decided_by_id
        )
        session.add(
            ReviewWithheld(
                decision_id=made.id,
                reason=reason.value,
                withheld_by_id=standing.viewer.account_id,
                withheld_at=clock.now(),
                seq=seq,
                key_id=key_id,
                nonce=nonce,
                ciphertext=ciphertext,
            )
        )
        session.flush()
        session.execute(update(ReviewDecision).where(ReviewDecision.id == made.id).values(reason=""))
        if reason is RetractionReason.WRONG_PATIENT:
            take_back(standing, made.id)
