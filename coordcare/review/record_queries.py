"""What a review reads of the record, each in one statement made once. No drafts; what was retracted is told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Row, Select, String, bindparam, cast, func, null, select

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.extensions import fetch
from coordcare.ipt.models import Course
from coordcare.measures.models import MeasureResult
from coordcare.medication.models import MedicationChange
from coordcare.notes.models import LifeEvent, SessionNote
from coordcare.timeline import kinds
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import EntryAddendum, EntryRetraction, TimelineEntry
from coordcare.timeline.rules import Status

SPINE = TimelineEntry.__table__.c
NOTE, EVENT, COURSE = SessionNote.__table__.c, LifeEvent.__table__.c, Course.__table__.c
SCORE, CHANGE = MeasureResult.__table__.c, MedicationChange.__table__.c
TAKEN_BACK, ADDED = EntryRetraction.__table__.c, EntryAddendum.__table__.c
SESSION_NOTE, LIFE_EVENT, MEASURE, MEDICATION = "session_note", "life_event", "measure_result", "medication_change"
Rows = Sequence[Row[Any]]
_OLDEST_FIRST = (SPINE.happened_at, SPINE.id)
_MARKS = (SPINE.id, SPINE.author_id, SPINE.happened_on, SPINE.version, SPINE.signed_seq)


@dataclass(frozen=True, slots=True)
class Record:
    """What was read, oldest first. `entries` are all signed entries of readable kinds, also those taken back."""

    entries: Rows
    scores: Rows
    changes: Rows

    @property
    def sessions(self) -> list[Row[Any]]:
        return self._standing(SESSION_NOTE)

    @property
    def events(self) -> list[Row[Any]]:
        return self._standing(LIFE_EVENT)

    def _standing(self, kind: str) -> list[Row[Any]]:
        return [row for row in self.entries if row.kind == kind and row.taken_back_seq is None]


def record_of(standing: Standing) -> Record:
    """The record as this viewer reads it, in three statements."""
    clinical, safety = standing.reads(Sensitivity.CLINICAL), standing.reads(Sensitivity.SAFETY)
    readable = tuple(kind.key for kind in kinds.readable(standing))
    who = {"patient": standing.patient_id}
    return Record(
        fetch(_entries(readable, clinical), **who),
        fetch(_scores(safety, clinical), **who) if standing.reads(Sensitivity.TEAM) else [],
        fetch(_changes(standing.reads(Sensitivity.MEDICATION)), **who),
    )


@cache
def _entries(readable: tuple[str, ...], clinical: bool) -> Select[Any]:
    """The spine, with sessions and life events beside it for readers of clinical parts."""
    added = select(func.max(ADDED.seq)).where(ADDED.entry_id == SPINE.id).scalar_subquery()
    query: Select[Any] = select(
        *_MARKS, SPINE.kind, SPINE.course_id, TAKEN_BACK.seq.label("taken_back_seq"), added.label("added_seq"),
        *_clinical(clinical),
    )  # fmt: skip
    query = query.select_from(TimelineEntry.__table__).outerjoin(
        EntryRetraction.__table__, TAKEN_BACK.entry_id == SPINE.id
    )
    if clinical:
        query = (
            query.outerjoin(SessionNote.__table__, NOTE.entry_id == SPINE.id)
            .outerjoin(LifeEvent.__table__, EVENT.entry_id == SPINE.id)
            .outerjoin(Course.__table__, COURSE.id == SPINE.course_id)
        )
    mine = (SPINE.patient_id == bindparam("patient"), SPINE.status == Status.SIGNED.value, SPINE.kind.in_(readable))
    return query.where(*mine).order_by(*_OLDEST_FIRST)


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


@cache
def _scores(safety: bool, clinical: bool) -> Select[Any]:
    """Results that count. What item 9 answered is for readers of answers, that it was above 0 for those of safety."""
    columns: list[Any] = [*_MARKS, SCORE.measure, SCORE.total, SCORE.band, SCORE.answered]
    columns.append((SCORE.item_9_positive if safety else cast(null(), Integer)).label("item_9_positive"))
    columns.append((SCORE.item_9 if clinical else cast(null(), Integer)).label("item_9"))
    return _kind(columns, MeasureResult.__table__, SCORE.entry_id, MEASURE).order_by(*_OLDEST_FIRST)


@cache
def _changes(reasons: bool) -> Select[Any]:
    """Changes that count, as they take effect."""
    columns: list[Any] = [
        *_MARKS, CHANGE.change_type, CHANGE.drug, CHANGE.beside, CHANGE.effective_on, CHANGE.dose, CHANGE.unit,
        CHANGE.frequency, CHANGE.most_per_day, CHANGE.form, CHANGE.route, CHANGE.steps, CHANGE.other_drug,
        CHANGE.previous_dose, CHANGE.previous_unit, CHANGE.previous_frequency, CHANGE.previous_form,
    ]  # fmt: skip
    columns += [
        (column if reasons else cast(null(), String)).label(column.name) for column in (CHANGE.reason, CHANGE.watch_for)
    ]
    query = _kind(columns, MedicationChange.__table__, CHANGE.entry_id, MEDICATION)
    return query.order_by(CHANGE.effective_on, SPINE.signed_seq)


def _kind(columns: list[Any], table: Any, entry_id: Any, key: str) -> Select[Any]:
    query: Select[Any] = select(*columns).select_from(table.join(TimelineEntry.__table__, SPINE.id == entry_id))
    return query.where(SPINE.patient_id == bindparam("patient"), *counted(key))
