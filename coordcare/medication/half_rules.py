"""The two halves of a switch, of which one may be taken back alone. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from coordcare.medication.rules import Change, regimen, regimen_words
from coordcare.medication.title_rules import day_words

# In place of a drug whose body is withheld: what was written there is told nowhere.
WITHHELD = "the other drug"
# What begins a drug: after it, somebody has looked at what is taken.
BEGINNING = frozenset({"start", "taking_already", "switch", "augment", "resume"})


class Signed(NamedTuple):
    """A signed change: `order` and `taken_back` are places of signing and of taking back (None: it stands).

    A body that is withheld leaves None in the rest. `linked_id` is the switch that this is the second half of.
    """

    entry_id: int
    order: int
    taken_back: int | None
    change_type: str | None
    drug: str | None
    other_drug: str | None
    linked_id: int | None


class LostHalf(NamedTuple):
    """A switch that lost a half, in words, with the entry that stands."""

    entry_id: int
    words: str


def lost_halves(signed: Sequence[Signed]) -> list[LostHalf]:
    """Switches of which one half was taken back, until a change of one of their drugs or a start is signed after it."""
    found = []
    for one, gone in _pairs(signed):
        if one.taken_back is not None or gone.taken_back is None:
            continue
        if _looked_after(signed, gone.taken_back, {one.drug, one.other_drug}):
            continue
        if one.linked_id is None:
            words = (
                f"The {gone.change_type or 'stop'} of {one.other_drug} was taken back; the start of {one.drug} stands."
            )
        else:
            words = f"The start of {gone.drug or WITHHELD} was taken back; the {one.change_type} of {one.drug} stands."
        found.append(LostHalf(one.entry_id, words))
    return found


def _pairs(signed: Sequence[Signed]) -> Iterator[tuple[Signed, Signed]]:
    """Each half that can be read, with its other half."""
    by_order = {one.order: one for one in signed}
    by_id = {one.entry_id: one for one in signed}
    second = {one.linked_id: one for one in signed if one.linked_id is not None}
    for one in signed:
        if one.linked_id is not None:
            yield one, by_id[one.linked_id]
        elif one.change_type == "switch":
            # A second half whose body is withheld is known by its place: the two are signed one after the other.
            after = second.get(one.entry_id, by_order.get(one.order + 1))
            if after is not None and (after.linked_id == one.entry_id or after.change_type is None):
                yield one, after


def left_alone(changes: Iterable[Change], other: Sequence[Change], begun: str, left: str, today: date) -> str:
    """What the regimen says once a half does not count: `other` are the changes of the half that stands.

    Told of the day on which that half has taken effect, or of today if that is later.
    """
    day = max(today, other[-1].effective_on)
    lines = regimen(changes, day)
    taken = {line.drug for line in lines}
    since = day_words(other[-1].effective_on)
    if left not in taken:
        nothing = "" if begun in taken else f" and nothing replaces it: {begun} is not taken"
        told = f"{left} stays stopped from {since}{nothing}"
    elif begun in taken:
        told = f"{left} goes on beside {begun}"
    else:
        told = f"{left} goes on and {begun} is not taken"
    return f"{told[:1].upper()}{told[1:]}. Regimen of {day_words(day)}: {regimen_words(lines) or 'no medication'}."


def _looked_after(signed: Iterable[Signed], place: int, drugs: set[str | None]) -> bool:
    later = (one for one in signed if one.order > place and one.taken_back is None)
    return any(one.drug in drugs or one.change_type in BEGINNING for one in later)
