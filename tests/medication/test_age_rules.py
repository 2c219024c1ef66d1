"""What age asks for. Sources: FDA box (24 and under), NICE NG222 1.4.24 (18-25): sources.md 8, cited apart."""

from datetime import date

import pytest

from coordcare.medication.advice_rules import QUIET
from coordcare.medication.age_rules import age_advice, age_on
from tests.medication.situations import keys, on, situation


def advice(age, change_type="start", drug="sertraline", **more):
    return list(age_advice(situation(change_type, drug, "50", age=age, **more)))


@pytest.mark.parametrize(("age", "boxed"), [(15, True), (23, True), (24, True), (25, False), (65, False)])
def test_fda_box_age_24_and_under(age, boxed):
    found = [one for one in advice(age) if one.key == "suicidality_box"]
    assert bool(found) is boxed
    assert all((one.level, one.verified) == (QUIET, True) and "FDA" in one.source for one in found)


@pytest.mark.parametrize(("age", "early"), [(17, False), (18, True), (19, True), (25, True), (26, False)])
def test_nice_ng222_1_4_24_ages_18_to_25(age, early):
    found = [one for one in advice(age) if one.key == "early_review"]
    assert bool(found) is early
    assert all((one.level, one.verified) == (QUIET, True) and "NG222" in one.source for one in found)


@pytest.mark.parametrize("age", [17, 26, 70])
def test_nice_ng222_any_raised_risk(age):
    assert "early_review" in keys(advice(age, raised_risk=True))


@pytest.mark.parametrize(("days", "said"), [(6, False), (7, False), (8, True)])
def test_nice_ng222_a_review_within_a_week_is_enough(days, said):
    assert ("early_review" in keys(advice(22, next_review=on(days)))) is said


@pytest.mark.parametrize(
    ("change_type", "found"),
    [
        ("start", ["suicidality_box", "early_review"]),
        ("augment", ["suicidality_box", "early_review"]),
        ("increase", ["suicidality_box", "early_review"]),
        ("decrease", ["suicidality_box"]),
        ("taking_already", []),
        ("stop", []),
        ("hold", []),
    ],
)
def test_the_box_counts_at_each_change_of_dose_and_nice_at_a_start_or_increase(change_type, found):
    assert keys(advice(22, change_type)) == found


@pytest.mark.parametrize(("age", "boxed"), [(17, True), (18, False)])
def test_domain_8_gk_the_box_of_atomoxetine_is_pediatric(age, boxed):
    found = advice(age, drug="atomoxetine")
    assert keys(found) == (["suicidality_box"] if boxed else [])
    assert not any(one.verified for one in found)


def test_a_boxed_antipsychotic_is_no_antidepressant_for_nice():
    assert keys(advice(22, drug="quetiapine")) == ["suicidality_box"]
    assert advice(22, drug="lithium") == []


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2001, 6, 1), date(2026, 5, 31), 24),
        (date(2001, 6, 1), date(2026, 6, 1), 25),
        (date(2001, 6, 1), date(2026, 6, 2), 25),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
    ],
)
def test_a_birthday_makes_a_year_older(born, day, age):
    assert age_on(born, day) == age


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="birth"):
        age_on(date(2001, 6, 2), date(2001, 6, 1))
