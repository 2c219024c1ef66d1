"""Drugs that an MAOI forbids or that want watching beside one, with their washouts. Reference data, read once.

Source: maoi_conflicts.csv beside this file, a list of its own (sources.md 8): a class does not decide.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coordcare.medication.formulary import formulary

CONFLICT, WATCH = "conflict", "watch"


@dataclass(frozen=True, slots=True)
class MaoiConflict:
    """A drug beside an MAOI: `days_before` an MAOI may start after it, `days_after` it may start after an MAOI."""

    drug: str
    kind: str
    days_before: int
    days_after: int
    conflict_source: str
    conflict_verified: bool
    washout_source: str


@cache
def maois() -> frozenset[str]:
    return frozenset(drug.generic for drug in formulary().values() if drug.family == "maoi")


@cache
def maoi_conflicts() -> dict[str, MaoiConflict]:
    """Every conflict by the drug's generic name."""
    with (Path(__file__).with_name("maoi_conflicts.csv")).open(encoding="utf-8", newline="") as file:
        return {row["drug"]: _conflict(row) for row in csv.DictReader(file)}


def _conflict(row: dict[str, str]) -> MaoiConflict:
    return MaoiConflict(
        row["drug"],
        row["kind"],
        int(row["days_before_maoi"]),
        int(row["days_after_maoi"]),
        row["conflict_source"],
        {"yes": True, "no": False}[row["conflict_verified"]],
        row["washout_source"],
    )
