"""A course summary as the record drafts it. Associations, never causes: "17 to 6", and not because of what."""

from collections.abc import Sequence
from datetime import date, timedelta

from coordcare.ipt.session_rules import ATTENDED, NOT_HELD

BASELINE = timedelta(days=14)
Scored = tuple[date, int]


def course_line(word: str, planned: int | None, attendance: Sequence[str], first: date, last: date, state: str) -> str:
    """ "IPT, acute: 15 of 16 sessions, 1 missed, 5 Jan 2026 to 20 Apr 2026. Completed."."""
    held = sum(one == ATTENDED for one in attendance)
    of = f"{held} of {planned}" if planned else str(held)
    sessions = f"{of} {'session' if of == '1' else 'sessions'}"
    others = [f"{count} {words}" for key, words in NOT_HELD.items() if (count := sum(one == key for one in attendance))]
    return f"{word}: {', '.join([sessions, *others])}, {_day(first)} to {_day(last)}. {state}."


def score_line(word: str, first: Scored, last: Scored) -> str:
    """ "PHQ-9: 17 (5 Jan 2026) to 6 (20 Apr 2026)"."""
    if first == last:
        return f"{word}: {first[1]} ({_day(first[0])})"
    return f"{word}: {first[1]} ({_day(first[0])}) to {last[1]} ({_day(last[0])})"


def scores_of_course(points: Sequence[Scored], started: date, ended: date) -> list[Scored]:
    """The scores that a course is told by, from its baseline on; `points` oldest first, `ended` today while it runs.

    The baseline is the last score within 14 days before the start, else the first one after it. Source: sources.md 8.
    """
    before = [one for one in points if started - BASELINE <= one[0] <= started]
    during = [one for one in points if started < one[0] <= ended + BASELINE]
    return [*before[-1:], *during]


def first_and_last(points: Sequence[Scored], started: date, ended: date) -> tuple[Scored, Scored] | None:
    """The baseline of a course, and its last score."""
    counted = scores_of_course(points, started, ended)
    return (counted[0], counted[-1]) if counted else None


def goal_line(goal: str, ratings: Sequence[int]) -> str:
    """ "Asks for help once a week: rated 2 at first, 8 at last, of 10"."""
    if not ratings:
        return f"{goal}: not rated"
    if len(ratings) == 1:
        return f"{goal}: rated {ratings[0]} of 10"
    return f"{goal}: rated {ratings[0]} at first, {ratings[-1]} at last, of 10"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
