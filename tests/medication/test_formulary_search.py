"""The list as data: the shape of its codes, found by a few letters, unlisted drugs. Source: sources.md 4."""

import csv
import re
from pathlib import Path

import pytest

from coordcare.medication import formulary as module
from coordcare.medication.formulary import ANTIDEPRESSANTS, ANY_AGE, FAMILIES, find_drug, formulary, search, unlisted

DRUGS = list(formulary().values())


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("ser", "sertraline"),  # before Serax and Seroquel: a generic name comes first
        ("SERO", "quetiapine"),
        ("zol", "zolpidem"),  # before Zoloft
        ("zolo", "sertraline"),
        ("  lami ", "lamotrigine"),
        ("pram", "citalopram"),  # inside a name, where none begins so
        ("effexor  x", "venlafaxine"),
    ],
)
def test_a_few_letters_find_a_drug(letters, first):
    assert search(letters)[0].generic == first


def test_names_that_begin_with_the_letters_stand_before_those_that_hold_them():
    found = [drug.generic for drug in search("ven", count=20)]
    assert found[0] == "venlafaxine" and "desvenlafaxine" in found[1:]


@pytest.mark.parametrize("letters", ["", "  ", "qqq", "%", "_"])
def test_no_letters_or_strange_ones_find_nothing(letters):
    assert search(letters) == []


def test_a_search_ends_at_its_count():
    assert len(search("a", count=3)) == 3 and len(search("a")) == 8


@pytest.mark.parametrize("drug", DRUGS, ids=lambda drug: drug.generic)
def test_every_drug_is_found_by_three_letters_of_each_of_its_names(drug):
    for name in (drug.generic, *drug.brands):
        assert drug in search(name[:3], count=101)
        assert find_drug(name) == drug


def test_an_unlisted_drug_is_uncoded_and_has_no_limits():
    drug = unlisted("  Saint  John's wort ")
    assert (drug.generic, drug.coded, drug.rxcui, drug.atc) == ("saint john's wort", False, None, None)
    assert not drug.controlled and not drug.antidepressant
    assert all(one.coded for one in DRUGS)


@pytest.mark.parametrize("name", ["", "  ", "12", "??"])
def test_a_name_without_letters_is_no_drug(name):
    with pytest.raises(ValueError, match="letters"):
        unlisted(name)


@pytest.mark.parametrize("drug", DRUGS, ids=lambda drug: drug.generic)
def test_codes_have_their_shape_or_are_blank(drug):
    assert drug.rxcui is None or re.fullmatch(r"\d{3,7}", drug.rxcui)
    assert drug.atc is None or re.fullmatch(r"[A-Z]\d\d[A-Z]{2}\d\d( \(.*\))?", drug.atc)
    assert drug.schedule in {None, "CII", "CIII", "CIV", "CV"}
    assert drug.family is None or drug.family in FAMILIES


def test_91_codes_were_found_in_public_files_and_the_rest_is_blank():
    assert sum(drug.rxcui is not None for drug in DRUGS) == 91 and len(DRUGS) == 101
    assert set(FAMILIES) == {drug.family for drug in DRUGS if drug.family} >= ANTIDEPRESSANTS


@pytest.mark.parametrize(
    ("generic", "to_age"),
    [("sertraline", 24), ("quetiapine", 24), ("atomoxetine", 17), ("viloxazine", ANY_AGE), ("olanzapine", None)],
)
def test_the_suicidality_box_names_an_age(generic, to_age):
    assert formulary()[generic].suicidality_box_to_age == to_age


@pytest.mark.parametrize(
    ("generic", "schedule"), [("methylphenidate", "CII"), ("zolpidem", "CIV"), ("pregabalin", "CV"), ("lithium", None)]
)
def test_a_controlled_drug_bears_its_schedule(generic, schedule):
    assert (formulary()[generic].schedule, formulary()[generic].controlled) == (schedule, schedule is not None)


def test_every_antidepressant_carries_the_box():
    assert all(drug.suicidality_box_to_age == 24 for drug in DRUGS if drug.antidepressant)


def test_the_file_is_whole_rows_without_a_double():
    with Path(module.__file__).with_name("psychotropics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["generic"] for row in rows}) == len(rows)
    assert all(None not in row and None not in row.values() for row in rows)
    assert all(bool(row["rxcui_ingredient"]) == bool(row["rxcui_source"]) for row in rows)
