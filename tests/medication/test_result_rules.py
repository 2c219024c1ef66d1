"""A result in words, and what it may mean. Sources: sources.md 8 (lithium, clozapine), 4.2 (levels) [GK]."""

from decimal import Decimal

import pytest

from coordcare.medication.band_formulary import LOWER_PRESSURE, band_of, bands
from coordcare.medication.result_formulary import MEASUREMENTS
from coordcare.medication.result_rules import NO_RULE, as_result, reading, result_words, trough_words
from tests.medication.situations import changes, on

NOTHING = dict.fromkeys(("value", "second_value", "unit", "finding", "hours_since_dose"))
LITHIUM = changes(("start", "lithium", 0, "900"))


def values(value=None, unit=None, **more):
    return {**NOTHING, "value": None if value is None else Decimal(value), "unit": unit, **more}


def meant(test, value, unit, day=200, known=LITHIUM, hours="12", age=40):
    told = values(value, unit, hours_since_dose=None if hours is None else Decimal(hours))
    return reading(test, told, on(day), known, age)


def test_results_in_words():
    assert result_words(values("0.80", "mEq/L")) == "0.8 mEq/L"
    assert result_words(values("128", "mmHg", second_value=Decimal(82))) == "128/82 mmHg"
    assert result_words(values(finding="negative")) == "negative"
    assert trough_words("lithium_level", Decimal(12)) == "12 h after the last dose"
    assert trough_words("lithium_level", None) == "hours since the last dose not known"
    assert trough_words("sodium", None) is None


@pytest.mark.parametrize("value", ["118", "130"])
def test_a_low_sodium_names_the_drugs_that_lower_it(value):
    """Source: commonly used limit, sources.md 4.2 [GK]."""
    told = meant("sodium", value, "mEq/L").words
    assert all(drug in told for drug in ("SSRIs", "SNRIs", "carbamazepine", "oxcarbazepine")), told


def test_a_result_answers_the_test_of_the_rules():
    assert as_result("ldl", on(3), values("110", "mg/dL")).test == "lipids"
    assert as_result("ast", on(3), values("20", "U/L")).test == "lft"
    assert not as_result("lithium_level", on(3), values("0.8", "mEq/L")).counts


@pytest.mark.parametrize(
    ("value", "day", "words", "level"),
    [
        ("0.8", 89, "within about 0.8 to 1.2 mEq/L (acute)", None),
        ("1.1", 89, "within about 0.8 to 1.2 mEq/L (acute)", None),
        ("1.1", 90, "above about 0.8 to 1.0 mEq/L (maintenance)", 1),
        ("0.7", 90, "below about 0.8 to 1.0 mEq/L (maintenance)", None),
    ],
)
def test_domain_8_gk_a_lithium_level_by_the_stage_of_treatment(value, day, words, level):
    found = meant("lithium_level", value, "mEq/L", day)
    assert (found.words, found.level, found.verified) == (words, level, False)


@pytest.mark.parametrize(("value", "level"), [("1.49", 1), ("1.5", 2), ("1.51", 2)])
def test_gk_toxicity_is_possible_from_1_5_on(value, level):
    for hours in ("12", None) if level == 2 else ("12",):
        found = meant("lithium_level", value, "mEq/L", hours=hours)
        assert found.level == level and ("toxicity" in found.words) is (level == 2)


def test_domain_8_a_lithium_level_without_hours_cannot_be_read():
    assert "cannot be read" in meant("lithium_level", "0.8", "mEq/L", hours=None).words


@pytest.mark.parametrize(
    ("value", "unit", "words", "level"),
    [
        ("499", "cells/mcL", "below 500: stop, count daily", 2),
        ("500", "cells/mcL", "500 to 999: interrupt, count daily", 2),
        ("0.999", "10^3/mcL", "500 to 999: interrupt, count daily", 2),
        ("1000", "cells/mcL", "1000 to 1499: continue, count three times weekly", 1),
        ("1.5", "10^3/mcL", "in the usual range: continue", None),
    ],
)
def test_pmc9243911_counts_on_clozapine(value, unit, words, level):
    clozapine = changes(("start", "clozapine", 0, "300"))
    found = meant("anc", value, unit, known=clozapine)
    assert found.words.startswith(words) and (found.level, found.verified) == (level, True)
    assert found.words.endswith("(no benign ethnic neutropenia is recorded)")
    assert "neutropenia" not in meant("anc", value, unit).words


@pytest.mark.parametrize(
    ("value", "words", "level"),
    [
        ("499", "below 500: stop, count daily", 2),
        ("500", "500 to 999 in benign ethnic neutropenia: continue, count three times weekly", 1),
        ("999", "500 to 999 in benign ethnic neutropenia: continue, count three times weekly", 1),
        ("1000", "in the usual range: continue", None),
    ],
)
def test_pmc9243911_table_7_counts_where_benign_ethnic_neutropenia_is_recorded(value, words, level):
    clozapine, told = changes(("start", "clozapine", 0, "300")), values(value=Decimal(value), unit="cells/mcL")
    found = reading("anc", told, on(3), clozapine, 40, benign=True)
    assert found.words == f"{words} (limits of benign ethnic neutropenia)"
    assert (found.level, found.verified) == (level, True)


@pytest.mark.parametrize(
    ("test", "value", "place", "level"),
    [
        ("valproate_level", "49.9", "below", None),
        ("valproate_level", "50", "within", None),
        ("valproate_level", "125", "within", None),
        ("valproate_level", "125.1", "above", 1),
        ("carbamazepine_level", "3.9", "below", None),
        ("carbamazepine_level", "4", "within", None),
        ("carbamazepine_level", "12", "within", None),
        ("carbamazepine_level", "12.1", "above", 1),
    ],
)
def test_domain_4_2_gk_levels_under_at_and_over_their_edges(test, value, place, level):
    found = meant(test, value, "mcg/mL")
    assert found.words.startswith(place) and (found.level, found.verified) == (level, False)
    assert found.out_of_range is (place != "within")


@pytest.mark.parametrize(
    ("test", "value", "unit", "words", "level"),
    [
        ("tsh", "4", "mIU/L", "within 0.4 to 4 mIU/L", None),
        ("tsh", "4.01", "mIU/L", "over 4 mIU/L: thyroid underactivity", 1),
        ("tsh", "24", "mIU/L", "10 mIU/L or more: clearly high", 1),
        ("qtc", "450", "ms", "not over 450 ms", None),
        ("qtc", "480", "ms", "over 460 ms: longer than usual", 1),
        ("qtc", "499.9", "ms", "over 460 ms", 1),
        ("qtc", "500", "ms", "500 ms or more: a dangerous arrhythmia is possible", 2),
        ("sodium", "135", "mmol/L", "within 135 to 145 mmol/L", None),
        ("sodium", "134.9", "mEq/L", "below 135 mEq/L: low", 1),
        ("sodium", "124", "mEq/L", "below 125 mEq/L: severely low", 2),
        ("egfr", "60", "mL/min/1.73m2", "not below 60", None),
        ("hdl", "40", "mg/dL", "not below 40 mg/dL", None),
        ("a1c", "5.6", "%", "below 5.7 %", None),
        ("bmi", "24.9", "kg/m2", "from 18.5 to below 25 kg/m2", None),
        ("alt", "45", "U/L", "over 40 U/L: higher than the limit of many", None),
        ("anc", "499", "cells/mcL", "below 500 cells/mcL: severely low", 2),
    ],
)
def test_gk_what_common_limits_say(test, value, unit, words, level):
    found = meant(test, value, unit)
    assert found.words.startswith(words) and found.level == level
    assert found.told.endswith("clinic default, not verified")


def test_gk_every_limit_under_at_and_over_its_edge():
    assert len(bands()) == len({(band.test, band.unit, band.side, band.edge) for band in bands()})
    for band in bands():
        step = Decimal("0.001")
        held = {place: band.holds(band.edge + step * place) for place in (-1, 0, 1)}
        assert held == {-1: band.side == "below", 0: band.side == "from", 1: band.side != "below"}
        inside = band.edge + (-step if band.side == "below" else step)
        assert band_of(band.test, band.unit, inside) == band, "a limit further in hides it"
        assert band.level in {None, 1, 2} and (band.verified is False)


def test_gk_every_limit_is_of_a_value_that_can_be_recorded():
    for band in bands():
        if band.test != LOWER_PRESSURE:
            assert MEASUREMENTS[band.test].fits(band.edge, band.unit), band
    for row in MEASUREMENTS.values():
        assert len({sum(band.unit == unit for band in bands() if band.test == row.key) for unit in row.units}) <= 1


@pytest.mark.parametrize(
    ("upper", "lower", "words", "level"),
    [
        ("129", "79", "upper from 90 to below 130 mmHg, lower from 60 to below 80 mmHg", None),
        ("130", "79", "upper pressure 130 mmHg or more", None),
        ("129", "90", "lower pressure 90 mmHg or more: high", 1),
        ("180", "89", "upper pressure 140 mmHg or more: high", 1),
        (
            "150",
            "95",
            "upper pressure 140 mmHg or more: high, if found again; lower pressure 90 mmHg or more: high",
            1,
        ),
        ("181", "95", "upper pressure over 180 mmHg: very high", 2),
        ("150", "121", "lower pressure over 120 mmHg: very high", 2),
        ("89", "65", "upper pressure below 90 mmHg: low", 1),
    ],
)
def test_gk_of_two_pressures_the_one_further_out_is_told(upper, lower, words, level):
    told = values(upper, "mmHg", second_value=Decimal(lower))
    found = reading("blood_pressure", told, on(3), LITHIUM, 40)
    assert found.words.startswith(words) and found.level == level


@pytest.mark.parametrize(
    ("test", "finding", "taken", "words", "level"),
    [
        ("cbc", "normal", "lithium", "recorded as normal", None),
        ("ecg", "abnormal", "lithium", "recorded as abnormal", 1),
        (
            "hla_b_1502",
            "positive",
            "lithium",
            "positive: serious skin reactions are possible with carbamazepine and",
            1,
        ),
        ("hla_b_1502", "positive", "carbamazepine", "positive: serious skin reactions are possible with carbama", 2),
        ("hla_b_1502", "negative", "carbamazepine", "recorded as negative", None),
        ("pregnancy_test", "positive", "divalproex sodium", "positive: harm to the child is possible with dival", 2),
    ],
)
def test_what_a_finding_may_mean(test, finding, taken, words, level):
    found = reading(test, values(finding=finding), on(3), changes(("start", taken, 0, "300")), 40)
    assert found.words.startswith(words) and found.level == level
    assert ("which is taken" in found.words) is (level == 2)


@pytest.mark.parametrize(("test", "value", "unit"), [("waist", "52", "in"), ("aims", "12", "points")])
def test_where_no_rule_is_that_is_said(test, value, unit):
    found = meant(test, value, unit)
    assert found == NO_RULE and "clinician’s judgment" in found.words and not found.told
    assert not found.out_of_range


@pytest.mark.parametrize(
    ("test", "value", "unit", "drug"),
    [
        ("lithium_level", "1.6", "mEq/L", "lithium"),
        ("lithium_level", "0.8", "mEq/L", "lithium"),
        ("valproate_level", "80", "mcg/mL", "divalproex sodium"),
        ("carbamazepine_level", "8", "mcg/mL", "carbamazepine"),
    ],
)
def test_the_level_of_a_drug_that_was_never_recorded_asks_whose_it_is(test, value, unit, drug):
    asked = f"No {drug} is on record here up to that day: is it this patient’s result?"
    known = changes(("start", drug, 0, "300"))
    assert asked not in meant(test, value, unit, known=known).words
    for other in ([], changes(("start", "sertraline", 0, "50")), changes(("start", drug, 300, "300"))):
        found = meant(test, value, unit, known=other)
        assert found.words.endswith(asked) and found.level == meant(test, value, unit, known=known).level
