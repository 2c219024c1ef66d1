"""The cast, a trail of a few chains, and a way past the triggers, as somebody with the database's keys has."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from coordcare import triggers
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import Happening
from coordcare.extensions import db
from tests.cast import Cast, gather


@pytest.fixture
def cast(app: Flask, tmp_path: Path) -> Cast:
    app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "kept" / "anchors.jsonl")
    return gather(app)


@pytest.fixture
def trail(app: Flask, cast: Cast) -> Cast:
    """Six events on the chain of account 1, three on that of patient 1, two of the clinic."""
    with app.app_context():
        for _ in range(3):
            record(Event(Happening.SIGN_IN, Actor(1, "psychiatrist", 1)))
            record(Event(Happening.VIEW, Actor(1, "psychiatrist", 1), 1, rule="open_record", subject="patients.record"))
        for _ in range(2):
            record(Event(Happening.SIGN_IN_FAILED, Actor(), outcome="refused", reason="unknown_email"))
        for _ in range(3):
            record(Event(Happening.SIGN_OUT, Actor(1, "psychiatrist", 1)))
    return cast


@pytest.fixture
def tamper(app: Flask) -> Callable[..., None]:
    """Runs statements with the triggers gone."""

    def run(*statements: str) -> None:
        with app.app_context(), db.engine.begin() as connection:
            triggers.drop(connection)
            for statement in statements:
                assert connection.execute(text(statement)).rowcount > 0, statement

    return run
