"""The log tells which request went how, and nothing of a patient."""

import pytest
from flask import Flask
from structlog.testing import capture_logs

from coordcare.telemetry import told
from tests.cast import Cast, gather

WORDS = "a quarrel with the brother"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return gather(app)


def test_each_request_is_told_once_with_the_id_of_its_answer(cast: Cast) -> None:
    client = cast.client("therapist")
    with capture_logs() as lines:
        answer = client.get(f"/patients/{cast.patients['Amara Osei']}/timeline?kind=session_note")
        client.get("/nothing/here")
    first, second = (line for line in lines if line["event"] == "request")
    assert first["request_id"] == answer.headers["X-Request-Id"]
    assert (first["endpoint"], first["method"], first["status"]) == ("timeline.feed", "GET", 200)
    assert first["account"] == cast.accounts["therapist"] and first["milliseconds"] > 0
    assert (second["endpoint"], second["status"]) == ("none", 404)


def test_no_word_name_path_or_query_is_told(cast: Cast) -> None:
    amara, client = cast.patients["Amara Osei"], cast.client("therapist")
    with cast.without_csrf(), capture_logs() as lines:
        client.post(f"/patients/{amara}/search", data={"q": WORDS})
        client.post("/search", data={"q": "Amara"})
        form = {"text": WORDS, "category": "loss", "impact": "mixed", "happened_on": "2026-01-05", "action": "sign"}
        client.post(f"/patients/{amara}/entries/new/life_event", data={**form, "submission_key": "key"})
        client.get(f"/patients/{amara}/timeline?author={WORDS}")
    assert len([line for line in lines if line["event"] == "request"]) == 4
    for unwanted in (WORDS, "Amara", "/patients", "author=", "therapist@"):
        assert unwanted not in str(lines), unwanted


def test_what_is_its_authors_alone_is_not_told_apart() -> None:
    assert told("process_notes.notes") == told("process_notes.edit") == "private"
    assert (told("timeline.feed"), told(None)) == ("timeline.feed", "none")
