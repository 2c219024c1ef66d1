"""Courses: their life, their phases, and what a plan must satisfy. Every number names its source in sources.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from coordcare.ipt.type_rules import COURSE_TYPES, CourseType, Problem

START_AHEAD = timedelta(days=60)


class CourseStatus(StrEnum):
    """Where a course stands. A paused course is kept as an active one with the day since when it is paused."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"


STATUS_WORDS = {
    CourseStatus.ACTIVE: "Active",
    CourseStatus.PAUSED: "Paused",
    CourseStatus.COMPLETED: "Completed",
    CourseStatus.ENDED_EARLY: "Ended early",
}


class Step(StrEnum):
    """What becomes of a course that was started."""

    PAUSE = "pause"
    RESUME = "resume"
    COMPLETE = "complete"
    END_EARLY = "end_early"


STEP_WORDS = {
    Step.PAUSE: "Pause",
    Step.RESUME: "Resume",
    Step.COMPLETE: "Complete",
    Step.END_EARLY: "End early",
}
# From which statuses a step is taken, and where it leads.
STEPS: dict[Step, tuple[tuple[CourseStatus, ...], CourseStatus]] = {
    Step.PAUSE: ((CourseStatus.ACTIVE,), CourseStatus.PAUSED),
    Step.RESUME: ((CourseStatus.PAUSED,), CourseStatus.ACTIVE),
    Step.COMPLETE: ((CourseStatus.ACTIVE,), CourseStatus.COMPLETED),
    Step.END_EARLY: ((CourseStatus.ACTIVE, CourseStatus.PAUSED), CourseStatus.ENDED_EARLY),
}
END_REASONS = {
    "patient_wish": "The patient wished to stop",
    "lost_contact": "Contact was lost",
    "moved": "Moved, or cannot come any more",
    "other_treatment": "Another treatment is needed",
    "hospital": "Admitted to a hospital or program",
    "improved": "Better sooner than planned",
    "other": "Another reason, in words",
}
OTHER = "other"


class Phase(StrEnum):
    """Where a session stands in its course."""

    INITIAL = "initial"
    MIDDLE = "middle"
    ENDING = "ending"
    MAINTENANCE = "maintenance"

    @property
    def word(self) -> str:
        return PHASE_WORDS[self]


PHASE_WORDS = {
    Phase.INITIAL: "Initial phase",
    Phase.MIDDLE: "Middle phase",
    Phase.ENDING: "Ending phase",
    Phase.MAINTENANCE: "Maintenance",
}

DISPUTE = "role_dispute"
FOCUS_WORDS = {
    "grief": "Grief",
    DISPUTE: "Role dispute",
    "role_transition": "Role transition",
    "interpersonal_sensitivities": "Interpersonal sensitivities",
}

# Source: sources.md 1.3 [GK; classic Klerman/Weissman].
STAGE_WORDS = {
    "renegotiation": "Renegotiation: both are aware and trying",
    "impasse": "Impasse: talk has stopped",
    "dissolution": "Dissolution: beyond repair, part and mourn",
}


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """What somebody plans: the numbers they left open are None."""

    course_type: str
    planned_sessions: int | None
    initial_until: int | None
    ending_from: int | None
    started_on: date
    ending_left: int | None = None


Types = Mapping[str, CourseType]


def phase(session: int, planned: int | None, initial_until: int | None, ending_from: int | None) -> Phase:
    """The phase of a session. Source: sources.md 1.2 [S2], with the boundaries of the course.

    A course without a plan has one phase; a session beyond the plan belongs to the ending.
    """
    if planned is None or initial_until is None or ending_from is None:
        return Phase.MAINTENANCE
    if session <= initial_until:
        return Phase.INITIAL
    return Phase.ENDING if session >= ending_from else Phase.MIDDLE


def boundaries(course_type: CourseType, planned: int | None) -> tuple[int | None, int | None]:
    """The last session of the initial phase and the first of the ending, by default. Source: the type's own."""
    numbers = course_type.numbers
    if planned is None or numbers.initial_sessions is None or numbers.ending_sessions is None:
        return None, None
    return numbers.initial_sessions, planned - numbers.ending_sessions + 1


def completed(plan: CoursePlan, types: Types = COURSE_TYPES) -> CoursePlan:
    """The plan with the type's usual numbers where it left them open."""
    course_type = types[plan.course_type]
    planned = _chosen(plan.planned_sessions, course_type.numbers.usual)
    initial_until, ending_from = boundaries(course_type, planned)
    return replace(
        plan,
        planned_sessions=planned,
        initial_until=_chosen(plan.initial_until, initial_until),
        ending_from=_chosen(plan.ending_from, ending_from),
        ending_left=None if planned is None else _chosen(plan.ending_left, course_type.numbers.ending_left),
    )


def _chosen(number: int | None, usual: int | None) -> int | None:
    return usual if number is None else number


def check_plan(plan: CoursePlan, birth_date: date, today: date, types: Types = COURSE_TYPES) -> list[Problem]:
    """What is wrong with a plan, as (field, sentence). Ranges: the type's source; 60 days ahead [GK]."""
    problems = []
    if plan.started_on > today + START_AHEAD:
        problems.append(("started_on", "This start is more than 60 days ahead. Check the year."))
    if plan.started_on < birth_date:
        problems.append(("started_on", "This start is before the patient was born."))
    is_open = types[plan.course_type].is_open
    return problems + (_check_open(plan) if is_open else _check_numbers(completed(plan, types), types))


def _check_open(plan: CoursePlan) -> list[Problem]:
    fields = ("planned_sessions", "initial_until", "ending_from", "ending_left")
    sentence = "A maintenance course has no planned number and one phase. Leave this empty."
    return [(name, sentence) for name in fields if getattr(plan, name) is not None]


def _check_numbers(full: CoursePlan, types: Types) -> list[Problem]:
    course_type = types[full.course_type]
    planned, initial_until, ending_from = full.planned_sessions, full.initial_until, full.ending_from
    left, fewest, most = full.ending_left, course_type.numbers.fewest, course_type.numbers.most
    if (
        planned is None
        or initial_until is None
        or ending_from is None
        or left is None
        or fewest is None
        or most is None
    ):
        raise ValueError("a course with a plan has all its numbers")
    if not fewest <= planned <= most:
        sentence = f"{course_type.short} is planned with {fewest} to {most} sessions, not {planned}."
        return [("planned_sessions", sentence)]
    if initial_until < 1:
        return [("initial_until", "The initial phase has at least 1 session.")]
    if ending_from > planned:
        return [
            ("ending_from", f"The ending phase would start at session {ending_from}, after the last one ({planned}).")
        ]
    if initial_until >= ending_from:
        return [
            (
                "ending_from",
                f"The phases cross: the initial phase lasts until session {initial_until} and the ending phase would"
                f" start at session {ending_from}.",
            )
        ]
    if not 1 <= left < planned:
        return [("ending_left", f"The ending plan opens with 1 to {planned - 1} sessions left.")]
    return []


def focus_line(focus: str, focus_words: str | None) -> str:
    """The focus as the banner says it: "Role transition: new parenthood"."""
    return f"{FOCUS_WORDS[focus]}: {focus_words}" if focus_words else FOCUS_WORDS[focus]


def focus_lines(areas: Mapping[str, str | None]) -> str:
    """One or two focus areas as the banner says them."""
    return "; ".join(focus_line(area, words) for area, words in areas.items())


def check_areas(focus: Sequence[str], second: str | None) -> str | None:
    """What is wrong with the chosen focus areas, in a sentence. One, at most two: sources.md 1.3 [GK]."""
    chosen = [*dict.fromkeys(focus), *([second] if second else [])]
    if len(chosen) > 2:
        return f"These are {len(chosen)} focus areas. Choose one, at most two: what does not fit can wait."
    if second and second in focus:
        return "The second focus is the first one again. Leave it empty, or choose another."
    return None


def check_step(step: Step, status: CourseStatus, reason: str | None, words: str | None) -> list[Problem]:
    """What is wrong with a step of a course, as (field, sentence)."""
    if status not in STEPS[step][0]:
        return [("step", f"This course is {STATUS_WORDS[status].lower()}: it cannot be taken this step.")]
    if step is Step.END_EARLY and reason not in END_REASONS:
        return [("reason", "Choose why it ends early.")]
    if step is Step.END_EARLY and reason == OTHER and not words:
        return [("words", "Say in a few words why it ends early.")]
    return []
