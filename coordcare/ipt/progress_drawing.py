"""The progress of a course as SVG on one axis of days. Colors are attributes for print; classes follow the theme."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from markupsafe import Markup

from coordcare.ipt.progress_rules import Line, Progress, Seen, Span

WIDTH, LEFT, RIGHT = 920, 92, 128
BAR, SCORE, LANE, LABEL, GAP = 24, 132, 44, 18, 14
LONGEST_LABEL = 105
AXIS_DAYS = (28, 14, 7)
SCORE_COLORS = (("#2f6f3e", "score", ""), ("#2d5a8c", "contact", "6 4"))


class _Sheet:
    """Shapes from top to bottom, and where the next one begins."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.days = max((progress.last - progress.first).days, 1)
        self.y = 4.0
        self.shapes: list[Markup] = []

    def x(self, on: date) -> float:
        """Where a day stands; what lies up to two weeks before the start stands at the edge."""
        share = min(max((on - self.progress.first).days / self.days, 0), 1)
        return LEFT + 12 + (WIDTH - LEFT - RIGHT - 24) * share


def chart(progress: Progress) -> Markup | None:
    """Phases, scores, ratings, stages and sessions of a course; None before anything is to be drawn."""
    if not progress.sessions and not progress.scores:
        return None
    sheet = _Sheet(progress)
    _spans(sheet, "Phase", progress.phases, "session")
    for number, line in enumerate(progress.scores):
        _score(sheet, line, SCORE_COLORS[number % len(SCORE_COLORS)])
    for line in progress.drawn:
        _lane(sheet, line)
    _spans(sheet, "Dispute", progress.stages, "event")
    _sessions(sheet, progress.sessions)
    _axis(sheet)
    return Markup(
        '<svg class="chart progress-chart" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img"'
        ' aria-label="{label}" font-size="12">{shapes}</svg>'
    ).format(w=WIDTH, h=round(sheet.y), label=_said(progress), shapes=Markup("").join(sheet.shapes))


def _said(progress: Progress) -> str:
    told = [f"{line.word} {line.points[0][1]} to {line.points[-1][1]}" for line in (*progress.scores, *progress.drawn)]
    return f"{progress.focus}. {'; '.join(told)}. {progress.attended} The same stands in the table below."


def _spans(sheet: _Sheet, label: str, spans: Sequence[Span], tone: str) -> None:
    """A bar of spans, each with its word where that fits."""
    if not spans:
        return
    sheet.shapes.append(_text(0, sheet.y + 16, label))
    fill = {"session": "#e1eff2", "event": "#fbf2df"}[tone]
    for one, following in zip(spans, [*spans[1:], None], strict=True):
        left, right = sheet.x(one.since), sheet.x(following.since) - 2 if following else sheet.x(sheet.progress.last)
        sheet.shapes.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}" class="fill-{}-soft"/>').format(
                _short(left), _short(sheet.y), _short(max(right - left, 2)), BAR, fill, tone
            )
        )
        if right - left > 7 * len(one.word):
            sheet.shapes.append(_text(left + 7, sheet.y + 16, one.word, ink=True, bold=True))
        elif following is None:
            sheet.shapes.append(_text(right + 7, sheet.y + 16, one.word, ink=True, bold=True))
    sheet.y += BAR + GAP


def _score(sheet: _Sheet, line: Line, look: tuple[str, str, str]) -> None:
    """A measure on its whole scale, with its bands."""
    top, low = sheet.y + 6, sheet.y + SCORE - 8

    def height(value: int) -> float:
        return low - (low - top) * value / line.highest

    for number, (lowest, word) in enumerate(line.bands):
        upper = line.bands[number + 1][0] if number + 1 < len(line.bands) else line.highest
        fill = ("#ffffff", "fill-surface") if number % 2 else ("#eef2f4", "fill-sunken")
        sheet.shapes.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" class="{}"/>').format(
                LEFT, _short(height(upper)), WIDTH - LEFT - RIGHT, _short(height(lowest) - height(upper)), *fill
            )
        )
        sheet.shapes.append(_text(LEFT - 6, height(lowest) + 4, str(lowest), anchor="end"))
        sheet.shapes.append(_text(WIDTH - RIGHT + 8, (height(upper) + height(lowest)) / 2 + 4, word))
    sheet.shapes.append(_text(0, top + 12, line.word, ink=True, bold=True))
    places = [(sheet.x(on), height(value)) for on, value in line.points]
    sheet.shapes += [*_drawn(places, *look), *_ends(line, places)]
    sheet.y += SCORE + GAP


def _lane(sheet: _Sheet, line: Line) -> None:
    """A rating from 0 to 10 under its words."""
    words = line.word if len(line.word) <= LONGEST_LABEL else f"{line.word[: LONGEST_LABEL - 1]}…"
    sheet.shapes.append(_text(LEFT, sheet.y + 12, words, ink=True))
    top, low = sheet.y + LABEL + 6, sheet.y + LABEL + LANE - 6
    for value in (0, line.highest):
        at = low - (low - top) * value / line.highest
        sheet.shapes.append(
            Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="#d9e0e4" class="stroke-line"/>').format(
                LEFT, WIDTH - RIGHT, y=_short(at)
            )
        )
        sheet.shapes.append(_text(LEFT - 6, at + 4, str(value), anchor="end"))
    places = [(sheet.x(on), low - (low - top) * value / line.highest) for on, value in line.points]
    sheet.shapes += _drawn(places, "#0b6478", "session", "")
    sheet.shapes.append(_text(WIDTH - RIGHT + 8, places[-1][1] + 4, str(line.points[-1][1]), ink=True, bold=True))
    sheet.y += LABEL + LANE + 4


def _drawn(places: Sequence[tuple[float, float]], color: str, tone: str, dash: str) -> Iterator[Markup]:
    joined = " ".join(f"{_short(x)},{_short(y)}" for x, y in places)
    dashed = Markup(' stroke-dasharray="{}"').format(dash) if dash else Markup("")
    yield Markup(
        '<polyline points="{}" stroke="{}" class="stroke-{}" stroke-width="2" fill="none" stroke-linejoin="round"{}/>'
    ).format(joined, color, tone, dashed)
    for x, y in places:
        yield Markup('<circle cx="{}" cy="{}" r="3.2" fill="{}" class="fill-{}"/>').format(
            _short(x), _short(y), color, tone
        )


def _ends(line: Line, places: Sequence[tuple[float, float]]) -> Iterator[Markup]:
    """The first and the last value at their dots."""
    x, y = places[0]
    yield _text(x, y - 8 if y > 24 else y + 18, str(line.points[0][1]), anchor="middle", ink=True, bold=True)
    if places[-1][0] - x > 24:
        x, y = places[-1]
        yield _text(x, y - 8, str(line.points[-1][1]), anchor="middle", ink=True, bold=True)


def _sessions(sheet: _Sheet, sessions: Sequence[Seen]) -> None:
    """A chip for each session on its day; a session that did not take place has a cross."""
    if not sessions:
        return
    sheet.shapes.append(_text(0, sheet.y + 15, "Sessions"))
    for one in sessions:
        x, words = sheet.x(one.on), str(one.number) if one.number else "×"
        fill = ("#e1eff2", "session-soft") if one.number else ("#fbf2df", "event-soft")
        sheet.shapes.append(
            Markup(
                "<g><title>{}</title>"
                '<rect x="{}" y="{}" width="20" height="20" rx="3" fill="{}" class="fill-{}"/>{}</g>'
            ).format(
                f"{_day(one.on)}: {one.attendance}" + (f", session {one.number}" if one.number else ""),
                _short(x - 10),
                _short(sheet.y),
                *fill,
                _text(x, sheet.y + 14.5, words, anchor="middle", ink=True),
            )
        )
    sheet.y += BAR + 8


def _axis(sheet: _Sheet) -> None:
    """Days below, as often as they have room."""
    step = next((days for days in reversed(AXIS_DAYS) if sheet.days / days <= 9), 28 * (sheet.days // 252 + 1))
    day = sheet.progress.first
    while day <= sheet.progress.last:
        x, week = sheet.x(day), (day - sheet.progress.first).days // 7
        sheet.shapes.append(_text(x, sheet.y + 12, f"{day.day} {day:%b}", anchor="middle"))
        sheet.shapes.append(_text(x, sheet.y + 27, f"wk {week}", anchor="middle"))
        day += timedelta(days=step)
    sheet.y += 34


def _text(x: float, y: float, words: str, *, anchor: str = "start", ink: bool = False, bold: bool = False) -> Markup:
    fill = ("#1d2b36", "fill-ink") if ink else ("#52616b", "fill-muted")
    weight = Markup(' font-weight="600"') if bold else Markup("")
    return Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}" class="{}"{}>{}</text>').format(
        _short(x), _short(y), anchor, *fill, weight, words
    )


def _short(number: float) -> str:
    return f"{number:.1f}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
