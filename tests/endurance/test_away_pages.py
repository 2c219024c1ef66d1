"""What a page says while the database is away: who wrote the words gets them back, nobody else does."""

import psycopg
import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from coordcare.accounts import session_queries
from coordcare.extensions import db
from tests.cast import gather
from tests.endurance.posts import PATIENT, whole_entry
from tests.timeline.real_server import hidden_fields, words_of

OURS = {"Sec-Fetch-Site": "same-origin"}
AWAY = (OperationalError("", {}, Exception()), InterfaceError("", {}, Exception()), NoConnection())


@pytest.fixture
def therapist(sqlite_app: Flask) -> FlaskClient:
    return gather(sqlite_app).client("therapist")


@pytest.fixture
def away(request: pytest.FixtureRequest, therapist: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> dict:
    """A form that was opened before the database went away, as it is sent now."""
    post = whole_entry("life_event")
    form = {**hidden_fields(therapist.get(post.path).text), **post.fields}

    def gone(*_: object) -> None:
        raise getattr(request, "param", AWAY[0])

    monkeypatch.setattr(session_queries, "session_of", gone)
    return form


def send(client: FlaskClient, form: dict, headers: dict | None = None):
    return client.post(f"{PATIENT}/entries/new/life_event", data=form, headers=OURS if headers is None else headers)


@pytest.mark.parametrize("away", AWAY, indirect=True, ids=lambda error: type(error).__name__)
def test_words_come_back_to_the_session_that_typed_them(
    therapist: FlaskClient, away: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = send(therapist, away)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "5"
    assert "Briefly unavailable" in answer.text and "signed out" not in answer.text
    again = {**hidden_fields(answer.text), "action": "return"}
    assert again["text"] == away["text"] and away["text"] in words_of(answer.text)
    monkeypatch.undo()
    back = send(therapist, again)
    assert back.status_code == 303
    assert away["text"] in therapist.get(back.location).text, "in the form again, and not signed"
    assert send(therapist, away).status_code == 303, "and the very form signs it"
    assert therapist.get(f"{PATIENT}/timeline").text.count(away["text"]) == 1


def test_without_the_sessions_own_token_nothing_is_shown_or_made_ready(therapist: FlaskClient, away: dict) -> None:
    answer = send(therapist, {**away, "csrf_token": "another session's"})
    assert answer.status_code == 503
    assert away["text"] not in words_of(answer.text) and "csrf_token" not in hidden_fields(answer.text)


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}])
def test_words_of_other_sites_do_not_stand_in_the_page(therapist: FlaskClient, away: dict, headers: dict) -> None:
    answer = send(therapist, away, headers)
    assert answer.status_code == 503 and "Briefly unavailable" in answer.text and away["text"] not in answer.text


def test_a_page_that_is_made_is_given_also_if_the_database_goes_before_the_end(postgresql_app: Flask) -> None:
    """The session's last rollback meets a connection that PostgreSQL has closed."""
    client = gather(postgresql_app).client("therapist")
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "

    def cut(response: Response) -> Response:
        if request.path == "/caseload":
            assert db.session().in_transaction(), "nothing is left to be ended"
            dialed = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(dialed) as other:
                other.execute(end + "current_database()")
        return response

    postgresql_app.after_request_funcs.setdefault(None, []).append(cut)
    try:
        assert "Amara Osei" in client.get("/caseload").text
    finally:
        postgresql_app.after_request_funcs[None].remove(cut)
    assert client.get(f"{PATIENT}/timeline").status_code == 200
    with postgresql_app.app_context():
        db.session.remove()
        assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
