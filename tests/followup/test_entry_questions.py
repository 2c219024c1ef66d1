"""Asking about an entry: from its page, with its sensitivity, and only where it is read."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from coordcare.access.policy import Sensitivity
from coordcare.extensions import db
from coordcare.followup.models import FollowUpItem
from tests.cast import Cast

PAGE = "/patients/1/follow-up"
WORDS = "zqcould the dose be why she sleeps badly"
NOTE = {"happened_on": "2026-01-15", "insight": "She asked for help.", "risk_status": "none", "mode": "video"}


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


def write_note(client: FlaskClient) -> int:
    answer = client.post(
        "/patients/1/entries/new/session_note", data={**NOTE, "submission_key": "note", "action": "sign"}
    )
    return int(answer.location.rpartition("/")[2])


def test_asking_about_an_entry_takes_its_sensitivity_and_shows_on_its_page(app: Flask, cast: Cast) -> None:
    therapist, doctor = cast.client("therapist"), cast.client("psychiatrist")
    entry = write_note(therapist)
    page = doctor.get(f"/patients/1/entries/{entry}").text
    assert f'href="{PAGE}?entry={entry}"' in page and "Asked about this entry" not in page
    about = f"{PAGE}?entry={entry}"
    offered = doctor.get(about).text
    assert "Session note, 15 Jan 2026" in offered
    assert "Therapist, Therapist" in offered and "discipline:therapist" in offered
    assert "Coordinator, Care coordinator" not in offered and "discipline:coordinator" not in offered
    assert "discipline:coordinator" in doctor.get(PAGE).text
    refused = ask(doctor, cast, "coordinator", about)
    assert refused.status_code == 422 and WORDS in refused.text
    assert "A care coordinator does not read session notes. Ask without the entry" in refused.text
    assert ask(doctor, cast, "therapist", about).status_code == 303
    page = therapist.get(f"/patients/1/entries/{entry}").text
    assert "Asked about this entry" in page and WORDS in page and "Not acknowledged yet" in page
    with app.app_context():
        item = db.session.scalars(select(FollowUpItem)).one()
        assert (item.sensitivity, item.entry_id) == (Sensitivity.CLINICAL.value, entry)


def test_where_nobody_else_reads_the_entry_nobody_is_offered(cast: Cast) -> None:
    therapist = cast.client("therapist")
    entry = write_note(therapist)
    for name in ("psychiatrist", "nurse_practitioner", "psychologist"):
        cast.leave("Amara Osei", name)
    page = therapist.get(f"{PAGE}?entry={entry}").text
    assert "Nobody else on this team reads that entry." in page and 'value="account:' not in page


def test_a_task_says_that_its_entry_was_retracted(app: Flask, cast: Cast) -> None:
    therapist, doctor = cast.client("therapist"), cast.client("psychiatrist")
    entry = write_note(therapist)
    assert ask(doctor, cast, "therapist", f"{PAGE}?entry={entry}").status_code == 303
    assert "the entry was retracted" not in doctor.get(f"{PAGE}/1").text
    answer = therapist.post(f"/patients/1/entries/{entry}/retract", data={"reason": "wrong_patient"})
    assert answer.status_code == 303
    page = doctor.get(f"{PAGE}/1").text
    assert "Session note, 15 Jan 2026 (the entry was retracted)" in page and "Not acknowledged yet" in page


def test_an_entry_that_is_not_there_for_the_viewer_is_not_found(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    entry = write_note(therapist)
    draft = therapist.post(
        "/patients/1/entries/new/session_note", data={"insight": "x", "submission_key": "d", "action": "save"}
    ).location.split("/")[-2]
    cast.join("Ben Ruiz", "therapist")
    for client, path in (
        (cast.client("coordinator"), f"{PAGE}?entry={entry}"),
        (therapist, f"{PAGE}?entry={draft}"),
        (therapist, f"/patients/2/follow-up?entry={entry}"),
        (therapist, f"{PAGE}?entry=999"),
        (therapist, f"{PAGE}?entry={2**70}"),
        (therapist, f"{PAGE}?entry=x"),
    ):
        assert client.get(path).status_code == 404, path
        assert ask(client, cast, path=path).status_code == 404, path
    assert count(app, FollowUpItem) == 0
