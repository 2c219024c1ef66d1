"""Whether the process lives, whether it can safely serve, and the numbers for whoever watches it."""

import hmac
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from coordcare import metrics
from coordcare.access.gate import open_to_all
from coordcare.audit import anchors
from coordcare.audit.rules import ChainBroken
from coordcare.errors import NotFound
from coordcare.extensions import clock, db
from coordcare.metrics import Reading

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@open_to_all
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@open_to_all
def readyz() -> ResponseReturnValue:
    """The database answers; without it the mapped 503."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ready"}


@blueprint.get("/metrics")
@open_to_all
def numbers() -> ResponseReturnValue:
    """What Prometheus reads, for whoever bears the token. For everybody else there is no such address."""
    token = str(current_app.config["METRICS_TOKEN"])
    borne = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(borne.encode(), f"Bearer {token}".encode()):
        raise NotFound
    return Response(metrics.exposition(_readings()), content_type=metrics.CONTENT_TYPE)


def remember_tick() -> None:
    """Leave the time at which `flask tick` came to its end, for `last_tick`."""
    path = Path(current_app.config["TICK_FILE"])
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _readings() -> Iterator[Reading]:
    yield Reading("coordcare_last_tick_timestamp_seconds", "When flask tick last ended well; 0: never.", _last_tick())
    yield from _database()
    yield from _trail()


def _last_tick() -> float:
    path = Path(current_app.config["TICK_FILE"])
    return path.stat().st_mtime if path.exists() else 0.0


def _database() -> Iterator[Reading]:
    """Whether it answers and, if so, how long the oldest mail waits. A page without it still tells the rest."""
    try:
        since = current_app.extensions["mail_waits_since"]()
    except OperationalError:
        yield Reading("coordcare_database_up", "Whether the database answers.", 0)
        return
    waited = (clock.now() - since).total_seconds() if since else 0
    yield Reading("coordcare_database_up", "Whether the database answers.", 1)
    yield Reading("coordcare_mail_waiting_seconds", "Age of the oldest mail not sent yet; 0: none waits.", waited)


def _trail() -> Iterator[Reading]:
    try:
        told = anchors.read()
    except ChainBroken:
        yield Reading("coordcare_audit_anchors_intact", "Whether the file of anchors verifies.", 0)
        return
    yield Reading("coordcare_audit_anchors_intact", "Whether the file of anchors verifies.", 1)
    for name, words, at in (
        ("anchored", "When flask audit anchor last ran; 0: never.", told.anchored_at),
        ("verified", "When flask audit verify last found no fault; 0: never.", told.verified_at),
    ):
        yield Reading(f"coordcare_audit_{name}_timestamp_seconds", words, _seconds(at))


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
