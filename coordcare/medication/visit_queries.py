"""Medication visits as their forms ask for them. Drafts have no row; retracted ones do not count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from coordcare.access.membership import ME, MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.access.policy import Action, Sensitivity
from coordcare.extensions import db, fetch
from coordcare.medication.models import MedicationVisit
from coordcare.medication.queries import KIND as CHANGE
from coordcare.settings.queries import today
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

KIND = "medication_visit"
CHANGED = "change"
# How long a visit waits for the change that it announced.
OPEN_FOR = timedelta(days=7)
AWAITED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class LastPlan:
    """What was planned at the visit before, and when."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class AwaitedChange:
    """A change that the viewer's visit of a day announced, and that is not recorded yet."""

    patient_id: int
    on: date

    @property
    def url(self) -> str:
        """The form in which it is recorded."""
        return url_for("timeline.new", patient_id=self.patient_id, kind=CHANGE)


def last_plan(standing: Standing) -> LastPlan | None:
    """The plan of the latest visit; None for a viewer who does not read visits."""
    if not standing.reads(Sensitivity.MEDICATION):
        return None
    query = (
        select(TimelineEntry.happened_on, MedicationVisit.plan)
        .join(MedicationVisit, MedicationVisit.entry_id == TimelineEntry.id)
        .where(*counted(KIND), TimelineEntry.patient_id == standing.patient_id)
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return LastPlan(row[0], row[1]) if row and row[1] else None


def awaits_change(standing: Standing) -> date | None:
    """The day of the viewer's own latest visit that announced a change which is not recorded yet."""
    query = (
        select(TimelineEntry.happened_on)
        .join(MedicationVisit, MedicationVisit.entry_id == TimelineEntry.id)
        .where(
            *_awaiting(),
            TimelineEntry.patient_id == standing.patient_id,
            TimelineEntry.author_id == standing.viewer.account_id,
            TimelineEntry.happened_on >= today() - OPEN_FOR,
        )
        .order_by(TimelineEntry.happened_on.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def awaiting_changes(viewer: Viewer) -> list[AwaitedChange]:
    """Of all the viewer's patients, the latest own visit that announced a change not recorded yet, newest first."""
    if not Standing(viewer, 0, viewer.discipline).may(Action.CHANGE_MEDICATION):
        return []
    return [AwaitedChange(patient_id, on) for patient_id, on in fetch(_my_awaited(), **as_me(viewer))]


@cache
def _my_awaited() -> Select[int, date]:
    latest = func.max(TimelineEntry.happened_on)
    return (
        select(TimelineEntry.patient_id, latest)
        .join(MedicationVisit, MedicationVisit.entry_id == TimelineEntry.id)
        .where(*_awaiting(), TimelineEntry.author_id == ME, TimelineEntry.patient_id.in_(MY_PATIENT_IDS))
        .group_by(TimelineEntry.patient_id)
        .order_by(latest.desc(), TimelineEntry.patient_id)
        .limit(AWAITED_SHOWN)
    )


def changes_missing(entry_ids: Sequence[int]) -> Mapping[int, dict[str, Any]]:
    """Of these visits, those that announced a change which is not recorded yet."""
    query = (
        select(TimelineEntry.id)
        .join(MedicationVisit, MedicationVisit.entry_id == TimelineEntry.id)
        .where(*_awaiting(), TimelineEntry.id.in_(entry_ids))
    )
    return {entry_id: {"change_missing": True} for entry_id in db.session.scalars(query)}


def outcome_of(entry_id: int) -> str | None:
    """What a signed visit came to; None when its body is withheld."""
    return db.session.scalar(select(MedicationVisit.outcome).where(MedicationVisit.entry_id == entry_id))


def _awaiting() -> list[ColumnElement[bool]]:
    """That a visit announced a change, and its author has recorded none of that day or later."""
    other = aliased(TimelineEntry)
    recorded = exists().where(
        other.patient_id == TimelineEntry.patient_id,
        other.author_id == TimelineEntry.author_id,
        other.happened_on >= TimelineEntry.happened_on,
        *counted(CHANGE, other),
    )
    return [*counted(KIND), MedicationVisit.outcome == CHANGED, ~recorded]
