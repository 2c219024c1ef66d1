"""What the results of a patient may mean, and which of late are out of range, for whoever decides on medication."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.medication import monitoring_queries, queries
from coordcare.medication.monitoring_queries import ResultRow
from coordcare.medication.result_formulary import MEASUREMENTS, WEIGHT
from coordcare.medication.result_rules import Reading, reading, result_words
from coordcare.medication.rules import Change
from coordcare.medication.weight_rules import Weight, weight_reading
from coordcare.settings.queries import today
from coordcare.settings.rules import age_on

# Of what was measured so long ago a decision of today is told without being asked [GK], clinic default.
OF_LATE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A result out of range: what was measured, the result in words with its unit, its day, what it may mean.

    `last`: no later result of the same test stands in the record, so this is how it is known to be.
    """

    entry_id: int
    on: date
    word: str
    words: str
    reading: Reading
    last: bool


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


def results_out_of_range(
    standing: Standing,
    born: date,
    *,
    since: date | None = None,
    changes: Sequence[Change] | None = None,
    rows: Sequence[ResultRow] | None = None,
) -> list[OutOfRange]:
    """The results out of range since a day (by default of the last 90 days), the newest first.

    Nothing for who does not read medication. `changes` (all of the patient) and `rows` (all results that count, with
    the columns of MonitoringResult in their `values`) each save a statement where the caller has them.
    """
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    first = today() - OF_LATE if since is None else since
    known = queries.changes(standing.patient_id) if changes is None else changes
    found = monitoring_queries.results(standing) if rows is None else rows
    newest = sorted(found, key=lambda row: (row.on, row.entry_id), reverse=True)
    if not newest or newest[0].on < first:
        return []
    benign = monitoring_queries.benign_neutropenia(standing, known) is not None
    seen: set[str] = set()
    listed = []
    for row, one in readings(newest, known, born, benign=benign, since=first):
        test = row.values["test"]
        if one.out_of_range:
            told = result_words(row.values)
            listed.append(OutOfRange(row.entry_id, row.on, MEASUREMENTS[test].word, told, one, test not in seen))
        seen.add(test)
    return listed


def _weight(row: ResultRow) -> Weight:
    return row.on, row.values["value"], row.values["unit"]
