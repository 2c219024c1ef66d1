"""What the monitoring pages show of a result, and of a test that is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordcare.medication.monitoring_formulary import MonitoringRule
from coordcare.medication.monitoring_rules import Due
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


@dataclass(frozen=True, slots=True)
class LastResult:
    """The last result of a measurement, such as "Lithium level 1.6 mEq/L", and what it may mean."""

    entry_id: int
    on: date
    words: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class DueLine:
    """A test that is to be done, once for all drugs that ask for it: when the soonest of them does.

    `last`: the last results that answer it. One that counts for no rule (a level without hours) is told too.
    """

    first: Due
    drugs: Sequence[str]
    rules: Sequence[MonitoringRule]
    last: Sequence[LastResult]

    @property
    def drug_words(self) -> str:
        """Aripiprazole and quetiapine, as the sentence has them."""
        return " and ".join(", ".join(self.drugs).rsplit(", ", 1))
