"""What the medication page shows beside the regimen: past trials with what came of them, and symptoms over time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask import Flask, current_app
from sqlalchemy import select

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.extensions import db
from coordcare.medication import symptom_queries
from coordcare.medication.detail_rules import Rating, symptoms_over_time
from coordcare.medication.history_rules import PastTrial, past_trials
from coordcare.medication.models import MedicationChange
from coordcare.medication.progress_rules import Score
from coordcare.medication.queries import KIND
from coordcare.medication.rules import Change
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

SCORES = "medication_scores"
Scores = Callable[[Standing], Sequence[tuple[date, int]]]


def register_scores(app: Flask, scores: Scores) -> None:
    """`scores(standing)` answers the totals by which trials are judged: (day, PHQ-9), oldest first."""
    app.extensions[SCORES] = scores


def trials_ended(standing: Standing, changes: Sequence[Change], on: date) -> list[PastTrial]:
    """Trials that ended by a day, the last first; none for a viewer who does not read medication."""
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    asked: Scores | None = current_app.extensions.get(SCORES)
    scores = [Score(day, total) for day, total in (asked(standing) if asked else ())]
    return past_trials(changes, on, scores, _reasons(standing.patient_id))


def symptoms(standing: Standing) -> dict[str, list[Rating]]:
    """Target symptoms with their ratings over time."""
    return symptoms_over_time(symptom_queries.rated(standing))


def _reasons(patient_id: int) -> Mapping[int, str]:
    """Why each change was made, by its place in the order of signing."""
    query = (
        select(TimelineEntry.signed_seq, MedicationChange.reason)
        .join(MedicationChange, MedicationChange.entry_id == TimelineEntry.id)
        .where(TimelineEntry.patient_id == patient_id, *counted(KIND), MedicationChange.reason.is_not(None))
    )
    return {row.signed_seq or 0: row.reason or "" for row in db.session.execute(query)}
