"""How a story's totals become answers to the items of a measure. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordcare.demo.care_rules import Leaning, Score

MOST = 3
PHQ9, GAD7 = "phq9", "gad7"
# From these totals on: somewhat, very, extremely difficult.
DIFFICULTY_FROM = (5, 13, 20)
WEIGHT, WOBBLE, WEEKS = 10, 4, 5


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled-in measure: each item's answer, None where it was left open. `given` by "patient" or "staff"."""

    measure: str
    answers: tuple[int | None, ...]
    difficulty: int | None
    given: str


def filled(score: Score, leanings: Sequence[Leaning], given: str) -> list[Filled]:
    """The measures of a score, PHQ-9 first."""
    leaning = [one for one in leanings if one.week <= score.week][-1]
    found = []
    if score.phq9 is not None:
        asked = spread(score.phq9 - score.item_9, leaning.phq9, score.skipped, score.week)
        hindered = sum(score.phq9 >= least for least in DIFFICULTY_FROM)
        found.append(Filled(PHQ9, (*asked, score.item_9), hindered, given))
    if score.gad7 is not None:
        found.append(Filled(GAD7, spread(score.gad7, leaning.gad7, None, score.week), None, given))
    return found


def spread(points: int, weights: str, skipped: int | None = None, week: int = 0) -> tuple[int | None, ...]:
    """Points over items, one at a time, to the item that has least for its weight; no item takes more than 3.

    `skipped` is the number of an item left open. Nobody answers twice alike: each week leans a little elsewhere.
    Raises ValueError where the points do not fit.
    """
    items = [place for place in range(len(weights)) if place + 1 != skipped]
    if points > MOST * len(items):
        raise ValueError(f"{points} points do not fit into {len(items)} items")
    heavy = [int(weight) * WEIGHT + (place * 7 + week * 3) % WEEKS * WOBBLE for place, weight in enumerate(weights)]
    taken = dict.fromkeys(items, 0)
    for _ in range(points):
        free = [place for place in items if taken[place] < MOST]
        taken[max(free, key=lambda place: (heavy[place] / (2 * taken[place] + 1), -place))] += 1
    return tuple(taken.get(place) for place in range(len(weights)))
