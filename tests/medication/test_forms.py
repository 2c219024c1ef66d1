"""What somebody may type into the form of a medication change."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from coordcare.medication.forms import MedicationBackground, MedicationChangeForm
from coordcare.medication.rules import Change, Dose

SAID_NOTHING_OF = [
    "most_per_day",
    "form",
    "route",
    "steps",
    "other_drug",
    "leaving",
    "linked_id",
    "previous_form",
    "watch_for",
    "indication",
    "conditions",
    "target_symptoms",
    "alternatives",
    "risk_talk",
    "pdmp_checked_on",
    "next_review_on",
    "without_review",
    "advice",
    "advice_reason",
]
BORN, TODAY = date(1989, 3, 14), date(2026, 11, 23)
TAKES = [
    Change("start", "sertraline", TODAY - timedelta(days=42), 1, Dose(Decimal(50), "mg", "once_daily")),
    Change("start", "trazodone", TODAY - timedelta(days=42), 2, Dose(Decimal(50), "mg", "at_bedtime")),
    Change("hold", "trazodone", TODAY - timedelta(days=10), 3),
]
SOUND = {
    "happened_on": "2026-11-23",
    "change_type": "increase",
    "drug": "Zoloft",
    "dose": "100",
    "unit": "mg",
    "frequency": "once_daily",
    "effective_on": "2026-11-23",
    "reason": " Partial response\r\nat 6 weeks. ",
}


def form(**typed):
    background = MedicationBackground(BORN, TODAY, TAKES)
    return MedicationChangeForm(MultiDict({**SOUND, **typed}), background=background)


def test_a_sound_form_becomes_columns():
    sound = form()
    assert sound.validate(), sound.errors
    assert sound.values() == {
        "change_type": "increase",
        "drug": "sertraline",
        "unlisted": False,
        "beside": False,
        "rxcui": "36437",
        "dose": Decimal(100),
        "unit": "mg",
        "frequency": "once_daily",
        "dose_confirmed": False,
        "effective_on": TODAY,
        "previous_dose": Decimal(50),
        "previous_unit": "mg",
        "previous_frequency": "once_daily",
        "reason": "Partial response\nat 6 weeks.",
    } | dict.fromkeys(SAID_NOTHING_OF)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("change_type", "", "Choose what changes."),
        ("change_type", "double", "Choose one of these changes."),
        ("drug", "", "Enter the drug"),
        ("drug", "   ", "Enter the drug"),
        ("drug", "x" * 81, "at most 80 characters"),
        ("drug", "sertralin", "Did you mean sertraline"),
        ("dose", "", "Enter the dose"),
        ("dose", "0", "more than 0"),
        ("dose", "-5", "more than 0"),
        ("dose", "fifty", "plain number"),
        ("dose", "1,000", "plain number"),
        ("dose", "1e3", "plain number"),
        ("dose", "12,5", "Use a point: 12.5."),
        ("dose", "NaN", "plain number"),
        ("dose", "Infinity", "plain number"),
        ("dose", "١٠٠", "plain number"),
        ("dose", "12.3456", "plain number"),
        ("dose", "9" * 21, "Enter the dose as a number"),
        ("dose", "50000", "check the unit"),
        ("unit", "kg", "Choose one of these units."),
        ("frequency", "hourly", "Choose how often"),
        ("effective_on", "", "Enter the day"),
        ("effective_on", "tomorrow", "This is not a date."),
        ("effective_on", "2026-02-30", "This is not a date."),
        ("effective_on", "2027-11-25", "more than a year ahead"),
        ("effective_on", "1889-03-14", "before the patient was born"),
        ("happened_on", "2026-11-24", "in the future"),
        ("reason", "  ", "Say why"),
        ("reason", "x" * 100_000, "longer than 4,000 characters"),
        ("watch_for", "x" * 4_001, "longer than 4,000 characters"),
    ],
)
def test_bad_input_gets_its_sentence_at_its_field(field, typed, sentence):
    bad = form(**{field: typed})
    assert not bad.validate()
    assert list(bad.errors) == [field]
    assert any(sentence in words for words in bad.errors[field])


@pytest.mark.parametrize("change_type", ["hold", "stop"])
def test_hold_and_stop_take_no_dose(change_type):
    assert not form(change_type=change_type).validate()
    without = form(change_type=change_type, dose="")
    assert without.validate(), without.errors
    values = without.values()
    assert (values["dose"], values["unit"], values["frequency"]) == (None, None, None)
    assert (values["previous_dose"], values["previous_frequency"]) == (Decimal(50), "once_daily")


def test_resume_without_a_dose_takes_the_dose_before_the_hold():
    resumed = form(change_type="resume", drug="trazodone", dose="", frequency="weekly")
    assert resumed.validate(), resumed.errors
    assert (resumed.values()["dose"], resumed.values()["frequency"]) == (Decimal(50), "at_bedtime")


@pytest.mark.parametrize(("amount", "said", "kept"), [("225", True, True), ("100", True, False), ("100", False, False)])
def test_a_confirmation_and_its_reason_are_kept_only_for_a_dose_that_needed_them(amount, said, kept):
    confirmed = form(dose=amount, **({"advice_reason": "Level was low."} if said else {}))
    assert confirmed.validate(), confirmed.errors
    values = confirmed.values()
    assert (values["dose_confirmed"], values["advice_reason"]) == (kept, "Level was low." if kept else None)


def test_a_new_form_offers_today_mg_and_once_daily():
    new = MedicationChangeForm(background=MedicationBackground(BORN, TODAY, []))
    assert (new.effective_on.data, new.unit.data, new.frequency.data) == (TODAY, "mg", "once_daily")


def test_what_was_typed_comes_back_as_typed():
    assert form(dose=" 1,000 ").typed()["dose"] == [" 1,000 "]


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"dose": "", "reason": ""}, {"dose", "reason"}),
        ({"dose": "25", "reason": "", "effective_on": "2028-06-01"}, {"dose", "reason", "effective_on"}),
        ({"drug": "sertralin", "dose": "", "reason": " "}, {"drug", "dose", "reason"}),
        ({"drug": "", "dose": "", "effective_on": "soon"}, {"drug", "dose", "effective_on"}),
        ({"change_type": "start", "happened_on": "2026-11-24"}, {"change_type", "happened_on"}),
        ({"dose": "225", "watch_for": "x" * 4_001}, {"advice_reason", "watch_for"}),
        ({"effective_on": "", "dose": "50"}, {"effective_on", "dose"}),
    ],
)
def test_every_fault_is_told_in_one_round(typed, faults):
    bad = form(**typed)
    assert not bad.validate()
    assert set(bad.errors) == faults
    assert all(len(words) == 1 for words in bad.errors.values())


def test_the_change_of_a_visit_is_dated_like_the_visit():
    day = TODAY - timedelta(days=2)
    new = MedicationChangeForm(background=MedicationBackground(BORN, TODAY, TAKES, visit_on=day))
    assert (new.happened_on.data, new.effective_on.data) == (day, TODAY)
