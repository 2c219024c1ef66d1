"""Contacts through the pages: anyone on the team writes one, and each part has its own readers."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from coordcare.access import policy
from coordcare.access.policy import Discipline, Grant, Sensitivity
from coordcare.extensions import db
from coordcare.medication.observation_models import MedicationReport
from coordcare.notes.models import Contact
from coordcare.timeline import kinds
from tests.medication.writing import entry_id, retract, sign

TEAM = ("psychiatrist", "nurse_practitioner", "psychologist", "therapist", "coordinator")
READ_REPORTED = TEAM[:4]
HEARD = {"text": "Zebra crossing", "adherence": "misses_some", "side_effect": "Quagga stripes"}


@pytest.mark.parametrize("who", TEAM)
def test_anyone_on_the_team_writes_a_contact(cast, amara, who):
    entry_id(sign(cast, who, "contact", **HEARD))
    with cast.app.app_context():
        row, heard = db.session.scalars(select(Contact)).one(), db.session.scalars(select(MedicationReport)).one()
        assert heard.entry_id == row.entry_id
        assert (row.text, heard.adherence, heard.side_effect) == ("Zebra crossing", "misses_some", "Quagga stripes")


@pytest.mark.parametrize("who", ["outside_therapist", "admin"])
def test_nobody_outside_the_team_does(cast, amara, who):
    assert sign(cast, who, "contact").status_code == 404


def pages(cast, amara, who, entry):
    """The entry's page and the feed, as one of the team sees them."""
    client = cast.client(who)
    answers = [client.get(f"/patients/{amara}/{rest}") for rest in (f"entries/{entry}", "timeline")]
    assert [answer.status_code for answer in answers] == [200, 200]
    return [answer.text for answer in answers]


@pytest.mark.parametrize("writer", ["coordinator", "therapist"])
def test_each_part_has_its_own_readers(cast, amara, writer):
    entry = entry_id(sign(cast, writer, "contact", **HEARD))
    for who in READ_REPORTED:
        for page in pages(cast, amara, who, entry):
            assert "Zebra crossing" in page and "Quagga stripes" in page and "Misses some doses" in page
    for page in pages(cast, amara, "coordinator", entry):
        assert "Zebra crossing" in page
        assert "Quagga" not in page and "Misses some doses" not in page and "as reported" not in page


def found(cast, amara, who, words):
    return "Phone call from the patient" in cast.client(who).post(f"/patients/{amara}/search", data={"q": words}).text


def test_search_finds_the_part_that_one_reads(cast, amara):
    sign(cast, "coordinator", "contact", **HEARD)
    for who in TEAM:
        assert found(cast, amara, who, "zebra crossing")
        assert found(cast, amara, who, "quagga") is (who in READ_REPORTED)


def test_the_form_says_who_reads_which_part(cast, amara):
    form = cast.client("coordinator").get(f"/patients/{amara}/entries/new/contact").text
    box = form.split('id="readers"')[1].split("</div>")[0]
    happened, heard = box.split("What you heard about medication")
    assert "Coordinator" in happened and "Psychiatrist" in happened
    assert "Coordinator" not in heard and "Psychiatrist" in heard
    assert "You do not read this part" in form
    assert (
        "You do not read this part" not in cast.client("therapist").get(f"/patients/{amara}/entries/new/contact").text
    )


def test_the_preview_says_it_too(cast, amara):
    saved = sign(cast, "coordinator", "contact", action="save", **HEARD)
    preview = cast.client("coordinator").get(saved.location.replace("/edit", "/sign")).text
    box = preview.split('id="readers"')[1].split("</div>")[0]
    assert "Coordinator" in box.split("What you heard about medication")[0]


def test_the_readers_are_the_policys(cast, amara, monkeypatch):
    """Another cell of the table, and the form, the card and the search follow."""
    entry = entry_id(sign(cast, "therapist", "contact", **HEARD))
    row = {**policy.READERS[Sensitivity.MEDICATION], Discipline.COORDINATOR: Grant.YES}
    row[Discipline.THERAPIST] = Grant.NO
    monkeypatch.setitem(policy.READERS, Sensitivity.MEDICATION, row)
    assert all("Quagga stripes" in page for page in pages(cast, amara, "coordinator", entry))
    assert all("Quagga" not in page for page in pages(cast, amara, "therapist", entry))
    assert found(cast, amara, "coordinator", "quagga") and not found(cast, amara, "therapist", "quagga")
    forms = {who: cast.client(who).get(f"/patients/{amara}/entries/new/contact").text for who in TEAM}
    assert "You do not read this part" in forms["therapist"]
    assert "You do not read this part" not in forms["coordinator"]


def test_a_part_with_another_sensitivity_gets_other_readers(cast, amara, monkeypatch):
    contact = kinds.named("contact")
    clinical = tuple(replace(part, sensitivity=Sensitivity.CLINICAL) for part in contact.parts)
    entry = entry_id(sign(cast, "therapist", "contact", **HEARD))
    monkeypatch.setitem(kinds._KINDS, "contact", replace(contact, parts=clinical))
    assert cast.client("coordinator").get(f"/patients/{amara}/entries/{entry}").status_code == 404


def test_bad_input_signs_nothing_and_keeps_everything_typed(cast, amara):
    answer = sign(cast, "coordinator", "contact", direction="", with_whom="aunt", reached="message_left", **HEARD)
    assert answer.status_code == 422
    assert "Say who called or wrote." in answer.text and "Nobody was reached, so nothing was heard." in answer.text
    for words in ("Zebra crossing", 'value="Quagga stripes"', 'value="aunt"', 'value="message_left" checked'):
        assert words in answer.text
    assert 'value="misses_some" checked' in answer.text and 'value="phone" checked' in answer.text
    with cast.app.app_context():
        assert db.session.scalar(select(Contact.entry_id)) is None


def test_a_form_posted_twice_makes_one_contact(cast, amara):
    for _ in range(2):
        entry_id(sign(cast, "coordinator", "contact", submission_key="twice", **HEARD))
    with cast.app.app_context():
        assert len(db.session.scalars(select(Contact.entry_id)).all()) == 1


def test_a_withheld_contact_is_read_by_nobody(cast, amara):
    entry = entry_id(sign(cast, "coordinator", "contact", **HEARD))
    retract(cast, "coordinator", entry, "wrong_patient")
    for who in TEAM:
        for page in pages(cast, amara, who, entry):
            assert "Zebra" not in page and "Quagga" not in page and "Contact withheld" in page
        assert not found(cast, amara, who, "zebra")
