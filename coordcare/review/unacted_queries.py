"""What waits for a prescriber until somebody acts on it: results out of range, and reviews promised with a change.

Acted on is a result after which a visit, "no change", or a change of a drug that asks for its test was signed; a
promised review, after which any of them was. By their places in the patient's chain; a visit or change of an earlier
day than the result, which was only written down after it, is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from coordcare.access.membership import MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.access.policy import Action, Sensitivity
from coordcare.extensions import fetch
from coordcare.medication.clozapine_rules import CLOZAPINE
from coordcare.medication.due_queries import last_result
from coordcare.medication.models import MedicationChange
from coordcare.medication.monitoring_cards import LastResult
from coordcare.medication.monitoring_queries import KIND as RESULT
from coordcare.medication.monitoring_queries import ResultRow, results_of
from coordcare.medication.monitoring_rule_queries import Monitored, monitored
from coordcare.medication.queries import changes_of
from coordcare.medication.reading_queries import OF_LATE, answered_by, benign_of, in_turn, last_out_of_range
from coordcare.medication.rules import Change
from coordcare.medication.visit_queries import KIND as VISIT
from coordcare.review.decision_queries import NO_CHANGE
from coordcare.review.models import ReviewDecision
from coordcare.review.record_queries import MEDICATION, meant_for_patient
from coordcare.settings.queries import clinic, today
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

MOST_RESULTS, MOST_REVIEWS = 2000, 200
# So long before its day a review is told, and whatever is signed from then on is it. Clinic default [GK].
REVIEW_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Unacted:
    """The last results out of range of a patient on which nobody has acted, what a drug asks for first."""

    patient_id: int
    results: Sequence[LastResult]

    @property
    def urgent(self) -> bool:
        return any((one.reading.level or 0) > 1 for one in self.results)


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """The day of the next review that the last change with such a day promised."""

    patient_id: int
    on: date
    overdue: bool


def reviews_due(viewer: Viewer) -> list[ReviewDue]:
    """Of all the viewer's patients, for who may change medication; the longest overdue first. One statement.

    A review stands until a change or a visit of a later day, or "no change", falls into its last 7 days or after.
    """
    if not _prescribes(viewer):
        return []
    day, found = today(), []
    for row in fetch(_promised(), until=day + REVIEW_AHEAD, most=MOST_REVIEWS, **as_me(viewer)):
        since = max(row.next_review_on - REVIEW_AHEAD, row.happened_on + timedelta(days=1))
        decided_on = clinic().day(row.decided_at) if row.decided_at else None
        if not any(acted is not None and acted >= since for acted in (row.acted_on, decided_on)):
            found.append(ReviewDue(row.patient_id, row.next_review_on, row.next_review_on < day))
    return found


def unacted_results(viewer: Viewer) -> list[Unacted]:
    """Of all the viewer's patients, for who may change medication; what asks to act today first. At most 5 statements.

    An out-of-range result stands here until it is acted on, and for 90 days: a change of an unrelated drug is no act,
    or a dose of sertraline would take a lithium level of 1.6 away.
    """
    if not _prescribes(viewer):
        return []
    day = today()
    waiting: dict[int, dict[int, int]] = {}
    for row in fetch(_waiting(), since=day - OF_LATE, most=MOST_RESULTS, **as_me(viewer)):
        waiting.setdefault(row.patient_id, {})[row.id] = row.signed_seq
    if not waiting:
        return []
    changes, results, what = changes_of(viewer, list(waiting)), results_of(viewer, list(waiting)), monitored()
    taken = [one for one in waiting if any(change.drug == CLOZAPINE for change in changes.get(one, ()))]
    benign = benign_of(viewer, taken)
    listed = []
    for one, signed in waiting.items():
        rows, known = results.get(one, []), changes.get(one, [])
        born = rows[0].values["birth_date"] if rows else day
        found = in_turn(last_out_of_range(rows, known, born, day, benign=one in benign), known, day, what)
        told = [
            last_result(row, judged)
            for row, judged in found
            if row.entry_id in signed and not any(_answers(change, row, signed[row.entry_id], what) for change in known)
        ]
        if told:
            listed.append(Unacted(one, told))
    return sorted(listed, key=lambda one: not one.urgent)


def _answers(change: Change, row: ResultRow, signed_seq: int, what: Monitored) -> bool:
    return change.order > signed_seq and change.effective_on >= row.on and answered_by(change, row, what)


def _prescribes(viewer: Viewer) -> bool:
    standing = Standing(viewer, 0, viewer.discipline)
    return standing.may(Action.CHANGE_MEDICATION) and standing.reads(Sensitivity.MEDICATION)


@cache
def _waiting() -> Select[int, int, int | None]:
    query = select(TimelineEntry.patient_id, TimelineEntry.id, TimelineEntry.signed_seq)
    mine = (TimelineEntry.patient_id.in_(MY_PATIENT_IDS), TimelineEntry.happened_on >= bindparam("since"))
    return (
        query.where(*counted(RESULT), *mine, ~_acted_on())
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(bindparam("most"))
    )


@cache
def _promised() -> Select[Any]:
    """The last day of a review of each patient, up to a day, with the last day on which somebody acted."""
    spine, change = TimelineEntry.__table__.c, MedicationChange.__table__.c
    newer, newer_change, later = aliased(TimelineEntry), aliased(MedicationChange), aliased(TimelineEntry)
    replaced = exists().where(
        newer.patient_id == spine.patient_id,
        newer.signed_seq > spine.signed_seq,
        # Of the change too, or SQLite asks it of every change before it looks for one with a day.
        newer.id != change.entry_id,
        newer_change.entry_id == newer.id,
        newer_change.next_review_on.is_not(None),
        *counted(MEDICATION, newer),
    )
    signed = or_(*(and_(*counted(kind, later)) for kind in (MEDICATION, VISIT)))
    acted = select(func.max(later.happened_on)).where(later.patient_id == spine.patient_id, signed)
    decided = select(func.max(ReviewDecision.decided_at)).where(
        ReviewDecision.patient_id == spine.patient_id,
        ReviewDecision.decision == NO_CHANGE,
        meant_for_patient(ReviewDecision.__table__.c.id),
    )
    return (
        select(
            spine.patient_id,
            spine.happened_on,
            change.next_review_on,
            acted.scalar_subquery().label("acted_on"),
            decided.scalar_subquery().label("decided_at"),
        )
        .select_from(TimelineEntry.__table__.join(MedicationChange.__table__, change.entry_id == spine.id))
        .where(*counted(MEDICATION), spine.patient_id.in_(MY_PATIENT_IDS))
        .where(change.next_review_on <= bindparam("until"), ~replaced)
        .order_by(change.next_review_on, spine.patient_id)
        .limit(bindparam("most"))
    )


def _acted_on() -> ColumnElement[bool]:
    """That "no change", or a visit of the day of the entry or later, was signed on the patient after the entry was."""
    later, decided = aliased(TimelineEntry), ReviewDecision
    signed = exists().where(
        later.patient_id == TimelineEntry.patient_id,
        later.signed_seq > TimelineEntry.signed_seq,
        later.happened_on >= TimelineEntry.happened_on,
        *counted(VISIT, later),
    )
    none_made = exists().where(
        decided.patient_id == TimelineEntry.patient_id,
        decided.decision == NO_CHANGE,
        decided.seq > TimelineEntry.signed_seq,
        meant_for_patient(decided.__table__.c.id),
    )
    return or_(signed, none_made)
