"""Lanes follow the regimen: on any day a lane shows the dose that the regimen has, and nothing where it has none."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from coordcare.medication.rules import Change, Dose, regimen
from coordcare.review.dose_drawing import lanes, pins
from tests.review.charts import DAY

CALLED = {"sertraline": "Sertraline", "trazodone": "Trazodone"}
doses = st.tuples(
    st.sampled_from([Decimal(25), Decimal("37.5"), Decimal(100)]),
    st.just("mg"),
    st.sampled_from(["once_daily", "twice_daily", "weekly", "as_needed"]),
).map(lambda parts: Dose(*parts))
kinds = st.sampled_from(["start", "taking_already", "increase", "decrease", "hold", "resume", "stop"])


@st.composite
def histories(draw) -> list[Change]:
    """Changes in any order, on any day, such as retractions leave them behind too."""
    return [
        Change(
            kind,
            draw(st.sampled_from(sorted(CALLED))),
            DAY - timedelta(draw(st.integers(-3, 30))),
            order,
            None if kind in {"hold", "stop"} else draw(doses),
        )
        for order, kind in enumerate(draw(st.lists(kinds, max_size=12)))
    ]


@settings(deadline=None)
@given(histories(), st.integers(0, 40))
def test_a_lane_shows_what_the_regimen_has(changes, before):
    day = DAY - timedelta(before)
    taken = {CALLED[line.drug]: "on hold" if line.held else line.dose.words for line in regimen(changes, day)}
    shown = {
        one.word: stretch.words
        for one in lanes(changes, CALLED, DAY)
        for stretch in one.stretches
        if stretch.since <= day and (stretch.until is None or day < stretch.until)
    }
    assert shown == taken


def test_what_is_taken_now_comes_first():
    dose = Dose(Decimal(50), "mg", "twice_daily")
    changes = [
        Change("start", "trazodone", date(2026, 1, 1), 1, dose),
        Change("stop", "trazodone", date(2026, 3, 1), 2),
        Change("start", "sertraline", date(2026, 2, 1), 3, dose),
        Change("increase", "sertraline", date(2027, 1, 1), 4, Dose(Decimal(100), "mg", "twice_daily")),
    ]
    first, second = lanes(changes, CALLED, DAY)
    assert (first.word, second.word) == ("Sertraline", "Trazodone")
    assert [(one.words, one.brief) for one in first.stretches] == [("50 mg twice daily", "100 mg/day")]
    assert second.stretches[-1].until == date(2026, 3, 1)


def test_a_weekly_dose_has_no_amount_of_a_day():
    weekly = Change("start", "sertraline", date(2026, 1, 1), 1, Dose(Decimal(10), "mg", "weekly"))
    assert lanes([weekly], CALLED, DAY)[0].stretches[0].brief == ""


def test_pins_are_numbered_from_the_oldest():
    found = pins([(date(2026, 3, 1), "Second"), (date(2026, 1, 1), "First"), (date(2026, 3, 1), "Third")])
    assert [(one.number, one.words) for one in found] == [(1, "First"), (2, "Second"), (3, "Third")]
