"""Where labels stand: pure functions, against the widths of the clinic's own typeface."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from coordcare.charts.place_rules import Box, clusters, first_free, fitted, rows, spread, text_box, thinned, width
from tests.house.source import ROOT

lengths = st.floats(0, 1000, allow_nan=False)
PARTS = ["moderately severe", "more than half the days", "Lithium carbonate ER", "2 Jun 2026, wk 104", "100 mg"]
PARTS += ["Sertraline", "Maintenance", "WWW", "illicit", "minimal", "×", "@", "Äsop", "0123456789", "Q%&", "(a)"]
FACE = ROOT / "static/vendor/inter-5.3.0/inter-latin-wght-normal.woff2"


@cache
def typeface(bold: bool) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(FACE, 100)
    face.set_variation_by_axes([650 if bold else 400])
    return face


@pytest.mark.parametrize("bold", [False, True])
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4))
def test_words_are_never_longer_than_thought(bold, parts):
    words = " ".join(parts)
    real = typeface(bold).getlength(words) / 100
    assert real <= width(words, 1, bold=bold) <= 1.7 * real


@given(st.text(min_size=1, max_size=40), st.floats(1, 300))
def test_fitted_words_fit(words, room):
    short = fitted(words, 10, room)
    assert not short or width(short, 10) <= room
    assert short in {"", words} or (short.endswith("…") and words.startswith(short[:-1]))
    if width(words, 10) <= room:
        assert short == words


@given(st.lists(lengths, min_size=1, max_size=12), st.floats(1, 20))
def test_spread_places_keep_apart_and_within(wanted, apart):
    high = 1000 + apart * len(wanted)
    places = spread(wanted, apart, 0, high)
    assert all(after - before >= apart - 1e-6 for before, after in pairwise(places))
    assert places[0] >= 0 and places[-1] <= high


def test_spread_moves_nothing_without_need():
    assert spread([10, 30, 50], 11, 0, 60) == [10, 30, 50]
    assert spread([57, 58, 59], 10, 0, 60) == [40, 50, 60]


@given(st.lists(lengths, min_size=1, max_size=60).map(sorted))
def test_clusters_hold_every_change_once_and_never_meet(places):
    found = clusters(places, range(1, len(places) + 1), 10, 4, 0, 1000)
    assert [number for one in found for number in range(one.first, one.last + 1)] == list(range(len(places)))
    assert all(one.x + one.width / 2 < other.x - other.width / 2 for one, other in pairwise(found))
    assert found[0].x - found[0].width / 2 >= 0 and found[-1].x + found[-1].width / 2 <= 1000


def test_changes_far_apart_have_their_own_pins():
    found = clusters([10, 100, 102, 300], [3, 4, 5, 6], 10, 4, 0, 400)
    assert [one.words for one in found] == ["3", "4-5", "6"] and found[1].x == 101


@given(st.lists(lengths, min_size=1, max_size=60).map(sorted))
def test_thinned_labels_keep_apart_and_show_the_last(places):
    shown = thinned(places, [12.0] * len(places), 3)
    kept = [place for place, is_shown in zip(places, shown, strict=True) if is_shown]
    assert shown[-1] and all(after - before >= 15 - 1e-6 for before, after in pairwise(kept))


@given(st.lists(st.tuples(lengths, st.floats(10, 200)), min_size=1, max_size=25))
def test_shown_words_of_rows_meet_neither_words_nor_marks(given_spans):
    marks = [(x, x + 10) for x, _ in given_spans]
    spans = [(x, x + long) for x, long in given_spans]
    found = rows(marks, spans, 2, 6)
    for number, (row, shown) in enumerate(found):
        for other, (beside, other_shown) in enumerate(found):
            if shown and number != other and row == beside:
                left, right = spans[other] if other_shown else marks[other]
                assert spans[number][1] <= left or right <= spans[number][0]
    assert any(shown for _, shown in found) or len(found) > 2


def test_first_free_prefers_the_first():
    taken = [text_box(0, 10, "taken", 10)]
    assert first_free([Box(0, 5, 5, 9), Box(100, 0, 110, 10), Box(200, 0, 210, 10)], taken) == 1
    assert first_free([Box(0, 5, 5, 9)], taken) is None and first_free([Box(0, 5, 5, 9)], []) == 0
