"""What is monitored in this clinic: the rules of the beginning, and the versions that the clinic made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from coordcare.access.membership import Viewer
from coordcare.accounts.queries import Person, people
from coordcare.extensions import db
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

CHOSEN = "choices"
LISTED = 100


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
    newest = (
        select(MonitoringVersion.key, func.max(MonitoringVersion.version).label("version"))
        .group_by(MonitoringVersion.key)
        .subquery()
    )
    table = MonitoringVersion
    query = (
        select(table.key, table.version, table.content)
        .join(newest, (newest.c.key == table.key) & (newest.c.version == table.version))
        .order_by(table.id)
    )
    made = {key: (version, content) for key, version, content in db.session.execute(query)}
    chosen_version, chosen = made.pop(CHOSEN, (0, {"choices": sorted(DEFAULT_CHOICES)}))
    rules = {rule.key: ClinicRule(rule) for rule in monitoring_rules()}
    rules |= {
        key: ClinicRule(parse_rule(content), version, content["switched_off"])
        for key, (version, content) in made.items()
    }
    return Monitored(rules, frozenset(chosen["choices"]) & frozenset(CHOICES), chosen_version)


def rule_changes() -> list[RuleChange]:
    """What the clinic changed, newest first, at most LISTED."""
    table = MonitoringVersion
    rows = db.session.scalars(select(table).order_by(table.id.desc()).limit(LISTED)).all()
    named = people({row.saved_by_id for row in rows})
    return [
        RuleChange(
            "Schedules" if row.key == CHOSEN else parse_rule(row.content).word,
            row.version,
            row.saved_at,
            named[row.saved_by_id],
        )
        for row in rows
    ]


def version_by_submission(viewer: Viewer, submission_key: str) -> MonitoringVersion | None:
    """The version that this form of the viewer's has made."""
    query = select(MonitoringVersion).where(
        MonitoringVersion.saved_by_id == viewer.account_id, MonitoringVersion.submission_key == submission_key
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
