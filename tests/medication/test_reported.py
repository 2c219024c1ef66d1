"""Adherence and side effects as reported, from whatever kind of entry, for those who read medication."""

from dataclasses import replace

import pytest

from coordcare.access.policy import Sensitivity
from coordcare.medication.reported_queries import asks, observations
from coordcare.timeline import kinds
from coordcare.timeline.rules import RetractionReason
from tests.medication.writing import entry_id, retract, sign

READERS = ("psychiatrist", "nurse_practitioner", "psychologist", "therapist")


def reported(cast, who="psychiatrist", patient="Amara Osei"):
    with cast.app.app_context():
        listed = observations(cast.standing(who, patient))
        return [(one.kind.key, one.by, one.adherence, one.side_effect) for one in listed]


def test_what_was_reported_is_gathered_from_every_kind_the_newest_first(cast, amara):
    sign(cast, "coordinator", "contact", -5, adherence="misses_some")
    sign(cast, "psychiatrist", "medication_visit", -3, adherence="as_prescribed", side_effect="Dry mouth")
    sign(cast, "therapist", "contact", -1, side_effect="Vivid dreams")
    for who in READERS:
        assert reported(cast, who) == [
            ("contact", "Therapist", None, "Vivid dreams"),
            ("medication_visit", "Psychiatrist", "Takes it as prescribed", "Dry mouth"),
            ("contact", "Coordinator", "Misses some doses", None),
        ]
    assert reported(cast, "coordinator") == []


def test_what_was_not_asked_about_is_no_observation(cast, amara):
    sign(cast, "coordinator", "contact", adherence="not_asked")
    sign(cast, "coordinator", "contact")
    sign(cast, "psychiatrist", "medication_visit")
    sign(cast, "coordinator", "contact", action="save", adherence="stopped")
    assert reported(cast) == []


@pytest.mark.parametrize("reason", RetractionReason)
def test_a_retracted_report_does_not_count(cast, amara, reason):
    wrong = entry_id(sign(cast, "coordinator", "contact", adherence="stopped"))
    visit = entry_id(sign(cast, "psychiatrist", "medication_visit", side_effect="Dry mouth"))
    assert len(reported(cast)) == 2
    retract(cast, "coordinator", wrong, reason.value)
    retract(cast, "psychiatrist", visit, reason.value)
    assert reported(cast) == []


def test_another_patients_reports_stay_theirs(cast, amara):
    sign(cast, "outside_therapist", "contact", patient="Ben Ruiz", adherence="stopped")
    assert reported(cast) == []
    assert len(reported(cast, "outside_psychiatrist", "Ben Ruiz")) == 1


def test_a_part_that_the_viewer_does_not_read_reports_nothing(cast, amara, monkeypatch):
    """Readers come from the part's sensitivity, whatever the kind."""
    sign(cast, "coordinator", "contact", adherence="stopped")
    contact = kinds.named("contact")
    narrow = tuple(replace(part, sensitivity=Sensitivity.WORKING) for part in contact.parts)
    monkeypatch.setitem(kinds._KINDS, "contact", replace(contact, parts=narrow))
    assert reported(cast, "nurse_practitioner") == []
    assert len(reported(cast, "therapist")) == 1


def test_the_medication_page_tells_who_reported_what_and_where(cast, amara):
    address = f"/patients/{amara}/medication"
    assert "Nothing reported yet." in cast.client("therapist").get(address).text
    said = entry_id(sign(cast, "coordinator", "contact", -2, adherence="misses_most", side_effect="Zebra stripes"))
    for who in READERS:
        page = cast.client(who).get(address).text
        assert "Misses most doses" in page and "Zebra stripes" in page and f"/entries/{said}" in page
    theirs = cast.client("coordinator").get(address).text
    assert "Zebra" not in theirs and "as reported" not in theirs and "Misses" not in theirs


def test_the_form_of_a_change_shows_what_was_reported(cast, amara):
    sign(cast, "coordinator", "contact", -2, side_effect="Zebra stripes")
    assert "Zebra stripes" in cast.client("psychiatrist").get(f"/patients/{amara}/entries/new/medication_change").text


def test_asks_are_for_those_who_read_the_note(cast, amara):
    for days in (-9, -7, -5, -3):
        sign(cast, "therapist", "session_note", days, for_prescriber=f"Question {-days}")
    sign(cast, "therapist", "session_note", -1)
    with cast.app.app_context():
        assert [one.text for one in asks(cast.standing("psychiatrist", "Amara Osei"))] == [
            "Question 3",
            "Question 5",
            "Question 7",
            "Question 9",
        ]
        assert len(asks(cast.standing("psychiatrist", "Amara Osei"), limit=3)) == 3
        assert asks(cast.standing("coordinator", "Amara Osei")) == []
