"""The pages: asking, taking up, answering, closing; what is refused, and that nothing typed is lost."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from coordcare.accounts.models import Account
from coordcare.audit.models import AuditEvent
from coordcare.extensions import clock, db, transaction
from coordcare.followup.models import FollowUpItem, FollowUpStep
from tests.cast import Cast

PAGE = "/patients/1/follow-up"
WORDS = "zqcould the dose be why she sleeps badly"


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def ask(client: FlaskClient, cast: Cast, whom: str = "psychiatrist", path: str = PAGE, **more: str) -> TestResponse:
    form = {
        "submission_key": "one",
        "nature": "question",
        "for_whom": f"account:{cast.accounts[whom]}",
        "urgency": "two_days",
        "text": WORDS,
    }
    return client.post(path, data={**form, **more})


def test_a_question_goes_there_and_comes_back(app: Flask, cast: Cast) -> None:
    therapist, doctor = cast.client("therapist"), cast.client("psychiatrist")
    assert "Nothing is open here" in therapist.get(PAGE).text
    for _ in range(2):
        assert ask(therapist, cast).location == PAGE
    assert WORDS in doctor.get(PAGE).text
    mine = doctor.get("/follow-up").text
    assert "Amara Osei" in mine and WORDS not in mine, "the words stand on the patient's page, whose view is recorded"
    page = doctor.get(f"{PAGE}/1").text
    assert WORDS in page and "Opening this page does not count" in page
    assert count(app, FollowUpStep) == 0, "there is no silent stamp"
    answer = doctor.post(f"{PAGE}/1/acknowledge", data={"version": "1", "submission_key": "a"})
    assert answer.location == f"{PAGE}/1"
    form = {"version": "2", "submission_key": "b", "text": "Yes, move it."}
    for _ in range(2):
        assert doctor.post(f"{PAGE}/1/answer", data=form).status_code == 303
    assert "Came back to me" in therapist.get("/follow-up").text
    told = therapist.get(f"{PAGE}/1").text
    assert "Yes, move it." in told and "Psychiatrist" in told and "Noted" in told
    assert therapist.post(f"{PAGE}/1/acknowledge", data={"version": "3", "submission_key": "c"}).status_code == 303
    assert count(app, FollowUpItem) == 1
    assert count(app, FollowUpStep) == 3


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"for_whom": ""}, "Choose for whom it is."),
        ({"for_whom": "account:99999999999999999999"}, "Choose for whom it is."),
        ({"for_whom": "account:4000"}, "They are not on this patient&#39;s team now"),
        ({"for_whom": "discipline:astrologer"}, "They are not on this patient&#39;s team now"),
        ({"for_whom": "nobody"}, "Choose for whom it is."),
        ({"urgency": "soon"}, "Not a valid choice"),
        ({"nature": "risk"}, "Not a valid choice"),
        ({"text": ""}, "Write what you ask for."),
        ({"text": "   "}, "Write what you ask for."),
        ({"text": WORDS * 60}, f"It has {len(WORDS) * 60:,}: {len(WORDS) * 60 - 2_000:,} too many. Please shorten it."),
        ({"submission_key": ""}, "This form has lost its mark."),
    ],
)
def test_what_cannot_be_asked_keeps_everything_typed(
    app: Flask, cast: Cast, more: dict[str, str], sentence: str
) -> None:
    answer = ask(cast.client("therapist"), cast, **more)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert more.get("text", WORDS).strip() in answer.text
    assert count(app, FollowUpItem) == 0


def test_a_colleague_who_left_or_was_disabled_meanwhile_is_told_at_the_field(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    assert 'value="account:' in therapist.get(PAGE).text
    cast.leave("Amara Osei", "psychiatrist")
    with app.app_context(), transaction() as session:
        session.get_one(Account, cast.accounts["psychologist"]).disabled_at = clock.now()
    for whom in ("psychiatrist", "psychologist"):
        answer = ask(therapist, cast, whom)
        assert answer.status_code == 422 and WORDS in answer.text
        assert re.search(r'id="for_whom-error".*their account is disabled', answer.text, re.DOTALL)


def test_outsiders_and_the_admin_find_nothing(app: Flask, cast: Cast) -> None:
    ask(cast.client("therapist"), cast)
    for name in ("outside_therapist", "outside_psychiatrist", "admin"):
        client = cast.client(name)
        missing = client.get("/patients/1/follow-up/999")
        for answer in (client.get(PAGE), client.get(f"{PAGE}/1"), ask(client, cast)):
            assert (answer.status_code, len(answer.text)) == (404, len(missing.text))
        for step in ("acknowledge", "answer", "close", "call"):
            assert client.post(f"{PAGE}/1/{step}", data={"version": "1", "submission_key": step}).status_code == 404
        assert "Amara" not in client.get("/follow-up").text
    assert count(app, FollowUpStep) == 0


def test_an_item_of_one_patient_is_not_found_under_another(app: Flask, cast: Cast) -> None:
    cast.join("Ben Ruiz", "psychiatrist")
    ask(cast.client("therapist"), cast)
    doctor = cast.client("psychiatrist")
    assert doctor.get("/patients/2/follow-up/1").status_code == 404
    assert doctor.post("/patients/2/follow-up/1/acknowledge", data={"version": "1"}).status_code == 404
    assert doctor.get(f"{PAGE}/{2**70}").status_code == 404


def test_a_coordinator_neither_finds_nor_hears_of_a_clinical_item(app: Flask, cast: Cast) -> None:
    ask(cast.client("therapist"), cast)
    coordinator = cast.client("coordinator")
    assert coordinator.get(f"{PAGE}/1").status_code == 404
    assert WORDS not in coordinator.get(PAGE).text
    assert coordinator.get(PAGE).text.count("follow-up-line") == 0


def test_an_item_for_or_from_a_coordinator_is_for_the_team(app: Flask, cast: Cast) -> None:
    assert ask(cast.client("therapist"), cast, "coordinator").status_code == 303
    assert ask(cast.client("coordinator"), cast).status_code == 303
    with app.app_context():
        found = db.session.scalars(select(FollowUpItem.sensitivity)).all()
        assert found == ["team", "team"]


def test_the_late_answer_is_told_who_was_first_and_keeps_its_words(app: Flask, cast: Cast) -> None:
    therapist, doctor = cast.client("therapist"), cast.client("psychiatrist")
    ask(therapist, cast)
    closing = {"version": "1", "submission_key": "c", "outcome": "not_needed", "text": ""}
    assert therapist.post(f"{PAGE}/1/close", data=closing).status_code == 303
    late = doctor.post(f"{PAGE}/1/answer", data={"version": "1", "submission_key": "a", "text": "zqmy answer"})
    assert late.status_code == 409
    assert re.search(r"Therapist closed this at \d\d:\d\d today\.", late.text)
    assert "zqmy answer" in late.text
    assert count(app, FollowUpStep) == 1


def test_an_answer_over_a_step_meanwhile_can_be_sent_again(app: Flask, cast: Cast) -> None:
    therapist, doctor = cast.client("therapist"), cast.client("psychiatrist")
    ask(therapist, cast)
    call = {"version": "1", "submission_key": "k", "outcome": "no_answer", "text": ""}
    assert therapist.post(f"{PAGE}/1/call", data=call).status_code == 303
    late = doctor.post(f"{PAGE}/1/answer", data={"version": "1", "submission_key": "a", "text": "zqmy answer"})
    assert late.status_code == 409 and "Therapist recorded a call at" in late.text
    form = late.text.split(f'action="{PAGE}/1/answer"')[1].split("</form>")[0]
    again = dict(re.findall(r'name="(submission_key|version)"[^>]*value="([^"]*)"', form))
    assert "zqmy answer" in form and again["version"] == "2" and again["submission_key"] != "a"
    assert doctor.post(f"{PAGE}/1/answer", data={**again, "text": "zqmy answer"}).status_code == 303


@pytest.mark.parametrize(
    ("step", "form", "sentence"),
    [
        ("answer", {"text": ""}, "Write the answer."),
        ("answer", {"text": "zq" * 1_001}, "Please shorten it."),
        ("close", {"outcome": "", "text": "zqkept"}, "Choose how it ended."),
        ("close", {"outcome": "assessed", "text": "zqkept"}, "Choose how it ended."),
        ("close", {"outcome": "handed_over", "text": " "}, "Say what was done"),
        ("call", {"outcome": "done", "text": "zqkept"}, "Choose how the call went."),
        ("call", {"outcome": "reached", "text": "zqkept", "submission_key": ""}, "This form has lost its mark."),
        ("answer", {"text": "zqkept", "version": "x"}, "Not a valid integer"),
    ],
)
def test_a_step_that_cannot_be_taken_keeps_what_was_typed(
    app: Flask, cast: Cast, step: str, form: dict[str, str], sentence: str
) -> None:
    ask(cast.client("therapist"), cast)
    doctor = cast.client("psychiatrist")
    answer = doctor.post(f"{PAGE}/1/{step}", data={"version": "1", "submission_key": "s", **form})
    assert answer.status_code == 422
    assert sentence in answer.text and form["text"].strip() in answer.text
    assert count(app, FollowUpStep) == 0


def test_somebody_whom_it_does_not_wait_for_is_offered_no_answer(app: Flask, cast: Cast) -> None:
    ask(cast.client("therapist"), cast)
    psychologist = cast.client("psychologist")
    page = psychologist.get(f"{PAGE}/1").text
    assert "Record a call" in page and "Acknowledge:" not in page and "/answer" not in page and "/close" not in page
    answer = psychologist.post(f"{PAGE}/1/answer", data={"version": "1", "submission_key": "a", "text": "zqmine"})
    assert answer.status_code == 422
    assert "waits for somebody else" in answer.text and "zqmine" in answer.text


def test_same_day_shows_numbers_and_says_that_nobody_is_paged(app: Flask, cast: Cast) -> None:
    app.config["CLINIC_PHONE"] = "(555) 010-0000"
    with app.app_context(), transaction() as session:
        session.get_one(Account, cast.accounts["psychiatrist"]).phone = "(555) 010-0142"
    therapist = cast.client("therapist")
    answer = ask(therapist, cast, urgency="same_day")
    assert answer.location == f"{PAGE}/1"
    page = therapist.get(answer.location).text
    for words in ("CoordCare pages no one", "(555) 010-0142", "(555) 010-0000", "988"):
        assert words in page
    call = {"version": "1", "submission_key": "k", "outcome": "reached", "text": "Spoke at noon."}
    assert therapist.post(f"{PAGE}/1/call", data=call).status_code == 303
    assert "Reached, and told" in therapist.get(f"{PAGE}/1").text


def test_opening_the_pages_is_a_view_on_record(app: Flask, cast: Cast) -> None:
    ask(cast.client("therapist"), cast)
    before = count(app, AuditEvent)
    doctor = cast.client("psychiatrist")
    doctor.get(PAGE)
    doctor.get(f"{PAGE}/1")
    assert count(app, AuditEvent) == before + 2


def test_the_page_names_who_covers(app: Flask, cast: Cast) -> None:
    ask(cast.client("therapist"), cast)
    away = {"from_on": "2020-01-01", "to_on": "2027-12-31", "covered_by_id": str(cast.accounts["psychologist"])}
    assert cast.client("psychiatrist").post("/away", data=away).status_code == 303
    assert "Psychiatrist is away. Psychologist covers." in cast.client("therapist").get(f"{PAGE}/1").text
    assert "Acknowledge: I take this up" in cast.client("psychologist").get(f"{PAGE}/1").text
