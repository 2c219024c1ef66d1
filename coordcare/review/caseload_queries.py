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
from coordcare.medication.burden_queries import burdens
from coordcare.medication.clozapine_rules import CLOZAPINE
from coordcare.medication.formulary import capitalized, formulary
from coordcare.medication.monitoring_queries import ResultRow, results_of
from coordcare.medication.monitoring_rule_queries import Monitored, monitored
from coordcare.medication.monitoring_rules import OVERDUE, monitoring_due
from coordcare.medication.progress_rules import Score, baseline, day_words
from coordcare.medication.queries import changes_of
from coordcare.medication.reading_queries import benign_of, in_turn, last_out_of_range, of_stopped
from coordcare.medication.result_rules import Reading, as_result, measured_words
from coordcare.medication.rules import Change, regimen
from coordcare.medication.trial_rules import rise_words, stop_planned, trial_now
from coordcare.review.reading_queries import PHQ9
from coordcare.review.record_queries import MEASURE
from coordcare.review.result_queries import urgent
from coordcare.settings.queries import today
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry


def pressing(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, str]:
    """What to look at first of each, for readers of medication.

    A result that asks to act today, or a side effect that presses; no response, a score that rose or monitoring
    overdue; every result out of range.
    """
    on, found = today(), {}
    changes, scores = changes_of(viewer, patient_ids), totals(viewer, patient_ids)
    begun, results, what = courses(viewer, patient_ids), results_of(viewer, patient_ids), monitored()
    with_clozapine = [one for one in results if any(change.drug == CLOZAPINE for change in changes.get(one, ()))]
    benign, borne = benign_of(viewer, with_clozapine), burdens(viewer, patient_ids, on)
    for one in patient_ids:
        known, rows = changes.get(one, []), results.get(one, [])
        listed = _out_of_range(rows, known, on, what, benign=one in benign)
        first = _of_scores(known, scores.get(one, []), begun.get(one), on) or _overdue_words(known, rows, what, on)
        told = [borne.get(one), first, _result_words(listed)]
        if listed and _acts_today(listed[0], known, on, what):
            told.insert(0, told.pop())
        if any(told):
            found[one] = ". ".join(filter(None, told))
    return found


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
        if trial is not None and trial.fails and stop_planned(changes, line, on) is None:
            return f"No response: {capitalized(line.drug)}, {trial.weeks_words}"
    rise = rise_words(scores, since)
    return f"PHQ-9 has risen: {rise}" if rise else None


def _out_of_range(
    rows: Sequence[ResultRow], changes: Sequence[Change], on: date, what: Monitored, *, benign: bool
) -> list[tuple[ResultRow, Reading]]:
    """Every one: what asks to act today first, then what a drug that is taken asks for, a stopped drug's level last."""
    if not rows:
        return []
    found = last_out_of_range(rows, changes, rows[0].values["birth_date"], on, benign=benign)
    return in_turn(found, changes, on, what)


def _acts_today(found: tuple[ResultRow, Reading], changes: Sequence[Change], on: date, what: Monitored) -> bool:
    """Whether a result asks to act today. A level of a drug that was stopped since is no reason to hide another."""
    row, judged = found
    return urgent(judged) and not of_stopped(row, changes, on, what)


def _result_words(found: Sequence[tuple[ResultRow, Reading]]) -> str | None:
    """Each of them: one that is left out is one that nobody looks for."""
    if not found:
        return None
    told = (f"{measured_words(row.values)}, {day_words(row.on)}" for row, _ in found)
    return f"Out of range: {'; '.join(told)}"


def _overdue_words(changes: Sequence[Change], rows: Sequence[ResultRow], what: Monitored, on: date) -> str | None:
    met = [as_result(row.values["test"], row.on, row.values) for row in rows]
    listed = monitoring_due(changes, met, on, choices=what.choices, rules=what.counting) if changes else []
    overdue = [one for one in listed if one.state == OVERDUE]
    return f"{capitalized(overdue[0].drug)}: {overdue[0].words}{_more(len(overdue))}" if overdue else None


def _more(count: int) -> str:
    return f", and {count - 1} more" if count > 1 else ""


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
