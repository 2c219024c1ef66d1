"""What somebody may type into the form of a medication visit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from coordcare.medication.observation_rules import COLUMNS
from coordcare.medication.rules import Change, Dose, regimen, regimen_words
from coordcare.medication.visit_forms import MedicationVisitForm, VisitBackground

BORN, TODAY = date(1989, 3, 14), date(2026, 11, 23)
TAKES = [
    Change("start", "sertraline", TODAY - timedelta(days=42), 1, Dose(Decimal(50), "mg", "once_daily")),
    Change("start", "trazodone", TODAY - timedelta(days=42), 2, Dose(Decimal(50), "mg", "at_bedtime")),
    Change("hold", "trazodone", TODAY - timedelta(days=10), 3),
]
SOUND = {
    "happened_on": "2026-11-23",
    "interval_history": "Sleeps 6 h.\r\nAppetite back.",
    "mental_state": "",
    "assessment": " Partial response. ",
    "outcome": "continue",
    "plan": "Visit in four weeks.",
    "risk_status": "none",
    "adherence": "misses_some",
    "side_effect": "nausea\nin the morning",
    "mode": "video",
}


def form(changes=TAKES, **typed):
    background = VisitBackground(BORN, TODAY, changes, None)
    return MedicationVisitForm(MultiDict({**SOUND, **typed}), background=background)


def test_a_sound_visit_becomes_columns():
    sound = form()
    assert sound.validate(), sound.errors
    assert sound.values() == {
        "interval_history": "Sleeps 6 h.\nAppetite back.",
        "mental_state": None,
        "assessment": "Partial response.",
        "outcome": "continue",
        "plan": "Visit in four weeks.",
        "risk_status": "none",
        **dict.fromkeys(COLUMNS),
        "adherence": "misses_some",
        "side_effect": "nausea in the morning",
        "mode": "video",
        "target_symptoms": None,
        "regimen": "Sertraline 50 mg once daily; trazodone 50 mg at bedtime (on hold)",
    }


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-01", "Sertraline 50 mg once daily; trazodone 50 mg at bedtime"),
        ("2026-10-01", None),
    ],
)
def test_the_regimen_is_that_of_the_visits_day(day, words):
    assert form(happened_on=day).values()["regimen"] == words


def test_no_regimen_has_no_words():
    assert regimen_words(regimen([], TODAY)) is None


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("assessment", "", "Write your assessment."),
        ("assessment", " \n ", "Write your assessment."),
        ("assessment", "x" * 4_001, "longer than 4,000 characters"),
        ("interval_history", "x" * 4_001, "longer than 4,000 characters"),
        ("mental_state", "x" * 4_001, "longer than 4,000 characters"),
        ("plan", "x" * 100_000, "longer than 4,000 characters"),
        ("outcome", "", "Choose what the visit came to."),
        ("outcome", "doubled", "Choose one of these outcomes."),
        ("risk_status", "", "“Not assessed” is an answer too."),
        ("risk_status", "fine", "Choose one of these answers."),
        ("adherence", "sometimes", "Choose one of these answers."),
        ("side_effect", "x" * 301, "longer than 300 characters"),
        ("mode", "telepathy", "Choose how you met."),
        ("happened_on", "2026-11-24", "in the future"),
        ("happened_on", "1889-11-24", "before the patient was born"),
    ],
)
def test_bad_input_gets_its_sentence_at_its_field(field, typed, sentence):
    bad = form(**{field: typed})
    assert not bad.validate()
    assert list(bad.errors) == [field]
    assert any(sentence in words for words in bad.errors[field])


def test_a_new_form_asks_for_outcome_and_risk_and_has_not_asked_about_adherence():
    new = MedicationVisitForm(background=VisitBackground(BORN, TODAY, [], None))
    chosen = (new.outcome.data, new.risk_status.data, new.adherence.data, new.mode.data, new.happened_on.data)
    assert chosen == (None, None, "not_asked", "in_person", TODAY)
