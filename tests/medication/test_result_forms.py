"""What somebody may type as a result: slips of a unit or of the decimal point get a clear sentence. Bounds: [GK]."""

from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from coordcare.medication.monitoring_formulary import TESTS
from coordcare.medication.result_formulary import MEASUREMENTS, answering, value_problem
from coordcare.medication.sample_forms import MonitoringResultForm, ResultBackground

BORN, TODAY = date(1989, 3, 14), date(2026, 11, 23)
LEVEL = {
    "happened_on": "2026-11-20",
    "test": "lithium_level",
    "value": "0.8",
    "unit": "mEq/L",
    "hours_since_dose": "12",
}


def form(**typed):
    return MonitoringResultForm(MultiDict({**LEVEL, **typed}), background=ResultBackground(BORN, TODAY))


def test_a_sound_result_becomes_columns():
    sound = form(note=" Fasting.\r\n")
    assert sound.validate(), sound.errors
    assert sound.values() == {
        "test": "lithium_level",
        "value": Decimal("0.8"),
        "second_value": None,
        "unit": "mEq/L",
        "finding": None,
        "hours_since_dose": Decimal(12),
        "hours_unknown": False,
        "note": "Fasting.",
    }


@pytest.mark.parametrize(
    ("typed", "columns"),
    [
        ({"test": "blood_pressure", "value": "128 / 82", "unit": ""}, (Decimal(128), Decimal(82), "mmHg", None)),
        ({"test": "pregnancy_test", "value": "", "unit": "", "finding": "negative"}, (None, None, None, "negative")),
        ({"test": "a1c", "value": "5.5", "unit": ""}, (Decimal("5.5"), None, "%", None)),
        ({"test": "anc", "value": "2.4", "unit": "10^3/mcL"}, (Decimal("2.4"), None, "10^3/mcL", None)),
    ],
)
def test_pressures_findings_and_what_has_one_unit(typed, columns):
    sound = form(hours_since_dose="", **typed)
    assert sound.validate(), sound.errors
    values = sound.values()
    assert (values["value"], values["second_value"], values["unit"], values["finding"]) == columns


@pytest.mark.parametrize(
    ("test", "value", "unit", "sentence"),
    [
        (
            "lithium_level",
            "8",
            "mmol/L",
            "Lithium level of 8 mmol/L cannot be: from 0.05 to 5 is taken. Did you mean 0.8?",
        ),
        ("lithium_level", "5.1", "mEq/L", "Did you mean 0.51?"),
        ("lithium_level", "0.04", "mEq/L", "Did you mean 0.4?"),
        ("creatinine", "88", "mg/dL", "It would fit umol/L: check the unit."),
        ("creatinine", "0.9", "umol/L", "It would fit mg/dL: check the unit."),
        ("anc", "2.4", "cells/mcL", "It would fit 10^3/mcL: check the unit."),
        ("glucose_fasting", "5.4", "mg/dL", "It would fit mmol/L: check the unit."),
        ("sodium", "14", "mEq/L", "Did you mean 140?"),
        ("weight", "1780", "lb", "Did you mean 178?"),
        ("blood_pressure", "80/120", "mmHg", "The upper pressure stands first: 120/80."),
        ("blood_pressure", "120/8", "mmHg", "A lower pressure of 8 mmHg cannot be"),
        ("blood_pressure", "1200/80", "mmHg", "Did you mean 120?"),
        ("blood_pressure", "120", "mmHg", "Enter both pressures, as 120/80."),
        ("lithium_level", "0,8", "mEq/L", "Enter the value as a plain number"),
        ("lithium_level", "-0.8", "mEq/L", "Enter the value as a plain number"),
        ("lithium_level", "", "mEq/L", "Enter the value."),
        ("cbc", "7", "", "has no number here"),
    ],
)
def test_a_value_that_cannot_be_says_what_may_have_been_meant(test, value, unit, sentence):
    bad = form(test=test, value=value, unit=unit, finding="normal" if test == "cbc" else "", hours_since_dose="12")
    assert not bad.validate()
    assert any(sentence in words for words in bad.errors["value"]), bad.errors


@pytest.mark.parametrize("value", ["0.05", "0.051", "5"])
def test_values_at_the_bounds_are_taken(value):
    assert form(value=value).validate()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"test": ""}, "test", "Choose what was measured."),
        ({"test": "aura"}, "test", "Choose one of these."),
        ({"unit": "mg/dL"}, "unit", "Lithium level is recorded in mEq/L or mmol/L. mg/dL does not fit."),
        ({"unit": ""}, "unit", "Choose the unit: mEq/L or mmol/L."),
        ({"unit": "stone"}, "unit", "stone does not fit."),
        ({"test": "cbc", "value": "", "finding": "normal"}, "unit", "Complete blood count has no unit."),
        ({"finding": "normal"}, "finding", "Lithium level is a number with a unit."),
        ({"test": "cbc", "value": "", "unit": ""}, "finding", "Choose the finding: Normal or Abnormal."),
        ({"test": "cbc", "value": "", "unit": "", "finding": "positive"}, "finding", "Leave this empty."),
        ({"happened_on": "2026-11-24"}, "happened_on", "in the future"),
        ({"hours_since_dose": ""}, "hours_since_dose", "A lithium level cannot be read without them."),
        ({"hours_since_dose": "97"}, "hours_since_dose", "from 0 to 96"),
        ({"hours_since_dose": "a night"}, "hours_since_dose", "from 0 to 96"),
        ({"hours_unknown": "y"}, "hours_since_dose", "not both"),
    ],
)
def test_bad_input_gets_its_sentence_at_its_field(typed, field, sentence):
    bad = form(**typed)
    assert not bad.validate() and field in bad.errors
    assert any(sentence in words for words in bad.errors[field]), bad.errors


def test_a_level_whose_hours_nobody_knows_is_kept():
    sound = form(hours_since_dose="", hours_unknown="y")
    assert sound.validate(), sound.errors
    assert (sound.values()["hours_since_dose"], sound.values()["hours_unknown"]) == (None, True)


def test_a_form_opened_for_a_test_asks_in_its_usual_unit():
    asked = MonitoringResultForm(background=ResultBackground(BORN, TODAY, "weight", date(2026, 11, 2)))
    assert (asked.test.data, asked.unit.data, asked.happened_on.data) == ("weight", "lb", date(2026, 11, 2))


def test_every_test_of_the_rules_can_be_answered_and_every_bound_is_a_number():
    assert all(answering(test) for test in TESTS)
    for row in MEASUREMENTS.values():
        assert row.meets in TESTS and bool(row.units) is not bool(row.findings)
        for unit, (low, high) in row.units.items():
            assert Decimal(low) < Decimal(high)
            assert row.paired or value_problem(row, Decimal(low), unit) is None
            assert row.paired or value_problem(row, Decimal(high) + 1, unit) is not None
