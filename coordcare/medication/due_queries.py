"""What is to be done of one patient and of all of a viewer's, each test once, with the last results that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Sensitivity
from coordcare.medication import queries
from coordcare.medication.clozapine_rules import CLOZAPINE
from coordcare.medication.monitoring_cards import DueLine, LastResult
from coordcare.medication.monitoring_queries import ResultRow, results_of_mine
from coordcare.medication.monitoring_rule_queries import Monitored, monitored
from coordcare.medication.monitoring_rules import DUE, LATER, OVERDUE, Due, monitoring_due
from coordcare.medication.reading_queries import benign_of, in_turn, last_out_of_range, last_readings
from coordcare.medication.result_formulary import MEASUREMENTS
from coordcare.medication.result_rules import Reading, as_result, measured_words
from coordcare.medication.rules import Change
from coordcare.patients.models import Patient
from coordcare.patients.queries import my_patients
from coordcare.patients.rules import CURRENT
from coordcare.settings.queries import today

MOST_PATIENTS = 1000
Judged = tuple[ResultRow, Reading]


@dataclass(frozen=True, slots=True)
class PatientDue:
    """What is overdue and due of one of the viewer's patients, the longest overdue first.

    `beside`: the last results of late that are out of range and stand at none of these tests.
    """

    patient: Patient
    overdue: Sequence[DueLine]
    due: Sequence[DueLine]
    beside: Sequence[LastResult]


def due_lines(found: Sequence[Due], judged: Sequence[Judged]) -> list[DueLine]:
    """Each test once, the soonest first. `judged`: the last result of each measurement, the newest first."""
    together: dict[str, list[Due]] = {}
    for one in found:
        together.setdefault(one.rule.word, []).append(one)
    return [
        DueLine(
            same[0],
            list(dict.fromkeys(one.drug for one in same)),
            list({one.rule.key: one.rule for one in same}.values()),
            _answers(same[0].rule.test, judged),
        )
        for same in together.values()
    ]


def my_due(viewer: Viewer) -> list[PatientDue]:
    """What is overdue, due or out of range of all the viewer's current patients, who waits longest first.

    A number of statements that does not grow with them. Nothing for who does not read medication.
    """
    if not Standing(viewer, 0, viewer.discipline).reads(Sensitivity.MEDICATION):
        return []
    what = monitored()
    changes = queries.changes_of_mine(viewer, what.drugs)
    rows = results_of_mine(viewer)
    with_clozapine = [one for one, known in changes.items() if any(change.drug == CLOZAPINE for change in known)]
    benign = benign_of(viewer, with_clozapine)
    patients = [row.patient for row in my_patients(viewer, CURRENT, limit=MOST_PATIENTS).rows]
    listed = [
        _of_patient(one, changes.get(one.id, []), rows.get(one.id, []), what, benign=one.id in benign)
        for one in patients
        if one.id in changes or one.id in rows
    ]
    waiting = [one for one in listed if one.overdue or one.due or one.beside]
    return sorted(waiting, key=_since)


def last_result(row: ResultRow, judged: Reading) -> LastResult:
    """A result as lists tell it."""
    return LastResult(row.entry_id, row.on, measured_words(row.values), judged)


def _of_patient(
    patient: Patient, changes: Sequence[Change], rows: Sequence[ResultRow], what: Monitored, *, benign: bool
) -> PatientDue:
    day, born = today(), patient.birth_date
    met = [as_result(row.values["test"], row.on, row.values) for row in rows]
    found = monitoring_due(changes, met, day, choices=what.choices, rules=what.counting)
    lines = due_lines(found, last_readings(rows, changes, born, benign=benign))
    soon = [one for one in lines if one.first.state != LATER]
    told = {last.entry_id for one in soon for last in one.last}
    out = in_turn(last_out_of_range(rows, changes, born, day, benign=benign), changes, day, what)
    return PatientDue(
        patient,
        [one for one in soon if one.first.state == OVERDUE],
        [one for one in soon if one.first.state == DUE],
        [last_result(row, judged) for row, judged in out if row.entry_id not in told],
    )


def _since(one: PatientDue) -> tuple[bool, date, str]:
    """Who waits longest first; of whom nothing is due comes after them, by the day of the result."""
    lines = [*one.overdue, *one.due]
    return not lines, lines[0].first.due_on if lines else one.beside[0].on, one.patient.search_name


def _answers(test: str, judged: Sequence[Judged]) -> list[LastResult]:
    """What was measured last for a test: of its newest day, and whatever else of it is out of range."""
    own = [one for one in judged if MEASUREMENTS[one[0].values["test"]].meets == test]
    return [last_result(row, one) for row, one in own if row.on == own[0][0].on or one.out_of_range]
