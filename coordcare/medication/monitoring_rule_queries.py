"""What is monitored in this clinic: the rules of the beginning, and the versions that the clinic made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from coordcare.accounts.queries import Person
from coordcare.medication.advice_rules import UNVERIFIED, source_words
from coordcare.medication.formulary import formulary
from coordcare.medication.monitoring_formulary import (
    CHOICES,
    DEFAULT_CHOICES,
    MonitoringRule,
    monitoring_rules,
    parse_rule,
)
from coordcare.medication.monitoring_models import MonitoringVersion
from coordcare.versions.queries import changes, newest

CHOSEN = "choices"


@dataclass(frozen=True, slots=True)
class ClinicRule:
    """A rule as the clinic has it: version 0 is the one of the beginning. One that was switched off does not count."""

    rule: MonitoringRule
    version: int = 0
    switched_off: bool = False

    @property
    def standing(self) -> str:
        """Where it comes from, in words."""
        if self.version:
            return f"set by this clinic, version {self.version}"
        return "checked against its source" if self.rule.verified else UNVERIFIED

    @property
    def told(self) -> str:
        """Its source and its standing, as shown beside it."""
        return f"{source_words(self.rule.source)}; {self.standing}"


@dataclass(frozen=True, slots=True)
class Monitored:
    """All rules of the clinic by key, and which schedules it chose."""

    rules: Mapping[str, ClinicRule]
    choices: frozenset[str]
    choices_version: int

    @property
    def counting(self) -> list[MonitoringRule]:
        return [one.rule for one in self.rules.values() if not one.switched_off]

    @property
    def drugs(self) -> set[str]:
        """The drugs with which anything is monitored."""
        rules = self.counting
        return {
            drug.generic for drug in formulary().values() if any(rule.concerns(drug, self.choices) for rule in rules)
        }


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A version that the clinic made, of a rule or of its choices."""

    word: str
    version: int
    saved_at: datetime
    by: Person


def monitored() -> Monitored:
    """What counts now: the rules of the beginning, and the newest versions of the clinic; one statement."""
    made = {key: (row.version, row.content) for key, row in newest(MonitoringVersion, "key").items()}
    chosen_version, chosen = made.pop(CHOSEN, (0, {"choices": sorted(DEFAULT_CHOICES)}))
    rules = {rule.key: ClinicRule(rule) for rule in monitoring_rules()}
    rules |= {
        key: ClinicRule(parse_rule(content), version, content["switched_off"])
        for key, (version, content) in made.items()
    }
    return Monitored(rules, frozenset(chosen["choices"]) & frozenset(CHOICES), chosen_version)


def rule_changes() -> list[RuleChange]:
    """What the clinic changed, newest first."""
    return [
        RuleChange(
            "Schedules" if row.key == CHOSEN else parse_rule(row.content).word,
            row.version,
            row.saved_at,
            by,
        )
        for row, by in changes(MonitoringVersion)
    ]
