"""Course types, phases and what a course must satisfy. Every number names its source in domain.md."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

UNVERIFIED = "clinic default, not verified"
START_AHEAD = timedelta(days=60)
Problem = tuple[str, str]


class CourseStatus(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"


STATUS_WORDS = {
    CourseStatus.ACTIVE: "Active",
    CourseStatus.COMPLETED: "Completed",
    CourseStatus.ENDED_EARLY: "Ended early",
}


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

FOCUS_WORDS = {
    "grief": "Grief",
    "role_dispute": "Role dispute",
    "role_transition": "Role transition",
    "interpersonal_sensitivities": "Interpersonal sensitivities",
}


@dataclass(frozen=True, slots=True)
class CourseType:
    """A format of IPT: its range of planned sessions (none: open), and how many open and end it."""

    key: str
    word: str
    short: str
    fewest: int | None
    most: int | None
    usual: int | None
    initial_sessions: int | None
    ending_sessions: int | None
    cadence: str
    source: str
    verified: bool

    @property
    def is_open(self) -> bool:
        return self.usual is None


_TYPES = (
    CourseType(
        "ipt_acute", "IPT, acute", "IPT", 12, 16, 16, 3, 4, "weekly",
        "domain.md 1.1 [S3]; initial 1-3: 1.2; ending at 4 of 16 left: section 8", True,
    ),
    CourseType(
        "ipt_brief", "Brief IPT (IPT-B)", "IPT-B", 6, 10, 8, 2, 2, "weekly",
        "8 sessions: domain.md 1.1 [S3]; ending at 2 of 8 left: section 8; range and initial phase [GK]", False,
    ),
    CourseType(
        "ipc", "Interpersonal Counseling (IPC)", "IPC", 3, 8, 6, 1, 1, "weekly or less",
        "domain.md 1.1 [GK]", False,
    ),
    CourseType(
        "ipt_maintenance", "Maintenance IPT", "Maintenance IPT", None, None, None, None, None, "monthly",
        "domain.md 1.1 [GK]", False,
    ),
    CourseType(
        "ipt_a", "IPT for adolescents (IPT-A)", "IPT-A", 12, 16, 12, 3, 3, "weekly",
        "domain.md 1.1 [GK]", False,
    ),
    CourseType(
        "ipsrt", "Interpersonal and social rhythm therapy (IPSRT)", "IPSRT", 13, 18, 16, 4, 2, "weekly to monthly",
        "3-5 initial and 10-12 weekly, 16-18 in a trial: domain.md 1.1 [S10]; ending phase [GK]", False,
    ),
    CourseType(
        "group_ipt_who", "Group IPT (WHO manual)", "Group IPT", 8, 16, 8, 2, 2, "weekly",
        "domain.md 1.1 [S7, S7b]; phases [GK]", False,
    ),
)  # fmt: skip
COURSE_TYPES: dict[str, CourseType] = {row.key: row for row in _TYPES}


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """What somebody plans: the numbers they left open are None."""

    course_type: str
    planned_sessions: int | None
    initial_until: int | None
    ending_from: int | None
    started_on: date


def phase(session: int, planned: int | None, initial_until: int | None, ending_from: int | None) -> Phase:
    """The phase of a session. Source: domain.md 1.2 [S2], with the boundaries of the course.

    A course without a plan has one phase; a session beyond the plan belongs to the ending.
    """
    if planned is None or initial_until is None or ending_from is None:
        return Phase.MAINTENANCE
    if session <= initial_until:
        return Phase.INITIAL
    return Phase.ENDING if session >= ending_from else Phase.MIDDLE


def boundaries(course_type: CourseType, planned: int | None) -> tuple[int | None, int | None]:
    """The last session of the initial phase and the first of the ending, by default. Source: the type's own."""
    if planned is None or course_type.initial_sessions is None or course_type.ending_sessions is None:
        return None, None
    return course_type.initial_sessions, planned - course_type.ending_sessions + 1


def completed(plan: CoursePlan) -> CoursePlan:
    """The plan with the type's usual numbers where it left them open."""
    course_type = COURSE_TYPES[plan.course_type]
    planned = _chosen(plan.planned_sessions, course_type.usual)
    initial_until, ending_from = boundaries(course_type, planned)
    return replace(
        plan,
        planned_sessions=planned,
        initial_until=_chosen(plan.initial_until, initial_until),
        ending_from=_chosen(plan.ending_from, ending_from),
    )


def _chosen(number: int | None, usual: int | None) -> int | None:
    return usual if number is None else number


def check_plan(plan: CoursePlan, birth_date: date, today: date) -> list[Problem]:
    """What is wrong with a plan, as (field, sentence). Ranges: the type's source; 60 days ahead [GK]."""
    problems = []
    if plan.started_on > today + START_AHEAD:
        problems.append(("started_on", "This start is more than 60 days ahead. Check the year."))
    if plan.started_on < birth_date:
        problems.append(("started_on", "This start is before the patient was born."))
    return problems + (_check_open(plan) if COURSE_TYPES[plan.course_type].is_open else _check_numbers(plan))


def _check_open(plan: CoursePlan) -> list[Problem]:
    fields = {
        "planned_sessions": plan.planned_sessions,
        "initial_until": plan.initial_until,
        "ending_from": plan.ending_from,
    }
    sentence = "A maintenance course has no planned number and one phase. Leave this empty."
    return [(name, sentence) for name, number in fields.items() if number is not None]


def _check_numbers(plan: CoursePlan) -> list[Problem]:
    course_type, full = COURSE_TYPES[plan.course_type], completed(plan)
    planned, initial_until, ending_from = full.planned_sessions, full.initial_until, full.ending_from
    fewest, most = course_type.fewest, course_type.most
    if planned is None or initial_until is None or ending_from is None or fewest is None or most is None:
        raise ValueError("a course with a plan has all its numbers")
    if not fewest <= planned <= most:
        return [
            ("planned_sessions", f"{course_type.short} is planned with {fewest} to {most} sessions, not {planned}.")
        ]
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
    return []


def focus_line(focus: str, focus_words: str | None) -> str:
    """The focus as the banner says it: "Role transition: new parenthood"."""
    return f"{FOCUS_WORDS[focus]}: {focus_words}" if focus_words else FOCUS_WORDS[focus]
