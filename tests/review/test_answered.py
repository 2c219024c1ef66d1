"""Who asked the prescriber is told that nothing was changed."""

import pytest
from sqlalchemy import select

from coordcare.audit.models import AuditEvent
from coordcare.extensions import db
from tests.cast import Cast
from tests.medication.writing import sign
from tests.review.reviewing import AMARA, insight, items, open_review, withhold_last

WHY = "Zebra: she has just begun to sleep."


def told(cast: Cast) -> list[str]:
    return [one.text for one in items(cast) if one.text.startswith("No change of medication")]


def test_each_who_asked_is_told_once_on_their_newest_note(reviewed: Cast) -> None:
    insight(reviewed, "Slept badly.", for_prescriber="And the dose?")
    assert open_review(reviewed).no_change(WHY).status_code == 303
    (item,) = [one for one in items(reviewed) if one.text in told(reviewed)]
    assert (item.for_account_id, item.nature, item.status) == (reviewed.accounts["therapist"], "flag", "open")
    assert "Zebra" not in item.text, "the reason may be withheld later"
    address = f"/patients/{reviewed.patients[AMARA]}/follow-up/{item.id}"
    assert "No change of medication" in reviewed.client("therapist").get(address).text
    assert reviewed.client("coordinator").get(address).status_code == 404
    note = reviewed.client("therapist").get(f"/patients/{reviewed.patients[AMARA]}/entries/{item.entry_id}").text
    assert "And the dose?" in note and "No change of medication" in note
    assert reviewed.client("therapist").get("/").text.count("flag from") >= 1
    with reviewed.app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.rule == "no_change")).one()
        assert event.seq and event.subject_id == item.entry_id
    decisions = f"/patients/{reviewed.patients[AMARA]}/review/decisions"
    assert f"No change</a>: {WHY}" in reviewed.client("therapist").get(decisions).text, "to which the flag leads"
    assert open_review(reviewed).no_change().status_code == 303
    assert len(told(reviewed)) == 1, "nothing was asked since"
    withhold_last(reviewed, "private_text")
    assert reviewed.client("therapist").get(decisions).text.count("No change</a>:") == 1


def test_a_decision_on_the_wrong_patient_takes_it_back(reviewed: Cast) -> None:
    for reason, status in (("private_text", "open"), ("wrong_patient", "closed")):
        insight(reviewed, "Slept badly.", for_prescriber="And the dose?")
        assert open_review(reviewed).no_change(WHY).status_code == 303
        withhold_last(reviewed, reason)
        assert [one for one in items(reviewed) if one.text in told(reviewed)][-1].status == status


@pytest.mark.parametrize("step", ["acknowledge", "answer", "close"])
def test_who_had_taken_it_up_is_told_that_it_was_meant_for_another_patient(reviewed: Cast, step: str) -> None:
    """It was closed without a word: the therapist went on as if the prescriber had answered."""
    assert open_review(reviewed).no_change(WHY).status_code == 303
    address = f"/patients/{reviewed.patients[AMARA]}/follow-up/{items(reviewed)[-1].id}/{step}"
    done = {"version": "1", "text": "Thank you.", "outcome": "done"}
    assert reviewed.client("therapist").post(address, data=done).status_code == 303
    withhold_last(reviewed, "wrong_patient")
    *_, first, said = items(reviewed)
    assert first.status == {"answer": "answered"}.get(step, "closed")
    assert (said.nature, said.status, said.entry_id) == ("flag", "open", None)
    assert said.for_account_id == reviewed.accounts["therapist"]
    assert "not meant for this patient: your line is not answered yet" in said.text and "Zebra" not in said.text


def test_who_left_the_team_and_who_asked_themselves_are_not_told(reviewed: Cast) -> None:
    own = sign(reviewed, "psychiatrist", "session_note", session_number="", for_prescriber="And the dose?")
    assert own.status_code == 303
    reviewed.leave(AMARA, "therapist")
    assert open_review(reviewed).no_change().status_code == 303
    assert not told(reviewed)
