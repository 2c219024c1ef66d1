"""Writes that are made once leave what SQLAlchemy would have left, and only inside an action."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coordcare.audit import actions
from coordcare.audit.models import AuditEvent
from coordcare.extensions import db, transaction, write

CHAIN = "a chain of its own"
EVENT: dict[str, Any] = {
    "chain": CHAIN,
    "at": datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC),
    "happening": "view",
    "outcome": "allowed",
    "rule": "open_record",
    "subject": "timeline.feed",
    "subject_id": 2**40,
    "reason": None,
    "actor_id": None,
    "actor_role": "therapist",
    "session_id": 7,
    "patient_id": None,
    "request_id": "b33c123ec08c5cfb",
    "address": "127.0.0.1",
    "key_id": "one",
    "mac": "0" * 64,
}


def test_an_event_is_kept_as_sqlalchemy_keeps_it(app: Flask) -> None:
    with app.app_context():
        with transaction() as session:
            assert write(actions._APPEND, **EVENT, seq=1) == []
            session.connection().execute(actions._APPEND, EVENT | {"seq": 2})
        kept = db.session.execute(select(AuditEvent.__table__).where(AuditEvent.chain == CHAIN)).mappings()
        ours, theirs = ({**row} for row in sorted(kept, key=lambda row: row["seq"]))
    assert {name: value for name, value in ours.items() if name != "id"} == EVENT | {"seq": 1}
    assert {name for name in ours if ours[name] != theirs[name]} == {"id", "seq"}


def test_a_number_is_counted_up_by_one(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        assert write(actions._BUMP, which=CHAIN) == []
        session.execute(actions._first_head(session, CHAIN))
        assert [write(actions._BUMP, which=CHAIN)[0].seq for _ in range(2)] == [1, 2]


def test_a_write_that_is_refused_takes_all_of_its_action_back(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(IntegrityError), transaction():
            write(actions._APPEND, **EVENT, seq=1)
            write(actions._APPEND, **EVENT, seq=1)
        assert db.session.scalar(select(AuditEvent.id).where(AuditEvent.chain == CHAIN)) is None


def test_outside_an_action_nothing_is_written(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(RuntimeError, match="inside an action"):
            write(actions._APPEND, **EVENT, seq=1)
        assert db.session.scalar(select(AuditEvent.id).where(AuditEvent.chain == CHAIN)) is None
