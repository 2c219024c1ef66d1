"""Decisions after a review: each kept in one act with what was shown at it. What was not shown is shown first."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordcare.access.membership import Standing
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import clock, transaction
from coordcare.review import decision_queries as decisions
from coordcare.review.answer_actions import tell_who_asked
from coordcare.review.ask_rules import PART, settle
from coordcare.review.decision_queries import CHANGE, NO_CHANGE, Since
from coordcare.review.forms import Mark
from coordcare.review.models import ReviewDecision, ReviewOpening
from coordcare.review.shown_rules import fingerprint
from coordcare.settings.queries import today
from coordcare.timeline.kinds import Values
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.queries import entry_by_submission

USED = "This form has been used already. Reload the page and decide again."
STAYS_DECIDED = (
    "Decided from a review, so it cannot be discarded. "
    "To take it back, sign it again and retract it as entered in error."
)
JUST_NOW = "Something was signed on this patient at this very moment. Sign once more to see it first."


class NotShownYet(Conflict):
    """Something is new since the review was opened. It is shown before anything is saved."""

    heading = "New since you opened the review"
    sentence = "Something is new since you opened the review. Read it, then save again."

    def __init__(self, since: Since) -> None:
        super().__init__(told_of(since))
        self.since = since


def told_of(since: Since) -> str:
    """How much is new, and what to do."""
    count = len(since.news)
    if not count:
        return "The review shows something else than when you opened it. Look at it again, then save."
    return f"{'1 entry is' if count == 1 else f'{count} entries are'} new since you opened the review. Read, then save."


def begin_change(standing: Standing, mark: Mark, parts: list[str] | None, form_key: str) -> str:
    """Take an opened review to the form of a change; the key of that form, by which it is found again.

    The same form twice leads to the same change, while that is not signed.
    """
    try:
        with transaction() as session:
            begun = entry_by_submission(standing.viewer, form_key)
            if begun is not None and not begun.is_draft:
                form_key = str(uuid.uuid4())
            elif decisions.openings_of(standing, form_key):
                return form_key
            record(_event(Happening.REVIEW_OPENED, standing))
            _keep_opening(session, standing, form_key, mark, parts)
    except IntegrityError:
        # Pressed twice: the other press kept it while this one waited for the patient's chain.
        if not decisions.openings_of(standing, form_key):
            raise
    return form_key


def look_again(standing: Standing, form_key: str) -> str | None:
    """Before a change is signed: a sentence when something is new since the review that it comes from.

    What is new then stands beside the form that comes back, so the opening is renewed: the next signature may pass.
    """
    found = decisions.openings_of(standing, form_key)
    if not found:
        return None
    last = found[-1]
    if decisions.since(standing, last.opened_seq, last.seen_on, last.digest).is_nothing:
        return None
    with transaction() as session:
        seq = record(_event(Happening.REVIEW_OPENED, standing))[0]
        news = decisions.since(standing, last.opened_seq, last.seen_on, last.digest)
        mark = Mark(standing.patient_id, standing.viewer.account_id, seq, last.seen_on, news.shown.digest, seq)
        _keep_opening(session, standing, form_key, mark, last.parts)
    return told_of(news)


def keep_with_change(standing: Standing, entry: TimelineEntry, _values: Values) -> None:
    """In the transaction that signs a change: keep what was shown, if it comes from a review. Raises Invalid."""
    found = decisions.openings_of(standing, entry.submission_key)
    if not found:
        return
    last = found[-1]
    news = decisions.since(standing, last.opened_seq, last.seen_on, last.digest, before=entry.signed_seq)
    if not news.is_nothing:
        raise Invalid(JUST_NOW)
    first = found[0].opened_seq
    mark = Mark(standing.patient_id, standing.viewer.account_id, last.opened_seq, last.seen_on, last.digest, first)
    with transaction() as session:
        seq = record(_event(Happening.REVIEW_DECIDED, standing, CHANGE, entry.id))[0]
        # A change that was recalled and signed again is another decision.
        _decide(session, standing, mark, last.parts, news, seq, f"{entry.uid}:{seq}", entry_id=entry.id)


def keep_decided(standing: Standing, entry: TimelineEntry) -> None:
    """Before a draft is thrown away: one that was signed from a review is what that decision came to. Raises Conflict.

    The decision and what was shown at it are never taken away, and name the entry.
    """
    if decisions.decisions_of_entries(standing, [entry.id]):
        raise Conflict(STAYS_DECIDED)


def decide_no_change(
    standing: Standing, mark: Mark, parts: list[str] | None, reason: str, *, submission_key: str
) -> ReviewDecision:
    """Keep that medication stays as it is, and what was shown. The same form, or page, twice is one decision.

    Raises NotShownYet when something is new, Conflict for a form that was used for something else.
    """
    try:
        with transaction() as session:
            before = _decided_before(standing, mark, submission_key)
            if before is not None:
                return _require_same(before, standing, reason)
            # The event first: it takes the patient's chain, so that nothing is signed before this commits.
            seq = record(_event(Happening.REVIEW_DECIDED, standing, NO_CHANGE))[0]
            if _decided_before(standing, mark, submission_key) is not None:
                raise _DecidedMeanwhile
            news = decisions.since(standing, mark.seq, mark.on, mark.digest)
            if not news.is_nothing:
                raise NotShownYet(news)
            made = _decide(session, standing, mark, parts, news, seq, submission_key, reason=reason)
            tell_who_asked(standing, made, news.record)
            return made
    except (IntegrityError, _DecidedMeanwhile):
        before = _decided_before(standing, mark, submission_key)
        if before is None:
            raise
        return _require_same(before, standing, reason)


class _DecidedMeanwhile(Exception):
    """Another window decided from the same page, while this one waited for the chain."""


def _decided_before(standing: Standing, mark: Mark, submission_key: str) -> ReviewDecision | None:
    """What this form has made, or another window with the same page."""
    found = decisions.decision_by_submission(standing.viewer, submission_key)
    return found or decisions.decision_by_mark(standing, mark.seq)


def _require_same(before: ReviewDecision, standing: Standing, reason: str) -> ReviewDecision:
    if (before.patient_id, before.reason) != (standing.patient_id, reason):
        raise Conflict(USED)
    return before


def _keep_opening(session: Session, standing: Standing, form_key: str, mark: Mark, parts: list[str] | None) -> None:
    session.add(
        ReviewOpening(
            patient_id=standing.patient_id,
            viewer_id=standing.viewer.account_id,
            form_key=form_key,
            opened_seq=mark.seq,
            seen_on=mark.on,
            digest=mark.digest,
            parts=parts,
            kept_at=clock.now(),
        )
    )


def _decide(
    session: Session,
    standing: Standing,
    mark: Mark,
    parts: list[str] | None,
    found: Since,
    seq: int,
    submission_key: str,
    *,
    entry_id: int | None = None,
    reason: str | None = None,
) -> ReviewDecision:
    record = found.record
    lines = settle(record.settled, record.asking(mark.first), mark.first, parts, seq=seq, on=today())
    kept: Mapping[str, Any] = {
        "patient": standing.patient_id,
        "viewer": standing.viewer.account_id,
        "opened_seq": mark.seq,
        "seen_on": mark.on.isoformat(),
        "parts": parts,
        PART: lines.as_kept(),
        **found.shown.as_kept(),
    }
    made = ReviewDecision(
        patient_id=standing.patient_id,
        decided_by_id=standing.viewer.account_id,
        decision=CHANGE if entry_id is not None else NO_CHANGE,
        entry_id=entry_id,
        reason=reason,
        opened_seq=mark.seq,
        shown=dict(kept),
        sha256=fingerprint(kept),
        seq=seq,
        decided_at=clock.now(),
        submission_key=submission_key,
    )
    session.add(made)
    session.flush()
    return made


def _event(happening: Happening, standing: Standing, decision: str | None = None, entry_id: int | None = None) -> Event:
    return Event(happening, standing.viewer.actor, standing.patient_id, subject=decision, subject_id=entry_id)
