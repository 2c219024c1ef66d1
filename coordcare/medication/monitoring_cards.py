"""What the monitoring pages show of a result."""

from dataclasses import dataclass
from datetime import date

from coordcare.medication.result_rules import Reading


@dataclass(frozen=True, slots=True)
class ResultCard:
    """A result in words, with what it may mean; `trough` says how long after the dose a level was taken."""

    entry_id: int
    on: date
    by: str
    word: str
    words: str
    trough: str | None
    note: str | None
    reading: Reading
