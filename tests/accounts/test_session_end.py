"""How long a session still lasts: told to its own pages, and not made longer by being asked."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from coordcare.accounts.models import StaffSession
from coordcare.accounts.rules import end_of, warned_before
from coordcare.extensions import clock, db
from tests.cast import Cast, gather

ASK = {"X-Autosave": "1"}


@pytest.fixture
def cast(app: Flask) -> Cast:
    return gather(app)


def test_asking_makes_it_no_longer(app: Flask, cast: Cast) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        client = cast.client("therapist")
        with app.app_context():
            start = db.session.scalars(select(StaffSession.seen_at)).one()
        for minutes in (0, 5, 10, 14):
            travel.move_to(start + timedelta(minutes=minutes))
            answer = client.get("/account/session", headers=ASK)
            assert answer.json is not None and answer.json["seconds"] == (15 - minutes) * 60
            assert answer.json["longer"]
        travel.move_to(start + timedelta(minutes=15))
        ended = client.get("/account/session", headers=ASK)
        assert ended.status_code == 401
        with app.app_context():
            assert db.session.scalars(select(StaffSession.seen_at)).one() == start


def test_any_other_page_makes_it_longer(app: Flask, cast: Cast) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        client = cast.client("therapist")
        travel.shift(timedelta(minutes=10))
        client.get("/policy")
        answer = client.get("/account/session", headers=ASK)
        assert answer.json is not None and answer.json["seconds"] == 15 * 60


def test_the_longest_life_of_a_session_is_told_as_that() -> None:
    now = clock.now()
    idle, longest = timedelta(minutes=15), timedelta(hours=12)
    assert end_of(now, now, idle, longest) == (now + idle, True)
    late = now + longest - timedelta(minutes=3)
    assert end_of(now, late, idle, longest) == (now + longest, False)


@pytest.mark.parametrize(("idle", "warned"), [(15, 120), (60, 120), (6, 120), (3, 60), (0.1, 2)])
def test_the_warning_leaves_time_enough(idle: float, warned: int) -> None:
    assert warned_before(timedelta(minutes=idle)) == timedelta(seconds=warned)


def test_shortcuts_are_switched_off_in_a_cookie_that_scripts_cannot_touch(cast: Cast) -> None:
    client = cast.client("therapist")
    assert 'data-shortcuts="on"' in client.get("/keyboard").text
    with cast.without_csrf():
        answer = client.post("/account/shortcuts", data={"shortcuts": "off", "next": "/keyboard"})
        strange = client.post("/account/shortcuts", data={"shortcuts": "perhaps", "next": "https://elsewhere.example"})
    cookie = answer.headers["Set-Cookie"]
    assert "shortcuts=off" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert answer.location == "/keyboard" and strange.location == "/"
    assert "shortcuts=" not in strange.headers.get("Set-Cookie", "")
    assert 'data-shortcuts="off"' in client.get("/account").text
