"""Weight under an antipsychotic. Source: ADA/APA 2004, sources.md 4.2 [S27, S27b]: a gain of 5 % or more."""

from decimal import Decimal

import pytest

from coordcare.medication.result_rules import NO_RULE
from coordcare.medication.weight_rules import weight_reading
from tests.medication.situations import changes, on

OLANZAPINE = changes(("start", "olanzapine", 0, "10"))


def weight(day, value, unit="lb"):
    return on(day), Decimal(value), unit


def read(now, *before, known=OLANZAPINE):
    return weight_reading(now, [*before, now], known)


@pytest.mark.parametrize(
    ("value", "words", "level"),
    [
        ("209.9", "up 4 % since 1 Jun 2026", None),
        ("210", "up 5 % since 1 Jun 2026: consider another drug", 1),
        ("210.1", "up 5 % since 1 Jun 2026: consider another drug", 1),
        ("201.9", "as it was since 1 Jun 2026, within 1 %", None),
        ("190", "down 5 % since 1 Jun 2026", None),
    ],
)
def test_ada_apa_2004_a_gain_under_at_and_over_5_percent(value, words, level):
    found = read(weight(60, value), weight(0, "200"))
    assert (found.words, found.level, found.verified) == (words, level, True)


def test_units_may_differ():
    assert read(weight(60, "95.5", "kg"), weight(0, "200")).level == 1
    assert read(weight(60, "95", "kg"), weight(0, "200")).level is None


@pytest.mark.parametrize(("day", "since"), [(-30, "2 May 2026"), (-31, "11 Jun 2026"), (0, "1 Jun 2026")])
def test_the_weight_at_the_start_is_no_older_than_30_days_else_the_first_after_it(day, since):
    assert since in read(weight(60, "200"), weight(day, "200"), weight(10, "200")).words


def test_without_an_antipsychotic_or_a_weight_before_no_rule_is_said():
    assert read(weight(60, "300"), weight(0, "200"), known=changes(("start", "lithium", 0, "900"))) == NO_RULE
    stopped = changes(("start", "olanzapine", 0, "10"), ("stop", "olanzapine", 50))
    assert read(weight(60, "300"), weight(0, "200"), known=stopped) == NO_RULE
    assert read(weight(60, "300")) == NO_RULE and read(weight(0, "300")) == NO_RULE
    assert read(weight(-3, "300"), weight(-5, "200")) == NO_RULE
