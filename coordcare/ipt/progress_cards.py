"""A course over its days, as it is drawn and told in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordcare.charts.chart_rules import Phase, Scale, Session


@dataclass(frozen=True, slots=True)
class Progress:
    """A course from its first day to its last (or today). `scores` have bands, `ratings` go from 0 to 10."""

    focus: str
    started: date
    last: date
    sessions: Sequence[Session]
    phases: Sequence[Phase]
    stages: Sequence[Phase]
    scores: Sequence[Scale]
    ratings: Sequence[Scale]
    attended: str

    @property
    def scales(self) -> list[Scale]:
        """What is drawn as a line: the scores, and the ratings that have been given."""
        return [*self.scores, *(rating for rating in self.ratings if rating.scores)]

    @property
    def first(self) -> date:
        """The first day that is drawn: a baseline may stand before the course."""
        return min([self.started, *(scale.scores[0].on for scale in self.scales)])

    @property
    def is_empty(self) -> bool:
        return not (self.sessions or self.scores)

    def columns(self) -> list[str]:
        return [scale.word for scale in self.scales]

    def rows(self) -> list[tuple[date, str, list[int | None]]]:
        """For each day on which anything was: the session in words, and the value of each line."""
        days = sorted({one.on for one in self.sessions} | {score.on for scale in self.scales for score in scale.scores})
        values = [{score.on: score.total for score in scale.scores} for scale in self.scales]
        told = {one.on: f"Session {one.number}" if one.number else one.words for one in self.sessions}
        return [(day, told.get(day, ""), [value.get(day) for value in values]) for day in days]
