"""The progress chart as SVG: scores, changes, doses, sessions and life events on one axis of days."""

from markupsafe import Markup

from coordcare.charts import lane_drawing, panel_drawing
from coordcare.charts.chart_rules import Chart, Scale, day_words
from coordcare.charts.drawing import svg
from coordcare.charts.place_rules import Box
from coordcare.charts.sheet_drawing import SCORES, SCREEN, Shape, Sheet

# Letters of a measure's name that stands beside its panel.
LONGEST_BESIDE = 12


def progress(chart: Chart, shape: Shape = SCREEN, key: str = "progress") -> Markup | None:
    """None before anything is to be drawn. `key` begins the ids in the SVG: another for a second chart on a page.

    Its words are told by the title and the description, by each point, and by the table (`Chart.rows`).
    """
    if chart.is_empty:
        return None
    first, last = chart.days()
    sheet = Sheet(shape, first, last, _names(chart), key)
    _above(sheet, chart)
    for lane in chart.lanes:
        lane_drawing.doses(sheet, lane)
    if chart.sessions:
        lane_drawing.sessions(sheet, chart.sessions)
    if chart.events:
        lane_drawing.events(sheet, chart.events)
    lane_drawing.axis(sheet, last)
    return svg(sheet, last, _said(chart))


def _names(chart: Chart) -> list[str]:
    """What stands at the left; a measure's name has its scale beside it, and where it is long, stands above."""
    scales = [f"{scale.word} 000" for scale in chart.drawn_scales if len(scale.word) <= LONGEST_BESIDE]
    return ["Life events", *(lane.word for lane in chart.lanes), *scales]


def _above(sheet: Sheet, chart: Chart) -> None:
    """Phases, pins and the panels that the pins' lines cross."""
    if chart.phases:
        lane_drawing.phases(sheet, chart.phases)
    pinned = lane_drawing.pins(sheet, chart.pins) if chart.pins else []
    top, heights = sheet.y, _heights(sheet, chart)
    lines = [Box(x - 1, top, x + 1, top + 10_000) for x in pinned]
    for number, (scale, height) in enumerate(zip(chart.drawn_scales, heights, strict=True)):
        sheet.y += 0 if pinned and number == 0 else panel_drawing.HEAD
        panel_drawing.panel(sheet, scale, SCORES[number % len(SCORES)], height, lines)
        if _asks_item_9(scale):
            panel_drawing.item_9(sheet, scale)
    if pinned and heights:
        lane_drawing.pin_lines(sheet, pinned)


def _heights(sheet: Sheet, chart: Chart) -> list[float]:
    """What each panel gets: what it needs, and its share of what the rows below leave of the height aimed at."""
    scales, row = chart.drawn_scales, sheet.shape.row
    needed = [panel_drawing.least_height(scale, sheet.shape.size, sheet.shape.panel) for scale in scales]
    below = (len(chart.lanes) + bool(chart.sessions) + bool(chart.events) + 1 + sum(map(_asks_item_9, scales))) * row
    heads = panel_drawing.HEAD * (len(scales) - bool(chart.pins)) + 4 * len(scales)
    left = sheet.shape.height - sheet.y - below - heads - sum(needed)
    return [height + max(left, 0) / len(scales) for height in needed]


def _asks_item_9(scale: Scale) -> bool:
    return any(score.item_9 for score in scale.scores)


def _said(chart: Chart) -> str:
    """The chart in a few sentences."""
    told = [
        f"{scale.word} {scale.scores[0].total} on {day_words(scale.scores[0].on)}"
        f" to {scale.scores[-1].total} on {day_words(scale.scores[-1].on)}, {len(scale.scores)} totals."
        for scale in chart.drawn_scales
    ]
    counts = ((chart.pins, "medication changes"), (chart.sessions, "sessions"), (chart.events, "life events"))
    told += [f"{len(facts)} {word}." for facts, word in counts if facts]
    return " ".join([*told, "The same stands in the table."])
