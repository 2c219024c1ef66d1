"""The progress chart: nothing hides anything, everything is told, whatever was typed stays words."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings

from coordcare.charts.chart_rules import Chart, LifeEvent, Pin, Scale, Score, Session, Step, lane
from coordcare.charts.place_rules import Box
from coordcare.charts.sheet_drawing import DANGER, EVENT, PAPER, SCREEN
from coordcare.review.drawing import progress
from tests.review.charts import DAY, GAD_7, PHQ_9, Label, charts, full_chart, labels, overlaps, scored, tree

LARGEST = 60_000
ATTACK = "<script>alert(1)</script>\"'&{{ 7*7 }}"


def told(svg: str, word: str) -> list[str]:
    lanes = [group for group in tree(svg).iter("g") if group.get("data-lane") == word]
    return [point.attrib["data-told"] for group in lanes for point in group]


def no_label_meets_another(chart: Chart) -> None:
    for shape in (SCREEN, PAPER):
        svg = progress(chart, shape)
        if svg is None:
            assert chart.is_empty
            continue
        found = labels(svg)
        assert not list(overlaps(found, "near")) and not list(overlaps(found, "far"))
        high = float(tree(svg).attrib["height"])
        assert all(one.box.top >= 0 and one.box.bottom <= high + 1 and one.box.left >= -0.1 for one in found)
        assert all(one.box.right <= shape.width for one in found)
        for group in tree(svg).iter("g"):
            marks_hide_no_words(group, found)


def marks_hide_no_words(group: Element, found: list[Label]) -> None:
    if group.get("data-lane") == "Life events":
        marks = [re.match(r"M([\d.]+),([\d.]+)l", point.attrib["d"]) for point in group]
        boxes = [Box(float(m[1]) - 4, float(m[2]) + 1, float(m[1]) + 4, float(m[2]) + 9) for m in marks if m]
        assert len(boxes) == len(group)
        assert not [one.words for one in found for box in boxes if one.box.meets(box)]
    if group.get("data-lane") == "Medication changes":
        spans = [(float(one.attrib["x"]), float(one.attrib["width"])) for one in group]
        assert all(x + width <= after for (x, width), (after, _) in pairwise(spans))


@settings(deadline=None, max_examples=25)
@given(charts())
def test_no_label_meets_another(chart):
    no_label_meets_another(chart)


@pytest.mark.verify
@settings(deadline=None, max_examples=1500)
@given(charts())
def test_no_label_meets_another_in_very_many_charts(chart):
    no_label_meets_another(chart)


@settings(deadline=None, max_examples=25)
@given(charts())
def test_everything_is_told_and_every_number_is_one(chart):
    svg = progress(chart)
    if svg is None:
        return
    assert svg == progress(chart)
    assert not re.search(
        r'[ ="(,]-?(?:nan|inf)\b',
        re.sub(r"<text.*?</text>|<(?:title|desc).*?</(?:title|desc)>|data-\w+=\"[^\"]*\"", "", svg),
    )
    for scale in chart.drawn_scales:
        assert len(told(svg, scale.word)) >= len(scale.scores)
    changes = "; ".join(told(svg, "Medication changes"))
    assert all(pin.words in changes for pin in chart.pins)
    assert len(told(svg, "Sessions")) == len(chart.sessions)
    assert all(len(told(svg, one.word)) >= len(one.stretches) for one in chart.lanes)
    rows = chart.rows()
    assert [row.on for row in rows] == sorted({row.on for row in rows}, reverse=True)
    assert all(len(row.values) == len(chart.columns()) and any(row.values) for row in rows)
    assert sum(len(scale.scores) for scale in chart.drawn_scales) == sum(
        bool(value) for row in rows for value in row.values[: len(chart.drawn_scales)]
    )


def test_what_was_typed_stays_words():
    chart = Chart(
        DAY,
        [Scale(ATTACK, 10, [(0, ATTACK)], [Score(DAY, 4, ATTACK)])],
        [found for found in [lane(ATTACK, [Step(DAY, ATTACK, ATTACK, Decimal(1))])] if found],
        [Pin(1, DAY, ATTACK)],
        [Session(DAY, None, ATTACK, held=True)],
        (),
        [LifeEvent(DAY, ATTACK)],
    )
    svg = progress(chart)
    assert svg and "<script" not in svg
    assert told(svg, "Life events") == [f"23 Nov 2026: {ATTACK}"] and told(svg, "Medication changes")[0].endswith(
        ATTACK
    )
    assert "script" not in {node.tag for node in tree(svg).iter()}


def test_a_full_record_stays_small_and_legible(record_property):
    svg = progress(full_chart())
    assert svg
    record_property("figure: bytes of a progress chart with 150 scores, 120 sessions and 40 changes", len(svg.encode()))
    assert len(svg.encode()) <= LARGEST
    found = labels(svg)
    assert not list(overlaps(found, "near")) and not list(overlaps(found, "far"))
    numbers = [one for one in found if re.fullmatch(r"\d+(-\d+)?", one.words) and one.fill == "#ffffff"]
    first, last = numbers[0].words.split("-")[0], numbers[-1].words.split("-")[-1]
    assert (first, last) == ("1", "40") and len(numbers) > 8
    assert any(one.words == "120" for one in found), "the last session has its number"


def test_a_usual_chart_stands_above_the_fold():
    chart = Chart(
        DAY,
        [scored(18, 18, 17, 18, 17), Scale("GAD-7", 21, GAD_7, [Score(DAY, 13)])],
        [found for found in [lane("Sertraline", [Step(DAY - timedelta(30), "50 mg once daily")])] if found],
        [Pin(1, DAY - timedelta(30), "Sertraline started")],
        [Session(DAY - timedelta(7 * n), 6 - n, "attended", held=True) for n in reversed(range(6))],
        (),
        [LifeEvent(DAY - timedelta(20), "Divorce filed")],
    )
    svg = progress(chart)
    assert svg and 240 <= float(tree(svg).attrib["height"]) <= 270


def test_item_9_is_told_in_words_and_in_red():
    svg = progress(
        Chart(DAY, [scored(19, 18, 17, 9, 8, 7, flags={0: "several days", 1: "several days", 4: "nearly every day"})])
    )
    assert svg
    red = [one.words for one in labels(svg) if one.fill == DANGER[0]]
    assert red == ["several days", "nearly every day"]
    assert sum("; item 9: several days" in words for words in told(svg, "PHQ-9")) == 2
    rings = [
        path.attrib["d"]
        for path in tree(svg).iter("path")
        if path.get("stroke-linecap") and path.get("stroke") == DANGER[0]
    ]
    assert [steps.count("h0") for steps in rings] == [3]


def test_without_an_answer_above_0_there_is_nothing_red():
    svg = progress(Chart(DAY, [scored(19, 18)]))
    assert svg and DANGER[0] not in svg and "Item 9" not in svg


def test_first_and_last_totals_are_shown():
    svg = progress(Chart(DAY, [scored(19, 14, 6)]))
    assert svg
    assert {"19", "6"} <= {one.words for one in labels(svg)} and "14" not in {one.words for one in labels(svg)}


def test_a_dose_is_never_cut():
    """150 mg that ends as 15 would be another dose."""
    steps = [
        Step(DAY - timedelta(700 - n), f"{n + 1}50 mg once daily", f"{n + 1}50 mg/day", Decimal(n + 1))
        for n in range(3)
    ]
    found = lane("Sertraline", [*steps, Step(DAY, "975 mg three times daily", "2925 mg/day", Decimal(9))])
    assert found
    svg = progress(Chart(DAY, (), [found]))
    assert svg
    doses = {one.words for one in labels(svg) if re.match(r"\d+ ?mg|\d+…", one.words)}
    assert doses == {"350 mg once daily", "2925 mg/day"}


def test_a_held_dose_is_hatched_and_a_stopped_one_ends():
    steps = [
        Step(date(2026, 6, 1), "50 mg once daily", daily=Decimal(50)),
        Step(date(2026, 8, 1), "50 mg once daily", held=True),
        Step(date(2026, 9, 1), stopped=True),
    ]
    found = lane("Sertraline", steps)
    assert found and [one.until for one in found.stretches] == [date(2026, 8, 1), date(2026, 9, 1)]
    assert found.stretches[1].words == "on hold", "never a dose that is not taken"
    svg = progress(Chart(DAY, (), [found]), key="second")
    assert svg and svg.count('fill="url(#second-held)"') == 1 and 'id="second-held"' in svg


def test_an_empty_record_draws_nothing():
    assert progress(Chart(DAY)) is None and progress(Chart(DAY, [Scale("PHQ-9", 27, PHQ_9, ())])) is None


def test_a_reader_is_told_what_it_is():
    svg = progress(Chart(DAY, [scored(19, 14, 6)]))
    assert svg
    root = tree(svg)
    named = {node.get("id"): node.text for node in root.iter() if node.tag in {"title", "desc"}}
    assert root.attrib["role"] == "img" and set(named) == {"progress-title", "progress-desc"}
    assert "PHQ-9 19 on 2 Nov 2026 to 6 on 16 Nov 2026, 3 totals." in (named["progress-desc"] or "")
    assert not [node for node in root if node.tag in {"title", "desc"}], "as a child it would be a tip over the chart"


def test_a_long_name_of_a_measure_stands_whole():
    long = "Relationship satisfaction (not validated)"
    svg = progress(Chart(DAY, [scored(19, 14), Scale(long, 10, (), [Score(DAY, 4)])]))
    assert svg
    assert [one.only for one in labels(svg) if one.words == long] == ["far", "near"]


@pytest.mark.parametrize("apart", [60, 2])
def test_only_what_did_not_take_place_is_amber_and_crossed(apart):
    """A session outside a course has no number either, and took place."""
    became = [(1, "attended", True), (None, "attended", True), (None, "missed", False)]
    svg = progress(
        Chart(DAY, sessions=[Session(DAY - timedelta(300 - apart * n), *one) for n, one in enumerate(became)])
    )
    assert svg
    marks = [point for group in tree(svg).iter("g") if group.get("data-lane") == "Sessions" for point in group]
    assert [point.get("fill") == EVENT[0] for point in marks] == [False, False, True]
    told_apart = [one.words for one in labels(svg) if one.words in ("•", "×")]
    assert told_apart == ([] if apart == 2 else ["•", "×"])
