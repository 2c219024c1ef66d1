"""What somebody may type into the form of a contact."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from coordcare.medication.observation_rules import COLUMNS
from coordcare.notes.contact_forms import ContactBackground, ContactForm
from coordcare.notes.rules import contact_title

BACKGROUND = ContactBackground(date(1989, 3, 14), date(2026, 11, 23), [], [], True)
CALL = {
    "happened_on": "2026-11-23",
    "contact_type": "phone",
    "direction": "outgoing",
    "with_whom": "",
    "reached": "reached",
    "text": " Will come on Friday.\r\nBy bus. ",
    "adherence": "misses_some",
    "side_effect": "dry\nmouth",
}
SILENT = {"adherence": "not_asked", "side_effect": ""}


def form(**typed):
    return ContactForm(MultiDict({**CALL, **typed}), background=BACKGROUND)


def test_a_sound_contact_becomes_columns():
    sound = form()
    assert sound.validate(), sound.errors
    assert sound.values() == {
        "contact_type": "phone",
        "direction": "outgoing",
        "with_whom": None,
        "reached": "reached",
        "text": "Will come on Friday.\nBy bus.",
        **dict.fromkeys(COLUMNS),
        "adherence": "misses_some",
        "side_effect": "dry mouth",
    }


def test_what_does_not_apply_is_no_value():
    sound = form(contact_type="no_show", direction="", reached="", **SILENT)
    assert sound.validate(), sound.errors
    assert (sound.values()["direction"], sound.values()["reached"]) == (None, None)


@pytest.mark.parametrize(
    "typed",
    [
        {"contact_type": "no_show", "direction": "outgoing", "reached": "message_left", **SILENT},
        {"contact_type": "message", "direction": "incoming", "reached": ""},
        {"contact_type": "phone", "direction": "incoming", "reached": "message_left"},
        {"contact_type": "collateral", "direction": "", "reached": "", "with_whom": "partner"},
        {"contact_type": "phone", "direction": "outgoing", "reached": "not_reached", **SILENT},
    ],
)
def test_contacts_as_they_happen_are_taken(typed):
    sound = form(**typed)
    assert sound.validate(), sound.errors


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("contact_type", {"contact_type": ""}, "Choose what kind of contact it was."),
        ("contact_type", {"contact_type": "pigeon"}, "Choose one of these."),
        ("direction", {"direction": ""}, "Say who called or wrote."),
        ("direction", {"contact_type": "message", "direction": "", "reached": ""}, "Say who called or wrote."),
        ("direction", {"direction": "sideways"}, "Choose one of these."),
        ("reached", {"reached": ""}, "Say whether anybody was reached."),
        ("reached", {"reached": "perhaps"}, "Choose one of these."),
        ("reached", {"contact_type": "no_show"}, "is a contact of its own: a phone call"),
        (
            "reached",
            {"contact_type": "collateral", "with_whom": "partner", "reached": "not_reached"},
            "A talk with nobody reached is a phone call.",
        ),
        ("with_whom", {"contact_type": "collateral", "with_whom": " "}, "Say with whom you talked"),
        ("with_whom", {"with_whom": "x" * 121}, "longer than 120 characters"),
        ("text", {"text": ""}, "Write in a sentence what happened."),
        ("text", {"text": " \n "}, "Write in a sentence what happened."),
        ("text", {"text": "x" * 100_000}, "longer than 4,000 characters"),
        ("adherence", {"adherence": "sometimes"}, "Choose one of these answers."),
        ("adherence", {"reached": "not_reached", "side_effect": ""}, "Nobody was reached, so nothing was heard."),
        ("side_effect", {"reached": "message_left", "adherence": "not_asked"}, "so no side effect was reported"),
        ("side_effect", {"side_effect": "x" * 301}, "longer than 300 characters"),
        ("happened_on", {"happened_on": "2026-11-24"}, "in the future"),
        ("happened_on", {"happened_on": "yesterday"}, "This is not a date."),
    ],
)
def test_bad_input_gets_its_sentence_at_its_field(field, typed, sentence):
    bad = form(**typed)
    assert not bad.validate()
    assert list(bad.errors) == [field]
    assert any(sentence in words for words in bad.errors[field])


@pytest.mark.parametrize(
    ("contact", "title"),
    [
        (("phone", "outgoing", None, "reached"), "Phone call to the patient"),
        (("phone", "incoming", "partner", "reached"), "Phone call from partner"),
        (("phone", "outgoing", "mother", "message_left"), "Phone call to mother: message left"),
        (("message", "incoming", None, None), "Message from the patient"),
        (("no_show", None, None, None), "Did not come"),
        (("no_show", "outgoing", None, "not_reached"), "Did not come: not reached"),
        (("collateral", None, "family doctor", None), "Talk with family doctor"),
    ],
)
def test_a_contact_is_titled_by_what_it_was(contact, title):
    assert contact_title(*contact) == title


def test_a_new_form_assumes_nothing():
    new = ContactForm(background=BACKGROUND)
    chosen = (new.contact_type.data, new.direction.data, new.reached.data, new.adherence.data)
    assert chosen == (None, "", "", "not_asked")
