"""What is due. Sources: sources.md 4.2 (ADA/APA 2004 [S27], APA 2020 [S28], label), 8 (lithium, clozapine)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from coordcare.medication.formulary import FAMILIES, formulary
from coordcare.medication.history_rules import anchor_of
from coordcare.medication.monitoring_formulary import CHOICES, TESTS, monitoring_rules, parse_rule
from coordcare.medication.monitoring_rules import (
    Result,
    lithium_reading,
    monitoring_due,
    overdue_tests,
)
from tests.medication.situations import DAY, changes, on

OLANZAPINE = [("start", "olanzapine", 0, "10")]
LITHIUM = [("start", "lithium", 0, "900")]
CLOZAPINE = [("start", "clozapine", 0, "300")]
ADA, APA = frozenset({"ada_apa_2004"}), frozenset({"apa_2020"})


def results(test, *days, hours=None):
    return [Result(test, on(day), Decimal(1), "unit", hours and Decimal(hours)) for day in days]


def due(rows, test, given, day, choices=ADA):
    found = monitoring_due(changes(*rows), given, on(day), choices=choices)
    return next(one for one in found if one.rule.test == test)


def next_day(rows, test, *days, day=0, choices=ADA, hours=None):
    return (due(rows, test, results(test, *days, hours=hours), day, choices).due_on - DAY).days


@pytest.mark.parametrize(
    ("test", "done", "next_on"),
    [
        ("weight", [], 0),
        ("weight", [0], 28),
        ("weight", [-30], 28),
        ("weight", [-31], 0),  # too old for a baseline
        ("weight", [0, 13], 28),
        ("weight", [0, 14], 56),
        ("weight", [0, 28, 56], 84),
        ("weight", [0, 28, 56, 84], 175),
        ("waist", [0], 365),
        ("blood_pressure", [0], 84),
        ("glucose", [0, 84], 449),
        ("lipids", [0, 84], 84 + 1826),
        ("metabolic_history", [0], 365),
    ],
)
def test_ada_apa_2004(test, done, next_on):
    assert next_day(OLANZAPINE, test, *done, day=max([0, *done])) == next_on


@pytest.mark.parametrize(
    ("test", "done", "next_on"),
    [("glucose", [0], 122), ("lipids", [0, 122], 487), ("weight", [0], 30), ("weight", [0, 182], 273)],
)
def test_apa_2020(test, done, next_on):
    assert next_day(OLANZAPINE, test, *done, day=max(done), choices=APA) == next_on


@pytest.mark.parametrize("drug", ["chlorpromazine", "iloperidone", "pimozide", "thioridazine", "ziprasidone"])
def test_apa_2020_an_ecg_before_the_start_and_at_each_change_of_dose(drug):
    rows = [("start", drug, 0, "2")]
    assert next_day(rows, "ecg") == 0
    assert next_day([*rows, ("increase", drug, 50, "4")], "ecg", 0, day=60) == 80


def test_gk_aims_yearly_or_at_high_risk_each_half_year():
    assert next_day(OLANZAPINE, "aims", 0) == 365
    assert next_day(OLANZAPINE, "aims", 0, choices=ADA | {"aims_high_risk"}) == 182


@pytest.mark.parametrize(
    ("done", "next_on"),
    [([], 0), ([-7], 0), ([-8], 0), ([-1], 6), ([181], 188), ([182], 196), ([363], 377), ([364], 392)],
)
def test_label_clozapine_anc_weekly_two_weekly_monthly(done, next_on):
    assert next_day(CLOZAPINE, "anc", *done, day=max([0, *done])) == next_on


@pytest.mark.parametrize(("gap", "new"), [(29, False), (30, False), (31, True)])
def test_pmc9243911_after_a_gap_over_30_days_clozapine_is_monitored_as_new(gap, new):
    back = 400 + gap
    rows = changes(*CLOZAPINE, ("hold", "clozapine", 400), ("resume", "clozapine", back, "12.5"))
    assert anchor_of(rows, "clozapine", on(back)) == (on(back) if new else DAY)
    (found,) = [one for one in monitoring_due(rows, results("anc", back), on(back)) if one.rule.test == "anc"]
    assert (found.due_on - on(back)).days == (7 if new else 28)


@pytest.mark.parametrize(("day", "state"), [(76, "later"), (77, "due"), (91, "due"), (92, "overdue")])
def test_domain_8_lithium_default_3_months_under_at_and_over(day, state):
    given = results("lithium_level", 7, hours="12")
    shifted = [("start", "lithium", -7, "900")]
    assert due(shifted, "lithium_level", results("lithium_level", 0, hours="12"), day).state == state
    assert due(LITHIUM, "lithium_level", given, day + 7).state == state


@pytest.mark.parametrize(("done", "next_on"), [([], 7), ([4], 7), ([5], 96), ([7], 98)])
def test_domain_4_2_a_level_5_to_7_days_after_a_change(done, next_on):
    assert next_day(LITHIUM, "lithium_level", *done, day=7, hours="12") == next_on


def test_a_new_dose_wants_a_new_level():
    rows = [*LITHIUM, ("increase", "lithium", 60, "1200")]
    assert next_day(rows, "lithium_level", 7, day=61, hours="12") == 67


def test_a_dose_planned_for_later_or_of_another_drug_wants_no_level_yet():
    rows = [*LITHIUM, ("increase", "lithium", 60, "1200"), ("start", "sertraline", 20, "50")]
    assert next_day(rows, "lithium_level", 7, day=59, hours="12") == 98


@pytest.mark.parametrize(
    ("hours", "counts"),
    [(None, False), ("7.9", False), ("8", True), ("8.1", True), ("12", True), ("12.1", False), ("0", False)],
)
def test_domain_8_a_level_without_hours_or_out_of_them_does_not_count(hours, counts):
    result = Result("lithium_level", DAY, Decimal("0.8"), "mEq/L", None if hours is None else Decimal(hours))
    assert result.counts is counts
    assert Result("tsh", DAY).counts


@pytest.mark.parametrize(
    ("value", "phase", "place"),
    [
        ("0.79", "acute", "below"),
        ("0.8", "acute", "within"),
        ("1.2", "acute", "within"),
        ("1.21", "acute", "above"),
        ("1.0", "maintenance", "within"),
        ("1.01", "maintenance", "above"),
    ],
)
def test_domain_8_gk_lithium_ranges(value, phase, place):
    assert lithium_reading(Decimal(value), Decimal(12), phase, 40).startswith(f"{place} about 0.8")


@pytest.mark.parametrize(("age", "lower"), [(64, False), (65, True), (66, True)])
def test_domain_8_gk_lithium_is_lower_in_older_adults(age, lower):
    assert ("lower is usual" in lithium_reading(Decimal(1), Decimal(12), "acute", age)) is lower


def test_domain_8_a_lithium_level_without_hours_cannot_be_read():
    assert "cannot be read" in lithium_reading(Decimal(1), None, "acute", 40)
    assert "not a trough" in lithium_reading(Decimal(1), Decimal(3), "acute", 40)


@pytest.mark.parametrize(
    ("drug", "test", "after_baseline"),
    [
        ("lithium", "creatinine", 182),
        ("lithium", "tsh", 182),
        ("lithium", "calcium", 365),
        ("divalproex sodium", "lft", 91),
        ("divalproex sodium", "cbc", 91),
        ("carbamazepine", "sodium", 42),
        ("carbamazepine", "lft", 42),
    ],
)
def test_domain_4_2_mood_stabilizers(drug, test, after_baseline):
    rows = [("start", drug, 0, "300")]
    assert next_day(rows, test) == 0
    assert next_day(rows, test, 0) == after_baseline


@pytest.mark.parametrize(
    ("drug", "test"), [("lithium", "cbc"), ("carbamazepine", "hla_b_1502"), ("divalproex sodium", "pregnancy_test")]
)
def test_what_is_asked_once_is_met_by_one_result(drug, test):
    rows = changes(("start", drug, 0, "300"))
    assert test in {one.rule.test for one in monitoring_due(rows, [], on(900))}
    assert test not in {one.rule.test for one in monitoring_due(rows, results(test, 0), on(900))}


def test_one_who_took_it_already_is_past_the_early_points_but_has_no_baseline():
    rows = [("taking_already", "olanzapine", 0, "10")]
    assert next_day(rows, "weight") == 0
    assert next_day(rows, "weight", 0) == 91
    assert "lithium_level_change" not in {
        one.rule.key for one in monitoring_due(changes(("taking_already", "lithium", 0, "900")), [], on(9))
    }


def test_results_of_later_days_and_drugs_that_ended_do_not_count():
    assert next_day(OLANZAPINE, "waist", 5, day=4) == 0
    assert monitoring_due(changes(*OLANZAPINE, ("stop", "olanzapine", 5)), [], on(5)) == []
    assert monitoring_due(changes(("start", "unknown herb", 0, "1")), [], on(5)) == []


def test_the_longest_overdue_stands_first_and_is_told_in_words():
    found = monitoring_due(changes(*LITHIUM), results("tsh", 0), on(200))
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)
    tsh = next(one for one in found if one.rule.test == "tsh")
    assert tsh.words == "TSH: overdue since 30 Nov 2026 (last 1 Jun 2026)"
    assert "TSH" in overdue_tests(found, "lithium") and overdue_tests(found, "sertraline") == ()
    creatinine = next(one for one in found if one.rule.test == "creatinine")
    assert creatinine.words == "creatinine: overdue since 1 Jun 2026 (no result)"


@pytest.mark.parametrize("rule", monitoring_rules(), ids=lambda rule: rule.key)
def test_every_rule_is_sane_and_says_where_it_is_from(rule):
    assert rule.source and rule.drugs <= set(formulary()) and rule.families <= set(FAMILIES)
    assert not (rule.verified and ("GK" in rule.source or "S-x" in rule.source))
    assert rule.word.startswith(TESTS[rule.test])


def test_keys_are_unique_and_every_choice_has_rules():
    assert len({rule.key for rule in monitoring_rules()}) == len(monitoring_rules())
    assert {rule.choice for rule in monitoring_rules()} - {None} == set(CHOICES)


GOOD = {
    "key": "x", "test": "tsh", "families": [], "drugs": ["lithium"], "choice": None, "when": None, "anchor": "start",
    "baseline_days": 90, "points": [[5, 7]], "every": [[0, 30]], "source": "clinic", "verified": False,
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"test": "aura"},
        {"anchor": "birthday"},
        {"choice": "none such"},
        {"drugs": []},
        {"points": [[9, 7]]},
        {"points": [[-1, 7]]},
        {"every": [[0, 0]]},
        {"every": [[30, 7], [0, 9]]},
        {"baseline_days": None, "points": [], "every": []},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong):
    assert parse_rule(GOOD).interval(timedelta(days=3)) == timedelta(days=30)
    with pytest.raises(ValueError, match="makes no sense"):
        parse_rule({**GOOD, **wrong})
