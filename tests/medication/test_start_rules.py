"""A first dose above the usual start of the list: quiet, and only where the list can be read."""

from dataclasses import replace
from decimal import Decimal

import pytest

from coordcare.medication.advice_rules import QUIET
from coordcare.medication.formulary import find_drug, formulary
from coordcare.medication.limit_formulary import Use
from coordcare.medication.saving_rules import advise
from coordcare.medication.start_rules import above_usual_start, usual_start
from tests.medication.situations import situation


@pytest.mark.parametrize(
    ("text", "dose", "day"),
    [
        ("25-50 mg", "50", "50"),
        ("12.5 mg once or twice daily", "12.5", "25"),
        ("300 mg two to three times daily", "300", "900"),
        ("2-5 mg adjunct MDD; 10-15 mg otherwise", "15", "15"),
        ("20-40 mg twice daily with food (500 kcal)", "40", "80"),
        ("10-20 mg (18 mg Concerta)", "20", "20"),
        ("25 mg daily weeks 1-2", "25", "25"),
        ("25 mcg", "0.025", "0.025"),
        (".5 mg", "0.5", "0.5"),
        (".25-.5 mg twice daily", "0.5", "1.0"),
    ],
)
def test_the_list_s_words_give_their_upper_end(text, dose, day):
    assert usual_start(text)[:2] == (Decimal(dose), Decimal(day))


def test_whether_the_list_says_how_often_is_known():
    assert [
        usual_start(text).bare for text in ("25-50 mg", "15 mg at bedtime", "30 mg divided", "1 mg twice daily")
    ] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "per OTP",
        "6 mg/24 h patch",
        "250 mg three times daily or 25 mg/kg (ER, mania)",
        "1,000 mg",
        "half a tablet",
        "1/2 mg",
        "1 1/2 - 2 mg",
        "1½ mg, then 3 mg",
    ],
)
def test_what_cannot_be_read_for_certain_says_nothing(text):
    assert usual_start(text) is None


def test_of_the_package_s_list_only_these_are_not_read():
    unread = {drug.generic for drug in formulary().values() if usual_start(drug.common_start) is None}
    assert unread == {"selegiline", "divalproex sodium", "methadone"}


@pytest.mark.parametrize(
    ("change_type", "drug", "amount", "frequency", "told"),
    [
        ("start", "clozapine", "200", "once_daily", "200 mg a day"),
        ("start", "clozapine", "25", "once_daily", "25 mg a dose"),
        ("start", "clozapine", "12.5", "twice_daily", None),
        ("start", "venlafaxine", "150", "once_daily", "150 mg a day"),
        ("switch", "venlafaxine", "75", "once_daily", None),
        ("augment", "aripiprazole", "20", "once_daily", "20 mg a day"),
        ("start", "bupropion", "450", "once_daily", "450 mg a day"),
        ("start", "sertraline", "50", "once_daily", None),
        ("start", "sertraline", "50", "twice_daily", "100 mg a day"),
        ("start", "hydroxyzine", "25", "three_times_daily", None),
        ("start", "hydroxyzine", "50", "three_times_daily", "50 mg a dose"),
        ("start", "quetiapine", "50", "twice_daily", "100 mg a day"),
        ("start", "lorazepam", "1", "as_needed", None),
        ("start", "lorazepam", "2", "as_needed", "2 mg a dose"),
        ("taking_already", "sertraline", "200", "once_daily", None),
        ("increase", "sertraline", "200", "once_daily", None),
        ("start", "lamotrigine", "100", "once_daily", None),
    ],
)  # fmt: skip
def test_psychotropics_csv_common_start_under_at_and_over_its_edge(change_type, drug, amount, frequency, told):
    found = [
        one for one in advise(situation(change_type, drug, amount, frequency=frequency)) if "usual start" in one.words
    ]
    assert [one.level for one in found] == [QUIET] * (told is not None)
    for one in found:
        assert f"{told} is above the usual start: {find_drug(drug).common_start}." in one.words
        assert one.standing == "the clinic's list, common start; general knowledge; clinic default, not verified"


@pytest.mark.parametrize(("amount", "said"), [("25", False), ("37.5", True)])
def test_above_25_mg_of_clozapine_it_says_why(amount, said):
    (one,) = above_usual_start(situation("start", "clozapine", amount))
    assert ("orthostatic hypotension, bradycardia, syncope" in one.words) == said


@pytest.mark.parametrize(("stopped", "said"), [(-7, False), (-8, True)])
def test_taken_again_within_a_week_is_no_first_dose(stopped, said):
    before = [("start", "sertraline", -60, "50"), ("stop", "sertraline", stopped)]
    assert bool([*above_usual_start(situation("start", "sertraline", "200", before=before))]) == said


def test_clozapine_after_a_gap_has_a_rule_of_its_own():
    before = [("start", "clozapine", -60, "12.5"), ("stop", "clozapine", -8)]
    assert not [*above_usual_start(situation("start", "clozapine", "200", before=before))]


def test_only_by_mouth():
    assert not [*above_usual_start(situation("start", "aripiprazole", "400", use=Use(40, route="intramuscular")))]


def test_what_the_clinic_set_is_named_as_the_clinic_s():
    own = replace(find_drug("sertraline"), common_start="100 mg", version=2)
    asked = replace(situation("start", "sertraline", "150"), drug=own)
    (one,) = above_usual_start(asked)
    assert "usual start: 100 mg." in one.words and one.standing == "set by this clinic, version 2"
