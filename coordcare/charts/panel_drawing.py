"""A measure's panel: its whole scale with its bands, its line, its first and last value, item 9 in words below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coordcare.charts.chart_rules import Scale, Score, day_words, score_words
from coordcare.charts.place_rules import ASCENT, DESCENT, Box, first_free, fitted, on_two_lines, spread, text_box, width
from coordcare.charts.sheet_drawing import DANGER, EVENT, INK, SURFACE, Sheet, Tone, joined, short

HEAD = 13
LINE = 12
VALUE = 12.5
# Above so many totals the dots are small.
MANY = 60
BAND_TINT = 0.055
# How much of the plot a phone shows, which opens at its right end: a longer name takes two lines there.
NEAR = 242


def least_height(scale: Scale, size: float, least: float) -> float:
    """What a panel needs so that every band has its name beside it."""
    return max(least, len(scale.bands) * (size + 1.5))


def head(sheet: Sheet, scale: Scale) -> float:
    """What a panel needs above it for its name, which a phone may show on two lines."""
    return HEAD + LINE * (len(_above(sheet, scale.word)) > 1)


def panel(sheet: Sheet, scale: Scale, look: tuple[Tone, str], height: float, pins: Sequence[Box]) -> None:
    """`height` of the plot in units; `pins` are the lines that cross it, which words keep clear of."""
    top = sheet.y
    low = top + height
    tone, dash = look
    places = [(sheet.x(score.on), low - height * score.total / scale.highest) for score in scale.scores]
    _bands(sheet, scale, top, low)
    _flags(sheet, scale, places)
    sheet.path(joined(places), tone, wide=1.8, dash=dash, more=' stroke-linejoin="round"')
    radius = 3 if len(places) <= MANY else 1.8
    sheet.lane(scale.word, _stops(scale, places, radius), tone)
    sheet.panels.append((top, low))
    _values(sheet, scale, places, pins)
    sheet.y = low + 4


def item_9(sheet: Sheet, scale: Scale) -> None:
    """A row of the answers above 0, in words: a bar under each run of equal answers, from its first to its last.

    Where the words of neighbors would meet, they are told together, as a number of answers.
    """
    size = sheet.shape.size
    line = sheet.y + size
    sheet.row_name("Item 9", line)
    runs = _runs(scale.scores)
    bars = (f"M{short(sheet.x(run[0].on) - 4)},{short(line + 4)}H{short(sheet.x(run[-1].on) + 4)}" for run in runs)
    sheet.path("".join(bars), DANGER, wide=2.5)
    groups: list[_Group] = []
    for run in runs:
        groups.append(_group(sheet, run))
        while len(groups) > 1 and groups[-2].at + groups[-2].wide + 6 > groups[-1].at:
            last, before = groups.pop(), groups.pop()
            groups.append(_group(sheet, [*before.scores, *last.scores]))
    for group in groups:
        sheet.write(group.at, line, group.words, tone=DANGER, bold=True)
    sheet.y = line + 8


@dataclass(frozen=True, slots=True)
class _Group:
    """Answers above 0 that are told together: where their words begin, and how long those are."""

    scores: Sequence[Score]
    words: str
    at: float
    wide: float


def _group(sheet: Sheet, scores: Sequence[Score]) -> _Group:
    answers = {score.item_9 for score in scores}
    words = str(scores[0].item_9) if len(answers) == 1 else f"{len(scores)} times above 0"
    wide = width(words, sheet.shape.size, bold=True)
    return _Group(scores, words, min(sheet.x(scores[0].on) - 4, sheet.right - wide), wide)


def _runs(scores: Sequence[Score]) -> list[list[Score]]:
    runs: list[list[Score]] = []
    before: Score | None = None
    for score in scores:
        if score.item_9:
            if before is None or before.item_9 != score.item_9:
                runs.append([])
            runs[-1].append(score)
        before = score
    return runs


def _bands(sheet: Sheet, scale: Scale, top: float, low: float) -> None:
    """Warmer the more severe, each named at the right; the lowest total of each stands at the left."""
    size, height = sheet.shape.size, low - top

    def level(total: float) -> float:
        return low - height * total / scale.highest

    edges = [lowest for lowest, _ in scale.bands] or [0]
    for number, (lower, upper) in enumerate(zip(edges, [*edges[1:], scale.highest], strict=True)):
        box = Box(sheet.left, level(upper), sheet.right, level(lower))
        sheet.rect(box, EVENT, more=f' fill-opacity="{number * BAND_TINT:.2f}"')
    sheet.path(f"M{short(sheet.left)},{short(low)}H{short(sheet.right)}", ("#b6c2c9", "line-strong"))
    shown: list[float] = []
    for total in [*edges, scale.highest]:
        at = level(total) + size * 0.36
        if all(abs(at - other) >= size for other in shown):
            sheet.write(sheet.left - 5, at, total, anchor="end")
            shown.append(at)
    _names(sheet, scale.word, top)
    middles = [(level(a) + level(b)) / 2 for a, b in zip(edges, [*edges[1:], scale.highest], strict=True)]
    places = reversed(spread(middles, size + 1, top + size / 2, low - size / 2))
    for (_, word), at in zip(scale.bands, places, strict=False):
        sheet.write(sheet.right + 6, at + size * 0.36, fitted(word, size, sheet.shape.right - 8))


def _names(sheet: Sheet, word: str, top: float) -> None:
    """The measure's name beside its panel, or in the gap above it where it is long; and where a phone shows it."""
    size = sheet.shape.size
    lines = _above(sheet, word)
    if lines:
        room = sheet.right - sheet.left
        sheet.write(sheet.left, top - 3, fitted(word, size, room, bold=True), tone=INK, bold=True, only="far")
        longest = max(width(line, size, bold=True) for line in lines)
        for number, line in enumerate(reversed(lines)):
            at = top - 3 - number * LINE
            sheet.write(sheet.right - longest, at, line, tone=INK, bold=True, only="near")
        return
    sheet.write(0, top + size, fitted(word, size, sheet.left - 26, bold=True), tone=INK, bold=True)
    near = fitted(word, size, sheet.shape.right - 8, bold=True)
    sheet.write(sheet.right + 6, top - 3, near, tone=INK, bold=True, only="near")


def _above(sheet: Sheet, word: str) -> list[str]:
    """A long name as a phone shows it in the gap above its panel; nothing where it stands beside it."""
    size, room = sheet.shape.size, sheet.right - sheet.left
    if not sheet.panels or fitted(word, size, sheet.left - 26, bold=True) == word:
        return []
    return on_two_lines(word, size, min(NEAR, room), bold=True)


def _flags(sheet: Sheet, scale: Scale, places: Sequence[tuple[float, float]]) -> None:
    """A red ring behind each total with item 9 above 0."""
    marked = [place for score, place in zip(scale.scores, places, strict=True) if score.item_9]
    if marked:
        steps = "".join(f"M{short(x)},{short(y)}h0" for x, y in marked)
        wide = 11 if len(places) <= MANY else 7
        sheet.path(steps, DANGER, wide=wide, more=' stroke-linecap="round"')
        sheet.path(steps, SURFACE, wide=wide - 3, more=' stroke-linecap="round"')


def _stops(scale: Scale, places: Sequence[tuple[float, float]], radius: float) -> Iterator[tuple[str, str]]:
    for score, (x, y) in zip(scale.scores, places, strict=True):
        words = f"{day_words(score.on)}: {scale.word} {score_words(scale, score)}"
        yield words, f'<circle cx="{short(x)}" cy="{short(y)}" r="{short(radius)}"/>'


def _values(sheet: Sheet, scale: Scale, places: Sequence[tuple[float, float]], pins: Sequence[Box]) -> None:
    """The last total and the first, each where it hides no label, and neither line nor pin if that can be."""
    lines = list(_covered(places))
    x, y = places[-1]
    _value(
        sheet, scale.scores[-1], [(x + 8, y + 4.5, "start"), (x, y - 8, "middle"), (x, y + 17, "middle")], lines, pins
    )
    if len(places) > 1 and x - places[0][0] > 24:
        x, y = places[0]
        around = [(x, y - 8, "middle"), (x, y + 17, "middle"), (x + 7, y - 6, "start"), (x + 7, y + 14, "start")]
        _value(sheet, scale.scores[0], around, lines, pins)


def _value(
    sheet: Sheet,
    score: Score,
    around: Sequence[tuple[float, float, str]],
    lines: Sequence[Box],
    pins: Sequence[Box],
) -> None:
    """One total at the first of the places `around` that is free, never outside of its plot nor on a label."""
    words = str(score.total)
    top, low = sheet.panels[-1]
    inside = [(x, min(max(y, top + VALUE * ASCENT), low - VALUE * DESCENT), anchor) for x, y, anchor in around]
    boxes = [text_box(x, y, words, VALUE, anchor=anchor, bold=True) for x, y, anchor in inside]
    for taken in ([*sheet.taken, *lines, *pins], [*sheet.taken, *lines], sheet.taken):
        found = first_free(boxes, taken)
        if found is not None:
            x, y, anchor = inside[found]
            sheet.write(x, y, words, anchor=anchor, tone=INK, size=VALUE, bold=True)
            return


def _covered(places: Sequence[tuple[float, float]]) -> Iterator[Box]:
    """What a line and its dots cover, in small boxes."""
    for x, y in places:
        yield Box(x - 3, y - 3, x + 3, y + 3)
    for (x, y), (to_x, to_y) in pairwise(places):
        steps = max(int(max(abs(to_x - x), abs(to_y - y)) // 4), 1)
        for step in range(steps + 1):
            at_x, at_y = x + (to_x - x) * step / steps, y + (to_y - y) * step / steps
            yield Box(at_x - 1, at_y - 1, at_x + 1, at_y + 1)
