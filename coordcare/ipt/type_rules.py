"""The formats of IPT as the clinic gives them. What stands here is the beginning; `configure` makes newer versions.

Every number names its source in sources.md. Later versions stand in the database and were set by the clinic.
"""

from dataclasses import dataclass

UNVERIFIED = "clinic default, not verified"
BY_THE_CLINIC = "set by this clinic"
MOST_SESSIONS = 60
MOST_QUIET_DAYS = 365


@dataclass(frozen=True, slots=True)
class Numbers:
    """What `configure` may change of a type. Sessions are None for an open course; the last three may be off (None).

    `ending_sessions` is the length of the ending phase; with `ending_left` sessions left the ending plan opens.
    By session `tasks_by` the tasks of the beginning should be done. The four outcome ratings are asked every
    `rated_every` sessions. After `quiet_days` days without a session the course says so.
    """

    fewest: int | None
    most: int | None
    usual: int | None
    initial_sessions: int | None
    ending_sessions: int | None
    ending_left: int | None
    tasks_by: int | None
    rated_every: int | None
    quiet_days: int | None


@dataclass(frozen=True, slots=True)
class CourseType:
    """A format of IPT with its numbers; `version` 0 is the one that stands below."""

    key: str
    word: str
    short: str
    numbers: Numbers
    cadence: str
    source: str
    verified: bool
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.numbers.usual is None

    @property
    def standing(self) -> str:
        """Where its numbers come from, in words."""
        if self.version:
            return f"{BY_THE_CLINIC}, version {self.version}"
        return "from the literature" if self.verified else UNVERIFIED


_TYPES = (
    CourseType(
        "ipt_acute", "IPT, acute", "IPT", Numbers(12, 16, 16, 3, 4, 4, 4, None, 21), "weekly",
        "sources.md 1.1 [S3]; initial 1-3: 1.2; ending at 4 of 16 left: section 8", True,
    ),
    CourseType(
        "ipt_brief", "Brief IPT (IPT-B)", "IPT-B", Numbers(6, 10, 8, 2, 2, 2, 3, None, 21), "weekly",
        "8 sessions: sources.md 1.1 [S3]; ending at 2 of 8 left: section 8; range and initial phase [GK]", False,
    ),
    CourseType(
        "ipc", "Interpersonal Counseling (IPC)", "IPC", Numbers(3, 8, 6, 1, 1, 1, 2, None, 28), "weekly or less",
        "sources.md 1.1 [GK]", False,
    ),
    CourseType(
        "ipt_maintenance", "Maintenance IPT", "Maintenance IPT",
        Numbers(None, None, None, None, None, None, None, None, 60), "monthly",
        "sources.md 1.1 [GK]", False,
    ),
    CourseType(
        "ipt_a", "IPT for adolescents (IPT-A)", "IPT-A", Numbers(12, 16, 12, 3, 3, 3, 4, None, 21), "weekly",
        "sources.md 1.1 [GK]", False,
    ),
    CourseType(
        "ipsrt", "Interpersonal and social rhythm therapy (IPSRT)", "IPSRT",
        Numbers(13, 18, 16, 4, 2, 2, 5, None, 45), "weekly to monthly",
        "3-5 initial and 10-12 weekly, 16-18 in a trial: sources.md 1.1 [S10]; ending phase [GK]", False,
    ),
    CourseType(
        "group_ipt_who", "Group IPT (WHO manual)", "Group IPT", Numbers(8, 16, 8, 2, 2, 2, 3, None, 21), "weekly",
        "sources.md 1.1 [S7, S7b]; phases [GK]", False,
    ),
)  # fmt: skip
COURSE_TYPES: dict[str, CourseType] = {row.key: row for row in _TYPES}

Problem = tuple[str, str]


def check_numbers(numbers: Numbers) -> list[Problem]:
    """What is wrong with a type's numbers, as (field, sentence). The highest counts are sanity, no clinical rule."""
    problems = _check_thresholds(numbers)
    sessions = {
        "fewest": numbers.fewest,
        "usual": numbers.usual,
        "most": numbers.most,
        "initial_sessions": numbers.initial_sessions,
        "ending_sessions": numbers.ending_sessions,
        "ending_left": numbers.ending_left,
    }
    if not any(number is not None for number in sessions.values()):
        return problems
    empty = [name for name, number in sessions.items() if number is None]
    if empty:
        sentence = "A planned course needs this number. For an open course leave all numbers of sessions empty."
        return [*problems, *((name, sentence) for name in empty)]
    return problems + _check_sessions(numbers)


def _check_sessions(numbers: Numbers) -> list[Problem]:
    fewest, usual, most = numbers.fewest or 0, numbers.usual or 0, numbers.most or 0
    initial, ending, left = numbers.initial_sessions or 0, numbers.ending_sessions or 0, numbers.ending_left or 0
    if not 1 <= fewest <= usual <= most:
        return [("usual", "These three do not go up: fewest, usual, most.")]
    if most > MOST_SESSIONS:
        return [("most", f"At most {MOST_SESSIONS} sessions.")]
    if initial < 1 or ending < 1:
        return [("initial_sessions" if initial < 1 else "ending_sessions", "Each phase has at least 1 session.")]
    if initial + ending > fewest:
        crossed = f"The phases cross: {initial} and {ending} sessions do not fit into a course of {fewest}."
        return [("ending_sessions", crossed)]
    if not 1 <= left < fewest:
        return [("ending_left", f"Between 1 and {fewest - 1}: the shortest course has {fewest} sessions.")]
    return []


def _check_thresholds(numbers: Numbers) -> list[Problem]:
    limits = {
        "tasks_by": (numbers.tasks_by, MOST_SESSIONS, "sessions"),
        "rated_every": (numbers.rated_every, MOST_SESSIONS, "sessions"),
        "quiet_days": (numbers.quiet_days, MOST_QUIET_DAYS, "days"),
    }
    return [
        (name, f"Between 1 and {highest} {unit}, or empty.")
        for name, (number, highest, unit) in limits.items()
        if number is not None and not 1 <= number <= highest
    ]
