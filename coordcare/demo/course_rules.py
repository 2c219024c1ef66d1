"""The shapes of a course's own work in a story: documents, goals, stages, missed sessions, the summary. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# This clinic has switched its four ratings on, for this type.
RATED, RATED_EVERY = "ipt_acute", 4
# In which session of the beginning a task is ticked, where a story says nothing else.
BEGINNING = {
    1: ("history", "diagnosis_named", "baseline_measure", "psychoeducation", "practicalities"),
    2: ("sick_role", "timeline_made", "inventory"),
    3: ("onset_linked", "focus_chosen", "medication_need", "formulation", "contract"),
}
MIDDLE = ("mood_event_linked", "theme_clarified", "affect_attended", "focus_worked")
ENDING = (
    *("end_date_reminded", "feelings_about_ending", "gains_reviewed", "skills_named", "warning_signs"),
    *("support_people", "relapse_plan", "what_if_symptoms_return", "maintenance_decision", "next_provider"),
    *("final_measures", "feedback"),
)
# How far each of the clinic's four ratings lies from the mood.
NUDGES = {"relationship_satisfaction": -1, "communication": 0, "trigger_confidence": -1, "steadiness": 1}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Written:
    """A version of a living document, written after the session of a week."""

    week: int
    document: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A session that did not take place, on a day of a week."""

    week: int
    day: int
    attendance: str
    plan: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Work:
    """What a course holds beside its notes. `goals` has a digit (or -) for each session, one line for each goal.

    `stages` is the stage of a dispute by session, `left_out` the tasks that nobody ticked, `place` and `callback` where
    the patient is in sessions that are not in person.
    """

    documents: tuple[Written, ...] = ()
    goals: tuple[str, ...] = ()
    stages: Mapping[int, str] = field(default_factory=dict)
    not_held: tuple[NotHeld, ...] = ()
    left_out: tuple[str, ...] = ()
    place: str = "At home, address on file"
    callback: str = "Number on file"
    participants: Mapping[int, str] = field(default_factory=dict)
    summary: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Summed:
    """The summary of a course, with the fields that its author wrote; the record drafts the rest."""

    fields: Mapping[str, str]


def person(number: int, name: str, relation: str, ring: int, support: int, strain: int, **more: Any) -> dict[str, Any]:
    """One person of an inventory, as it is typed."""
    told = {"display_name": name, "relation": relation, "closeness_ring": ring, "supportive": support, "strain": strain}
    return {f"p{number}-{key}": value for key, value in {**told, **more}.items()}


def circle(*people: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an inventory."""
    return {name: value for one in people for name, value in one.items()}


def tasks_of(work: Work, number: int, planned: int | None) -> list[str]:
    """The tasks that are ticked in a session: the beginning's, one or two of the middle, the ending's in turn."""
    if planned is None:
        return ["mood_event_linked", "focus_worked"]
    left = planned - number
    ticked = list(BEGINNING.get(number, ()))
    if number > max(BEGINNING):
        ticked = [MIDDLE[number % 4], MIDDLE[(number + 1) % 4]]
    if left < 4:
        ticked += ENDING[(3 - left) * 3 : (4 - left) * 3]
    return [task for task in ticked if task not in work.left_out]


def goals_of(work: Work, number: int) -> dict[str, str]:
    """What was rated of each goal in a session."""
    rated = {f"goal_{place}": line[number - 1] for place, line in enumerate(work.goals, 1) if number <= len(line)}
    return {name: digit for name, digit in rated.items() if digit != "-"}


def ratings_of(mood: int | None, number: int, every: int) -> dict[str, str]:
    """The clinic's four ratings, near the mood, in the sessions in which they are asked."""
    if mood is None or not (number == 1 or number % every == 0):
        return {}
    return {name: str(min(max(mood + nudge, 0), 10)) for name, nudge in NUDGES.items()}
