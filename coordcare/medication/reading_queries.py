"""What the results of a patient may mean, and which of late are out of range, for whoever decides on medication."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from coordcare.access.membership import Standing
from coordcare.medication import monitoring_queries
from coordcare.medication.advice_rules import Abnormal, day_words
from coordcare.medication.measured_rules import Measured
from coordcare.medication.monitoring_queries import ResultRow
from coordcare.medication.monitoring_rule_queries import monitored
from coordcare.medication.result_formulary import MEASUREMENTS, WEIGHT
from coordcare.medication.result_rules import Reading, as_result, reading, result_words
from coordcare.medication.rules import Change
from coordcare.medication.weight_rules import Weight, weight_reading
from coordcare.settings.rules import age_on

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


def last_out_of_range(
    rows: Sequence[ResultRow], changes: Sequence[Change], born: date, on: date, *, benign: bool
) -> list[tuple[ResultRow, Reading]]:
    """Of a patient's results, the newest first: the last of each test of late, where it is out of range."""
    seen: set[str] = set()
    found = []
    for row, one in readings(rows, changes, born, benign=benign, since=on - OF_LATE):
        test = row.values["test"]
        if test not in seen and one.out_of_range:
            found.append((row, one))
        seen.add(test)
    return found


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
    words = f"{test.word} {result_words(row.values)} on {day_words(row.on)} ({one.words.split('. ')[0]})"
    return Abnormal(test.meets, words, one.source, one.verified)


def _weight(row: ResultRow) -> Weight:
    return row.on, row.values["value"], row.values["unit"]
