"""What the course page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordcare.accounts.queries import Person
from coordcare.ipt.models import Course, CourseStep
from coordcare.ipt.rules import END_REASONS, STAGE_WORDS, STEP_WORDS, Phase, Step, focus_lines
from coordcare.ipt.session_queries import CourseSession
from coordcare.ipt.session_rules import ATTENDANCE, Held, gaps
from coordcare.ipt.task_rules import TASKS
from coordcare.ipt.type_rules import CourseType


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of a phase: when it was ticked (in which session, by whom), or None while it is open."""

    key: str
    done_on: date | None
    session: int | None
    by: str | None

    @property
    def word(self) -> str:
        return TASKS[self.key]


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage of a dispute and since when it is that: the start of the course (no session), or a session."""

    stage: str
    on: date
    session: int | None

    @property
    def word(self) -> str:
        return STAGE_WORDS[self.stage].partition(":")[0]

    @property
    def words(self) -> str:
        return STAGE_WORDS[self.stage]


@dataclass(frozen=True, slots=True)
class StepLine:
    """What became of a course, in words."""

    step: CourseStep
    by: str

    @property
    def words(self) -> str:
        said = {Step.PAUSE: "Paused", Step.RESUME: "Resumed", Step.COMPLETE: "Completed", Step.END_EARLY: "Ended early"}
        reason = END_REASONS.get(self.step.reason or "")
        return f"{said[Step(self.step.step)]}{': ' + reason.lower() if reason else ''}"


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course with its sessions, as its page tells it."""

    course: Course
    type: CourseType
    led_by: Person
    sessions: Sequence[CourseSession]
    steps: Sequence[StepLine]
    stages: Sequence[StageLine]
    next_phase: Phase

    @property
    def focus(self) -> str:
        return focus_lines(self.course.areas)

    @property
    def held(self) -> list[CourseSession]:
        return [one for one in self.sessions if one.held]

    @property
    def last_number(self) -> int:
        return max((one.number or 0 for one in self.sessions), default=0)

    @property
    def missing_numbers(self) -> list[int]:
        return gaps([Held(one.number or 0, one.on) for one in self.held])

    @property
    def attendance(self) -> str:
        """How many sessions of each kind, those that there were: "13 attended, 1 cancelled in time"."""
        counts = [(sum(one.attendance == key for one in self.sessions), word) for key, word in ATTENDANCE.items()]
        return ", ".join(f"{count} {word.lower()}" for count, word in counts if count)

    @property
    def step_words(self) -> list[tuple[Step, str]]:
        return list(STEP_WORDS.items())
