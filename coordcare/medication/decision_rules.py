"""Decision points of a trial, and FIBSER's three scores. Advisory, pure; editable by the clinic later.

Sources: sources.md 3 (points after STAR*D [S24, S25]; the fall of 20 % after R3 and CANMAT) and 8: points run per
trial, from the start of the current drug at an adequate dose, reset on a switch, and unknown adherence is not
"adequate". FIBSER: sources.md 2.2 [S26].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from coordcare.medication.history_rules import adequate_since
from coordcare.medication.progress_rules import Score, percent_fall, response
from coordcare.medication.rules import Change
from coordcare.medication.trial_rules import Ending

NEAR = timedelta(days=7)
ADEQUATE_ADHERENCE = frozenset({"as_prescribed"})
AHEAD, NOW, PAST = "ahead", "now", "past"
EARLY_FALL = 20


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """A week of the trial: what is looked at, and the fall in percent that is looked for (None: none)."""

    week: int
    looks_at: str
    if_less: str
    least_fall: int | None
    source: str
    verified: bool


POINTS = (
    DecisionPoint(2, "tolerability, risk, adherence", "", None, "sources.md 3 [S25, GK]", False),
    DecisionPoint(
        4,
        "improvement",
        "consider a higher dose",
        EARLY_FALL,
        "sources.md 3: week 4 [S24], 20 % (R3, CANMAT) [GK]",
        False,
    ),
    DecisionPoint(6, "response", "consider a higher dose, augmentation or a switch", 50, "sources.md 3 [S24]", False),
    DecisionPoint(9, "response", "consider a switch or augmentation", 50, "sources.md 3 [S24]", False),
    DecisionPoint(
        12, "response", "reconsider the diagnosis, combine with therapy, consult", 50, "sources.md 3 [S24, S20]", False
    ),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision point of a trial: its day, whether it is ahead, the present one or past, the score near it."""

    point: DecisionPoint
    on: date
    state: str
    score: Score | None
    words: str


def decision_points(
    changes: Sequence[Change],
    drug: str,
    scores: Sequence[Score],
    first: Score | None,
    today: date,
    *,
    adherence: Sequence[tuple[date, str]] = (),
    adequate: Decimal | None = None,
    room: str | None = None,
    ending: Ending | None = None,
) -> list[Judged]:
    """The points of the present trial of a drug; empty while it is not taken at an adequate dose.

    `first` is the baseline (progress_rules.baseline, or as a clinician chose it). `adherence`: what was reported,
    (day, key of rules.ADHERENCE), newest first; a point that is past knows what was reported until its day. `adequate`
    is the drug's adequate_start in mg a day. `room` is what is left of the dose (trial_rules.Room): the first option at
    the present point, where the score has not fallen enough; of a drug that is being left, `ending` is told in its
    place, without any option, and no point is ahead after its stop.
    """
    since = adequate_since(changes, drug, today, adequate)
    if since is None:
        return []
    until = ending.on if ending is not None and ending.on is not None else date.max
    days = [day for point in POINTS if (day := since + timedelta(weeks=point.week)) <= max(until, today)]
    reached = [day for day in days if day <= today]
    found = []
    for point, day in zip(POINTS, days, strict=False):
        state = AHEAD if day > today else NOW if day == reached[-1] else PAST
        score = None if state == AHEAD else _near(scores, since, day, today)
        known = next((key for at, key in adherence if state != PAST or at <= day), None)
        now = state == NOW
        words = _words(point, state, score, first, known, room if now else None, ending if now else None)
        found.append(Judged(point, day, state, score, words))
    return found


def _near(scores: Sequence[Score], since: date, day: date, today: date) -> Score | None:
    """The score nearest to a point, within a week of it and after the trial's start; of two the later. [GK]"""
    fitting = [one for one in scores if abs(one.on - day) <= NEAR and since < one.on <= today]
    return min(fitting, key=lambda one: (abs(one.on - day), -one.on.toordinal()), default=None)


def _words(
    point: DecisionPoint,
    state: str,
    score: Score | None,
    first: Score | None,
    adherence: str | None,
    room: str | None,
    ending: Ending | None,
) -> str:
    if state == AHEAD or point.least_fall is None:
        return point.looks_at
    if score is None:
        return f"{point.looks_at}: no score within a week of it"
    judged = response(first, score)
    if first is None or judged.percent is None:
        return judged.words
    if percent_fall(first.total, score.total) >= point.least_fall:
        return f"{first.total} to {score.total}, {judged.percent} % lower: at least {point.least_fall} %"
    change = f"{first.total} to {score.total}: less than {point.least_fall} % lower"
    if ending is not None:
        return f"{change}; {ending.words}"
    if adherence not in ADEQUATE_ADHERENCE:
        told = [change, "ask about adherence first, it is not known to be adequate", room]
    else:
        told = [change, room, point.if_less]
    return "; ".join(filter(None, told))
