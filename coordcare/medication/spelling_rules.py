"""Which names of a list somebody may have meant who mistyped one. Pure.

A wrong suggestion is worse than none: many drugs look alike, and one that is not on the list may stand next to one
that is (levothyroxine, liothyronine; tetrazepam is 2 slips from temazepam, lorazepam from oxazepam). Names of drugs
share their endings and often their first letter, so no rule of letters tells 2 slips from another drug: only one slip
of the keys is offered.
"""

from collections.abc import Iterable

PREFIX_LETTERS = 4


def meant(typed: str, names: Iterable[str]) -> list[str]:
    """Names, in their order, that begin with the letter typed first and of which one of these holds.

    They begin with what was typed, of at least 4 letters; or they are 1 slip away (a letter more, less, another, or
    two that changed places) [GK].
    """
    return sorted(name for name in names if _is_slip(name, typed))


def _is_slip(name: str, typed: str) -> bool:
    if len(typed) < PREFIX_LETTERS or name[:1] != typed[:1]:
        return False
    return name.startswith(typed) or slips(typed, name) <= 1


def slips(one: str, other: str) -> int:
    """The fewest slips that make one word of the other: the Damerau-Levenshtein distance (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, beside in enumerate(other, start=1):
            fewest = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != beside))
            if min(row, column) > 1 and letter == other[column - 2] and one[row - 2] == beside:
                fewest = min(fewest, before[column - 2] + 1)
            now.append(fewest)
        before, last = last, now
    return last[-1]
