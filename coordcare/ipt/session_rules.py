"""Sessions of a course: who came, which number fits which day, and what is asked when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ATTENDED = "attended"
ATTENDANCE = {
    ATTENDED: "Attended",
    "cancelled": "Cancelled in time",
    "late_cancelled": "Cancelled late",
    "missed": "Missed without a word",
}
# How a session that did not take place is titled and counted.
NOT_HELD = {"cancelled": "cancelled", "late_cancelled": "cancelled late", "missed": "missed"}
LOWEST, HIGHEST = 0, 10

# The clinic's own four questions. Source: none; no study of these words is known.
RATINGS = {
    "relationship_satisfaction": "Satisfied with the relationships that matter",
    "communication": "Says what is needed",
    "trigger_confidence": "Confident with what used to set it off",
    "steadiness": "Steady from day to day",
}
GOALS = ("goal_1", "goal_2", "goal_3", "goal_4")


@dataclass(frozen=True, slots=True)
class Held:
    """A numbered session that stands, and its day."""

    number: int
    on: date


def number_problem(number: int, on: date, held: Sequence[Held]) -> str | None:
    """Why a number does not fit its day among the sessions that stand, in a sentence; None if it does.

    Numbers of retracted notes are free again; a note written late takes the number of its day.
    """
    if any(one.number == number for one in held):
        return f"Session {number} of this course is signed already. {_offer(on, held)}"
    for one in held:
        if (one.number < number and one.on > on) or (one.number > number and one.on < on):
            return (
                f"Session {one.number} was on {_day(one.on)}, so session {number} does not fit on {_day(on)}."
                f" {_offer(on, held)}"
            )
    return None


def pause_problem(paused_on: date | None, on: date) -> str | None:
    """Why a session of that day takes no number while its course is paused; None if it takes one.

    A note of a session from before the pause is written late, and takes its number.
    """
    if paused_on is None or on < paused_on:
        return None
    return (
        f"The course is paused since {_day(paused_on)}, so a session of that day or later takes no number. Resume it on"
        " the course page, or leave the number empty."
    )


def next_number(held: Sequence[Held]) -> int:
    """The number that the next session takes, one above the highest that stands."""
    return max((one.number for one in held), default=0) + 1


def free_number(on: date, held: Sequence[Held]) -> int | None:
    """The lowest free number that fits a day: a gap that a retraction left, else the next; None where none is free."""
    taken = {one.number for one in held}
    lowest = max((one.number for one in held if one.on < on), default=0) + 1
    highest = min((one.number for one in held if one.on > on), default=next_number(held) + 1) - 1
    return next((number for number in range(lowest, highest + 1) if number not in taken), None)


def gaps(held: Sequence[Held]) -> list[int]:
    """Numbers below the highest that no note has."""
    taken = {one.number for one in held}
    return [number for number in range(1, next_number(held)) if number not in taken]


def ratings_are_due(rated_every: int | None, next_session: int) -> bool:
    """Whether the four ratings are asked in this session: the first and every n-th, where the clinic asks them."""
    return rated_every is not None and (next_session == 1 or next_session % rated_every == 0)


def quiet_words(last_on: date | None, today: date, quiet_days: int | None) -> str | None:
    """Said of a course in which nobody was seen for long; None while it is not."""
    if last_on is None or quiet_days is None or (today - last_on).days <= quiet_days:
        return None
    return f"The last session was {(today - last_on).days} days ago, on {_day(last_on)}."


def _offer(on: date, held: Sequence[Held]) -> str:
    free = free_number(on, held)
    if free is None:
        return "No number is free for this day: check the date."
    return f"The next number is {free}." if free == next_number(held) else f"The number that fits this day is {free}."


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
