"""What waits for a prescriber until somebody acts on it: results out of range, and reviews promised with a change.

Acted on is what a change, a visit or "no change" was signed for after it. By their places in the patient's chain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from coordcare.access.membership import MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.access.policy import Action, Sensitivity
from coordcare.extensions import fetch
from coordcare.medication.clozapine_rules import CLOZAPINE
from coordcare.medication.due_queries import last_result
from coordcare.medication.monitoring_cards import LastResult
from coordcare.medication.monitoring_queries import KIND as RESULT
from coordcare.medication.monitoring_queries import results_of
from coordcare.medication.monitoring_rule_queries import monitored
from coordcare.medication.queries import changes_of
from coordcare.medication.reading_queries import OF_LATE, benign_of, in_turn, last_out_of_range
from coordcare.medication.visit_queries import KIND as VISIT
from coordcare.review.decision_queries import NO_CHANGE
from coordcare.review.models import ReviewDecision
from coordcare.review.record_queries import MEDICATION
from coordcare.settings.queries import today
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

MOST_RESULTS = 2000


@dataclass(frozen=True, slots=True)
class Unacted:
    """The last results out of range of a patient on which nobody has acted, what a drug asks for first."""

    patient_id: int
    results: Sequence[LastResult]

    @property
    def urgent(self) -> bool:
        return any((one.reading.level or 0) > 1 for one in self.results)


def unacted_results(viewer: Viewer) -> list[Unacted]:
    """Of all the viewer's patients, for who may change medication; what asks to act today first. At most 5 statements.

    An out-of-range result stands here until a change, a visit or "no change" is signed after it, and for 90 days.
    """
    if not _prescribes(viewer):
        return []
    day = today()
    waiting: dict[int, set[int]] = {}
    for row in fetch(_waiting(), since=day - OF_LATE, most=MOST_RESULTS, **as_me(viewer)):
        waiting.setdefault(row.patient_id, set()).add(row.id)
    if not waiting:
        return []
    changes, results, what = changes_of(viewer, list(waiting)), results_of(viewer, list(waiting)), monitored()
    taken = [one for one in waiting if any(change.drug == CLOZAPINE for change in changes.get(one, ()))]
    benign = benign_of(viewer, taken)
    listed = []
    for one, entry_ids in waiting.items():
        rows, known = results.get(one, []), changes.get(one, [])
        born = rows[0].values["birth_date"] if rows else day
        found = in_turn(last_out_of_range(rows, known, born, day, benign=one in benign), known, day, what)
        told = [last_result(row, judged) for row, judged in found if row.entry_id in entry_ids]
        if told:
            listed.append(Unacted(one, told))
    return sorted(listed, key=lambda one: not one.urgent)


def _prescribes(viewer: Viewer) -> bool:
    standing = Standing(viewer, 0, viewer.discipline)
    return standing.may(Action.CHANGE_MEDICATION) and standing.reads(Sensitivity.MEDICATION)


@cache
def _waiting() -> Select[int, int]:
    return (
        select(TimelineEntry.patient_id, TimelineEntry.id)
        .where(
            *counted(RESULT),
            TimelineEntry.patient_id.in_(MY_PATIENT_IDS),
            TimelineEntry.happened_on >= bindparam("since"),
            ~_acted_on(),
        )
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(bindparam("most"))
    )


def _acted_on() -> ColumnElement[bool]:
    """That a change, a visit or "no change" was signed on the patient after the entry was."""
    later, decided = aliased(TimelineEntry), ReviewDecision
    signed = exists().where(
        later.patient_id == TimelineEntry.patient_id,
        later.signed_seq > TimelineEntry.signed_seq,
        or_(*(and_(*counted(kind, later)) for kind in (MEDICATION, VISIT))),
    )
    none_made = exists().where(
        decided.patient_id == TimelineEntry.patient_id,
        decided.decision == NO_CHANGE,
        decided.seq > TimelineEntry.signed_seq,
    )
    return or_(signed, none_made)
