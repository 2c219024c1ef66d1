"""Sessions: a copied cookie is refused on the very next request after whatever ends it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from coordcare.access.policy import Discipline
from coordcare.accounts import actions, staff_actions
from coordcare.accounts.actions import Origin
from coordcare.accounts.hashing import hash_password, verify_password
from coordcare.accounts.models import StaffSession
from coordcare.audit.models import AuditEvent
from coordcare.errors import Conflict
from coordcare.extensions import clock, db
from tests.accounts.conftest import Browser, happenings
from tests.cast import PASSWORD, Cast

NEW = "seven otters in the estuary"


def _sessions(app: Flask) -> list[StaffSession]:
    with app.app_context():
        return db.session.query(StaffSession).order_by(StaffSession.id).all()


@pytest.fixture
def copied(cast: Cast, person: Browser) -> Browser:
    """Another browser with the cookie of the therapist who is signed in as `person`."""
    person.sign_in("therapist")
    other = person.with_cookie(person.cookie())
    assert other.is_in()
    return other


def test_a_cookie_copied_before_sign_out_opens_nothing_after_it(app: Flask, person: Browser, copied: Browser) -> None:
    answer = person.post("/sign-out", page="/account")
    assert answer.location == "/sign-in"
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert not copied.is_in()
    assert copied.get("/account").location == "/sign-in?next=/account"
    assert happenings(app)[-1][:1] == ("sign_out",)


def test_changing_the_password_ends_every_other_session_and_renews_this_one(
    app: Flask, cast: Cast, person: Browser, copied: Browser
) -> None:
    elsewhere = Browser(app.test_client())
    elsewhere.sign_in("therapist")
    typed = {"current": PASSWORD, "password": NEW, "repeat": NEW}
    assert person.post("/account/password", page="/account", **typed).status_code == 303
    assert person.is_in()
    assert not copied.is_in()
    assert not elsewhere.is_in()
    assert ("password_changed", f"account:{cast.accounts['therapist']}", "by_owner") in happenings(app)
    assert Browser(app.test_client()).sign_in("therapist").status_code == 422
    assert Browser(app.test_client()).sign_in("therapist", NEW).status_code == 303


@pytest.mark.parametrize("act", [staff_actions.disable, staff_actions.end_sessions])
def test_disabling_and_revocation_count_on_the_next_request(
    app: Flask, cast: Cast, person: Browser, copied: Browser, act: object
) -> None:
    with app.app_context():
        act(cast.viewer("admin"), cast.accounts["therapist"])
    assert not person.is_in()
    assert not copied.is_in()


def test_enabling_again_brings_no_session_back(app: Flask, cast: Cast, person: Browser, copied: Browser) -> None:
    with app.app_context():
        staff_actions.disable(cast.viewer("admin"), cast.accounts["therapist"])
        staff_actions.enable(cast.viewer("admin"), cast.accounts["therapist"])
    assert not copied.is_in()
    assert Browser(app.test_client()).sign_in("therapist").status_code == 303


def test_a_discipline_counts_on_the_next_request(app: Flask, cast: Cast, person: Browser) -> None:
    person.sign_in("therapist")
    with app.app_context():
        viewer, number = cast.viewer("admin"), cast.accounts["therapist"]
        values = staff_actions.Particulars("Therapist", "", Discipline.COORDINATOR, frozenset())
        staff_actions.change_account(viewer, number, values, 1)
    assert "Care coordinator" in person.get("/account").text


def test_fifteen_idle_minutes_end_a_session(app: Flask, cast: Cast, person: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        person.sign_in("therapist")
        travel.shift(timedelta(minutes=14, seconds=59))
        assert person.is_in()
        travel.shift(timedelta(minutes=15))
        assert not person.is_in()
        assert "signed out after a while without activity" in person.get("/sign-in").text
        assert not person.is_in()


@pytest.mark.parametrize("end", ["idle", "revoked"])
def test_a_browser_whose_session_is_over_is_told_to_keep_nothing(
    app: Flask, cast: Cast, person: Browser, end: str
) -> None:
    """Also one whose user never came back to sign out."""
    with time_machine.travel(clock.now(), tick=False) as travel:
        person.sign_in("therapist")
        assert "Clear-Site-Data" not in person.get("/account").headers
        if end == "idle":
            travel.shift(timedelta(minutes=15))
        else:
            with app.app_context():
                staff_actions.end_sessions(cast.viewer("admin"), cast.accounts["therapist"])
        answer = person.get("/account")
        assert answer.status_code == 303
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in Browser(app.test_client()).get("/sign-in").headers


def test_typing_keeps_a_session_alive_up_to_twelve_hours(app: Flask, cast: Cast, person: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        person.sign_in("therapist")
        token = person.get("/account").text.split('name="csrf-token" content="')[1].split('"')[0]
        told = 0
        while told < 12 * 6 - 1:
            travel.shift(timedelta(minutes=10))
            answer = person.client.post("/account/activity", headers={"X-CSRFToken": token})
            assert answer.status_code == 204, told
            told += 1
        assert person.is_in()
        travel.shift(timedelta(minutes=10))
        assert not person.is_in()
        assert "lasted its full time" in person.get("/sign-in").text


def test_an_autosave_of_somebody_signed_out_hears_so(cast: Cast, person: Browser) -> None:
    answer = person.client.post("/account/activity", headers={"X-Autosave": "1"})
    assert answer.status_code == 401
    assert answer.json == {"error": "You have been signed out. Sign in again to go on."}


def test_being_seen_is_written_at_most_every_thirty_seconds(app: Flask, cast: Cast, person: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        person.sign_in("therapist")
        start = _sessions(app)[0].seen_at
        travel.shift(timedelta(seconds=29))
        person.get("/account")
        assert _sessions(app)[0].seen_at == start
        travel.shift(timedelta(seconds=2))
        person.get("/account")
        assert _sessions(app)[0].seen_at == start + timedelta(seconds=31)


def test_one_ends_ones_own_sessions_and_nobody_elses(app: Flask, cast: Cast, person: Browser) -> None:
    laptop, stranger = Browser(app.test_client()), Browser(app.test_client())
    person.sign_in("therapist")
    laptop.sign_in("therapist")
    stranger.sign_in("psychologist")
    mine, my_laptop, theirs = (row.id for row in _sessions(app))
    assert person.post(f"/account/sessions/{theirs}/end", page="/account").status_code == 404
    assert person.post(f"/account/sessions/{10**30}/end", page="/account").status_code == 404
    with app.app_context():
        refused = db.session.query(AuditEvent).filter_by(happening="refused", subject_id=theirs).one()
        assert (refused.subject, refused.actor_id) == ("accounts.end_session", cast.accounts["therapist"])
    assert stranger.is_in()
    assert person.post(f"/account/sessions/{my_laptop}/end", page="/account").status_code == 303
    assert not laptop.is_in()
    assert person.post(f"/account/sessions/{my_laptop}/end", page="/account").status_code == 404
    assert person.post(f"/account/sessions/{mine}/end", page="/account").location == "/sign-in"
    assert not person.is_in()


def test_all_others_end_at_once(app: Flask, cast: Cast, person: Browser) -> None:
    others = [Browser(app.test_client()) for _ in range(3)]
    for one in (person, *others):
        one.sign_in("therapist")
    assert person.post("/account/sessions/end-others", page="/account").status_code == 303
    assert "3 other sessions have ended" in person.get("/account").text
    assert person.is_in()
    assert [one.is_in() for one in others] == [False] * 3


def test_sessions_say_where_they_are(cast: Cast, person: Browser) -> None:
    person.client.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36"
    )
    person.sign_in("therapist")
    page = person.get("/account").text
    assert "Chrome on Windows" in page
    assert "this browser" in page


def test_the_theme_is_kept_for_a_year_also_before_sign_in(person: Browser) -> None:
    answer = person.post("/account/theme", theme="dark", next="/sign-in?next=/policy")
    assert answer.location == "/sign-in?next=/policy"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("theme=dark;")
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie
    assert 'data-theme="dark"' in person.get("/sign-in").text
    assert "theme=" not in person.post("/account/theme", theme='"><script>').headers.get("Set-Cookie", "")


def test_a_password_set_elsewhere_meanwhile_is_not_overwritten(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = {}

    def slow_hash(typed: str) -> str:
        monkeypatch.undo()
        actions.set_password_by_link(link["token"], NEW)
        return hash_password(typed)

    with app.app_context():
        viewer = cast.viewer("therapist")
        link["token"] = staff_actions.make_password_link(cast.viewer("admin"), viewer.account_id)
        monkeypatch.setattr(actions, "hash_password", slow_hash)
        with pytest.raises(Conflict):
            actions.change_password(viewer, PASSWORD, "eleven herons on the pier", Origin(None, "Test"))
    assert Browser(app.test_client()).sign_in("therapist", NEW).status_code == 303


def test_an_account_disabled_during_sign_in_stays_out(
    app: Flask, cast: Cast, person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow_verify(typed: str, kept: str | None) -> bool:
        staff_actions.disable(cast.viewer("admin"), cast.accounts["therapist"])
        return verify_password(typed, kept)

    monkeypatch.setattr(actions, "verify_password", slow_verify)
    assert person.sign_in("therapist").status_code == 422
    assert _sessions(app) == []
