"""What the results of a patient may mean, and which of late are out of range, for whoever decides on medication."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from coordcare.access.membership import MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.extensions import fetch
from coordcare.medication import monitoring_queries
from coordcare.medication.advice_rules import Abnormal, day_words
from coordcare.medication.clozapine_rules import CLOZAPINE
from coordcare.medication.detail_rules import BENIGN_NEUTROPENIA
from coordcare.medication.measured_rules import Measured
from coordcare.medication.models import MedicationChange
from coordcare.medication.monitoring_queries import ResultRow
from coordcare.medication.monitoring_rule_queries import Monitored, monitored
from coordcare.medication.queries import KIND as CHANGE
from coordcare.medication.range_rules import STOPPED, asked_for_by, order_of
from coordcare.medication.result_formulary import MEASUREMENTS, WEIGHT
from coordcare.medication.result_rules import Reading, as_result, measured_words, reading
from coordcare.medication.rules import Change
from coordcare.medication.weight_rules import Weight, weight_reading
from coordcare.settings.rules import age_on
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

# Of what was measured so long ago a decision of today is told without being asked [GK], clinic default.
OF_LATE = timedelta(days=90)


def readings(
    rows: Sequence[ResultRow],
    changes: Sequence[Change],
    born: date,
    *,
    benign: bool,
    since: date | None = None,
) -> Iterator[tuple[ResultRow, Reading]]:
    """Each result since a day, with what it may mean. `rows` are all of a patient: weights are compared."""
    weights = [_weight(row) for row in rows if row.values["test"] == WEIGHT]
    for row in rows:
        test = row.values["test"]
        if since is not None and row.on < since:
            continue
        if test == WEIGHT:
            yield row, weight_reading(_weight(row), weights, changes)
        else:
            yield row, reading(test, row.values, row.on, changes, age_on(born, row.on), benign=benign)


def last_readings(
    rows: Sequence[ResultRow], changes: Sequence[Change], born: date, *, benign: bool, since: date | None = None
) -> list[tuple[ResultRow, Reading]]:
    """Of a patient's results, the newest first: the last of each test, with what it may mean."""
    found: dict[str, tuple[ResultRow, Reading]] = {}
    for row, one in readings(rows, changes, born, benign=benign, since=since):
        found.setdefault(row.values["test"], (row, one))
    return list(found.values())


def last_out_of_range(
    rows: Sequence[ResultRow], changes: Sequence[Change], born: date, on: date, *, benign: bool
) -> list[tuple[ResultRow, Reading]]:
    """Of a patient's results, the newest first: the last of each test of late, where it is out of range."""
    found = last_readings(rows, changes, born, benign=benign, since=on - OF_LATE)
    return [(row, one) for row, one in found if one.out_of_range]


def in_turn(
    found: Sequence[tuple[ResultRow, Reading]], changes: Sequence[Change], on: date, what: Monitored
) -> list[tuple[ResultRow, Reading]]:
    """What asks to act today first, then what a drug that is taken asks for; the level of a stopped drug last."""

    def turn(one: tuple[ResultRow, Reading]) -> tuple[bool, int, int]:
        order = _turn(one[0], changes, on, what)
        return order == STOPPED, -(one[1].level or 0), order

    return sorted(found, key=turn)


def of_stopped(row: ResultRow, changes: Sequence[Change], on: date, what: Monitored) -> bool:
    """Whether a result is the level of a drug that is not taken now."""
    return _turn(row, changes, on, what) == STOPPED


def answered_by(change: Change, row: ResultRow, what: Monitored) -> bool:
    """Whether a change is of a drug that asks for what was measured; whoever raises another has answered nothing."""
    rules = [one.rule for one in what.rules.values()]
    return asked_for_by(change.drug, row.values["test"], rules, what.choices)


def benign_of(viewer: Viewer, patient_ids: Sequence[int]) -> set[int]:
    """Those of whom the clozapine change signed last says benign ethnic neutropenia."""
    if not patient_ids:
        return set()
    rows = fetch(_clozapine(), patients=list(patient_ids), **as_me(viewer))
    said = {row.patient_id: row.conditions or () for row in rows}
    return {one for one, conditions in said.items() if BENIGN_NEUTROPENIA in conditions}


@cache
def _clozapine() -> Select[Any]:
    """Changes of clozapine in the order of signing. Not the half of a switch that is left: it was never asked."""
    spine, change = TimelineEntry.__table__.c, MedicationChange.__table__.c
    query = select(spine.patient_id, change.conditions).select_from(
        TimelineEntry.__table__.join(MedicationChange.__table__, change.entry_id == spine.id)
    )
    asked = (spine.patient_id.in_(bindparam("patients", expanding=True)), spine.patient_id.in_(MY_PATIENT_IDS))
    wanted = (*counted(CHANGE), *asked, change.drug == CLOZAPINE, change.linked_id.is_(None))
    return query.where(*wanted).order_by(spine.signed_seq)


def _turn(row: ResultRow, changes: Sequence[Change], on: date, what: Monitored) -> int:
    # Those too that are switched off: they still say whose a test is.
    rules = [one.rule for one in what.rules.values()]
    return order_of(row.values["test"], changes, on, rules, what.choices)


def measured(standing: Standing, changes: Sequence[Change], born: date, on: date, *, benign: bool) -> Measured:
    """What advice on a change is told of results; nothing for who does not read medication."""
    rows = monitoring_queries.results_that_count(standing)
    found = last_out_of_range(rows, changes, born, on, benign=benign)
    what = monitored()
    results = [as_result(row.values["test"], row.on, row.values) for row in rows]
    return Measured([_abnormal(row, one) for row, one in found], results, what.counting, what.choices)


def _abnormal(row: ResultRow, one: Reading) -> Abnormal:
    """Lithium level 1.6 mEq/L on 23 Nov 2026 (1.5 mEq/L or more: toxicity is possible).

    What else to ask about stands with the result itself.
    """
    test = MEASUREMENTS[row.values["test"]]
    words = f"{measured_words(row.values)} on {day_words(row.on)} ({one.words.split('. ')[0]})"
    return Abnormal(test.meets, words, one.source, one.verified)


def _weight(row: ResultRow) -> Weight:
    return row.on, row.values["value"], row.values["unit"]
