"""The drawing of a course's progress: no words meet, whatever was rated; every value is told by a point."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from coordcare.charts.chart_rules import Phase, Scale, Score, Session
from coordcare.ipt.progress_cards import Progress
from coordcare.ipt.progress_drawing import SHAPE, chart
from tests.ipt.test_session_numbers import START
from tests.review.charts import GAD_7, PHQ_9, labels, overlaps, tree

STAGES = ("Renegotiation", "Impasse", "Dissolution")
days = st.integers(-14, 700).map(lambda days: START + timedelta(days))
words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=160)


@st.composite
def scales(draw, word, highest, bands):
    found = sorted(set(draw(st.lists(days, min_size=1, max_size=30))))
    return Scale(word, highest, bands, [Score(on, draw(st.integers(0, highest))) for on in found])


@st.composite
def courses(draw):
    """Any course of two years, with goals in any words."""
    held = sorted(set(draw(st.lists(days.filter(lambda day: day >= START), min_size=1, max_size=40))))
    stages = [Phase(on, draw(st.sampled_from(STAGES))) for on in held[:: len(held) // 3 + 1]]
    return Progress(
        "Role dispute",
        START,
        max([*held, START + timedelta(700)]),
        [
            Session(on, number if number % 5 else None, "attended", bool(number % 5))
            for number, on in enumerate(held, 1)
        ],
        [Phase(START, "Initial"), Phase(held[len(held) // 2], "Middle"), Phase(held[-1], "Ending")],
        stages if draw(st.booleans()) else [],
        [draw(scales("PHQ-9", 27, PHQ_9)), draw(scales("GAD-7", 21, GAD_7))],
        [draw(scales(word, 10, ())) for word in ["Mood", *draw(st.lists(words, max_size=8))]],
        "Attended all.",
    )


@settings(deadline=None, max_examples=30)
@given(courses())
def test_no_words_meet_and_every_value_is_told(progress):
    svg = str(chart(progress))
    found = labels(svg)
    assert not list(overlaps(found, "near")) and not list(overlaps(found, "far"))
    assert all(one.box.left >= -0.1 and one.box.right <= SHAPE.width and one.box.top >= 0 for one in found)
    told = [point.attrib["data-told"] for lane in tree(svg).iter("g") if lane.get("data-lane") for point in lane]
    values = sum(len(scale.scores) for scale in progress.scales)
    assert len(told) >= values + len(progress.sessions)


def test_a_first_session_alone_is_drawn():
    rated = Scale("Mood", 10, (), [Score(START, 3)])
    one = Progress(
        "Grief",
        START,
        START,
        [Session(START, 1, "attended", held=True)],
        [Phase(START, "Initial")],
        [],
        [],
        [rated],
        "",
    )
    assert not list(overlaps(labels(str(chart(one))), "near"))
    assert "Session 1, attended" in str(chart(one))
