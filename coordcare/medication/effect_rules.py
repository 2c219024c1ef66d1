"""Which of the side effects that were told stand: the latest report of each name in a window. Pure.

Nothing is judged here: what one report named stands until a later one names it again, or says, as what was done or in
its words, that it has ended. Source: sources.md 4.1 (name, severity, onset and action); the window is the clinic's
default, not verified.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from coordcare.medication.observation_rules import ENDED, SideEffect
from coordcare.medication.rules import Change

WINDOW = timedelta(days=28)
# Changes after which the same dose is taken, or of which nobody knows since when.
_SAME_DOSE = frozenset({"timing", "taking_already"})
_ENDED = re.compile(
    r"^no (?:more|longer any) (?P<before>.+)$"
    r"|^(?P<after>.+?)[ ,:;(]+(?:(?:is|are|has|have|now) )*(?:gone|resolved|ended|subsided|over)\)?\.?$"
)


class Told(NamedTuple):
    """A side effect with its day, who reported it and the entry in which it stands."""

    effect: SideEffect
    on: date
    by: str
    entry_id: int

    @property
    def presses(self) -> bool:
        return self.effect.severity == "severe" and not self.ended

    @property
    def ended(self) -> bool:
        """Whether this report says, as what was done or in its words, that it has ended."""
        return self.effect.action == ENDED or _named(self.effect.name)[1]


def window_from(changes: Iterable[Change], on: date) -> date:
    """The first day that counts: 28 days back, or the last change of a dose where that is longer ago."""
    days = [one.effective_on for one in changes if one.effective_on <= on and one.change_type not in _SAME_DOSE]
    return min([on - WINDOW, *sorted(days)[-1:]])


def standing(told: Sequence[Told], since: date) -> list[Told]:
    """Of reports, newest first, the latest of each name since a day, newest first.

    Of older ones the newest entry alone, where there is none since: it was the last that anybody said.
    """
    counted = [one for one in told if one.on >= since] or [one for one in told if one.entry_id == told[0].entry_id]
    found: dict[str, Told] = {}
    for one in reversed(counted):
        name, _ = _named(one.effect.name)
        if one.ended and name in found:
            del found[name]
            continue
        found[_key(one.effect.name)] = one
    return [one for one in counted if found.get(_key(one.effect.name)) is one]


def _key(name: str) -> str:
    return " ".join(name.casefold().split()).strip(" .,;:")


def _named(name: str) -> tuple[str, bool]:
    """The name of a side effect, and whether the words say that it has ended."""
    key = _key(name)
    match = _ENDED.match(key)
    return (_key(match["before"] or match["after"]), True) if match else (key, False)
