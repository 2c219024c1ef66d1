"""Reviews that were taken to a decision, what was shown at it, and what became of that since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import current_app, url_for
from sqlalchemy import Row, Select, bindparam, exists, select

from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action, Sensitivity
from coordcare.accounts.queries import people
from coordcare.audit.models import AuditEvent
from coordcare.audit.rules import Happening, patient_chain
from coordcare.extensions import clock, db, fetch, fetch_one
from coordcare.medication.models import MedicationChange
from coordcare.medication.queries import change_title
from coordcare.patients.rules import LARGEST_ID
from coordcare.review.models import ReviewDecision, ReviewOpening, ReviewWithheld
from coordcare.review.name_queries import with_names
from coordcare.review.notice_queries import notices
from coordcare.review.progress_cards import DecisionLine, DecisionPage, News
from coordcare.review.reading_queries import reading
from coordcare.review.record_queries import SESSION_NOTE, Record
from coordcare.review.shown_queries import shown_from
from coordcare.review.shown_rules import LATER_RETRACTED, Shown, fingerprint, told_later
from coordcare.timeline.cards import Retraction
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import EntryRetraction, TimelineEntry
from coordcare.timeline.rules import RetractionReason, Status

REVIEW_PAGE = "review.progress"
LINES_SHOWN = 10
NO_CHANGE, CHANGE = "no_change", "change"
_DECISION, _SPINE, _CHANGED = ReviewDecision.__table__.c, TimelineEntry.__table__.c, MedicationChange.__table__.c
RECALLED = "a change that was recalled"


@dataclass(frozen=True, slots=True)
class Since:
    """What is new since a review was opened; `altered` when it also shows something else itself."""

    news: Sequence[News]
    altered: bool
    shown: Shown
    record: Record

    @property
    def is_nothing(self) -> bool:
        return not self.news and not self.altered


def reviewed_lately(standing: Standing) -> bool:
    """Whether the viewer has opened this patient's review within the clinic's hours (REVIEW_COUNTS_HOURS, 24)."""
    since = clock.now() - timedelta(hours=current_app.config["REVIEW_COUNTS_HOURS"])
    query = select(
        exists().where(
            AuditEvent.chain == patient_chain(standing.patient_id),
            AuditEvent.happening == Happening.VIEW.value,
            AuditEvent.outcome == "allowed",
            AuditEvent.subject == REVIEW_PAGE,
            AuditEvent.actor_id == standing.viewer.account_id,
            AuditEvent.at >= since,
        )
    )
    return bool(db.session.scalar(query))


def openings_of(standing: Standing, form_key: str) -> Sequence[ReviewOpening]:
    """The reviews that the viewer took to this form of this patient, the first one first."""
    query = select(ReviewOpening).where(
        ReviewOpening.viewer_id == standing.viewer.account_id,
        ReviewOpening.form_key == form_key,
        ReviewOpening.patient_id == standing.patient_id,
    )
    return db.session.scalars(query.order_by(ReviewOpening.id)).all()


def since(standing: Standing, seq: int, on: date, digest: str, *, before: int | None = None) -> Since:
    """What is new to the viewer since a review showed the record of a day, up to a place in the patient's chain."""
    known = reading(standing, on, before=before)
    shown = shown_from(known)
    return Since(notices(known, seq), shown.digest != digest, shown, known.record)


def decision_by_submission(viewer: Viewer, submission_key: str) -> ReviewDecision | None:
    query = select(ReviewDecision).where(
        ReviewDecision.decided_by_id == viewer.account_id, ReviewDecision.submission_key == submission_key
    )
    return db.session.scalars(query).one_or_none()


def decision_by_mark(standing: Standing, seq: int) -> ReviewDecision | None:
    """The viewer's decision not to change that came of the page of this view."""
    query = select(ReviewDecision).where(
        ReviewDecision.decided_by_id == standing.viewer.account_id,
        ReviewDecision.patient_id == standing.patient_id,
        ReviewDecision.opened_seq == seq,
        ReviewDecision.decision == NO_CHANGE,
    )
    return db.session.scalars(query.order_by(ReviewDecision.id).limit(1)).one_or_none()


def own_reason(standing: Standing, decision_id: int) -> ReviewDecision | None:
    """A decision of the viewer's own not to change, of which the reason stands; fresh."""
    if decision_id > LARGEST_ID:
        return None
    query = select(ReviewDecision).where(
        ReviewDecision.id == decision_id,
        ReviewDecision.patient_id == standing.patient_id,
        ReviewDecision.decided_by_id == standing.viewer.account_id,
        ReviewDecision.decision == NO_CHANGE,
        ~exists().where(ReviewWithheld.decision_id == ReviewDecision.id),
    )
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def withheld_reason(decision_id: int) -> tuple[ReviewDecision, ReviewWithheld] | None:
    """A decision whose reason was sealed, with what was sealed. For custody: no page asks it."""
    query = select(ReviewDecision, ReviewWithheld).join(ReviewWithheld, ReviewWithheld.decision_id == ReviewDecision.id)
    row = db.session.execute(query.where(ReviewDecision.id == decision_id)).one_or_none()
    return (row[0], row[1]) if row else None


def _stub(decision_id: int) -> Retraction | None:
    row = db.session.get(ReviewWithheld, decision_id)
    if row is None:
        return None
    named = people({row.withheld_by_id})[row.withheld_by_id]
    return Retraction(RetractionReason(row.reason), named, row.withheld_at, new=False)


def _told() -> Select[Any]:
    """Decisions with the change that came of them, if it still stands."""
    changed = [
        _CHANGED[name]
        for name in (
            "change_type", "drug", "dose", "unit", "frequency", "most_per_day", "form", "route", "steps", "other_drug",
            "previous_dose", "previous_unit", "previous_frequency", "previous_form",
        )
    ]  # fmt: skip
    joined = (
        ReviewDecision.__table__.outerjoin(TimelineEntry.__table__, _SPINE.id == _DECISION.entry_id)
        .outerjoin(MedicationChange.__table__, _CHANGED.entry_id == _DECISION.entry_id)
        .outerjoin(EntryRetraction.__table__, EntryRetraction.__table__.c.entry_id == _DECISION.entry_id)
    )
    return (
        select(
            _DECISION.id, _DECISION.decided_at, _DECISION.decided_by_id, _DECISION.decision, _DECISION.reason,
            _DECISION.entry_id, _SPINE.status, EntryRetraction.__table__.c.seq.label("taken_back_seq"), *changed,
        )
        .select_from(joined)
        .where(_DECISION.patient_id == bindparam("patient"))
        .order_by(_DECISION.seq.desc())
    )  # fmt: skip


_LINES = _told().limit(LINES_SHOWN)
_ONE = _told().where(_DECISION.id == bindparam("decision"))


def decision_lines(standing: Standing) -> list[DecisionLine]:
    """The last decisions on this patient, newest first; none for a viewer who does not read changes."""
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    rows = fetch(_LINES, patient=standing.patient_id)
    named = people({row.decided_by_id for row in rows})
    return [
        DecisionLine(
            row.id, row.decided_at, named[row.decided_by_id].name, _title(row), _url(standing, row.id), row.reason
        )
        for row in rows
    ]


def decision_page(standing: Standing, decision_id: int) -> DecisionPage | None:
    """A decision as kept. Whatever was drawn from an entry that was retracted since stands without its words."""
    if not standing.reads(Sensitivity.MEDICATION):
        return None
    row = fetch_one(_ONE, patient=standing.patient_id, decision=decision_id)
    kept = db.session.get(ReviewDecision, decision_id)
    if row is None or kept is None:
        return None
    ids = [one[0] for one in kept.shown["entries"]]
    gone = _retracted(standing)
    stands = row.entry_id is not None and row.status == Status.SIGNED.value
    return DecisionPage(
        id=row.id,
        at=row.decided_at,
        by=people({row.decided_by_id})[row.decided_by_id].name,
        title=_title(row),
        reason=row.reason or None,
        withheld=_stub(row.id),
        withhold_url=_withhold_url(standing, row),
        entry_url=url_for("timeline.entry", patient_id=standing.patient_id, entry_id=row.entry_id) if stands else None,
        opened_seq=kept.opened_seq,
        facts=told_later(with_names(standing, kept.shown["facts"]), gone),
        parts=kept.shown["parts"],
        entry_count=len(ids),
        retracted_count=len(set(ids) & set(gone)),
        sha256=kept.sha256,
        whole=fingerprint(kept.shown) == kept.sha256,
    )


def decisions_of_entries(standing: Standing, entry_ids: Collection[int]) -> dict[int, int]:
    """The last decision at which each of these changes of the patient was signed, of those that came from a review."""
    query = select(_DECISION.entry_id, _DECISION.id).where(
        _DECISION.entry_id.in_(entry_ids), _DECISION.patient_id == standing.patient_id
    )
    return dict(db.session.execute(query.order_by(_DECISION.seq)).all())


def _retracted(standing: Standing) -> list[int]:
    query = select(EntryRetraction.entry_id).join(TimelineEntry, TimelineEntry.id == EntryRetraction.entry_id)
    return list(db.session.scalars(query.where(TimelineEntry.patient_id == standing.patient_id)))


def _title(row: Row[Any]) -> str:
    if row.decision == NO_CHANGE:
        return "No change"
    if row.taken_back_seq is not None:
        return f"A change, {LATER_RETRACTED}"
    return change_title(row._asdict()) if row.drug else RECALLED.capitalize()


def _url(standing: Standing, decision_id: int) -> str:
    return url_for("review.decision", patient_id=standing.patient_id, decision_id=decision_id)


def _withhold_url(standing: Standing, row: Row[Any]) -> str | None:
    """Where its author withholds a reason."""
    own = row.reason and row.decided_by_id == standing.viewer.account_id and standing.may(Action.CHANGE_MEDICATION)
    return url_for("review.withhold", patient_id=standing.patient_id, decision_id=row.id) if own else None


def last_session_author(standing: Standing) -> int | None:
    """Who wrote the last session note that counts."""
    query = (
        select(TimelineEntry.author_id)
        .where(TimelineEntry.patient_id == standing.patient_id, *counted(SESSION_NOTE))
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)
