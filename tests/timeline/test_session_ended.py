"""A form that is sent after its session ended gives its words back, to whoever wrote them, and saves none."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coordcare.extensions import db
from coordcare.timeline.models import EntryAddendum, TimelineEntry
from tests.cast import PASSWORD, Cast, gather
from tests.timeline.forms_table import EXAMPLES
from tests.timeline.real_server import hidden_fields, words_of
from tests.timeline.writing import end_sessions

OURS = {"Sec-Fetch-Site": "same-origin"}
NEW = "/patients/1/entries/new/life_event"
WORDS = "Half a sentence <b>that</b> nobody may lose"


@pytest.fixture
def cast(sqlite_app: Flask) -> Cast:
    return gather(sqlite_app)


@pytest.fixture
def therapist(cast: Cast) -> FlaskClient:
    return cast.client("therapist")


def form_of(client: FlaskClient, path: str = NEW) -> dict[str, str]:
    kind = path.rpartition("/")[2] if "/new/" in path else "life_event"
    return {**EXAMPLES[kind].fields, **hidden_fields(client.get(path).text), "action": "sign"}


def sign_in(client: FlaskClient, name: str) -> None:
    fields = {"email": f"{name}@test.example", "password": PASSWORD}
    token = client.get("/sign-in").text.split('name="csrf-token" content="')[1].split('"')[0]
    assert client.post("/sign-in", data={**fields, "csrf_token": token}).status_code == 303


def again(page: str) -> dict[str, str]:
    """What the page sends when Go on is pressed."""
    return {**hidden_fields(page), "action": "return"}


def entries(app: Flask, table: type = TimelineEntry) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_nothing_is_lost_without_scripts(sqlite_app: Flask, cast: Cast, therapist: FlaskClient) -> None:
    form = {**form_of(therapist), "text": WORDS}
    end_sessions(sqlite_app)
    out = therapist.post(NEW, data=form, headers=OURS)
    assert out.status_code == 401
    assert out.headers["Cache-Control"] == "no-store"
    assert again(out.text)["text"] == WORDS
    assert "<b>that</b>" not in out.text
    assert "Amara" not in out.text, "the page knows nothing but what was sent"
    assert entries(sqlite_app) == 0
    sign_in(therapist, "therapist")
    stale = therapist.post(NEW, data=again(out.text), headers=OURS)
    assert stale.status_code == 400
    back = therapist.post(NEW, data=again(stale.text), headers=OURS)
    assert back.status_code == 303, words_of(back.text)
    page = therapist.get(back.headers["Location"]).text
    assert "Half a sentence &lt;b&gt;that&lt;/b&gt; nobody may lose" in page
    assert "Draft resumed" in page


@pytest.mark.parametrize("kind", ["measure_result", "risk_assessment"])
def test_answers_without_a_draft_come_back_into_their_form(
    sqlite_app: Flask, therapist: FlaskClient, kind: str
) -> None:
    new = f"/patients/1/entries/new/{kind}"
    form = form_of(therapist, new)
    end_sessions(sqlite_app)
    out = therapist.post(new, data=form, headers=OURS)
    sign_in(therapist, "therapist")
    stale = therapist.post(new, data=again(out.text), headers=OURS)
    back = therapist.post(new, data=again(stale.text), headers=OURS)
    assert back.status_code == 200
    assert "It is not saved or signed yet." in back.text
    for name, value in EXAMPLES[kind].fields.items():
        shown = f'name="{name}" value="{value}" checked' in back.text or value in back.text
        assert shown, name
    assert entries(sqlite_app) == 0, "nothing is signed by coming back"


def test_an_addendum_comes_back_unsigned(sqlite_app: Flask, therapist: FlaskClient) -> None:
    signed = therapist.post(NEW, data={**form_of(therapist), "text": "Signed."}).headers["Location"]
    path = f"{signed}/addenda"
    form = {**hidden_fields(therapist.get(path).text), "text": WORDS}
    end_sessions(sqlite_app)
    out = therapist.post(path, data=form, headers=OURS)
    assert out.status_code == 401
    sign_in(therapist, "therapist")
    stale = therapist.post(path, data=again(out.text), headers=OURS)
    back = therapist.post(path, data=again(stale.text), headers=OURS)
    assert back.status_code == 200
    assert "nobody may lose" in back.text
    assert entries(sqlite_app, EntryAddendum) == 0


def test_somebody_else_gets_neither_the_words_nor_the_draft(
    sqlite_app: Flask, cast: Cast, therapist: FlaskClient
) -> None:
    form = {**form_of(therapist), "text": WORDS}
    end_sessions(sqlite_app)
    out = therapist.post(NEW, data=form, headers=OURS)
    sign_in(therapist, "psychologist")
    page = therapist.post(NEW, data=again(out.text), headers=OURS)
    assert page.status_code == 400
    assert "Somebody else is signed in now" in page.text
    assert "nobody may lose" not in words_of(page.text)
    assert "csrf_token" not in again(page.text)
    assert therapist.post(NEW, data=again(page.text), headers=OURS).status_code == 400
    assert entries(sqlite_app) == 0


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
@pytest.mark.parametrize("signed_in", [True, False])
def test_words_of_other_sites_do_not_stand_in_our_pages(
    sqlite_app: Flask, cast: Cast, headers: dict[str, str], signed_in: bool
) -> None:
    client = cast.client("therapist") if signed_in else sqlite_app.test_client()
    answer = client.post(NEW, data={**EXAMPLES["life_event"].fields, "text": WORDS}, headers=headers)
    assert answer.status_code == 400
    assert "nobody may lose" not in answer.text


def test_other_forms_ask_to_sign_in_as_ever(sqlite_app: Flask, therapist: FlaskClient) -> None:
    token = form_of(therapist)["csrf_token"]
    end_sessions(sqlite_app)
    answer = therapist.post("/patients/1/search", data={"q": WORDS, "csrf_token": token}, headers=OURS)
    assert answer.status_code == 303
    assert "nobody" not in answer.text
