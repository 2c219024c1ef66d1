"""Advice at the form of a change: refused, a reason asked, quiet lines noted, later steps, the clinic's own list."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from coordcare.medication.advice_rules import NeutrophilCount
from coordcare.medication.background_forms import MedicationBackground
from coordcare.medication.forms import REASON_ASKED, MedicationChangeForm
from coordcare.medication.formulary import find_drug
from coordcare.medication.list_formulary import ClinicDrug, with_clinic
from coordcare.medication.rules import Change, Dose

TODAY = date(2026, 11, 23)
GROWN, YOUNG = date(1980, 1, 1), date(2004, 1, 1)


def change(change_type, drug, days, amount=None, order=1, **more):
    dose = (
        None if amount is None else Dose(Decimal(amount), more.pop("unit", "mg"), more.pop("frequency", "once_daily"))
    )
    return Change(change_type, drug, TODAY + timedelta(days=days), order, dose, **more)


def form(*takes, born=GROWN, known=None, **typed):
    sound = {"happened_on": str(TODAY), "effective_on": str(TODAY), "unit": "mg", "frequency": "once_daily"}
    sound |= {"change_type": "start", "drug": "sertraline", "dose": "50", "reason": "Why."}
    background = MedicationBackground(born, TODAY, takes, **(known or {}))
    return MedicationChangeForm(MultiDict({**sound, **typed}), background=background)


def steps(*rows):
    typed = {}
    for n, (days, dose) in enumerate(rows, start=1):
        typed |= {f"steps_{n}_on": str(TODAY + timedelta(days=days)), f"steps_{n}_dose": dose}
    return typed


LITHIUM = [change("start", "lithium", -9, "300")]


@pytest.mark.parametrize(
    ("takes", "typed", "field"),
    [
        ([], {"drug": "lithium", "dose": "300", "unit": "units"}, "unit"),
        ([], {"drug": "lithium", "dose": "10", "unit": "mL"}, "unit"),
        ([], {"drug": "liothyronine", "dose": "25"}, "dose"),
        ([], {"drug": "sertraline", "dose": "50", "unit": "mcg"}, "dose"),
        (LITHIUM, {"change_type": "increase", "drug": "lithium", "dose": "10", "unit": "mL"}, "unit"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(takes, typed, field):
    refused = form(*takes, **typed, advice_reason="Meant.")
    assert not refused.validate()
    assert list(refused.errors) == [field]


@pytest.mark.parametrize(
    ("days", "change_type", "told"), [(7, "start", False), (8, "start", True), (8, "taking_already", False)]
)
def test_a_change_that_counts_from_long_ago_is_told(days, change_type, told):
    """Source: clinic default."""
    asked = form(change_type=change_type, effective_on=str(TODAY - timedelta(days=days)), reason="Why.")
    lines = [one.words for one in asked.advice() if one.key == "back_dated"]
    assert [f"{days} days ago" in words and "15 Nov 2026" in words for words in lines] == [True] * told
    assert asked.validate()


def test_500_typed_for_50_is_advice_and_passes_with_its_reason():
    typed = {"change_type": "increase", "dose": "500"}
    takes = [change("start", "sertraline", -30, "50")]
    asked = form(*takes, **typed)
    assert not asked.validate()
    (told,) = asked.errors["advice_reason"]
    assert list(asked.errors) == ["advice_reason"] and told.endswith(REASON_ASKED)
    assert "500 mg once daily" in told and "200 mg" in told and "dose now (50 mg)" in told
    assert [one.key for one in asked.advice()] == ["over_maximum", "manifold"]
    assert form(*takes, **typed, advice_reason="Meant.").validate()


@pytest.mark.parametrize(
    ("takes", "typed", "key"),
    [
        ([change("start", "phenelzine", -30, "45")], {}, "maoi_conflict"),
        ([change("start", "phenelzine", -60, "45"), change("stop", "phenelzine", -13, order=2)], {}, "maoi_washout"),
        ([], {"drug": "lamotrigine", "dose": "50"}, "lamotrigine_speed"),
        ([], {"drug": "clozapine", "dose": "12.5"}, "clozapine_anc_missing"),
        ([], {"dose": "250"}, "over_maximum"),
        ([], {"drug": "lamotrigine", "dose": "25", **steps((13, "50"))}, "lamotrigine_speed"),
        ([], {"dose": "50", **steps((7, "100"), (14, "250"))}, "over_maximum"),
    ],
)
def test_a_reason_is_asked_and_kept(takes, typed, key):
    asked = form(*takes, **typed)
    assert not asked.validate() and set(asked.errors) == {"advice_reason"}
    answered = form(*takes, **typed, advice_reason="  Meant\r\nso. ")
    assert answered.validate(), answered.errors
    values = answered.values()
    assert values["advice_reason"] == "Meant\nso."
    assert key in [one["key"] for one in values["advice"] if one["level"] == "asks_reason"]


def test_a_titration_at_the_pace_of_the_label_asks_nothing():
    plan = steps((14, "50"), (28, "100"), (35, "200"))
    assert form(drug="lamotrigine", dose="25", **plan).validate()
    early = form(drug="lamotrigine", dose="25", **steps((14, "50"), (27, "100")))
    assert not early.validate()
    assert early.advice()[0].words.startswith("From 20 Dec 2026: ")


def test_quiet_lines_never_stand_in_the_way_and_keep_what_was_noted():
    typed = {"born": YOUNG, "drug": "escitalopram", "dose": "10"}
    silent = form(change("start", "sertraline", -30, "50"), **typed)
    assert silent.validate(), silent.errors
    assert {one["key"] for one in silent.values()["advice"]} == {"suicidality_box", "early_review", "duplicate_class"}
    noting = form(change("start", "sertraline", -30, "50"), **typed, advice_noted="early_review")
    noted = {one["key"]: one["noted"] for one in noting.values()["advice"]}
    assert noted == {"suicidality_box": False, "early_review": True, "duplicate_class": False}


@pytest.mark.parametrize(
    ("count", "benign", "asks"), [(1500, False, False), (1499, False, True), (1499, True, False), (999, True, True)]
)
def test_a_count_before_clozapine_is_read_as_it_is_told(count, benign, asks):
    told = {"conditions": "benign_ethnic_neutropenia"} if benign else {}
    known = {"neutrophils": [NeutrophilCount(TODAY, count)]}
    advised = form(drug="clozapine", dose="12.5", known=known, **told)
    assert (not advised.validate()) is asks
    assert ("clozapine_anc_start" in [one.key for one in advised.advice()]) is asks


@pytest.mark.parametrize(("days", "said"), [(7, False), (8, True), (None, True)])
def test_nice_asks_a_review_within_a_week(days, said):
    review = {} if days is None else {"next_review_on": str(TODAY + timedelta(days=days))}
    advised = form(born=YOUNG, **review)
    assert ("early_review" in [one.key for one in advised.advice()]) is said


def test_of_a_switch_the_drug_that_is_left_no_longer_counts_from_its_stop():
    takes, typed = [change("start", "sertraline", -30, "50")], {"change_type": "switch", "drug": "escitalopram"}
    typed |= {"dose": "10", "other_drug": "sertraline"}
    assert form(*takes, **typed).advice() == []
    leaving = {
        "leaving_1_on": str(TODAY),
        "leaving_1_dose": "25",
        "leaving_2_on": "2026-12-07",
        "leaving_2_dose": "stop",
    }
    (line,) = form(*takes, **typed, **leaving).advice()
    assert (line.key, "until 7 Dec 2026" in line.words) == ("duplicate_class", True)


def test_both_lines_of_a_drug_count_towards_its_maximum():
    takes = [change("start", "quetiapine", -30, "700", frequency="at_bedtime")]
    typed = {"drug": "quetiapine", "frequency": "as_needed", "beside": "y", "dose": "50"}
    assert "over_maximum" not in [one.key for one in form(*takes, **typed, most_per_day="2").advice()]
    asked = form(*takes, **typed, most_per_day="3").advice()[0]
    assert asked.key == "over_maximum" and "together with its other line (700 mg at bedtime)" in asked.words


@pytest.mark.parametrize(("maximum", "asks"), [("150", True), ("175", False), (None, False)])
def test_the_maximum_of_the_clinic_s_own_list_counts(maximum, asks):
    own = ClinicDrug(find_drug("sertraline"), maximum and Decimal(maximum))
    advised = form(dose="175", known={"drugs": with_clinic([own])})
    assert (not advised.validate()) is asks


@pytest.mark.parametrize(
    ("reviewed", "asked", "answer", "sound"),
    [
        (False, "1", None, False),
        (False, "1", "urgent", True),
        (False, "1", "because", False),
        (False, None, None, True),
        (True, "1", None, True),
        (None, "1", None, True),
    ],
)
def test_without_a_review_the_form_that_asks_wants_one_of_five_reasons(reviewed, asked, answer, sound):
    typed = {"without_review_asked": asked, "without_review": answer}
    one = form(known={"reviewed": reviewed}, **{name: value for name, value in typed.items() if value})
    assert one.validate() is sound
    assert sound or list(one.errors) == ["without_review"]


def test_a_decrease_asks_for_no_review():
    takes = [change("start", "sertraline", -30, "50")]
    typed = {"change_type": "decrease", "dose": "25", "without_review_asked": "1"}
    assert form(*takes, known={"reviewed": False}, **typed).validate()


@pytest.mark.parametrize("change_type", ["hold", "stop"])
def test_a_dose_that_stood_in_the_form_is_no_new_dose(change_type):
    takes = [change("start", "sertraline", -30, "50")]
    assert form(*takes, change_type=change_type, dose="50").validate()
    assert not form(*takes, change_type=change_type, dose="25").validate()


def test_taken_at_another_time_the_amount_stays_as_it_is():
    takes = [change("start", "sertraline", -30, "50")]
    moved = form(*takes, change_type="timing", dose="", frequency="at_bedtime")
    assert moved.validate(), moved.errors
    assert (moved.values()["dose"], moved.values()["frequency"]) == (Decimal(50), "at_bedtime")


def test_another_form_of_a_drug_is_told_with_its_dose():
    takes = [change("start", "bupropion", -30, "150", frequency="twice_daily")]
    moved = form(*takes, change_type="timing", drug="bupropion", dose="300", form="xl")
    assert moved.validate(), moved.errors
    assert moved.read_dose().words == "300 mg XL once daily"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("form", "chewing gum", "Choose one of these forms."),
        ("route", "by post", "Choose one of these routes."),
        ("most_per_day", "25", "from 1 to 24"),
        ("most_per_day", "٣", "from 1 to 24"),
        ("next_review_on", "2026-11-22", "before the day of this decision"),
        ("pdmp_checked_on", "2026-11-24", "in the future"),
        ("indication", "money", "Choose one of these."),
        ("risk_talk", "later", "Choose one of these."),
        ("target_symptoms_1_rating", "11", "Rate it from 0 to 10."),
        ("target_symptoms_1_name", "x" * 61, "At most 60 characters"),
        ("alternatives", "x" * 2_001, "longer than 2,000 characters"),
        ("advice_reason", "x" * 2_001, "longer than 2,000 characters"),
        ("steps_1_dose", "9" * 21, "Enter the dose"),
    ],
)
def test_bad_input_gets_its_sentence_at_its_field(field, typed, sentence):
    more = {"steps_1_on": "2026-12-01"} if field == "steps_1_dose" else {}
    bad = form(**{field: typed}, **more)
    assert not bad.validate()
    assert field in bad.errors
    assert any(sentence in words for words in bad.errors[field])


def test_symptoms_that_were_only_offered_are_not_said_again():
    offered = {"known": {"symptoms": ["Sleep", "Low mood"]}}
    named = {"target_symptoms_1_name": "Sleep", "target_symptoms_2_name": "Low mood"}
    assert form(**offered, **named).values()["target_symptoms"] is None
    rated = form(**offered, **named, target_symptoms_2_rating="0", target_symptoms_3_name="Panic").values()
    assert rated["target_symptoms"] == [{"name": "Low mood", "rating": 0}, {"name": "Panic", "rating": None}]
    nameless = form(target_symptoms_1_rating="4")
    assert not nameless.validate() and list(nameless.errors) == ["target_symptoms_1_name"]
