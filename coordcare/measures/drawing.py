"""Lines of scores as SVG. Every shape has its color as an attribute, so that it prints; classes follow the theme."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup, escape

from coordcare.measures.rules import Point
from coordcare.measures.wording_rules import Measure

WIDTH, HEIGHT = 360, 196
LEFT, RIGHT, TOP, BOTTOM = 26, 104, 10, 170
SPARK_WIDTH, SPARK_HEIGHT = 132, 44


def line(measure: Measure, points: Sequence[Point], more: str = "") -> Markup | None:
    """A measure's totals over time on its whole scale, with its bands. `points` oldest first, each with a total.

    None without any. `more` is said to a reader of the description, after the totals.
    """
    if not points:
        return None
    places = [(_x(point.on, points), _y(measure, point.total or 0)) for point in points]
    told = "; ".join(f"{_day(point.on)}: {point.total}" for point in points)
    shapes = [
        *_bands(measure),
        *_days(points),
        _polyline(places),
        *(_dot(place) for place in places),
        *_values(points, places),
    ]
    key = f"line-{measure.key}"
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img"'
        ' aria-labelledby="{key}-title {key}-desc" font-size="11">'
        '<title id="{key}-title">{title}</title><desc id="{key}-desc">{desc}</desc>{shapes}</svg>'
    ).format(
        w=WIDTH,
        h=HEIGHT,
        key=key,
        title=f"{measure.word} totals over time, scale 0 to {measure.highest}",
        desc=f"{told}. {more}".strip(),
        shapes=Markup("").join(shapes),
    )


def sparkline(measure: Measure, points: Sequence[Point]) -> Markup | None:
    """The last totals on the whole scale, its ends and the cut (dashed) written beside it; None for fewer than two."""
    if len(points) < 2:
        return None
    top, low, right = 6.0, SPARK_HEIGHT - 6.0, SPARK_WIDTH - 24.0

    def height(total: int) -> float:
        return low - (low - top) * total / measure.highest

    first, days = points[0].on, max((points[-1].on - points[0].on).days, 1)
    places = [(2 + (right - 4) * (point.on - first).days / days, height(point.total or 0)) for point in points]
    label = f"{measure.word}: {', '.join(str(point.total) for point in points)}, scale 0 to {measure.highest}"
    shapes = [
        _rule(right, top),
        _rule(right, low),
        _rule(right, height(measure.cut), ' stroke-dasharray="3 3"'),
        _polyline(places),
        _dot(places[-1]),
        _text(right + 6, top + 4, measure.highest),
        _text(right + 6, height(measure.cut) + 4, measure.cut),
        _text(right + 6, low + 4, 0),
    ]
    return Markup(
        '<svg class="chart spark" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{label}"'
        ' font-size="10">{shapes}</svg>'
    ).format(w=SPARK_WIDTH, h=SPARK_HEIGHT, label=label, shapes=Markup("").join(shapes))


def _bands(measure: Measure) -> list[Markup]:
    """Stripes from calm to less calm, each named beside the plot, with the scale at its lower edge."""
    shapes = []
    for number, band in enumerate(measure.bands):
        upper = _y(measure, measure.bands[number + 1].lowest if number + 1 < len(measure.bands) else measure.highest)
        lower = _y(measure, band.lowest)
        fill = ("#ffffff", "fill-surface") if number % 2 else ("#eef2f4", "fill-sunken")
        shapes.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" class="{}"/>').format(
                LEFT, _short(upper), WIDTH - LEFT - RIGHT, _short(lower - upper), *fill
            )
        )
        shapes.append(_text(LEFT - 5, lower + 3, band.lowest, "end"))
        shapes.append(_text(WIDTH - RIGHT + 6, (upper + lower) / 2 + 4, band.word))
    shapes.append(_text(LEFT - 5, TOP + 3, measure.highest, "end"))
    return shapes


def _days(points: Sequence[Point]) -> list[Markup]:
    """The first and the last day below the plot."""
    if points[0].on == points[-1].on:
        return [_text((LEFT + WIDTH - RIGHT) / 2, BOTTOM + 20, _day(points[0].on), "middle")]
    return [
        _text(LEFT, BOTTOM + 20, _day(points[0].on)),
        _text(WIDTH - RIGHT, BOTTOM + 20, _day(points[-1].on), "end"),
    ]


def _values(points: Sequence[Point], places: Sequence[tuple[float, float]]) -> list[Markup]:
    """The first and the last total at their dots, on the side that the line leaves free."""
    shapes = [_value(points[-1], places[-1], places[-2] if len(places) > 1 else None)]
    if len(places) > 1 and places[-1][0] - places[0][0] > 40:
        shapes.append(_value(points[0], places[0], places[1]))
    return shapes


def _value(point: Point, place: tuple[float, float], neighbor: tuple[float, float] | None) -> Markup:
    x, y = place
    above = neighbor is None or neighbor[1] >= y
    at = y - 7 if (above and y > TOP + 12) or y > BOTTOM - 14 else y + 16
    return Markup(
        '<text x="{}" y="{}" text-anchor="middle" font-weight="700" font-size="13" fill="#1d2b36"'
        ' class="fill-ink">{}</text>'
    ).format(_short(min(max(x, LEFT + 9), WIDTH - RIGHT - 9)), _short(at), point.total)


def _rule(right: float, y: float, dashed: str = "") -> Markup:
    level = _short(y)
    return Markup(  # noqa: S704 - numbers only
        f'<line x1="0" x2="{right}" y1="{level}" y2="{level}" stroke="#b6c2c9" class="stroke-line-strong"{dashed}/>'
    )


def _text(x: float, y: float, words: object, anchor: str = "start") -> Markup:
    return Markup(  # noqa: S704 - numbers, and words that are escaped
        f'<text x="{_short(x)}" y="{_short(y)}" text-anchor="{anchor}" fill="#52616b" class="fill-muted">'
        f"{escape(words)}</text>"
    )


def _x(on: date, points: Sequence[Point]) -> float:
    days = (points[-1].on - points[0].on).days
    inner = WIDTH - RIGHT - LEFT - 16
    return LEFT + 8 + (inner * (on - points[0].on).days / days if days else inner / 2)


def _y(measure: Measure, total: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * total / measure.highest


def _polyline(places: Sequence[tuple[float, float]]) -> Markup:
    joined = " ".join(f"{_short(x)},{_short(y)}" for x, y in places)
    return Markup(  # noqa: S704 - numbers only
        f'<polyline points="{joined}" stroke="#2f6f3e" class="stroke-score" stroke-width="2" fill="none"'
        ' stroke-linejoin="round"/>'
    )


def _dot(place: tuple[float, float]) -> Markup:
    x, y = map(_short, place)
    return Markup(f'<circle cx="{x}" cy="{y}" r="3" fill="#2f6f3e" class="fill-score"/>')  # noqa: S704 - numbers only


def _short(number: float) -> str:
    return f"{number:.1f}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
