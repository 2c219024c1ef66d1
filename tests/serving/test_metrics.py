"""Numbers for whoever watches the server: behind a token, of all workers, without a trace of private notes."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from config import ConfigurationError, Production, configuration
from coordcare import metrics
from coordcare.audit import actions as audit
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import Happening
from coordcare.extensions import clock, transaction
from coordcare.followup.models import OutboxMessage
from coordcare.settings.queries import today
from tests.cast import Cast, gather
from tests.process_notes.writing import base, write
from tests.serving.gunicorn import TOKEN, Served

BEARER = {"Authorization": f"Bearer {TOKEN}"}
Samples = dict[tuple[str, tuple[str, ...]], float]


@pytest.fixture
def cast(app: Flask, tmp_path: Path) -> Iterator[Cast]:
    app.config.update(
        METRICS_TOKEN=TOKEN, TICK_FILE=str(tmp_path / "tick"), AUDIT_ANCHOR_FILE=str(tmp_path / "anchors")
    )
    cast = gather(app)
    with cast.without_csrf():
        yield cast


def samples(text: str) -> Samples:
    """Each sample by its name and the values of its labels."""
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


def numbers(cast: Cast) -> Samples:
    answer = cast.app.test_client().get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return samples(answer.text)


def risen(before: Samples, after: Samples) -> dict[tuple[str, tuple[str, ...]], float]:
    """What is counted more than before, but for what asking itself adds."""
    changed = {key: value - before.get(key, 0) for key, value in after.items() if value != before.get(key, 0)}
    return {key: rise for key, rise in changed.items() if "health.numbers" not in key[1]}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"bearer {TOKEN}"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer \xe9"},
        {"X-Token": TOKEN},
    ],
)
def test_without_the_token_there_is_no_such_address(sqlite_app: Flask, headers: dict[str, str]) -> None:
    client = sqlite_app.test_client()
    missing = client.get("/no-such-page")
    for token in (TOKEN, ""):
        sqlite_app.config["METRICS_TOKEN"] = token
        answer = client.get("/metrics", headers=headers)
        assert (answer.status_code, answer.data) == (404, missing.data)
    assert client.get(f"/metrics?token={TOKEN}", headers=headers).status_code == 404


def test_a_token_that_is_not_set_opens_nothing(sqlite_app: Flask) -> None:
    sqlite_app.config["METRICS_TOKEN"] = ""
    for value in ("Bearer ", "Bearer", ""):
        assert sqlite_app.test_client().get("/metrics", headers={"Authorization": value}).status_code == 404


def test_a_short_token_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Production, "METRICS_TOKEN", "short")
    for name in ("SECRET_KEY", "AUDIT_KEYS", "SEALING_KEYS"):
        monkeypatch.setenv(name, "k" * 64)
    with pytest.raises(ConfigurationError, match="METRICS_TOKEN"):
        configuration("production").values()


def test_requests_are_counted_by_endpoint_method_and_status(cast: Cast) -> None:
    client, amara = cast.client("therapist"), cast.patients["Amara Osei"]
    before = numbers(cast)
    for _ in range(3):
        client.get(f"/patients/{amara}/timeline?kind=session_note")
    client.open("/nothing/Amara", method="AMARA")
    after = risen(before, numbers(cast))
    assert after["coordcare_requests_total", ("timeline.feed", "GET", "200")] == 3
    assert after["coordcare_requests_total", ("none", "other", "404")] == 1
    assert after["coordcare_request_seconds_count", ("timeline.feed",)] == 3
    assert not any("Amara" in str(key).title() or "patients/" in str(key) for key in after)


def test_sign_ins_and_refusals_are_counted(cast: Cast) -> None:
    before = numbers(cast)
    stranger, outsider = cast.app.test_client(), cast.client("outside_therapist")
    for _ in range(2):
        stranger.post("/sign-in", data={"email": "therapist@test.example", "password": "wrong wrong wrong"})
    outsider.get(f"/patients/{cast.patients['Amara Osei']}/timeline")
    after = risen(before, numbers(cast))
    assert after["coordcare_sign_ins_total", ("failed",)] == 2
    assert after["coordcare_refusals_total", ()] == 1


def test_who_must_wait_shows_as_429(cast: Cast) -> None:
    before = numbers(cast)
    typed = {"email": "therapist@test.example", "password": "wrong wrong wrong"}
    with clock.at(clock.now()):  # or the wait might be over on a slow machine
        statuses = [cast.app.test_client().post("/sign-in", data=typed).status_code for _ in range(8)]
    key = ("coordcare_requests_total", ("accounts.sign_in_now", "POST", "429"))
    assert risen(before, numbers(cast))[key] == statuses.count(429) > 0


def test_private_notes_leave_no_number(cast: Cast) -> None:
    authors, others = cast.client("therapist"), cast.client("coordinator")
    write(cast, key="first")
    before = numbers(cast)
    note_id = write(cast)
    for client in (authors, others, cast.app.test_client()):
        for path in ("", "/new", f"/{note_id}", f"/{note_id}/print", "/999"):
            client.get(f"{base(cast)}{path}")
        client.post(f"{base(cast)}/new", data={"text": " ", "form_key": "k"})
    assert risen(before, numbers(cast)) == {}
    assert not [key for key in before if "process" in str(key) or "private" in str(key)]


def test_an_event_that_cannot_be_recorded_is_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = numbers(cast)

    def away(*_given: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("away"))

    with monkeypatch.context() as patch, cast.app.app_context():
        patch.setattr(audit, "_append", away)
        with pytest.raises(OperationalError):
            record(Event(Happening.VIEW, Actor(), cast.patients["Amara Osei"]))
    assert risen(before, numbers(cast)) == {("coordcare_audit_write_failures_total", ()): 1}


def test_the_tick_and_the_waiting_mail_are_told(cast: Cast) -> None:
    before = numbers(cast)
    assert before["coordcare_last_tick_timestamp_seconds", ()] == 0
    assert before["coordcare_mail_waiting_seconds", ()] == 0
    started = time.time()
    with cast.app.app_context(), transaction() as session:
        begun = clock.now() - timedelta(hours=2)
        kept = {"day": today(), "created_at": begun, "next_try_at": clock.now() + timedelta(hours=1)}
        session.add(OutboxMessage(account_id=cast.accounts["therapist"], reason="waits", tries=3, **kept))
    assert cast.app.test_cli_runner().invoke(args=["tick"]).exit_code == 0
    after = numbers(cast)
    assert after["coordcare_mail_waiting_seconds", ()] == pytest.approx(7200, abs=60), "put off is not sent"
    assert after["coordcare_last_tick_timestamp_seconds", ()] >= started - 1
    assert Path(cast.app.config["TICK_FILE"]).stat().st_mode & 0o077 == 0


def test_the_anchors_are_told(cast: Cast) -> None:
    anchored = "coordcare_audit_anchored_timestamp_seconds", ()
    assert numbers(cast)[anchored] == 0
    started, run = time.time(), cast.app.test_cli_runner()
    for command in ("anchor", "verify"):
        assert run.invoke(args=["audit", command]).exit_code == 0
    after = numbers(cast)
    assert after[anchored] >= started - 1
    assert after["coordcare_audit_verified_timestamp_seconds", ()] >= started - 1
    assert after["coordcare_audit_anchors_intact", ()] == 1
    path = Path(cast.app.config["AUDIT_ANCHOR_FILE"])
    path.write_text(path.read_text().replace("anchor", "Anchor", 1))
    assert numbers(cast)["coordcare_audit_anchors_intact", ()] == 0


def test_numbers_are_told_while_the_database_is_away(cast: Cast) -> None:
    def away() -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    known = cast.app.extensions
    kept, known["mail_waits_since"] = known["mail_waits_since"], away
    try:
        told = numbers(cast)
    finally:
        known["mail_waits_since"] = kept
    assert told["coordcare_database_up", ()] == 0
    assert ("coordcare_mail_waiting_seconds", ()) not in told
    assert numbers(cast)["coordcare_database_up", ()] == 1


def test_one_process_says_that_it_counts_for_itself(cast: Cast) -> None:
    assert metrics.SHARED not in os.environ
    assert numbers(cast)["coordcare_counts_all_workers", ()] == 0


def test_any_worker_answers_for_all(served: Served) -> None:
    """Two workers share the requests; whichever is asked, nothing is missing from its numbers."""
    key = ("coordcare_requests_total", ("accounts.sign_in", "GET", "200"))
    before = samples(served.ask("/metrics", **BEARER).text)
    for _ in range(30):
        served.ask("/sign-in")
    told = [samples(served.ask("/metrics", **BEARER).text) for _ in range(8)]
    assert [each[key] - before.get(key, 0) for each in told] == [30] * 8
    assert told[0]["coordcare_counts_all_workers", ()] == 1
    assert served.ask("/metrics").status == 404
    counters = list((served.log.parent / "metrics").glob("counter_*.db"))
    assert len(counters) == 2, "both workers were asked, or this proves nothing"
