"""The progress of a course as SVG on one axis of days: phases, scores, ratings, stages and sessions."""

from markupsafe import Markup

from coordcare.charts import lane_drawing, panel_drawing
from coordcare.charts.drawing import svg
from coordcare.charts.sheet_drawing import EVENT_SOFT, SCORES, SESSION, Shape, Sheet
from coordcare.ipt.progress_cards import Progress

SHAPE = Shape(width=860, height=0, left=84, right=112, size=10.5, panel=70)
RATING = 34.0
# Letters of a name that stands beside its line; a longer one stands above.
LONGEST_BESIDE = 12


def chart(progress: Progress) -> Markup | None:
    """None before anything is to be drawn."""
    if progress.is_empty:
        return None
    scales = progress.scales
    names = [f"{scale.word} 00" for scale in scales if len(scale.word) <= LONGEST_BESIDE]
    sheet = Sheet(SHAPE, progress.first, progress.last, ["Sessions", *names], "course")
    if progress.phases:
        lane_drawing.phases(sheet, progress.phases)
    for number, scale in enumerate(scales):
        is_score = number < len(progress.scores)
        least = panel_drawing.least_height(scale, SHAPE.size, SHAPE.panel)
        look = SCORES[number % len(SCORES)] if is_score else (SESSION, "")
        sheet.y += panel_drawing.head(sheet, scale)
        panel_drawing.panel(sheet, scale, look, least if is_score else RATING, [])
    sheet.y += 4
    if progress.stages:
        lane_drawing.phases(sheet, progress.stages, "Dispute", EVENT_SOFT)
    if progress.sessions:
        lane_drawing.sessions(sheet, progress.sessions)
    lane_drawing.axis(sheet, progress.last, progress.started)
    return svg(sheet, progress.last, _said(progress))


def _said(progress: Progress) -> str:
    told = [f"{scale.word} {scale.scores[0].total} to {scale.scores[-1].total}" for scale in progress.scales]
    return f"{progress.focus}. {'; '.join(told)}. {progress.attended} The same stands in the table."
