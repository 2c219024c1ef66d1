"""Scores as a decision on medication reads them. Pure; totals are points, lower is better, days are the clinic's.

An association is never a cause: scores stand before and after a change, never "because of" it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

BASELINE_WITHIN = timedelta(days=14)
APPLIES_FROM = 10
REMISSION_BELOW = 5
WINDOW_WEEKS = 6
# Within so few days nobody expects a score or a session: that there is none says nothing. Clinic default [GK].
SAID_AFTER = timedelta(days=7)
SOURCE = "sources.md 8 (response and remission) [S20]"


@dataclass(frozen=True, slots=True)
class Score:
    """A total on a day. Results without a total are left out before they come here."""

    on: date
    total: int


@dataclass(frozen=True, slots=True)
class Response:
    """What became of a baseline: `key` is no_baseline, not_applicable, too_early, response or no_response.

    `percent` is the fall from the baseline, rounded down, so that 49.6 is never told as 50; negative for a rise.
    """

    key: str
    words: str
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Scores around a change: the last before, those after, and sessions attended after."""

    before: Score | None
    after: tuple[Score, ...]
    sessions: int
    words: str


def latest(scores: Iterable[Score], first: date, last: date) -> Score | None:
    """The last score between two days, both included; of one day the one that comes last in the row."""
    fitting = sorted((score for score in scores if first <= score.on <= last), key=lambda score: score.on)
    return fitting[-1] if fitting else None


def baseline(scores: Iterable[Score], started_on: date) -> Score | None:
    """The last score within 14 days before the start of treatment, or of its day. Source: sources.md 8."""
    return latest(scores, started_on - BASELINE_WITHIN, started_on)


def percent_fall(first: int, now: int) -> int:
    """How far a total fell from a first one above 0, in percent, rounded down (towards worse)."""
    return (first - now) * 100 // first


def response(first: Score | None, now: Score | None, *, ended: bool = False) -> Response:
    """Whether a total fell by half or more; not applicable below a baseline of 10. Source: sources.md 8.

    `ended`: of a trial that goes on no more, in which nothing is so far.
    """
    if first is None:
        return Response("no_baseline", "no score in the 14 days before the start")
    if first.total < APPLIES_FROM:
        return Response("not_applicable", f"response not applicable: baseline {first.total} is below {APPLIES_FROM}")
    if now is None or now.on <= first.on:
        return Response("too_early", f"no score since the baseline of {first.total}")
    percent = percent_fall(first.total, now.total)
    change = f"{first.total} to {now.total}, {_percent_words(percent)}"
    if 2 * (first.total - now.total) >= first.total:
        return Response("response", f"response: {change}", percent)
    return Response("no_response", f"no response{'' if ended else ' so far'}: {change}", percent)


def remission_words(scores: Sequence[Score]) -> str | None:
    """Below 5 is a range of the score, not a state of the patient; sustained after two. Source: sources.md 8."""
    last = sorted(scores, key=lambda score: score.on)[-2:]
    if not last or last[-1].total >= REMISSION_BELOW:
        return None
    sustained = len(last) == 2 and last[0].total < REMISSION_BELOW
    return "score in the remission range, sustained (the last 2)" if sustained else "score in the remission range"


def change_words(now: Score, before: Score) -> str:
    """-6 since 3 Nov 2026."""
    difference = now.total - before.total
    return f"{f'{difference:+d}' if difference else 'no change'} since {day_words(before.on)}"


def window(
    measure: str,
    scores: Sequence[Score],
    changed_on: date,
    today: date,
    *,
    next_change: date | None = None,
    next_words: str = "the next change",
    sessions: Iterable[date] = (),
) -> Window:
    """What stood before a change and in the 6 weeks after it, or until the next change. An association, not a cause.

    A window that the next change cuts short says so, in `next_words` ("hydroxyzine was started").
    A score of the day of the change counts as before it. `sessions`: the days of sessions attended. Of its first days
    there are no words, unless there is a score.
    """
    whole = changed_on + timedelta(weeks=WINDOW_WEEKS)
    ends = min(whole, today, next_change or whole)
    before = latest(scores, changed_on - BASELINE_WITHIN, changed_on)
    after = tuple(sorted((one for one in scores if changed_on < one.on <= ends), key=lambda one: one.on))
    attended = sum(changed_on < day <= ends for day in sessions)
    until = next_words if next_change is not None and next_change == ends < whole else None
    days = (ends - changed_on).days
    return Window(before, after, attended, _window_words(measure, before, after, attended, days, until))


def day_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _window_words(
    measure: str, before: Score | None, after: Sequence[Score], attended: int, days: int, until: str | None
) -> str:
    length = f"{days // 7} weeks" if days >= 14 else f"{days} {'day' if days == 1 else 'days'}"
    span = f"in the {length} {f'until {until}' if until else 'after'}"
    if days < SAID_AFTER.days and not after:
        return ""
    told = f"no {measure} {span}"
    if after and before is None:
        told = f"{measure} {after[-1].total} {span}, none in the 14 days before"
    elif after and before is not None:
        told = f"{measure} {before.total} to {after[-1].total} {span}"
    return f"{told}; {attended} {'session' if attended == 1 else 'sessions'} attended"


def _percent_words(percent: int) -> str:
    if percent == 0:
        return "no change"
    return f"{percent} % lower" if percent > 0 else f"{-percent} % higher"
