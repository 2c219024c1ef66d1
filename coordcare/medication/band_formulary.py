"""Common limits of results, each with what a value beyond it may mean. Reference data, read once.

Source: result_bands.csv beside this file. The limits are those in common use; no work was read for them [GK], so each
is shown as a clinic default that nobody verified. The laboratory's own range stands on its report, and comes first.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import ge, gt, lt
from pathlib import Path

from coordcare.medication.formulary import amount_words

BELOW, OVER, FROM = "below", "over", "from"
# The second number of a blood pressure has limits of its own.
LOWER_PRESSURE = "lower_pressure"
_SIDES: Mapping[str, Callable[[Decimal, Decimal], bool]] = {BELOW: lt, OVER: gt, FROM: ge}


@dataclass(frozen=True, slots=True)
class Band:
    """Values of a test on one side of an edge. `level` as of a reading; None: told, and nothing more."""

    test: str
    unit: str
    side: str
    edge: Decimal
    level: int | None
    meaning: str
    source: str
    verified: bool

    def holds(self, value: Decimal) -> bool:
        return _SIDES[self.side](value, self.edge)

    @property
    def words(self) -> str:
        """over 4 mIU/L: what it may mean."""
        edge = f"{amount_words(self.edge)} {self.unit}"
        return f"{edge} or more: {self.meaning}" if self.side == FROM else f"{self.side} {edge}: {self.meaning}"


@cache
def bands() -> tuple[Band, ...]:
    """Every band, in the order of the file."""
    with (Path(__file__).with_name("result_bands.csv")).open(encoding="utf-8", newline="") as file:
        return tuple(_band(row) for row in csv.DictReader(file))


def band_of(test: str, unit: str, value: Decimal) -> Band | None:
    """The band that holds a value, of several the one furthest out; None where no limit is passed."""
    found = [band for band in _of(test, unit) if band.holds(value)]
    return max(found, key=lambda band: -band.edge if band.side == BELOW else band.edge, default=None)


def usual(test: str, unit: str) -> tuple[str, Band] | None:
    """Between which limits no band holds, in words, with a band that says whose they are; None without any limit."""
    known = _of(test, unit)
    low = max((band for band in known if band.side == BELOW), key=lambda band: band.edge, default=None)
    high = min((band for band in known if band.side != BELOW), key=lambda band: band.edge, default=None)
    if high is None:
        return None if low is None else (f"not below {amount_words(low.edge)} {unit}", low)
    told = f"{amount_words(high.edge)} {unit}"
    if low is None:
        return f"{'below' if high.side == FROM else 'not over'} {told}", high
    start = amount_words(low.edge)
    return (f"from {start} to below {told}" if high.side == FROM else f"within {start} to {told}"), high


def _of(test: str, unit: str) -> list[Band]:
    return [band for band in bands() if (band.test, band.unit) == (test, unit)]


def _band(row: dict[str, str]) -> Band:
    return Band(
        test=row["test"],
        unit=row["unit"],
        side=row["side"],
        edge=Decimal(row["edge"]),
        level=int(row["level"]) if row["level"] else None,
        meaning=row["meaning"],
        source=row["source"],
        verified={"yes": True, "no": False}[row["verified"]],
    )
