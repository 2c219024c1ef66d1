"""A result in words, and what it may mean. Sources: sources.md 8 (lithium, clozapine), 4.2 (levels) [GK]."""

from decimal import Decimal

import pytest

from coordcare.medication.result_rules import as_result, reading, result_words, trough_words
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
    assert meant("anc", value, unit) is None


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


def test_nothing_is_said_of_what_nothing_is_known_of():
    assert meant("sodium", "138", "mEq/L") is None
    assert reading("pregnancy_test", values(finding="positive"), on(3), LITHIUM, 40) is None
