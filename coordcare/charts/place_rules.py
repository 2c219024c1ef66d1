"""Where labels stand so that none hides another. Pure; lengths are units of the drawing, y grows downwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Of the size of a letter, for the clinic's typeface, a little too wide rather than too narrow.
NARROW, WIDE = frozenset("fijlrtI.,:;'|!()[]- "), frozenset("mwMWQ@%&…—×")
NARROW_SHARE, PLAIN_SHARE, CAPITAL_SHARE, WIDE_SHARE = 0.38, 0.62, 0.72, 1.06
BOLD = 1.07
# Above the line of writing, and below it.
ASCENT, DESCENT = 0.76, 0.24

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that holds something to be read."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether they share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Cluster:
    """Neighbors that share one mark: which they are, first to last; its words and its middle."""

    first: int
    last: int
    words: str
    x: float
    width: float


def width(words: str, size: float, *, bold: bool = False) -> float:
    """How long words are at a size of letters, rather too long than too short."""
    total = sum(
        NARROW_SHARE
        if letter in NARROW
        else WIDE_SHARE
        if letter in WIDE or ord(letter) > 0x24F
        else CAPITAL_SHARE
        if letter.isupper()
        else PLAIN_SHARE
        for letter in words
    )
    return total * size * (BOLD if bold else 1)


def text_box(x: float, y: float, words: str, size: float, *, anchor: str = "start", bold: bool = False) -> Box:
    """The box of words whose line of writing is at `y`."""
    long = width(words, size, bold=bold)
    left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
    return Box(left, y - size * ASCENT, left + long, y + size * DESCENT)


def fitted(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """The words, cut where they do not fit; nothing where fewer than three letters would be left."""
    if width(words, size, bold=bold) <= room:
        return words
    for length in range(len(words) - 1, 2, -1):
        short = f"{words[:length].rstrip(' ,;:')}…"
        if width(short, size, bold=bold) <= room:
            return short
    return ""


def on_two_lines(words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The words on one line or on two, broken between words; the second is cut where it does not fit."""
    if width(words, size, bold=bold) <= room:
        return [words]
    told = words.split(" ")
    for count in range(len(told) - 1, 0, -1):
        first = " ".join(told[:count])
        if width(first, size, bold=bold) <= room:
            return [first, fitted(" ".join(told[count:]), size, room, bold=bold)]
    return [fitted(words, size, room, bold=bold)]


def first_free(candidates: Iterable[Box], taken: Sequence[Box]) -> int | None:
    """The number of the first candidate that meets nothing that is taken."""
    for number, box in enumerate(candidates):
        if not any(box.meets(other) for other in taken):
            return number
    return None


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places in the order of `wanted`, at least `apart`, within `low` and `high`, none moved further than it must.

    The caller sees to it that there is room: (len - 1) * apart <= high - low.
    """
    places: list[float] = []
    for number, want in enumerate(sorted(wanted)):
        place = max(want, low if not places else places[-1] + apart)
        places.append(min(place, high - apart * (len(wanted) - 1 - number)))
    return places


def clusters(
    places: Sequence[float], numbers: Sequence[int], size: float, padding: float, low: float, high: float
) -> list[Cluster]:
    """Marks with their numbers at `places` (which grow), joined to one from-to until none meets another."""

    def joined(first: int, last: int) -> Cluster:
        words = str(numbers[first]) if first == last else f"{numbers[first]}-{numbers[last]}"
        wide = width(words, size, bold=True) + 2 * padding
        middle = (places[first] + places[last]) / 2
        return Cluster(first, last, words, min(max(middle, low + wide / 2), high - wide / 2), wide)

    found: list[Cluster] = []
    for number in range(len(places)):
        found.append(joined(number, number))
        while len(found) > 1 and _meet(found[-2], found[-1]):
            last, before = found.pop(), found.pop()
            found.append(joined(before.first, last.last))
    return found


def _meet(one: Cluster, other: Cluster) -> bool:
    return one.x + one.width / 2 + 1 > other.x - other.width / 2


def thinned(places: Sequence[float], widths: Sequence[float], gap: float) -> list[bool]:
    """Which labels, centered on their places, are shown: from the last backwards, each that meets no later one."""
    shown = [False] * len(places)
    edge = float("inf")
    for number in range(len(places) - 1, -1, -1):
        if places[number] + widths[number] / 2 + gap <= edge:
            shown[number] = True
            edge = places[number] - widths[number] / 2
    return shown


def rows(marks: Sequence[Span], spans: Sequence[Span], most: int, gap: float) -> list[tuple[int, bool]]:
    """The row of each mark, the last first served, and whether its words are shown beside it.

    `spans` are (left, right) of a mark with its words. A mark without room for its words stands where it hides
    none; and where it would everywhere, those words go: a mark is always shown.
    """
    taken: list[dict[int, Span]] = [{} for _ in range(most)]
    found = [(0, False)] * len(spans)
    for number in range(len(spans) - 1, -1, -1):
        row = next((row for row, others in enumerate(taken) if not _met(spans[number], others, gap)), None)
        if row is not None:
            taken[row][number] = spans[number]
            found[number] = (row, True)
    for number, mark in enumerate(marks):
        if found[number][1]:
            continue
        row = min(range(most), key=lambda row: len(_met(mark, taken[row], 1)))
        for met in _met(mark, taken[row], 1):
            taken[row].pop(met)
            found[met] = (row, False)
        found[number] = (row, False)
    return found


def _met(span: Span, others: Mapping[int, Span], gap: float) -> list[int]:
    return [number for number, one in others.items() if span[0] - gap < one[1] and one[0] < span[1] + gap]
