"""When something breaks: nobody is told how, somebody can find out where, and nothing is let through."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from structlog.testing import capture_logs

from tests.cast import gather

WORDS = "the words of a patient in a message"
NOBODY_LISTENS = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


def _fails() -> ResponseReturnValue:
    raise RuntimeError(WORDS)


def test_an_unexpected_error_tells_nothing_and_is_logged_by_place(make_app: Callable[..., Flask]) -> None:
    app = make_app(config="development")
    gate_mark = app.view_functions["accounts.sign_in"].gate_mark
    app.view_functions["accounts.sign_in"] = _fails
    _fails.gate_mark = gate_mark
    with capture_logs() as lines:
        answer = app.test_client().get("/sign-in")
    assert answer.status_code == 500
    assert "Nothing was saved by this step" in answer.text
    for told in (WORDS, "RuntimeError", "Traceback", "test_faults"):
        assert told not in answer.text, told
    fault = next(line for line in lines if line["event"] == "unexpected error")
    assert (fault["error"], fault["log_level"]) == ("RuntimeError", "error")
    assert "test_faults.py" in str(fault), "where it was raised"
    assert WORDS not in str(lines)
    assert next(line for line in lines if line["event"] == "request")["status"] == 500


def test_a_database_that_is_away_is_503_and_nothing_more(make_app: Callable[..., Flask]) -> None:
    app = make_app(SQLALCHEMY_DATABASE_URI=NOBODY_LISTENS)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "a token of somebody"
    with capture_logs() as lines:
        for path in ("/", "/readyz", "/patients/1/timeline"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store"), path
            assert "cannot reach its database" in answer.text
            assert "127.0.0.1" not in answer.text and "psycopg" not in answer.text
        assert client.get("/healthz").status_code == 200, "the process lives, whatever cookie somebody sends"
    assert {line["kind"] for line in lines if line["event"] == "database unavailable"} == {"OperationalError"}


def test_a_record_that_cannot_be_written_down_is_not_shown(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a page nor a refusal leaves without its event."""
    from coordcare.access import actions as access_actions
    from coordcare.errors import Unavailable

    cast = gather(app)
    page = f"/patients/{cast.patients['Amara Osei']}/timeline"
    assert "Amara Osei" in cast.client("therapist").get(page).text

    def cannot(*events: object) -> list[int]:
        raise Unavailable

    monkeypatch.setattr(access_actions, "record", cannot)
    for person in ("therapist", "outside_therapist"):
        answer = cast.client(person).get(page)
        assert answer.status_code == 503, person
        assert "Amara Osei" not in answer.text
