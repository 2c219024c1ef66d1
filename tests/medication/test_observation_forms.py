"""What was heard of medication, as forms of every kind ask it. Source: sources.md 4.1, 2.2 [S26]."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from coordcare.medication.observation_forms import ObservationBackground, ObservationForm
from coordcare.medication.observation_rules import (
    COLUMNS,
    Fibser,
    SideEffect,
    adherence_of,
    adherence_problem,
    adherence_words,
    fibser,
    heard,
    side_effects,
)

BORN, TODAY = date(1989, 3, 14), date(2026, 11, 23)
SOUND = {"happened_on": "2026-11-20", "told_by": "family", "adherence": "misses_some", "missed_doses": "4"}


def form(*barriers, **typed):
    fields = MultiDict({**SOUND, **typed})
    fields.setlist("barriers", list(barriers))
    return ObservationForm(fields, background=ObservationBackground(BORN, TODAY, [], [], True))


def test_everything_that_was_heard_becomes_columns():
    sound = form(
        "cost",
        "forgets",
        barrier_words=" Works\nnights ",
        side_effect="Nausea",
        side_effect_severity="moderate",
        side_effect_onset="2026-11-10",
        side_effect_action="prescriber_told",
        side_effect_2="Dry mouth",
        fibser_frequency="4",
        fibser_intensity="3",
        fibser_burden="0",
    )
    assert sound.validate(), sound.errors
    assert sound.values() == {
        **dict.fromkeys(COLUMNS),
        "told_by": "family",
        "adherence": "misses_some",
        "missed_doses": 4,
        "barriers": ["forgets", "cost"],
        "barrier_words": "Works nights",
        "side_effect": "Nausea",
        "side_effect_severity": "moderate",
        "side_effect_onset": date(2026, 11, 10),
        "side_effect_action": "prescriber_told",
        "side_effect_2": "Dry mouth",
        "fibser_frequency": 4,
        "fibser_intensity": 3,
        "fibser_burden": 0,
    }


@pytest.mark.parametrize(
    ("missed", "meant"),
    [
        (0, "as_prescribed"),
        (1, "misses_some"),
        (7, "misses_some"),
        (8, "misses_most"),
        (14, "misses_most"),
        (None, None),
    ],
)
def test_missed_doses_of_14_say_how_it_is_taken(missed, meant):
    assert adherence_of("not_asked", missed) == meant
    assert form(adherence="not_asked", missed_doses="" if missed is None else str(missed), side_effect="x").heard()[
        "adherence"
    ] == (meant)


@pytest.mark.parametrize("word", ["as_prescribed", "misses_most"])
def test_a_word_that_the_number_contradicts_is_refused_in_a_sentence(word):
    told = adherence_problem(word, 4)
    assert told == "4 of 14 is “Misses some doses”. Choose that, or correct the number."
    bad = form(adherence=word)
    assert not bad.validate() and list(bad.errors) == ["missed_doses"]


def test_who_has_stopped_may_have_missed_any_number():
    assert form(adherence="stopped", missed_doses="3").validate()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("missed_doses", "15", "0 to 14"),
        ("missed_doses", "-1", "0 to 14"),
        ("missed_doses", "four", "0 to 14"),
        ("missed_doses", "2.5", "0 to 14"),
        ("adherence", "sometimes", "Choose one of these answers."),
        ("told_by", "nobody", "Choose one of these."),
        ("told_by", "", "Say who told it."),
        ("happened_on", "2026-11-24", "in the future"),
        ("side_effect_2", "x" * 301, "longer than 300 characters"),
        ("barrier_words", "x" * 301, "longer than 300 characters"),
    ],
)
def test_bad_input_gets_its_sentence_at_its_field(field, typed, sentence):
    bad = form(**{field: typed})
    assert not bad.validate() and list(bad.errors) == [field]
    assert any(sentence in words for words in bad.errors[field])


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"side_effect_severity": "mild"}, "side_effect", "Name the side effect"),
        ({"side_effect_3_action": "watched"}, "side_effect_3", "Name the side effect"),
        ({"side_effect": "Rash", "side_effect_severity": "awful"}, "side_effect_severity", "Choose one of these."),
        ({"side_effect": "Rash", "side_effect_onset": "2026-11-21"}, "side_effect_onset", "after the day on which"),
        (
            {"side_effect": "Rash", "side_effect_onset": "1989-03-13"},
            "side_effect_onset",
            "before the patient was born",
        ),
        ({"side_effect": "Rash", "side_effect_onset": "soon"}, "side_effect_onset", "This is not a date."),
        ({"fibser_burden": "3"}, "fibser_frequency", "Enter all three, or none."),
        ({"fibser_frequency": "7"}, "fibser_frequency", "0 to 6"),
    ],
)
def test_a_side_effect_and_fibser_are_whole(typed, field, sentence):
    bad = form(**typed)
    assert not bad.validate()
    assert any(sentence in words for words in bad.errors[field])


def test_the_onset_may_be_the_day_itself():
    assert form(side_effect="Rash", side_effect_onset="2026-11-20").validate()


def test_an_observation_says_something():
    bad = form(adherence="not_asked", missed_doses="")
    assert not bad.validate() and "Write what you heard" in bad.errors["adherence"][0]
    assert form(adherence="not_asked", missed_doses="", side_effect="Rash").validate()
    fibser_alone = {"fibser_frequency": "0", "fibser_intensity": "0", "fibser_burden": "0"}
    assert form(adherence="not_asked", missed_doses="", **fibser_alone).validate()


def test_what_gets_in_the_way_needs_how_it_is_taken():
    bad = form("cost", adherence="not_asked", missed_doses="", side_effect="Rash")
    assert not bad.validate() and "Say how it is taken" in bad.errors["adherence"][0]
    unknown = form("aliens")
    assert not unknown.validate() and list(unknown.errors) == ["barriers"]


def test_what_is_typed_in_the_folded_part_is_seen():
    assert not form().details_open
    for typed in ({"side_effect_severity": "mild"}, {"fibser_burden": "3"}, {"side_effect_2": "Rash"}):
        bad = form(**typed)
        bad.validate()
        assert bad.details_open


@pytest.mark.parametrize(
    ("burden", "words"),
    [
        (0, "no change needed"),
        (2, "no change needed"),
        (3, "address the side effects"),
        (4, "address the side effects"),
        (5, "a reason to change treatment"),
        (6, "a reason to change treatment"),
    ],
)
def test_s26_the_burden_of_fibser_under_at_and_over_its_edges(burden, words):
    assert Fibser(1, 2, burden).reading == words
    assert Fibser(1, 2, burden).words == f"frequency 1, intensity 2, burden {burden} of 6: {words}"


def test_what_was_heard_is_told_in_words():
    row = {
        "adherence": "misses_some",
        "missed_doses": 4,
        "barriers": ["forgets", "cost"],
        "barrier_words": "Works nights",
        "side_effect": "Nausea",
        "side_effect_severity": "moderate",
        "side_effect_onset": date(2026, 11, 10),
        "side_effect_action": "prescriber_told",
        "side_effect_2": "Dry mouth",
    }
    assert adherence_words(row) == "Misses some doses, 4 of the last 14 (forgets; cost; Works nights)"
    assert side_effects(row)[1] == SideEffect("Dry mouth")
    assert heard(row) == {
        "adherence_word": "Misses some doses, 4 of the last 14 (forgets; cost; Works nights)",
        "side_effect_words": ["Nausea (moderate, since 10 Nov 2026): the prescriber was told", "Dry mouth"],
        "fibser_words": None,
    }
    assert heard({}) == {"adherence_word": None, "side_effect_words": [], "fibser_words": None}
    assert fibser({"fibser_frequency": 0, "fibser_intensity": 0, "fibser_burden": 0}) == Fibser(0, 0, 0)
