"""What a chart shows, as values: lanes from steps, bands, the table."""

from datetime import date
from decimal import Decimal

import pytest

from coordcare.charts.chart_rules import Chart, Pin, Session, Step, lane
from tests.review.charts import DAY, scored


def test_of_two_steps_on_a_day_the_later_counts():
    found = lane("Sertraline", [Step(DAY, "25 mg", daily=Decimal(25)), Step(DAY, "50 mg", daily=Decimal(50))])
    assert found and [one.words for one in found.stretches] == ["50 mg"]
    assert lane("Sertraline", [Step(DAY, "", stopped=True)]) is None


def test_the_share_is_of_the_highest_and_kept_while_held():
    steps = [
        Step(date(2026, month, 1), "x", daily=daily, held=daily is None)
        for month, daily in ((1, Decimal(50)), (2, None), (3, Decimal(200)))
    ]
    found = lane("Sertraline", steps)
    assert found and [one.share for one in found.stretches] == [0.25, 0.25, 1.0]


@pytest.mark.parametrize(("total", "word"), [(4, "minimal"), (5, "mild"), (19, "moderately severe"), (20, "severe")])
def test_a_band_at_its_edges(total, word):
    assert scored(1).band(total) == word


def test_the_table_tells_the_same():
    chart = Chart(
        DAY,
        [scored(19, flags={0: "several days"})],
        (),
        [Pin(1, DAY, "Started"), Pin(2, DAY, "Stopped")],
        [Session(DAY, 3, "attended", held=True)],
    )
    assert chart.columns() == ["PHQ-9", "Medication changes", "Session", "Life event"]
    assert [list(row.values) for row in chart.rows()] == [
        ["", "1. Started; 2. Stopped", "Session 3, attended", ""],
        ["19, moderately severe; item 9: several days", "", "", ""],
    ]
