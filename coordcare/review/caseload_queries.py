"""What presses of each patient of the caseload, where nothing of danger stands; in statements for all of them."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from coordcare.access.membership import MY_PATIENT_IDS, Viewer, as_me
from coordcare.extensions import fetch
from coordcare.ipt.models import Course
from coordcare.measures.models import MeasureResult
from coordcare.medication.formulary import capitalized, formulary
from coordcare.medication.monitoring_queries import results_of
from coordcare.medication.monitoring_rule_queries import monitored
from coordcare.medication.monitoring_rules import OVERDUE, monitoring_due
from coordcare.medication.progress_rules import Score, baseline
from coordcare.medication.queries import changes_of
from coordcare.medication.result_rules import as_result
from coordcare.medication.rules import Change, regimen
from coordcare.medication.trial_rules import rise_words, trial_now
from coordcare.review.reading_queries import PHQ9
from coordcare.review.record_queries import MEASURE
from coordcare.settings.queries import today
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry


def pressing(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, str]:
    """The one fact to look at first: no response, a score that rose, monitoring overdue. For readers of medication."""
    on = today()
    changes, scores = changes_of(viewer, patient_ids), totals(viewer, patient_ids)
    begun = courses(viewer, patient_ids)
    found = {}
    for one in patient_ids:
        if words := _of_scores(changes.get(one, []), scores.get(one, []), begun.get(one), on):
            found[one] = words
    rest = [one for one in patient_ids if one in changes and one not in found]
    return found | _of_results(viewer, {one: changes[one] for one in rest}, on)


def _of_scores(changes: Sequence[Change], scores: Sequence[Score], course_on: date | None, on: date) -> str | None:
    """Source: sources.md 3 and 8, by trial_rules."""
    lines = regimen(changes, on)
    begun = [*([course_on] if course_on else []), *(line.started_on for line in lines)]
    if not scores or not begun:
        return None
    since = min(begun)
    first, drugs = baseline(scores, since), formulary()
    for line in lines:
        drug = drugs.get(line.drug)
        if drug is None or not drug.antidepressant:
            continue
        trial = trial_now(changes, line, scores, first, on, drug.adequate_start)
        if trial is not None and trial.fails:
            return f"No response: {capitalized(line.drug)}, {trial.weeks_words}"
    rise = rise_words(scores, since)
    return f"PHQ-9 has risen: {rise}" if rise else None


def _of_results(viewer: Viewer, changes: dict[int, list[Change]], on: date) -> dict[int, str]:
    if not changes:
        return {}
    results, what = results_of(viewer, list(changes)), monitored()
    rules, found = what.counting, {}
    for patient_id, known in changes.items():
        met = [as_result(row.values["test"], row.on, row.values) for row in results.get(patient_id, [])]
        listed = monitoring_due(known, met, on, choices=what.choices, rules=rules)
        overdue = [one for one in listed if one.state == OVERDUE]
        if overdue:
            more = f", and {len(overdue) - 1} more" if len(overdue) > 1 else ""
            found[patient_id] = f"{capitalized(overdue[0].drug)}: {overdue[0].words}{more}"
    return found


def totals(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, list[Score]]:
    """PHQ-9 totals, the oldest first."""
    found: dict[int, list[Score]] = {}
    for row in fetch(_totals(), patients=list(patient_ids), measure=PHQ9, **as_me(viewer)):
        found.setdefault(row.patient_id, []).append(Score(row.happened_on, row.total))
    return found


def courses(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, date]:
    """When the active course began."""
    rows = fetch(_active_courses(), patients=list(patient_ids), **as_me(viewer))
    return {row.patient_id: row.started_on for row in rows}


@cache
def _totals() -> Select[Any]:
    spine, result = TimelineEntry.__table__.c, MeasureResult.__table__.c
    query = select(spine.patient_id, spine.happened_on, result.total).select_from(
        TimelineEntry.__table__.join(MeasureResult.__table__, result.entry_id == spine.id)
    )
    wanted = (*counted(MEASURE), *_asked(spine.patient_id), result.measure == bindparam("measure"))
    return query.where(*wanted, result.total.is_not(None)).order_by(spine.happened_at, spine.id)


@cache
def _active_courses() -> Select[Any]:
    course = Course.__table__.c
    return select(course.patient_id, course.started_on).where(*_asked(course.patient_id), course.status == "active")


def _asked(patient_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
    return [patient_id.in_(bindparam("patients", expanding=True)), patient_id.in_(MY_PATIENT_IDS)]
