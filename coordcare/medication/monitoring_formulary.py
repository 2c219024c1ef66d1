"""What is measured with which drug, and when. The clinic's beginning, read once; newer versions are the clinic's own.

Source: monitoring.json beside this file, after sources.md 4.2 and 8; each rule with its source. Where a source
gives a range, the middle or the cautious end stands and the source says the range.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from coordcare.medication.formulary import Drug

TESTS = {
    "metabolic_history": "personal and family metabolic history",
    "weight": "weight and BMI",
    "waist": "waist",
    "blood_pressure": "blood pressure",
    "glucose": "fasting glucose or A1c",
    "lipids": "lipids",
    "ecg": "ECG",
    "aims": "AIMS",
    "anc": "ANC",
    "lithium_level": "lithium level",
    "creatinine": "creatinine",
    "tsh": "TSH",
    "calcium": "calcium",
    "cbc": "complete blood count",
    "urinalysis": "urinalysis",
    "pregnancy_test": "pregnancy test",
    "lft": "LFT",
    "hla_b_1502": "HLA-B*1502",
    "sodium": "sodium",
    "valproate_level": "valproate level",
    "carbamazepine_level": "carbamazepine level",
    "prolactin": "prolactin",
}
# Of these the clinic chooses; rules without a choice always count.
CHOICES = {
    "ada_apa_2004": "ADA/APA 2004 metabolic schedule",
    "apa_2020": "APA 2020 metabolic schedule",
    "aims_high_risk": "AIMS every 6 months",
}
DEFAULT_CHOICES = frozenset({"ada_apa_2004"})
START, DOSE_CHANGE = "start", "dose_change"


@dataclass(frozen=True, slots=True)
class MonitoringRule:
    """A test of some drugs: due = anchor + interval. All numbers are days.

    `baseline_days`: a result up to so long before the anchor serves as the baseline; None: none is asked.
    `points`: (earliest, due) after the anchor. `every`: (from day of treatment, interval) once the points are met.
    `when`: the patients that it concerns, in words, where only a clinician can tell.
    """

    key: str
    test: str
    families: frozenset[str]
    drugs: frozenset[str]
    choice: str | None
    when: str | None
    anchor: str
    baseline_days: int | None
    points: tuple[tuple[int, int], ...]
    every: tuple[tuple[int, int], ...]
    source: str
    verified: bool

    @property
    def word(self) -> str:
        return f"{TESTS[self.test]} ({self.when})" if self.when else TESTS[self.test]

    def concerns(self, drug: Drug, choices: frozenset[str]) -> bool:
        return (drug.generic in self.drugs or drug.family in self.families) and (
            self.choice is None or self.choice in choices
        )

    def interval(self, taken_for: timedelta) -> timedelta | None:
        """How long a result lasts at a stage of treatment; None where nothing follows."""
        found = [days for first, days in self.every if first <= max(taken_for.days, 0)]
        return timedelta(days=found[-1]) if found else None


@cache
def monitoring_rules() -> tuple[MonitoringRule, ...]:
    """Every rule of the package, in the order of the file."""
    text = Path(__file__).with_name("monitoring.json").read_text(encoding="utf-8")
    return tuple(parse_rule(row) for row in json.loads(text))


def parse_rule(row: Mapping[str, Any]) -> MonitoringRule:
    """A rule from its row, also from the clinic's own. Raises KeyError or ValueError for one that makes no sense."""
    rule = MonitoringRule(
        row["key"],
        row["test"],
        frozenset(row["families"]),
        frozenset(row["drugs"]),
        row["choice"],
        row["when"],
        row["anchor"],
        row["baseline_days"],
        tuple((earliest, due) for earliest, due in row["points"]),
        tuple((first, days) for first, days in row["every"]),
        row["source"],
        row["verified"],
    )
    days = [day for point in rule.points for day in point]
    sane = (
        rule.test in TESTS
        and rule.anchor in {START, DOSE_CHANGE}
        and (rule.choice is None or rule.choice in CHOICES)
        and bool(rule.families or rule.drugs)
        and days == sorted(days)
        and all(day >= 0 for day in days)
        and [first for first, _ in rule.every] == sorted({first for first, _ in rule.every})
        and all(interval > 0 for _, interval in rule.every)
        and (rule.baseline_days is not None or bool(rule.points or rule.every))
    )
    if not sane:
        raise ValueError(f"monitoring rule {rule.key} makes no sense")
    return rule


def rule_row(rule: MonitoringRule) -> dict[str, Any]:
    """A rule as its row, which parse_rule reads back."""
    return {
        "key": rule.key,
        "test": rule.test,
        "families": sorted(rule.families),
        "drugs": sorted(rule.drugs),
        "choice": rule.choice,
        "when": rule.when,
        "anchor": rule.anchor,
        "baseline_days": rule.baseline_days,
        "points": [list(point) for point in rule.points],
        "every": [list(stage) for stage in rule.every],
        "source": rule.source,
        "verified": rule.verified,
    }
