"""A change recalled and thrown away, or retracted: what its signing asked, and what it decided."""

import pytest
from sqlalchemy import select

from coordcare.audit.models import AuditEvent
from coordcare.audit.rules import Happening
from coordcare.extensions import db
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from tests.cast import Cast
from tests.medication.writing import entry_id, retract, sign
from tests.review.reviewing import AMARA, increase, items, open_review
from tests.review.test_watching import today_of


def follow_up(cast: Cast, who: str = "therapist") -> str:
    """What the viewer is told to do: at home, on the patient's follow-up and on their own list."""
    client, patient = cast.client(who), f"/patients/{cast.patients[AMARA]}"
    return "".join(client.get(page).text for page in ("/", "/follow-up", f"{patient}/follow-up?show=open"))


def test_a_recalled_change_is_discarded_with_what_its_signing_asked_left_alone(reviewed: Cast):
    """The item named the entry, the database kept the entry, and the draft was stuck behind an error page."""
    signed = entry_id(increase(reviewed, "gone", watch_for="Sleep."))
    client, address = reviewed.client("psychiatrist"), f"/patients/{reviewed.patients[AMARA]}/entries/{signed}"
    assert client.post(f"{address}/recall").status_code == 303
    assert client.post(f"{address}/discard").status_code == 303
    assert client.get(address).status_code == 404
    item = items(reviewed)[-1]
    assert (item.status, item.entry_id) == ("closed", None)
    page = client.get(f"/patients/{reviewed.patients[AMARA]}/follow-up/{item.id}")
    assert page.status_code == 200 and "No longer needed" in page.text
    assert len([one for one in items(reviewed) if one.entry_id is not None]) == len(items(reviewed)) - 1


def test_a_recalled_switch_is_discarded_whole(reviewed: Cast):
    with reviewed.app.app_context():
        day = str(today())
    leaving = {"other_drug": "sertraline", "leaving-0-on": day, "leaving-0-stop": "y"}
    typed = {"change_type": "switch", "drug": "bupropion", "dose": "150", "watch_for": "Sleep.", **leaving}
    signed = entry_id(sign(reviewed, "psychiatrist", "medication_change", advice_reason="Agreed.", **typed))
    client, patient = reviewed.client("psychiatrist"), f"/patients/{reviewed.patients[AMARA]}"
    second = client.get(f"{patient}/entries/{signed + 1}")
    assert second.status_code == 200 and "Sertraline" in second.text
    for step in ("recall", "discard"):
        if step == "discard":
            assert f"{patient}/entries/{signed}/discard" in client.get(f"{patient}/entries/{signed}/edit").text
        assert client.post(f"{patient}/entries/{signed}/{step}").status_code == 303
    for gone in (signed, signed + 1):
        assert client.get(f"{patient}/entries/{gone}").status_code == 404
    page = client.get(f"{patient}/medication").text
    assert "was taken back" not in page and "Bupropion" not in page


@pytest.mark.parametrize("reason", ["entered_in_error", "wrong_patient"])
def test_a_retraction_withdraws_what_the_signing_asked(reviewed: Cast, reason: str):
    """The therapist was still asked to watch for a change that nobody made."""
    signed = entry_id(increase(reviewed, "wrong", watch_for="Zebra restlessness."))
    before = len(items(reviewed))
    retract(reviewed, "psychiatrist", signed, reason)
    item = items(reviewed)[-1]
    assert (item.status, len(items(reviewed))) == ("closed", before), "nobody had taken it up: nothing to tell"
    address = f"/patients/{reviewed.patients[AMARA]}/follow-up/{item.id}"
    assert "Withdrawn: the entry was retracted" in reviewed.client("psychiatrist").get(address).text
    assert f"/follow-up/{item.id}/acknowledge" not in follow_up(reviewed)
    assert (
        "Zebra"
        not in reviewed.client("therapist").get(f"/patients/{reviewed.patients[AMARA]}/entries/new/session_note").text
    )
    with reviewed.app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.reason == "withdrawn")).one()
        assert (event.happening, event.subject_id) == (Happening.FOLLOW_UP_CLOSED.value, item.id)


@pytest.mark.parametrize("step", ["acknowledge", "answer", "close"])
def test_who_had_taken_it_up_is_told_of_the_retraction_without_its_words(reviewed: Cast, step: str):
    signed = entry_id(increase(reviewed, "wrong", watch_for="Zebra restlessness.", watch_by="two_days"))
    item = items(reviewed)[-1]
    address = f"/patients/{reviewed.patients[AMARA]}/follow-up/{item.id}"
    done = {"version": "1", "text": "None so far.", "outcome": "done"}
    taken_up = reviewed.client("therapist").post(f"{address}/{step}", data=done)
    assert taken_up.status_code == 303
    retract(reviewed, "psychiatrist", signed, "wrong_patient")
    *_, asked, told = items(reviewed)
    assert asked.status == {"answer": "answered"}.get(step, "closed")
    assert (told.nature, told.status, told.urgency) == ("flag", "open", "two_days")
    assert (told.entry_id, told.for_account_id) == (None, reviewed.accounts["therapist"])
    assert told.text == (
        f"The change of medication of {plain_day(today_of(reviewed))} that you were asked to watch was retracted:"
        " it does not count."
    )
    page = reviewed.client("therapist").get(f"/patients/{reviewed.patients[AMARA]}/follow-up/{told.id}").text
    assert "it does not count" in page and "100 mg" not in page


def test_who_left_the_team_keeps_no_retraction_from_passing(reviewed: Cast):
    signed = entry_id(increase(reviewed, "wrong", watch_for="Zebra restlessness."))
    address = f"/patients/{reviewed.patients[AMARA]}/follow-up/{items(reviewed)[-1].id}"
    assert reviewed.client("therapist").post(f"{address}/acknowledge", data={"version": "1"}).status_code == 303
    reviewed.leave(AMARA, "therapist")
    before = len(items(reviewed))
    retract(reviewed, "psychiatrist", signed)
    assert items(reviewed)[-1].status == "closed" and len(items(reviewed)) == before


def test_a_change_that_was_decided_from_a_review_stays_when_it_is_recalled(reviewed: Cast):
    """The decision is evidence and names the entry: its draft was stuck behind an error page."""
    key = open_review(reviewed).form_key()
    signed = entry_id(increase(reviewed, key, watch_for="Sleep."))
    client, address = reviewed.client("psychiatrist"), f"/patients/{reviewed.patients[AMARA]}/entries/{signed}"
    assert client.post(f"{address}/recall").status_code == 303
    new = f"/patients/{reviewed.patients[AMARA]}/entries/new/medication_change"
    for page in (f"{address}/edit", f"{address}/compare", new):
        shown = client.get(page).text
        assert "Decided from a review, so it cannot be discarded." in shown and f"{address}/discard" not in shown
    answer = client.post(f"{address}/discard")
    assert answer.status_code == 409 and "sign it again and retract it as entered in error." in answer.text
    assert client.get(f"{address}/edit").status_code == 200
