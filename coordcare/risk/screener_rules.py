"""The C-SSRS screener by question number: which level the answers give, and whether it fits a stated status.

Its words are not here: paraphrased, it is no longer the instrument (sources.md 8). Answers are read from the
official card.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CARD = "https://cssrs.columbia.edu/"
ITEMS = range(1, 7)
ALWAYS_ASKED = (1, 2, 6)
ASKED_AFTER_2 = (3, 4, 5)
UNVERIFIED = "clinic default, not verified"

LEVEL_WORDS = {"none": "No question positive", "low": "Low", "moderate": "Moderate", "high": "High"}
# The levels that warn, as the levels of a status: 2 and 3 are red.
WARNING_LEVELS = {"moderate": 2, "high": 3}


@dataclass(frozen=True, slots=True)
class ScreenerRule:
    """A level, and when the answers give it."""

    level: str
    when: str
    source: str
    verified: bool


RECENT_BEHAVIOR = ScreenerRule("high", "question 6 within the past 3 months", "sources.md 2.2 [S38]", True)
INTENT = ScreenerRule("high", "question 4 or 5", "sources.md 2.2 [S38]", True)
EARLIER_BEHAVIOR = ScreenerRule("moderate", "question 6, over 3 months ago", "sources.md 8 [GK]", False)
METHOD = ScreenerRule("moderate", "question 3", "sources.md 2.2 [GK]", False)
THOUGHTS = ScreenerRule("low", "question 1 or 2", "sources.md 2.2 [GK]", False)
NOTHING = ScreenerRule("none", "questions 1, 2 and 6 with no", "sources.md 2.2 [S37]", True)

# The statuses that each level goes with; what differs is explained, not refused. Source: the words of both, by
# judgement [GK].
FITTING = {
    "none": {"none"},
    "low": {"passive_thoughts", "active_thoughts_no_plan"},
    "moderate": {"passive_thoughts", "active_thoughts_no_plan", "plan_or_intent"},
    "high": {"plan_or_intent"},
}


def screener_rule(answers: Mapping[int, bool | None], recent: bool | None) -> ScreenerRule | None:
    """The rule that gives the level: the highest that an answer gives, None while nothing can be said.

    What is not answered counts as not known, so a level may still be too low: see `unanswered`. Behavior
    (question 6) of which nobody knows when it was counts as recent.
    """
    if answers.get(6) and recent is not False:
        return RECENT_BEHAVIOR
    if answers.get(4) or answers.get(5):
        return INTENT
    if answers.get(6):
        return EARLIER_BEHAVIOR
    if answers.get(3):
        return METHOD
    if answers.get(1) or answers.get(2):
        return THOUGHTS
    return None if unanswered(answers) else NOTHING


def unanswered(answers: Mapping[int, bool | None]) -> list[int]:
    """The questions that the card asks after these answers and that have none. 3 to 5 are asked after a yes to 2."""
    asked = [*ALWAYS_ASKED, *(ASKED_AFTER_2 if answers.get(2) else ())]
    return sorted(number for number in asked if answers.get(number) is None)


def differs(level: str | None, risk_status: str) -> bool:
    """Whether a stated status does not go with the screener's level, which deserves a word in the assessment."""
    return level is not None and risk_status not in FITTING[level]
