"""Target symptoms as they were rated with changes and visits. Drafts have no row; retracted ones do not count."""

from datetime import date
from typing import Any

from sqlalchemy import null, select

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.extensions import db
from coordcare.medication.detail_rules import MOST_SYMPTOMS
from coordcare.medication.models import MedicationChange, MedicationVisit
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

SOURCES: dict[str, Any] = {"medication_change": MedicationChange, "medication_visit": MedicationVisit}
RATED_SHOWN = 100


def rated(standing: Standing) -> list[tuple[date, list[dict[str, Any]]]]:
    """Every day on which symptoms were named, with name and rating, oldest first; of each kind the newest 100.

    None for a viewer who does not read medication.
    """
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    found: list[Any] = []
    for kind, model in SOURCES.items():
        query = (
            select(TimelineEntry.happened_on, TimelineEntry.signed_seq, model.target_symptoms)
            .join(model, model.entry_id == TimelineEntry.id)
            .where(
                TimelineEntry.patient_id == standing.patient_id, *counted(kind), model.target_symptoms.is_not(null())
            )
            .order_by(TimelineEntry.happened_on.desc(), TimelineEntry.signed_seq.desc())
            .limit(RATED_SHOWN)
        )
        found += db.session.execute(query).all()
    return [(row[0], row[2]) for row in sorted(found, key=lambda row: (row[0], row[1]))]


def last_named(standing: Standing) -> list[str]:
    """The names of the symptoms that were named last, to be rated again."""
    known = rated(standing)
    return [symptom["name"] for symptom in known[-1][1]][:MOST_SYMPTOMS] if known else []
