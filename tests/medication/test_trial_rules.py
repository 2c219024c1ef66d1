"""The present trial by its last score, and a score that rose. Sources: sources.md 3 (S24, R6), 8 (per trial)."""

from decimal import Decimal

import pytest

from coordcare.medication.limit_formulary import Limit
from coordcare.medication.progress_rules import Score
from coordcare.medication.rules import regimen, trials
from coordcare.medication.trial_rules import Room, TrialNow, rise_words, room_of, trial_now
from tests.medication.situations import changes, on

TRIAL = changes(("start", "sertraline", 0, "25"), ("increase", "sertraline", 7, "50"))
RAISED = [*TRIAL, *changes(("increase", "sertraline", 28, "100"))]


def trial(day: int, *totals: tuple[int, int], known=TRIAL, adequate: str = "50") -> TrialNow | None:
    lines = regimen(known, on(day))
    scores = [Score(on(at), total) for at, total in totals]
    return trial_now(known, lines[0], scores, Score(on(0), 18), on(day), Decimal(adequate))


@pytest.mark.parametrize(("scored", "fails"), [(48, False), (49, True), (50, True)])
def test_s24_response_is_asked_for_from_week_6_of_an_adequate_dose(scored: int, fails: bool) -> None:
    found = trial(90, (scored, 17))
    assert found is not None and found.fails is fails
    assert found.weeks == (scored - 7) // 7


@pytest.mark.parametrize(("total", "fails"), [(8, False), (9, False), (10, True)])
def test_s20_half_is_a_response(total: int, fails: bool) -> None:
    found = trial(60, (60, total))
    assert found is not None and found.fails is fails


@pytest.mark.parametrize(("scored", "fails"), [(20, False), (55, False), (56, True)])
def test_s24_a_new_dose_is_judged_from_week_4_on_it(scored: int, fails: bool) -> None:
    found = trial(90, (scored, 17), known=RAISED)
    assert found is not None and found.fails is fails


def test_the_weeks_are_told_with_the_dose() -> None:
    assert trial(83, (77, 17)).weeks_words == "10 weeks on 50 mg once daily"
    assert trial(83, (77, 17), known=RAISED).weeks_words == "10 weeks, 7 of them on 100 mg once daily"


def test_domain_8_there_is_no_trial_below_an_adequate_dose_or_without_a_score_in_it() -> None:
    assert trial(60, (55, 17), adequate="75") is None
    assert trial(60) is None and trial(60, (7, 17)) is None


@pytest.mark.parametrize(("total", "told"), [(13, False), (14, True), (15, True)])
def test_r6_a_rise_of_5_against_the_best(total: int, told: bool) -> None:
    scores = [Score(on(-30), 2), Score(on(10), 15), Score(on(20), 9), Score(on(30), 12), Score(on(40), total)]
    words = rise_words(scores, on(0))
    assert (words is not None) is told
    assert rise_words(scores[-1:], on(0)) is None
    if words:
        assert words.startswith("9 on ") and f", {total} on " in words


def room(day: int, *, known=TRIAL, maximum: str = "200", per: str = "day", more=()) -> Room | None:
    limit = Limit("sertraline", "oral", None, None, None, None, None, Decimal(maximum), "mg", per, "[GK]", False)
    return room_of(regimen(known, on(day))[0], more, limit)


@pytest.mark.parametrize(("maximum", "place"), [("49", "above"), ("50", "at"), ("51", "below")])
def test_s25_the_room_below_the_usual_maximum(maximum: str, place: str) -> None:
    found = room(60, maximum=maximum)
    assert found is not None
    assert found.words == f"dose {place} the usual maximum (50 mg of {maximum} mg a day)"
    assert ("can still be raised (50 mg of 51 mg a day, the usual maximum)" in found.option) is (place == "below")


def test_a_second_line_of_the_drug_counts_and_what_cannot_be_compared_is_not_told() -> None:
    beside = regimen(changes(("start", "sertraline", 0, "100")), on(60))
    found = room(60, more=beside)
    assert found is not None and "(150 mg of 200 mg a day)" in found.words
    unlimited = beside[0]._replace(dose=beside[0].dose._replace(frequency="as_needed"))
    assert room(60, more=[unlimited]) is None
    assert room(60, per="kg_day") is None
    assert room_of(regimen(TRIAL, on(60))[0], (), None) is None


def test_the_trial_in_one_line() -> None:
    left = room(83)
    assert trial(83, (77, 17)).words(left) == (
        "10 weeks on 50 mg once daily, PHQ-9 18 to 17: no response by the clinic's points for PHQ-9, after STAR*D;"
        " dose below the usual maximum (50 mg of 200 mg a day)"
    )
    assert trial(83, (77, 9)).words(left) == "10 weeks on 50 mg once daily, PHQ-9 18 to 9: response"
    assert ": no response yet; dose below" in trial(83, (14, 17)).words(left)
    assert "1 week on" in trial(83, (14, 17)).words(None)


def test_a_dose_that_held_for_no_day_breaks_nothing() -> None:
    """A step to 100 mg that was put right the same day left 0 days on 50 mg, of 76."""
    mended = [*TRIAL, *changes(("increase", "sertraline", 40, "100"), ("decrease", "sertraline", 40, "50"))]
    (line,) = regimen(mended, on(83))
    assert (line.since, line.dose_words) == (on(7), "50 mg once daily")
    assert trial(83, (77, 17), known=mended).weeks_words == "10 weeks on 50 mg once daily"
    ended = trials([*mended, *changes(("stop", "sertraline", 60))], on(83))
    assert [one.highest.words for one in ended] == ["50 mg once daily"], "nobody took 100 mg"
    held = [*TRIAL, *changes(("hold", "sertraline", 40), ("resume", "sertraline", 45, "50"))]
    assert regimen(held, on(83))[0].since == on(45), "days without it are a break"
