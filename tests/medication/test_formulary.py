"""The clinic's list of drugs. Source: psychotropics.csv, doses [GK]."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordcare.medication.formulary import FREQUENCIES, amount_words, find_drug, formulary, nearest
from coordcare.medication.spelling_rules import slips


@pytest.mark.parametrize(
    ("typed", "generic"),
    [
        ("sertraline", "sertraline"),
        ("  SERTRALINE ", "sertraline"),
        ("Zoloft", "sertraline"),
        ("effexor  xr", "venlafaxine"),
        ("Eskalith", "lithium"),
        ("Suboxone", "buprenorphine"),
    ],
)
def test_a_drug_is_found_by_generic_and_brand_name(typed, generic):
    assert find_drug(typed).generic == generic


@pytest.mark.parametrize("typed", ["", "   ", "sertralin", "aspirin"])
def test_what_is_not_on_the_list_is_not_found(typed):
    assert find_drug(typed) is None


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sertralin", ["sertraline"]),
        ("sertaline", ["sertraline"]),
        ("setraline", ["sertraline"]),
        ("quetiapin", ["quetiapine"]),
        ("Zolofft", ["sertraline"]),
        ("abilfy", ["aripiprazole"]),
        ("Wellbutrin", ["bupropion"]),
        ("xyzzy", []),
    ],
)
def test_a_mistyped_name_gets_the_one_that_was_meant(typed, offered):
    assert nearest(typed) == offered


@pytest.mark.parametrize(
    "typed",
    [
        *("levothyroxine", "hydralazine", "clomiphene", "chlorpropamide", "clobazam", "lamivudine", "Lamisil"),
        *("celebrex", "estazolam", "zopiclone", "promethazine", "nifedipine", "oxaprozin", "prazepam", "doxazosin"),
        *("tetrazepam", "lormetazepam", "nordazepam", "bromazepam", "cloxazolam", "fluvastatin", "trimeprazine"),
    ],
)
def test_a_drug_that_is_not_on_the_list_is_never_taken_for_one_that_looks_like_it(typed):
    assert nearest(typed) == []


def test_no_drug_of_the_list_is_ever_offered_for_another():
    drugs = formulary()
    of = {name.casefold(): drug for drug in drugs.values() for name in (drug.generic, *drug.brands)}
    apart = [len({one.generic, other.generic}) == 2 and slips(a, b) for a, one in of.items() for b, other in of.items()]
    assert apart.count(2) > 10, "pairs that two slips would mix up stand on the list"
    for name, drug in of.items():
        assert nearest(name) in ([], [drug.generic]), name


@given(st.sampled_from(sorted(formulary())), st.data())
def test_one_slip_finds_the_drug_and_nothing_that_is_further_away(generic, data):
    place = data.draw(st.integers(1, len(generic) - 1))
    letter = data.draw(st.sampled_from("aeilnorst"))
    for typed in (generic[:place] + letter + generic[place:], generic[:place] + letter + generic[place + 1 :]):
        found = [formulary()[name] for name in nearest(typed)]
        assert generic in [drug.generic for drug in found]
        assert all(min(slips(typed, name.casefold()) for name in (one.generic, *one.brands)) <= 1 for one in found)


def test_the_list_is_whole_and_carries_its_codes():
    assert len(formulary()) == 101
    assert formulary()["sertraline"].rxcui == "36437"
    assert formulary()["esketamine"].rxcui is None


@pytest.mark.parametrize(
    ("key", "per_day"),
    [
        ("once_daily", 28),
        ("twice_daily", 56),
        ("three_times_daily", 84),
        ("four_times_daily", 112),
        ("at_bedtime", 28),
        ("every_other_day", 14),
        ("weekly", 4),
        ("every_2_weeks", 2),
        ("every_4_weeks", 1),
        ("as_needed", 28),
    ],
)
def test_a_frequency_makes_a_daily_amount(key, per_day):
    assert FREQUENCIES[key].per_day(Decimal(28)) == per_day


@pytest.mark.parametrize(
    ("dose", "words"), [("50.000", "50"), ("37.5", "37.5"), ("100", "100"), ("0.125", "0.125"), ("1E+3", "1000")]
)
def test_an_amount_is_written_without_exponent_or_zeros(dose, words):
    assert amount_words(Decimal(dose)) == words
