"""Results of monitoring as a review tells them: the last of each test, where it is out of range."""

from typing import Any

from sqlalchemy import Row

from coordcare.medication.clozapine_rules import CLOZAPINE
from coordcare.medication.detail_rules import BENIGN_NEUTROPENIA
from coordcare.medication.monitoring_queries import ResultRow
from coordcare.medication.reading_queries import last_out_of_range
from coordcare.medication.result_rules import Reading as Judged
from coordcare.medication.result_rules import measured_words
from coordcare.review.progress_cards import ResultLine
from coordcare.review.reading_queries import Reading


def out_of_range(known: Reading) -> list[ResultLine]:
    """What asks for a look, what asks to act today first. From what was read already."""
    rows = [_row(row) for row in reversed(known.record.results)]
    if not rows:
        return []
    born = rows[0].values["birth_date"]
    found = [
        ResultLine(row.on, named(row), one.words, one.told, urgent(one), row.entry_id, known.url(row.entry_id))
        for row, one in last_out_of_range(rows, known.changes, born, known.on, benign=_benign(known))
    ]
    return sorted(found, key=lambda line: not line.urgent)


def urgent(one: Judged) -> bool:
    """Whether a result asks to act today."""
    return one.level is not None and one.level > 1


def named(row: ResultRow) -> str:
    """TSH 24 mIU/L."""
    return measured_words(row.values)


def _row(row: Row[Any]) -> ResultRow:
    return ResultRow(row.id, row.happened_on, "", {**row._asdict(), "unit": row.result_unit})


def _benign(known: Reading) -> bool:
    """Whether the clozapine change signed last says benign ethnic neutropenia; a half that is left says nothing."""
    told = [row for row in known.record.changes if row.drug == CLOZAPINE and row.linked_id is None]
    last = max(told, key=lambda row: row.signed_seq, default=None)
    return last is not None and BENIGN_NEUTROPENIA in (last.conditions or ())
