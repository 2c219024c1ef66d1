"""Whatever is done to the trail behind the clinic's back is found and named."""

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from coordcare.audit import anchors, verification
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import ChainBroken, Happening
from coordcare.extensions import clock
from tests.cast import Cast

Tamper = Callable[..., None]
ONE = "chain = 'account:1'"


def _faults(app: Flask) -> list[str]:
    with app.app_context():
        return [str(fault) for fault in verification.verify().faults]


def _anchor(app: Flask) -> int:
    with app.app_context():
        return verification.anchor()


def _file(app: Flask) -> Path:
    return Path(app.config["AUDIT_ANCHOR_FILE"])


def test_an_untouched_trail_verifies(app: Flask, trail: Cast) -> None:
    with app.app_context():
        report = verification.verify()
        assert (report.chains, report.events, report.faults) == (3, 11, ())
        assert anchors.read().verified_at is not None


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (f"UPDATE audit_event SET actor_id = 2 WHERE {ONE} AND seq = 3", "account:1, event 3: was changed"),
        (f"UPDATE audit_event SET reason = 'x' WHERE {ONE} AND seq = 1", "account:1, event 1: was changed"),
        (f"UPDATE audit_event SET session_id = NULL WHERE {ONE} AND seq = 6", "account:1, event 6: was changed"),
        (f"UPDATE audit_event SET chain = 'account:2' WHERE {ONE} AND seq = 1", "account:1, event 1: is missing"),
        (f"UPDATE audit_event SET mac = '' WHERE {ONE} AND seq = 2", "account:1, event 2: was changed"),
        (f"UPDATE audit_event SET key_id = 'x9' WHERE {ONE} AND seq = 4", "event 4: is sealed with the unknown key x9"),
        (f"DELETE FROM audit_event WHERE {ONE} AND seq = 1", "account:1, event 1: is missing"),
        (f"DELETE FROM audit_event WHERE {ONE} AND seq = 4", "account:1, event 4: is missing"),
        (f"DELETE FROM audit_event WHERE {ONE} AND seq = 6", "event 6: is missing: the head says 6"),
        (f"DELETE FROM audit_event WHERE {ONE}", "account:1, event 1: is missing, as is the whole chain"),
        (f"UPDATE audit_head SET seq = 5 WHERE {ONE}", "the head is behind it"),
        (f"DELETE FROM audit_head WHERE {ONE}", "the head is behind it"),
    ],
)
def test_an_edit_a_gap_and_a_lost_tail_are_named(
    app: Flask, trail: Cast, tamper: Tamper, statement: str, words: str
) -> None:
    tamper(statement)
    found = _faults(app)
    assert any(words in fault for fault in found), found
    with app.app_context():
        assert anchors.read().verified_at is None


def test_two_events_that_changed_places_are_found(app: Flask, trail: Cast, tamper: Tamper) -> None:
    tamper(
        f"UPDATE audit_event SET seq = 99 WHERE {ONE} AND seq = 2",
        f"UPDATE audit_event SET seq = 2 WHERE {ONE} AND seq = 3",
        f"UPDATE audit_event SET seq = 3 WHERE {ONE} AND seq = 99",
    )
    assert _faults(app) == ["chain account:1, event 2: was changed: its seal does not fit"]


def test_a_tail_cut_off_with_its_head_shows_by_the_anchor_alone(app: Flask, trail: Cast, tamper: Tamper) -> None:
    assert _anchor(app) == 3
    tamper(
        f"DELETE FROM audit_event WHERE {ONE} AND seq > 4",
        f"UPDATE audit_head SET seq = 4 WHERE {ONE}",
        "DELETE FROM audit_event WHERE chain = 'clinic'",
        "DELETE FROM audit_head WHERE chain = 'clinic'",
    )
    assert _faults(app) == [
        "chain account:1, event 5: is missing: the chain was anchored at event 6",
        "chain clinic, event 1: is missing, as is the whole chain: it had 2",
    ]
    _file(app).unlink()
    assert _faults(app) == []


def test_a_tail_written_anew_with_the_key_shows_by_the_anchor(app: Flask, trail: Cast, tamper: Tamper) -> None:
    _anchor(app)
    tamper(
        f"DELETE FROM audit_event WHERE {ONE} AND seq > 5",
        f"UPDATE audit_head SET seq = 5 WHERE {ONE}",
    )
    with app.app_context():
        record(Event(Happening.VIEW, Actor(1, "psychiatrist", 1)))
    assert _faults(app) == ["chain account:1, event 6: is not the event that was anchored"]


def test_a_broken_chain_is_not_anchored(app: Flask, trail: Cast, tamper: Tamper) -> None:
    tamper(f"DELETE FROM audit_event WHERE {ONE} AND seq = 6")
    with pytest.raises(ChainBroken, match="account:1, event 6"):
        _anchor(app)


def test_the_anchors_file_grows_by_what_moved(app: Flask, trail: Cast) -> None:
    with time_machine.travel(clock.now(), tick=False):
        _anchor(app)
        with app.app_context():
            record(Event(Happening.VIEW, Actor(1, "psychiatrist", 1)))
        _anchor(app)
        with app.app_context():
            known = anchors.read()
            assert known.anchored_at == clock.now()
    first, second = (json.loads(line)["heads"] for line in _file(app).read_text().splitlines())
    assert set(first) == {"account:1", "clinic", "patient:1"}
    assert list(second) == ["account:1"]
    assert second["account:1"][0] == 7
    assert known.heads["account:1"][0] == 7
    assert _faults(app) == []


@pytest.mark.parametrize("edit", ["number", "line taken out", "not JSON", "unknown key", "lists"])
def test_a_changed_anchors_file_is_refused(app: Flask, trail: Cast, edit: str) -> None:
    for _ in range(3):
        with app.app_context():
            record(Event(Happening.VIEW, Actor(1, "psychiatrist", 1)))
        _anchor(app)
    lines = _file(app).read_text().splitlines()
    lines = {
        "number": [re.sub(r'"account:1": \[\d+', '"account:1": [1', lines[0]), *lines[1:]],
        "line taken out": [lines[0], lines[2]],
        "not JSON": [*lines, "{"],
        "unknown key": [lines[0].replace('"key_id": "test"', '"key_id": "other"'), *lines[1:]],
        "lists": ["[]", *lines],
    }[edit]
    _file(app).write_text("\n".join(lines) + "\n")
    with pytest.raises(ChainBroken, match="line"):
        _faults(app)
    with pytest.raises(ChainBroken, match="line"):
        _anchor(app)


def test_keys_change_and_old_events_still_verify(app: Flask, trail: Cast) -> None:
    _anchor(app)
    app.config["AUDIT_KEYS"] = "newer:" + "c3" * 32 + "," + app.config["AUDIT_KEYS"]
    with app.app_context():
        record(Event(Happening.VIEW, Actor(1, "psychiatrist", 1)))
    assert _faults(app) == []
    app.config["AUDIT_KEYS"] = "newer:" + "c3" * 32
    with pytest.raises(ChainBroken):
        _faults(app)


def test_a_check_while_events_are_written_raises_no_false_alarm(app: Flask, trail: Cast) -> None:
    done = threading.Event()

    def write() -> None:
        with app.app_context():
            while not done.is_set():
                record(Event(Happening.VIEW, Actor(1, "psychiatrist", 1), 1))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        reports = [_faults(app) for _ in range(10)]
    finally:
        done.set()
        writer.join()
    assert reports == [[]] * 10


def test_the_commands_say_what_they_found(app: Flask, trail: Cast, tamper: Tamper) -> None:
    run = app.test_cli_runner()
    assert run.invoke(args=["audit", "anchor"]).output == "3 chains anchored.\n"
    good = run.invoke(args=["audit", "verify"])
    assert (good.exit_code, good.output) == (0, "3 chains, 11 events, 0 broken.\n")
    tamper(
        f"DELETE FROM audit_event WHERE {ONE} AND seq = 2", "UPDATE audit_event SET outcome = 'x' WHERE patient_id = 1"
    )
    bad = run.invoke(args=["audit", "verify"])
    assert bad.exit_code == 1
    assert "BROKEN chain account:1, event 2: is missing" in bad.output
    assert "BROKEN chain patient:1, event 1: was changed" in bad.output
    assert "2 broken." in bad.output
    _file(app).write_text("changed\n")
    for command in ("verify", "anchor"):
        refused = run.invoke(args=["audit", command])
        assert refused.exit_code == 1
        assert "The anchors file was changed: line 1" in refused.output
