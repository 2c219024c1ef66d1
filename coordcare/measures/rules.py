"""Scoring, change between results, and what a positive item 9 asks for. Pure; totals are points."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coordcare.measures.wording_rules import MEASURES, Measure

MOST_PRORATED = 2
REMISSION_BELOW = 5
ASSESSMENT_KEPT = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Score:
    """What answers make: a total with its band, None where there is none, and how many were answered."""

    total: int | None
    band: str | None
    answered: int
    prorated: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A result on a day, as changes are told of it."""

    on: date
    total: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """A measure over time: its last total, and in words how it came there, None where there is nothing to say."""

    last: Point | None = None
    since_last: str | None = None
    since_first: str | None = None
    response: str | None = None
    remission: str | None = None


def score(measure: Measure, answers: Sequence[int | None]) -> Score:
    """The score of answers 0-3 in the order of the items, None for an item not answered.

    Up to 2 missing: mean of the answered times the number of items, rounded half up [GK, not verified].
    Item 9 is never prorated (sources.md 8): a total without it would hold an invented answer to the question on
    death and self-harm, a mean as much as a 0. So PHQ-9 has no total until item 9 is answered, which prompts to
    ask it. An answered item 9 counts in the mean like any other item.
    """
    if len(answers) != len(measure.items):
        raise ValueError(f"{measure.word} has {len(measure.items)} items")
    given = [answer for answer in answers if answer is not None]
    missing = len(answers) - len(given)
    safety_missing = measure.safety_item is not None and answers[measure.safety_item - 1] is None
    if missing > MOST_PRORATED or safety_missing:
        return Score(None, None, len(given), prorated=False)
    # Whole numbers throughout: half a point rounds up, which a float or round() would not promise.
    total = (2 * sum(given) * len(answers) + len(given)) // (2 * len(given))
    return Score(total, band_of(measure, total), len(given), prorated=missing > 0)


def band_of(measure: Measure, total: int) -> str:
    """The key of a total's band. Sources: wording_rules."""
    return next(band.key for band in measure.bands if band.lowest <= total <= band.highest)


def band_word(measure: Measure, key: str) -> str:
    return next(band.word for band in measure.bands if band.key == key)


def band_tone(measure: Measure, total: int) -> str | None:
    """How loud a total's band is shown: calm when minimal, plain when mild, amber from the cut on, never red."""
    if total >= measure.cut:
        return "event"
    return "score" if total <= measure.bands[0].highest else None


def title(values: Mapping[str, Any]) -> str:
    """A result in a line, from the columns of its total: PHQ-9 17 (moderately severe)."""
    measure = MEASURES[values["measure"]]
    if values["total"] is None:
        return f"{measure.word}, no total ({answered_words(values)})"
    return f"{measure.word} {values['total']} ({band_word(measure, values['band'])})"


def answered_words(values: Mapping[str, Any]) -> str:
    """How many items were answered, always said."""
    words = f"{values['answered']} of {len(MEASURES[values['measure']].items)} answered"
    return f"{words}, total prorated" if values["prorated"] else words


def change_words(measure: Measure, now: int, before: Point) -> str:
    """The change against an earlier total: -3 since 3 Nov 2026; said when it is more than chance [S36]."""
    difference = now - (before.total or 0)
    words = short_change_words(now, before)
    if abs(difference) < measure.reliable:
        return words
    return f"{words}, reliable {'improvement' if difference < 0 else 'worsening'}"


def short_change_words(now: int, before: Point) -> str:
    """The same for a narrow place: -3 since 3 Nov 2026."""
    difference = now - (before.total or 0)
    return f"{difference:+d} since {_day(before.on)}" if difference else f"no change since {_day(before.on)}"


def caseload_words(measure: Measure, newest_first: Sequence[Point]) -> str:
    """The last total of a patient in a list, with the change from the one before."""
    now = newest_first[0].total or 0
    words = f"{now} ({band_word(measure, band_of(measure, now))}) on {_day(newest_first[0].on)}"
    return ", ".join([words, *(short_change_words(now, before) for before in newest_first[1:2])])


def is_response(measure: Measure, first: int, now: int) -> bool | None:
    """Whether a total fell by half or more; None below a first total of 10, where it does not apply.

    Source: sources.md 8; PHQ-9 [S20], GAD-7 [GK].
    """
    return None if first < measure.cut else 2 * (first - now) >= first


def course(measure: Measure, points: Iterable[Point]) -> Course:
    """How a measure went, from results that count, oldest first; those without a total change nothing."""
    totals = [(point, point.total) for point in points if point.total is not None]
    if not totals:
        return Course()
    latest, now = totals[-1]
    if len(totals) == 1:
        return Course(latest, remission=_remission([now]))
    (first, first_total), (before, _) = totals[0], totals[-2]
    return Course(
        latest,
        change_words(measure, now, before),
        f"{change_words(measure, now, first)}, the first here" if len(totals) > 2 else None,
        _response_words(measure, first_total, [point for point, _ in totals[1:]]),
        _remission([total for _, total in totals[-2:]]),
    )


def item_9_urgency(answer: int, last_answer: int | None, assessed_on: date | None, today: date) -> str:
    """How soon a positive item 9 is to be answered: same_day asks for the full panel, two_days for one click.

    The full panel: the answer is new, raised, 2 or 3, or the last assessment is missing or over 28 days old.
    Source: sources.md 8 (Item 9) [L: Na 2018; Chung 2023, on how often item 9 is confirmed]; the steps are the
    clinic's default, not verified.
    """
    new_or_raised = not last_answer or answer > last_answer
    stale = assessed_on is None or today - assessed_on > ASSESSMENT_KEPT
    return "same_day" if new_or_raised or answer >= 2 or stale else "two_days"


def item_9_text(on: date, urgency: str, assessed_on: date | None) -> str:
    """The risk task of a positive item 9, in words. The alert is for the team; the answer stands in the result."""
    words = f"PHQ-9 item 9 answered above 0 on {_day(on)}."
    if urgency == "two_days" and assessed_on is not None:
        assessed = f"risk was last assessed on {_day(assessed_on)}"
        return f"{words} Not higher than last time; {assessed}. Is the plan still right?"
    return f"{words} Ask about suicidal thoughts and assess the risk."


def _response_words(measure: Measure, first: int, after: Sequence[Point]) -> str:
    """What came of the first total; a response that was lost is told with the last day on which it stood."""
    now = after[-1].total or 0
    response = is_response(measure, first, now)
    lost = next((point for point in reversed(after) if is_response(measure, first, point.total or 0)), None)
    if response is None:
        return f"response not applicable: the first total here, {first}, is below {measure.cut}"
    if response:
        return f"response: 50 % or more below the first total here, {first}"
    if lost:
        return (
            f"response at {lost.total} on {_day(lost.on)}, not any more: now {now},"
            f" less than 50 % below the first total here, {first}"
        )
    return f"no response so far: less than 50 % below the first total here, {first}"


def _remission(last: Sequence[int]) -> str | None:
    """Below 5 is a range of the score and not a state of the patient; sustained after two. Source: sources.md 8."""
    if last[-1] >= REMISSION_BELOW:
        return None
    sustained = len(last) > 1 and last[-2] < REMISSION_BELOW
    return f"score in the remission range{', sustained (the last 2)' if sustained else ''}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
