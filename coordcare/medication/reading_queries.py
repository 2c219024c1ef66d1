"""What the results of a patient may mean, and which of late are out of range, for whoever decides on medication."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from coordcare.medication.monitoring_queries import ResultRow
from coordcare.medication.result_formulary import WEIGHT
from coordcare.medication.result_rules import Reading, reading
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


def _weight(row: ResultRow) -> Weight:
    return row.on, row.values["value"], row.values["unit"]
