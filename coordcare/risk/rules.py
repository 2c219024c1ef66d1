"""The words of risk, and the rules that need no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class RiskStatus:
    """A stated risk status. Level 0 is calm, 3 is the highest; not assessed has no level."""

    key: str
    word: str
    level: int | None


_STATUSES = (
    RiskStatus("none", "No suicidal thoughts", 0),
    RiskStatus("passive_thoughts", "Passive suicidal thoughts", 1),
    RiskStatus("active_thoughts_no_plan", "Active suicidal thoughts, no plan", 2),
    RiskStatus("plan_or_intent", "Suicidal plan or intent", 3),
    RiskStatus("not_assessed", "Not assessed", None),
)
RISK_STATUSES: dict[str, RiskStatus] = {status.key: status for status in _STATUSES}
NOT_ASSESSED = "not_assessed"
# What asks for somebody the same day, and what leads whoever states it to the numbers and the safety plan.
ASKS_FOR_SAFETY = frozenset({"plan_or_intent"})
LEADS_TO_RISK_PAGE = frozenset({"active_thoughts_no_plan", "plan_or_intent"})
ASSESSMENT_HOLDS = timedelta(days=28)


class StatedRisk(NamedTuple):
    """What one entry says of risk. A page of a patient makes a hundred."""

    risk_status: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class CurrentRisk:
    """The latest stated status, since when it stands unchanged, and who last stated it."""

    word: str
    level: int | None
    since: date | None = None
    on: date | None = None
    by: str | None = None


def current_risk(stated: Iterable[StatedRisk]) -> CurrentRisk:
    """The risk that stands, from what was stated, newest first. An entry that did not assess changes nothing.

    No more is asked of `stated` than tells since when the status stands.

    Source: sources.md 8 (a status is somebody's assessment on a day, never a clearance) [GK].
    """
    assessed = (one for one in stated if one.risk_status != NOT_ASSESSED)
    latest = since = next(assessed, None)
    if latest is None or since is None:
        return CurrentRisk("Not yet assessed", None)
    for one in assessed:
        if one.risk_status != latest.risk_status:
            break
        since = one
    status = RISK_STATUSES[latest.risk_status]
    return CurrentRisk(status.word, status.level, since.on, latest.on, latest.by)


def may_stand(assessed_on: date, today: date) -> bool:
    """Whether an assessment is new enough to be left standing with one click after a positive item 9.

    Source: sources.md 8 (Item 9); 28 days is the clinic's default, not verified.
    """
    return today - assessed_on <= ASSESSMENT_HOLDS


def unchanged_is_enough(urgency: str, assessed_on: date | None, today: date) -> bool:
    """Whether a risk task may be closed with one click: it asks for no full panel, and an assessment still stands."""
    return urgency == "two_days" and assessed_on is not None and may_stand(assessed_on, today)


def unchanged_words(assessed_on: date, has_plan: bool) -> str:
    """What the one click says."""
    plan = "plan still right" if has_plan else "no safety plan is kept"
    return f"Unchanged since the assessment of {assessed_on.day} {assessed_on:%b %Y}, {plan}"
