"""A chart's paper as one SVG, with its words for who cannot see it."""

from datetime import date

from markupsafe import Markup

from coordcare.charts.chart_rules import day_words
from coordcare.charts.sheet_drawing import MEDICATION, Sheet, markup, short


def svg(sheet: Sheet, last: date, told: str) -> Markup:
    """Everything on the sheet; `told` is the chart in a few sentences.

    The class `progress-lanes` is what chart.js finds: its points are visited with the arrow keys.
    """
    # In <defs> title and desc name the drawing for readers; as its children they would be a tip over all of it.
    return Markup(
        '<svg class="chart progress-lanes" viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-size="{size}"'
        ' role="img" aria-labelledby="{key}-title" aria-describedby="{key}-desc"><defs>'
        '<title id="{key}-title">Progress, {first} to {last}</title><desc id="{key}-desc">{desc}</desc>{held}</defs>'
        '<g aria-hidden="true">{back}</g>{points}<g aria-hidden="true" pointer-events="none">{front}</g></svg>'
    ).format(
        w=sheet.shape.width,
        h=round(sheet.y),
        size=short(sheet.shape.size),
        key=sheet.key,
        first=day_words(sheet.first),
        last=day_words(last),
        desc=told,
        held=_hatch(sheet.key),
        back=markup(sheet.back),
        points=markup(sheet.points),
        front=markup(sheet.front),
    )


def _hatch(key: str) -> Markup:
    return Markup(
        '<pattern id="{}-held" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0,0V6" stroke="{}" stroke-width="2" class="stroke-{}" stroke-opacity=".3"/></pattern>'
    ).format(key, *MEDICATION)
