"""The lines of the log as they are written: one line of JSON each, in UTC, whatever somebody sends."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import structlog
from flask import Flask
from structlog.testing import capture_logs

from tests.cast import PASSWORD, Cast, gather

FORGED = 'x\n{"event": "request", "status": 200}\r\n\x1b[2J\u2028'


@pytest.fixture
def cast(sqlite_app: Flask) -> Cast:
    return gather(sqlite_app)


@pytest.fixture
def as_before() -> Iterator[None]:
    """Put the log back: what is written to the stream of one test cannot be written after it."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("as_before")
def test_a_line_is_json_in_utc_and_cannot_be_forged(
    make_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app(config="development")
    capsys.readouterr()
    app.test_client().get("/sign-in", headers={"User-Agent": FORGED.replace("\n", " ").replace("\r", " ")})
    structlog.get_logger().warning("forged", words=FORGED)
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    told = [json.loads(line) for line in lines]
    assert [line["event"] for line in told] == ["request", "forged"]
    assert told[1]["words"] == FORGED
    for line in told:
        moment = datetime.fromisoformat(line["timestamp"])
        assert moment.utcoffset() == timedelta(0), line["timestamp"]


def test_every_attempt_to_get_past_a_check_leaves_a_line(cast: Cast) -> None:
    """A missing token, a bad form, a foreign record, too many guesses: who, which page, how it ended."""
    therapist, number = cast.client("therapist"), cast.accounts["therapist"]
    with capture_logs() as lines:
        therapist.post("/patients/1/entries/new/life_event", data={"text": "no token"})
        with cast.without_csrf():
            therapist.post("/account/password", data={"current": PASSWORD, "password": "short", "repeat": "short"})
            therapist.get("/patients/2/timeline")
            for _ in range(6):
                guess = {"current": "wrong", "password": "seven otters in the estuary"}
                answer = therapist.post("/account/password", data={**guess, "repeat": guess["password"]})
    assert answer.status_code == 429
    told = [(line["endpoint"], line["status"], line["account"]) for line in lines if line["event"] == "request"]
    assert told[0][1:] == (400, number)
    assert ("accounts.change_password", 422, number) in told
    assert ("timeline.feed", 404, number) in told
    assert ("accounts.change_password", 429, number) in told
    assert "no token" not in str(lines) and "short" not in str(lines)
