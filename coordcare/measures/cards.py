"""What pages show of results."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from coordcare.measures.rules import Course, Point, band_tone
from coordcare.measures.wording_rules import MEASURES, Measure


@dataclass(frozen=True, slots=True)
class Result:
    """One signed result. `item_9` is "above 0", "0" or "not answered", None where it is not asked or not readable."""

    entry_id: int
    measure: str
    on: date
    total: int | None
    band_word: str | None
    answered_words: str
    by: str
    item_9: str | None
    retracted: str | None

    @property
    def point(self) -> Point:
        return Point(self.on, self.total)

    @property
    def band_tone(self) -> str | None:
        """The tone of the band's badge."""
        return None if self.total is None else band_tone(MEASURES[self.measure], self.total)


@dataclass(frozen=True, slots=True)
class Row:
    """A result in the table, with its change from the one before, in words."""

    result: Result
    change: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One measure on its page: the latest result that counts, how it went, its line, all results newest first."""

    measure: Measure
    latest: Result | None
    course: Course
    chart: Markup | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class LatestScore:
    """One measure beside every page: `before` is what the change is told against."""

    measure: Measure
    result: Result
    change: str | None
    spark: Markup | None


@dataclass(frozen=True, slots=True)
class ScoresPanel:
    """The latest result of each measure that has any, and the address of the page of all."""

    scores: list[LatestScore]
    url: str
