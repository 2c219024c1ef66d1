"""What a real server writes to its log, whatever fails: ids, classes and places, and no word that somebody typed."""

import json
from pathlib import Path

import pytest

from tests.conftest import House
from tests.serving.gunicorn import BARE, Served, serve

CANARY = "wistful-ptarmigan"
WAYS = 6  # in tests/serving/failing.py; the last is told of by a library
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def fail_in_every_way(server: Served) -> list[str]:
    """Ask for all that fails; the ids of the answers that Flask gave."""
    answers = [
        server.ask(f"/fails/{way}/{CANARY}?q={CANARY}", f"text={CANARY}".encode(), **FORM) for way in range(WAYS)
    ]
    assert [answer.status for answer in answers] == [500] * (WAYS - 1) + [200]
    assert server.ask(f"/outside/{CANARY}").status == 500
    assert CANARY not in "".join(answer.text for answer in answers)
    for line in (f"GET /{CANARY} HTTP/x", f"{CANARY.upper() * 2} / HTTP/1.1", f"GET / HTTP/1.1\r\n{CANARY}"):
        assert server.say(f"{line}\r\n\r\n".encode()).startswith(b"HTTP/1.1 400")
    assert server.say(f"{CANARY.upper()} / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()).startswith(b"HTTP/1.1 405")
    server.ask("/patients/7/process-notes/3")
    server.ask("/patients/7/timeline")
    return [str(answer.headers["X-Request-Id"]) for answer in answers]


def check(server: Served, ids: list[str]) -> str:
    """Nothing unwanted is in the log, and every fault with the id of its answer."""
    log = server.log.read_text()
    for unwanted in (CANARY, CANARY.upper(), "/patients", "process", "account (email", "/fails"):
        assert unwanted not in log, log
    assert all(request_id in log for request_id in ids)
    assert log.count("unexpected error") == WAYS + 1  # and one outside of Flask
    return log


def test_no_word_of_a_form_an_address_or_an_error_is_logged(served: Served) -> None:
    ids = fail_in_every_way(served)
    lines = [json.loads(line) for line in check(served, ids).splitlines()]
    faults = [line for line in lines if line["event"] == "unexpected error"]
    assert {line["error"] for line in faults} >= {"ValueError", "RuntimeError", "IntegrityError"}
    assert all(line["request_id"] in ids and line["endpoint"] == "fails" for line in faults)
    assert any("tests/serving/failing.py:" in line["trace"][-1] for line in faults)
    assert [line["method"] for line in lines if line.get("status") == 405] == ["other"]


@pytest.mark.verify
def test_neither_is_it_where_nobody_configured_gunicorn(house: House, tmp_path: Path) -> None:
    with serve(tmp_path, house.databases("sqlite").fresh("bare"), BARE) as server:
        check(server, fail_in_every_way(server))
