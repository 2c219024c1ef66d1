"""Medication visits as their forms ask for them. Drafts have no row; retracted ones do not count."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.extensions import db
from coordcare.medication.models import MedicationVisit
from coordcare.medication.queries import KIND as CHANGE
from coordcare.settings.queries import today
from coordcare.timeline.models import EntryRetraction, TimelineEntry
from coordcare.timeline.rules import Status

KIND = "medication_visit"
CHANGED = "change"
# How long a visit waits for the change that it announced.
OPEN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LastPlan:
    """What was planned at the visit before, and when."""

    on: date
    text: str


def last_plan(standing: Standing) -> LastPlan | None:
    """The plan of the latest visit; None for a viewer who does not read visits."""
    if not standing.reads(Sensitivity.MEDICATION):
        return None
    query = (
        select(TimelineEntry.happened_on, MedicationVisit.plan)
        .join(MedicationVisit, MedicationVisit.entry_id == TimelineEntry.id)
        .where(*_counted(standing))
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return LastPlan(row[0], row[1]) if row and row[1] else None


def awaits_change(standing: Standing) -> date | None:
    """The day of the viewer's own latest visit that announced a change which is not recorded yet."""
    other = aliased(TimelineEntry)
    recorded = exists().where(
        other.occasion_id == TimelineEntry.occasion_id,
        other.patient_id == TimelineEntry.patient_id,
        other.kind == CHANGE,
        other.status == Status.SIGNED.value,
        ~exists().where(EntryRetraction.entry_id == other.id),
    )
    query = (
        select(TimelineEntry.happened_on)
        .join(MedicationVisit, MedicationVisit.entry_id == TimelineEntry.id)
        .where(
            *_counted(standing),
            TimelineEntry.author_id == standing.viewer.account_id,
            TimelineEntry.happened_on >= today() - OPEN_FOR,
            MedicationVisit.outcome == CHANGED,
            ~recorded,
        )
        .order_by(TimelineEntry.happened_on.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def outcome_of(entry_id: int) -> str | None:
    """What a signed visit came to; None when its body is withheld."""
    return db.session.scalar(select(MedicationVisit.outcome).where(MedicationVisit.entry_id == entry_id))


def _counted(standing: Standing) -> list[ColumnElement[bool]]:
    return [
        TimelineEntry.patient_id == standing.patient_id,
        TimelineEntry.kind == KIND,
        TimelineEntry.status == Status.SIGNED.value,
        ~exists().where(EntryRetraction.entry_id == TimelineEntry.id),
    ]
