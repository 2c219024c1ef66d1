"""The address of whoever asks: what a browser claims counts nowhere, what the clinic's own proxy says does."""

from collections.abc import Callable

import pytest
from flask import Flask

from coordcare.accounts.models import Throttle
from coordcare.audit.models import AuditEvent
from coordcare.extensions import db

CLAIMED = {"X-Forwarded-For": "203.0.113.66", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
CLAIMED_TOO = {"X-Real-Ip": "203.0.113.66", "Forwarded": "for=203.0.113.66;host=evil.example;proto=https"}


def _attempt(app: Flask, **headers: str) -> tuple[str | None, set[str]]:
    """A failed sign-in with these headers: the address in the trail, and the throttle's keys."""
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post(
        "/sign-in",
        data={"email": "nobody@test.example", "password": "not the right words"},
        headers=headers,
        environ_overrides={"REMOTE_ADDR": "198.51.100.7"},
    )
    assert answer.status_code == 422
    assert "evil" not in str(answer.headers) + answer.text
    with app.app_context():
        event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
        assert event
        return event.address, {row.key for row in db.session.query(Throttle)}


@pytest.mark.parametrize("headers", [CLAIMED, CLAIMED_TOO])
def test_without_a_proxy_no_header_changes_who_asks(sqlite_app: Flask, headers: dict[str, str]) -> None:
    address, keys = _attempt(sqlite_app, **headers)
    assert address == "198.51.100.7"
    assert any("198.51.100.7" in key for key in keys) and not any("203.0.113" in key for key in keys)


def test_behind_a_proxy_its_own_word_counts_and_not_what_it_was_told(make_app: Callable[..., Flask]) -> None:
    """A proxy adds what it saw at the end of the list; whatever stands before it was the browser's."""
    app = make_app(TRUSTED_PROXIES=1)
    address, keys = _attempt(app, **{"X-Forwarded-For": "203.0.113.66, 192.0.2.9"})
    assert address == "192.0.2.9"
    assert not any("203.0.113" in key for key in keys)


def test_a_claimed_https_is_none(sqlite_app: Flask) -> None:
    answer = sqlite_app.test_client().get("/sign-in", headers=CLAIMED)
    assert "Strict-Transport-Security" not in answer.headers
