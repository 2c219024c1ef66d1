"""The words of session notes and life events, and the rules that need no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

BEYOND_PLAN = 10
HIGHEST_SESSION = 500
HEADLINE = 80

MODES = {"in_person": "In person", "video": "Video", "phone": "Phone"}

TECHNIQUES = {
    "nondirective_exploration": "Nondirective exploration",
    "direct_elicitation": "Direct elicitation",
    "encouragement_of_affect": "Encouragement of affect",
    "clarification": "Clarification",
    "communication_analysis": "Communication analysis",
    "therapeutic_relationship": "Use of the therapeutic relationship",
    "behavior_change": "Behavior-change techniques",
    "decision_analysis": "Decision analysis",
    "role_play": "Role play",
    "problem_solving": "Problem solving",
    "incident_work": "Interpersonal incident work",
    "expectations_review": "Expectations review",
    "support_mobilization": "Support mobilization",
    "between_session_task": "Between-session task",
    "psychoeducation": "Psychoeducation",
    "timeline_update": "Timeline or circle update",
}

CATEGORIES = {
    "loss": "Loss",
    "relationship": "Relationship",
    "work": "Work",
    "move": "Move",
    "health": "Health",
    "family": "Family",
    "achievement": "Achievement",
    "legal_financial": "Legal or financial",
    "other": "Other",
}

IMPACTS = {"helped": "Helped", "strained": "Strained", "mixed": "Mixed", "unclear": "Not clear"}


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


@dataclass(frozen=True, slots=True)
class StatedRisk:
    """What one session note says of risk."""

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


def current_risk(stated: Sequence[StatedRisk]) -> CurrentRisk:
    """The risk that stands, from what was stated, newest first. A note that did not assess changes nothing.

    Source: domain.md 8 (a status is somebody's assessment on a day, never a clearance) [GK].
    """
    assessed = [one for one in stated if one.risk_status != NOT_ASSESSED]
    if not assessed:
        return CurrentRisk("Not yet assessed", None)
    latest = since = assessed[0]
    for one in assessed:
        if one.risk_status != latest.risk_status:
            break
        since = one
    status = RISK_STATUSES[latest.risk_status]
    return CurrentRisk(status.word, status.level, since.on, latest.on, latest.by)


def highest_number(planned: int | None) -> int:
    """The highest session number taken: a course may run over its plan by 10 [GK]."""
    return planned + BEYOND_PLAN if planned is not None else HIGHEST_SESSION


def headline(text: str, limit: int = HEADLINE) -> str:
    """The first sentence of a text, or as many whole words as fit."""
    first = text.strip().split("\n")[0].split(". ")[0].rstrip(".")
    if len(first) <= limit:
        return first
    cut = first[:limit]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]) + "…"
