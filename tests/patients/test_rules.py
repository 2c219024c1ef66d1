"""What particulars may hold."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordcare.patients.rules import (
    LENGTHS,
    PatientValues,
    differences,
    is_icd_10,
    is_phone,
    problems,
    search_key,
)

TODAY = date(2026, 11, 22)
GOOD = PatientValues(record_number="CC-00417", name="Noor Haddad", birth_date=date(1994, 2, 28))


def wrong(**changes):
    return dict(problems(replace(GOOD, **changes), TODAY))


def test_good_values_pass():
    assert wrong() == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("record_number", ""),
        ("record_number", "CC 1"),
        ("record_number", "CC<1>"),
        ("birth_date", date(2026, 11, 23)),
        ("birth_date", date(1899, 12, 31)),
        ("phone", "call me"),
        ("phone", "12345"),
        ("emergency_phone", "1" * 16),
        ("email", "noor"),
        ("email", "a@b@example.com"),
        ("status", "gone"),
        ("next_visit_on", date(2076, 1, 1)),
        *((name, "x" * (size + 1)) for name, size in LENGTHS.items()),
        ("name", "x" * 100_000),
    ],
)
def test_bad_value_gets_a_sentence_at_its_field(field, value):
    assert wrong(**{field: value}).keys() == {field}


@pytest.mark.parametrize(
    ("field", "value"),
    [("birth_date", TODAY), ("birth_date", date(1900, 1, 1)), ("name", "x" * 120), ("email", "n+1@mail.example.com")],
)
def test_value_at_the_edge_passes(field, value):
    assert wrong(**{field: value}) == {}


@pytest.mark.parametrize("text", ["(555) 010-0123", "+1 555.010.0123", "5550100123 x12", "555-0100 ext. 4"])
def test_phone_numbers(text):
    assert is_phone(text)


@pytest.mark.parametrize("text", ["", "555", "555-0100 ext", "one two three", "5550100123; drop"])
def test_not_phone_numbers(text):
    assert not is_phone(text)


def test_icd_10_shape():
    assert is_icd_10("F33.1") and is_icd_10("F32") and is_icd_10("U07.1")
    assert not is_icd_10("33.1") and not is_icd_10("F33.") and not is_icd_10("f33.1") and not is_icd_10("F33.12345")


def test_tidied_trims_and_capitalises():
    tidied = replace(GOOD, name="  Noor ", record_number=" cc-1 ").tidied()
    assert (tidied.name, tidied.record_number) == ("Noor", "CC-1")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\u0085", "\t"])
def test_only_the_after_hours_words_have_lines(end):
    typed = replace(GOOD, name=f"Noor{end}Ali", after_hours_words=f"Call 988.{end}Or come in.").tidied()
    assert typed.name == "Noor Ali"
    assert typed.after_hours_words == f"Call 988.{end}Or come in.".replace("\r\n", "\n")


def test_search_key_ignores_case_accents_and_spaces():
    assert search_key("José  ÁLVAREZ", "Straße") == "jose alvarez strasse"


@given(st.text())
def test_search_key_is_stable(text):
    assert search_key(search_key(text)) == search_key(text)


def test_differences_name_both_texts():
    other = replace(GOOD, phone="555-0100", may_text=True, birth_date=date(1994, 3, 1))
    assert differences(GOOD, other) == [
        ("birth_date", "28 Feb 1994", "1 Mar 1994"),
        ("phone", "empty", "555-0100"),
        ("may_text", "No", "Yes"),
    ]
