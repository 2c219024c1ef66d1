"""What a progress chart shows, by days, as values; and the same as a table. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

SHORTEST = timedelta(days=28)
# Never a dose: what is on hold is not taken.
HELD_WORDS = ("on hold", "held")


@dataclass(frozen=True, slots=True)
class Score:
    """A total on a day. `item_9` is the answer in words where it is above 0, else None."""

    on: date
    total: int
    item_9: str | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure from 0 to `highest` points with its totals, oldest first; `bands` are (lowest total, word)."""

    word: str
    highest: int
    bands: Sequence[tuple[int, str]]
    scores: Sequence[Score]

    def band(self, total: int) -> str:
        """The word of a total's band; nothing for a measure without bands."""
        return next((word for lowest, word in reversed(self.bands) if total >= lowest), "")


@dataclass(frozen=True, slots=True)
class Step:
    """What is taken of a drug from a day on: 50 mg twice daily; in brief, 100 mg/day; `daily` in the lane's unit.

    `held`: not taken for now. `stopped`: not taken from this day on; both need no words. `daily` is None where it
    is not known.
    """

    since: date
    words: str = ""
    brief: str = ""
    daily: Decimal | None = None
    held: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on one dose; `until` is the day of the next step, None while it lasts. `share` of the highest, 0 to 1."""

    since: date
    until: date | None
    words: str
    brief: str
    share: float
    held: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A drug with its stretches, oldest first."""

    word: str
    stretches: Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class Pin:
    """A change of medication by its number, as the list under the chart has it."""

    number: int
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session on its day: its number, None where it did not take place or is part of no course; what became of it.

    `held`: it took place, with a number or without.
    """

    on: date
    number: int | None
    words: str
    held: bool


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase from a day on, until another begins or, for the last of a course, `until`."""

    since: date
    word: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """What happened in the patient's life, in a few words."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A day of the table; `values` stand in the order of the columns, empty where nothing was."""

    on: date
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn, each list oldest first, and the last day of the axis (today, mostly)."""

    last: date
    scales: Sequence[Scale] = field(default_factory=tuple)
    lanes: Sequence[Lane] = field(default_factory=tuple)
    pins: Sequence[Pin] = field(default_factory=tuple)
    sessions: Sequence[Session] = field(default_factory=tuple)
    phases: Sequence[Phase] = field(default_factory=tuple)
    events: Sequence[LifeEvent] = field(default_factory=tuple)

    @property
    def drawn_scales(self) -> list[Scale]:
        return [scale for scale in self.scales if scale.scores]

    @property
    def is_empty(self) -> bool:
        return not (self.drawn_scales or self.lanes or self.pins or self.sessions or self.events)

    def days(self) -> tuple[date, date]:
        """The first and the last day of the axis, at least four weeks apart."""
        known = [
            *(score.on for scale in self.scales for score in scale.scores),
            *(stretch.since for lane in self.lanes for stretch in lane.stretches),
            *(pin.on for pin in self.pins),
            *(session.on for session in self.sessions),
            *(event.on for event in self.events),
            *(phase.since for phase in self.phases),
        ]
        last = max([self.last, *known])
        return min([last - SHORTEST, *known]), last

    def columns(self) -> list[str]:
        """The heads of the table after the day."""
        return [*(scale.word for scale in self.drawn_scales), "Medication changes", "Session", "Life event"]

    def rows(self) -> list[Row]:
        """The same as a table, newest first: a row for each day on which anything was."""
        told: list[dict[date, list[str]]] = [
            _by_day((score.on, score_words(scale, score)) for score in scale.scores) for scale in self.drawn_scales
        ]
        told.append(_by_day((pin.on, f"{pin.number}. {pin.words}") for pin in self.pins))
        told.append(_by_day((one.on, session_words(one)) for one in self.sessions))
        told.append(_by_day((event.on, event.words) for event in self.events))
        days = sorted({day for column in told for day in column}, reverse=True)
        return [Row(day, ["; ".join(column.get(day, ())) for column in told]) for day in days]


def lane(word: str, steps: Iterable[Step]) -> Lane | None:
    """A drug's lane from its steps in order; None where nothing was ever taken.

    Of two steps on one day the later counts. While it is held, the lane keeps the dose that was taken before.
    """
    known: list[Step] = []
    for step in steps:
        if known and known[-1].since == step.since:
            known.pop()
        known.append(step)
    highest = max((step.daily for step in known if step.daily), default=Decimal(0))
    stretches: list[Stretch] = []
    share = 0.0
    for number, step in enumerate(known):
        until = known[number + 1].since if number + 1 < len(known) else None
        if not step.held:
            share = float(step.daily / highest) if step.daily and highest else 0.0
        if not step.stopped:
            told = HELD_WORDS if step.held else (step.words, step.brief)
            stretches.append(Stretch(step.since, until, *told, share, step.held))
    return Lane(word, stretches) if stretches else None


def score_words(scale: Scale, score: Score) -> str:
    """17, moderately severe; item 9: several days"""
    words = ", ".join(filter(None, [str(score.total), scale.band(score.total)]))
    return f"{words}; item 9: {score.item_9}" if score.item_9 else words


def session_words(session: Session) -> str:
    return f"Session {session.number}, {session.words}" if session.number else session.words


def day_words(day: date) -> str:
    """17 Nov 2026"""
    return f"{day.day} {day:%b %Y}"


def _by_day(facts: Iterable[tuple[date, str]]) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for day, words in facts:
        found.setdefault(day, []).append(words)
    return found
