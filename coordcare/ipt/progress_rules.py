"""A course over its days, as it is drawn and told in a table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Seen:
    """A session on its day: its number, None where it did not take place, and the attendance in words."""

    on: date
    number: int | None
    attendance: str


@dataclass(frozen=True, slots=True)
class Span:
    """A phase or a stage from a day on, until the next one."""

    since: date
    word: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something rated over time, from 0 to `highest`; `bands` are (lowest, word) of a measure."""

    word: str
    highest: int
    points: Sequence[tuple[date, int]]
    bands: Sequence[tuple[int, str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Progress:
    """A course from its first day to its last (or today). `scores` have bands, `ratings` go from 0 to 10."""

    focus: str
    first: date
    last: date
    sessions: Sequence[Seen]
    phases: Sequence[Span]
    stages: Sequence[Span]
    scores: Sequence[Line]
    ratings: Sequence[Line]
    attended: str

    @property
    def drawn(self) -> Sequence[Line]:
        """The ratings that have points."""
        return [line for line in self.ratings if line.points]

    def rows(self) -> list[tuple[date, str, list[int | None]]]:
        """The same as a table: for each day on which anything was, the session's words and the value of each line."""
        lines = [*self.scores, *self.drawn]
        days = sorted({one.on for one in self.sessions} | {on for line in lines for on, _ in line.points})
        values = [dict(line.points) for line in lines]
        told = {one.on: f"Session {one.number}" if one.number else one.attendance for one in self.sessions}
        return [(day, told.get(day, ""), [value.get(day) for value in values]) for day in days]

    def columns(self) -> list[str]:
        return [line.word for line in (*self.scores, *self.drawn)]
