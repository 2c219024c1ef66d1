"""The progress review as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coordcare.charts.chart_rules import Chart
from coordcare.medication.decision_rules import Judged
from coordcare.medication.effect_rules import Told
from coordcare.medication.half_rules import LostHalf
from coordcare.medication.history_rules import PastTrial
from coordcare.medication.monitoring_rules import OVERDUE, Due
from coordcare.medication.observation_queries import Latest
from coordcare.review.shown_rules import Line, Shown
from coordcare.risk.rules import RiskStatus
from coordcare.timeline.cards import Retraction


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A measure: the last total, what it changed, and what the rules say of it."""

    word: str
    total: int
    band: str
    tone: str | None
    on: date
    change: str | None
    since_baseline: str | None
    rule: str | None
    item_9: str | None
    entry_id: int


@dataclass(frozen=True, slots=True)
class DrugLine:
    """A drug of the regimen: its dose, how many days it was taken so, its `trial` of an antidepressant in a line."""

    drug: str
    dose_words: str
    days: int
    since: date
    held: bool
    planned: str | None = None
    trial: str | None = None

    @property
    def days_words(self) -> str:
        return f"{self.days} {'day' if self.days == 1 else 'days'} at this dose"


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A last result out of range: what was measured, and what it may mean. `urgent`: it asks to act today."""

    on: date
    words: str
    means: str
    told: str
    urgent: bool
    entry_id: int
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a colleague asks of the viewer; `url` is where it is answered."""

    text: str
    by: str
    on: date
    url: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """Something that a colleague signed, added or took back since the viewer's last look.

    `text` is the beginning of its insight, `ask` what it asks of whoever prescribes, `risk` what it states of
    risk, where that was asked for.
    """

    words: str
    on: date
    by: str
    url: str
    entry_id: int
    text: str | None = None
    ask: str | None = None
    risk: RiskStatus | None = None


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a line; `insight` is its beginning, None where it did not take place."""

    on: date
    words: str
    insight: str | None
    by: str
    url: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change with its window: scores before and in the weeks after. An association."""

    number: int
    on: date
    title: str
    reason: str | None
    watch_for: str | None
    window: str
    url: str


@dataclass(frozen=True, slots=True)
class EventLine:
    on: date
    words: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """An earlier decision; `title` is that of the change. `reason` is that for none, empty where it was withheld."""

    id: int
    at: datetime
    by: str
    title: str
    url: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """The decision points of the present trial of a drug; `trial` is it in a line, `limit` whose maximum counts."""

    drug: str
    trial: str | None
    limit: str | None
    judged: Sequence[Judged]

    @property
    def count(self) -> int:
        return len(self.judged)


@dataclass(frozen=True, slots=True)
class Review:
    """All of a review. `questions` wait for the viewer as items; `asks` are lines for the prescriber that stand open,
    newest first; `asks_folded` the others.

    `settled` are those that the viewer's last decision, on `settled_on`, has settled. `other_medicines` stand on the
    health list; empty for who does not read it.
    What is folded comes newest first; `more_*` says how many stand on the timeline alone.
    """

    on: date
    scores: Sequence[ScoreLine]
    regimen: Sequence[DrugLine]
    lost_halves: Sequence[LostHalf]
    other_medicines: Sequence[str]
    results: Sequence[ResultLine]
    observed: Latest
    effects: Sequence[Told]
    questions: Sequence[Question]
    asks: Sequence[Question]
    asks_folded: Sequence[Question]
    settled: Sequence[Question]
    settled_on: date | None
    news: Sequence[News]
    chart: Chart
    sessions: Sequence[SessionLine]
    sessions_in_words: str
    events: Sequence[EventLine]
    changes: Sequence[ChangeLine]
    trials: Sequence[PastTrial]
    points: Sequence[Points]
    monitoring: Sequence[Due]
    shown: Shown

    @property
    def taken(self) -> list[DrugLine]:
        """What is taken or on hold now."""
        return [line for line in self.regimen if line.planned is None]

    @property
    def plans(self) -> dict[str, list[DrugLine]]:
        """Every planned step by drug, soonest first: paper leaves out none, a stop least of all."""
        found: dict[str, list[DrugLine]] = {}
        for line in self.regimen:
            if line.planned is not None:
                found.setdefault(line.drug, []).append(line)
        return found

    @property
    def overdue(self) -> int:
        """How many tests are overdue."""
        return sum(one.state == OVERDUE for one in self.monitoring)


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision as it was kept: what was shown at it, and what became of that since.

    `withheld` in place of a `reason` that its author took away; `withhold_url` for who may.
    """

    id: int
    at: datetime
    by: str
    title: str
    reason: str | None
    withheld: Retraction | None
    withhold_url: str | None
    entry_url: str | None
    opened_seq: int
    facts: Sequence[Line]
    parts: Sequence[str] | None
    entry_count: int
    retracted_count: int
    sha256: str
    whole: bool
