"""What a review reads of the record, in one statement made once. No drafts; what was retracted is told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    cast,
    exists,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.extensions import fetch
from coordcare.ipt.models import Course
from coordcare.measures.models import MeasureResult
from coordcare.medication.models import FormularyVersion, MedicationChange
from coordcare.medication.monitoring_models import MonitoringResult
from coordcare.medication.monitoring_queries import KIND as MONITORING
from coordcare.notes.models import LifeEvent, SessionNote
from coordcare.patients.models import Patient
from coordcare.review.ask_rules import PART, Asking, Settled, settled_of, told
from coordcare.review.models import ReviewDecision, ReviewWithheld
from coordcare.timeline import kinds
from coordcare.timeline.models import EntryAddendum, EntryRetraction, TimelineEntry
from coordcare.timeline.rules import RetractionReason, Status

SPINE = TimelineEntry.__table__.c
NOTE, EVENT, COURSE = SessionNote.__table__.c, LifeEvent.__table__.c, Course.__table__.c
SCORE, CHANGE = MeasureResult.__table__.c, MedicationChange.__table__.c
RESULT, PATIENT = MonitoringResult.__table__.c, Patient.__table__.c
TAKEN_BACK, ADDED = EntryRetraction.__table__.c, EntryAddendum.__table__.c
SESSION_NOTE, LIFE_EVENT, MEASURE, MEDICATION = "session_note", "life_event", "measure_result", "medication_change"
Rows = Sequence[Row[Any]]
_OLDEST_FIRST = (SPINE.happened_at, SPINE.id)
_MARKS = (SPINE.id, SPINE.author_id, SPINE.happened_on, SPINE.version, SPINE.signed_seq)


@dataclass(frozen=True)
class Record:
    """What was read, oldest first. `entries` are all signed entries of readable kinds, also those taken back."""

    entries: Rows

    @cached_property
    def sessions(self) -> list[Row[Any]]:
        return self._standing(SESSION_NOTE)

    @cached_property
    def scores(self) -> list[Row[Any]]:
        return self._standing(MEASURE)

    @cached_property
    def changes(self) -> list[Row[Any]]:
        """Changes that count, as they take effect."""
        return sorted(self._standing(MEDICATION), key=lambda row: (row.effective_on, row.signed_seq))

    @cached_property
    def results(self) -> list[Row[Any]]:
        return self._standing(MONITORING)

    @cached_property
    def events(self) -> list[Row[Any]]:
        return self._standing(LIFE_EVENT)

    @cached_property
    def settled(self) -> Settled:
        """What the viewer's last decision that stands left of the lines for the prescriber."""
        return _settled(self.entries[0]) if self.entries else Settled()

    def asking(self, opened_seq: int | None = None) -> list[Asking]:
        """Lines for the prescriber, newest first: those that stand, or stood at a place in the chain."""
        return [
            Asking(row.id, row.signed_seq, len(told(row.for_prescriber)))
            for row in reversed(self.entries)
            if row.kind == SESSION_NOTE and row.for_prescriber and _stood(row.taken_back_seq, opened_seq)
        ]

    def _standing(self, kind: str) -> list[Row[Any]]:
        return [row for row in self.entries if row.kind == kind and row.taken_back_seq is None]


def _stood(taken_back_seq: int | None, at: int | None) -> bool:
    return taken_back_seq is None or (at is not None and taken_back_seq > at)


def record_of(standing: Standing) -> Record:
    """The record as this viewer reads it, in one statement."""
    readable = tuple(kind.key for kind in kinds.readable(standing))
    reads = {one: standing.reads(one) for one in (Sensitivity.CLINICAL, Sensitivity.SAFETY, Sensitivity.MEDICATION)}
    query = _entries(readable, *reads.values())
    return Record(fetch(query, patient=standing.patient_id, viewer=standing.viewer.account_id))


@cache
def _entries(readable: tuple[str, ...], clinical: bool, safety: bool, medication: bool) -> Select[Any]:
    """The spine with scores, changes and results; with sessions and life events for readers of clinical parts.

    A kind of one part stands in it only for who reads that part.
    """
    added = select(func.max(ADDED.seq)).where(ADDED.entry_id == SPINE.id).scalar_subquery()
    query: Select[Any] = select(
        *_MARKS, SPINE.kind, SPINE.course_id, PATIENT.birth_date, *_last_decision(),
        TAKEN_BACK.seq.label("taken_back_seq"), added.label("added_seq"),
        RESULT.test, RESULT.value, RESULT.unit.label("result_unit"), RESULT.hours_since_dose, RESULT.second_value,
        RESULT.finding,
        *_score(clinical, safety), *_change(medication), *_clinical(clinical),
    )  # fmt: skip
    query = (
        query.select_from(TimelineEntry.__table__)
        .join(Patient.__table__, PATIENT.id == SPINE.patient_id)
        .outerjoin(EntryRetraction.__table__, TAKEN_BACK.entry_id == SPINE.id)
        .outerjoin(MeasureResult.__table__, SCORE.entry_id == SPINE.id)
        .outerjoin(MedicationChange.__table__, CHANGE.entry_id == SPINE.id)
        .outerjoin(MonitoringResult.__table__, RESULT.entry_id == SPINE.id)
    )
    if clinical:
        query = (
            query.outerjoin(SessionNote.__table__, NOTE.entry_id == SPINE.id)
            .outerjoin(LifeEvent.__table__, EVENT.entry_id == SPINE.id)
            .outerjoin(Course.__table__, COURSE.id == SPINE.course_id)
        )
    mine = (SPINE.patient_id == bindparam("patient"), SPINE.status == Status.SIGNED.value, SPINE.kind.in_(readable))
    return query.where(*mine).order_by(*_OLDEST_FIRST)


def settled_lines(standing: Standing) -> Settled:
    """What the viewer's last decision that stands left, for a page that reads no record."""
    row = fetch(_decided(), patient=standing.patient_id, viewer=standing.viewer.account_id)[0]
    return _settled(row)


def _settled(row: Row[Any]) -> Settled:
    return settled_of(row.kept_asks, row.decided_from, max(row.withheld_seq or 0, row.retracted_seq or 0))


@cache
def _decided() -> Select[Any]:
    return select(*_last_decision())


def _last_decision() -> list[Any]:
    """The last decision of the viewer: where its review was opened, and the lines that it left.

    None counts whose change was recalled or retracted, nor one that was made on the wrong patient.
    """
    made, change, gone = ReviewDecision.__table__.c, aliased(TimelineEntry), aliased(EntryRetraction)
    last = (
        select(made.opened_seq)
        .select_from(ReviewDecision.__table__)
        .outerjoin(change, change.id == made.entry_id)
        .outerjoin(gone, gone.entry_id == made.entry_id)
        .where(
            made.patient_id == bindparam("patient"),
            made.decided_by_id == bindparam("viewer"),
            or_(made.entry_id.is_(None), change.status == Status.SIGNED.value),
            gone.entry_id.is_(None),
            meant_for_patient(made.id),
        )
        .order_by(made.seq.desc())
        .limit(1)
    )
    told = {"decided_from": made.opened_seq, "kept_asks": made.shown[PART].as_string()}
    found = [last.with_only_columns(column).scalar_subquery().label(name) for name, column in told.items()]
    return [*found, *_undone()]


def _undone() -> list[Any]:
    """Where a decision of the viewer last ceased to count: withheld as one on the wrong patient, or retracted."""
    made, mistaken, gone = ReviewDecision.__table__.c, ReviewWithheld.__table__.c, EntryRetraction.__table__.c
    mine = (made.patient_id == bindparam("patient"), made.decided_by_id == bindparam("viewer"))
    withheld = (
        select(func.max(mistaken.seq))
        .select_from(ReviewWithheld.__table__.join(ReviewDecision.__table__, made.id == mistaken.decision_id))
        .where(*mine, mistaken.reason == RetractionReason.WRONG_PATIENT.value)
    )
    retracted = (
        select(func.max(gone.seq))
        .select_from(EntryRetraction.__table__.join(ReviewDecision.__table__, made.entry_id == gone.entry_id))
        .where(*mine)
    )
    return [withheld.scalar_subquery().label("withheld_seq"), retracted.scalar_subquery().label("retracted_seq")]


def meant_for_patient(decision_id: ColumnElement[int]) -> ColumnElement[bool]:
    """That a decision was not withheld as one on the wrong patient: such a one has looked at nothing of this one."""
    mistaken = ReviewWithheld.__table__.c
    return ~exists().where(mistaken.decision_id == decision_id, mistaken.reason == RetractionReason.WRONG_PATIENT.value)


def _score(clinical: bool, safety: bool) -> list[Any]:
    """What item 9 answered is for readers of answers, that it was above 0 for those of safety."""
    return [
        *(SCORE.measure, SCORE.total, SCORE.band, SCORE.answered),
        (SCORE.item_9_positive if safety else cast(null(), Boolean)).label("item_9_positive"),
        (SCORE.item_9 if clinical else cast(null(), Integer)).label("item_9"),
    ]


def _clinical(clinical: bool) -> list[Any]:
    words, numbers, days = (
        {
            "attendance": NOTE.attendance, "phase": NOTE.phase, "focus": NOTE.focus, "insight": NOTE.insight,
            "for_prescriber": NOTE.for_prescriber, "category": EVENT.category, "event_text": EVENT.text,
            "course_status": COURSE.status,
        },
        {"session_number": NOTE.session_number, "mood": NOTE.mood, "planned_sessions": COURSE.planned_sessions},
        {"course_started_on": COURSE.started_on},
    )  # fmt: skip
    typed: tuple[tuple[dict[str, Any], Any], ...] = ((words, String), (numbers, Integer), (days, Date))
    return [
        (column if clinical else cast(null(), of)).label(name) for named, of in typed for name, column in named.items()
    ]


def _change(reasons: bool) -> list[Any]:
    """Changes; their reasons for readers of medication."""
    told = (
        CHANGE.change_type, CHANGE.drug, CHANGE.unlisted, CHANGE.beside, CHANGE.effective_on, CHANGE.dose, CHANGE.unit,
        CHANGE.frequency, CHANGE.most_per_day, CHANGE.form, CHANGE.route, CHANGE.steps, CHANGE.other_drug,
        CHANGE.linked_id, *_set_by_clinic(),
        CHANGE.previous_dose, CHANGE.previous_unit, CHANGE.previous_frequency, CHANGE.previous_form,
    )  # fmt: skip
    why = (CHANGE.reason, CHANGE.watch_for, CHANGE.indication, CHANGE.conditions)
    return [*told, *((column if reasons else cast(null(), String)).label(column.name) for column in why)]


def _set_by_clinic() -> list[Any]:
    """The usual maximum by mouth that the clinic set last for a change's drug, and its unit."""
    version = FormularyVersion.__table__.c
    newest = select(version.maximum).where(version.generic == CHANGE.drug).order_by(version.version.desc()).limit(1)
    return [
        newest.with_only_columns(column).scalar_subquery().label(f"clinic_{column.name}")
        for column in (version.maximum, version.maximum_unit)
    ]
