"""Staff accounts: what an admin does, and what nobody does."""

import threading
import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from coordcare.access.policy import Discipline, Duty
from coordcare.accounts import staff_actions
from coordcare.accounts.models import Account
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import db
from tests.accounts.conftest import Browser
from tests.cast import Cast

Trail = Callable[[], list[tuple[str, str, str | None]]]
NEW = {"email": "New.One@test.example", "name": "Noor Haddad", "title": "LCSW", "discipline": "therapist"}


def _account(app: Flask, number: int) -> Account:
    with app.app_context():
        return db.session.get_one(Account, number)


def _count(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Account).count()


def _add(admin: Browser, **typed: object) -> tuple[int, str]:
    values = {**NEW, "submission_key": str(uuid.uuid4()), **typed}
    answer = admin.post("/admin/staff/new", page="/admin/staff/new", **values)
    return answer.status_code, answer.text


@pytest.mark.parametrize("name", ["therapist", "psychiatrist", "coordinator", None])
@pytest.mark.parametrize("path", ["/admin/staff", "/admin/staff/new", "/admin/staff/4", "/admin/audit"])
def test_only_the_admin_duty_opens_the_pages(cast: Cast, app: Flask, name: str | None, path: str) -> None:
    client = cast.client(name) if name else app.test_client()
    assert client.get(path).status_code == (404 if name else 303)


def test_the_list_shows_who_is_what(cast: Cast, admin: Browser) -> None:
    page = admin.get("/admin/staff").text
    assert "therapist@test.example" in page
    assert "Nurse practitioner" in page
    narrowed = admin.get("/admin/staff?q=outside+therapist").text
    assert "outside_therapist@test.example" in narrowed
    assert "psychologist@test.example" not in narrowed
    assert "Nobody has this status" in admin.get("/admin/staff?status=disabled").text
    assert "Nobody found" in admin.get("/admin/staff?q=zzz").text


def test_adding_shows_the_link_once_on_the_clinics_own_address(
    app: Flask, cast: Cast, admin: Browser, trail: Trail
) -> None:
    app.config["PUBLIC_URL"] = "https://care.clinic.example/"
    admin.client.environ_base["HTTP_HOST"] = "evil.example"
    status, page = _add(admin)
    assert status == 200
    link = page.split("https://care.clinic.example/password/")[1].split('"')[0]
    assert "evil.example" not in page
    number = max(row.id for row in _everybody(app))
    assert _account(app, number).email == "new.one@test.example"
    assert _account(app, number).status == "invited"
    assert link not in admin.get(f"/admin/staff/{number}").text
    assert trail()[-2:] == [
        ("account_added", f"account:{number}", None),
        ("password_link_made", f"account:{number}", "invite"),
    ]
    newcomer = Browser(app.test_client())
    words = "seven otters in the estuary"
    assert newcomer.post(f"/password/{link}", password=words, repeat=words).status_code == 303
    assert newcomer.post("/sign-in", email="new.one@test.example", password=words).status_code == 303


def _everybody(app: Flask) -> list[Account]:
    with app.app_context():
        return db.session.query(Account).all()


def test_a_form_posted_twice_adds_one(app: Flask, cast: Cast, admin: Browser) -> None:
    key, before = str(uuid.uuid4()), _count(app)
    assert _add(admin, submission_key=key)[0] == 200
    assert _add(admin, submission_key=key)[0] == 303
    assert _count(app) == before + 1


def test_a_form_posted_at_once_adds_one(app: Flask, cast: Cast) -> None:
    key, before, outcomes = str(uuid.uuid4()), _count(app), []
    values = staff_actions.Particulars("Noor Haddad", "", Discipline.THERAPIST, frozenset())

    def add() -> None:
        with app.app_context():
            try:
                staff_actions.add_account(cast.viewer("admin"), "noor@test.example", values, submission_key=key)
                outcomes.append("added")
            except Conflict:
                outcomes.append("sent before")

    _at_once(add, add, add)
    assert sorted(outcomes) == ["added", "sent before", "sent before"]
    assert _count(app) == before + 1


def _at_once(*acts: Callable[[], None]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "THERAPIST@test.example"}, "Somebody on the staff has this e-mail address already."),
        ({"email": "not an address"}, "Enter an e-mail address"),
        ({"email": ""}, "Enter the e-mail address."),
        ({"email": "x" * 65 + "@test.example"}, "Enter an e-mail address"),
        ({"name": "   "}, "Enter the name."),
        ({"name": "x" * 121}, "At most 120 characters."),
        ({"name": "two\nlines"}, "on one line"),
        ({"title": "x" * 41}, "At most 40 characters."),
        ({"discipline": ""}, "Choose a discipline or a duty"),
        ({"discipline": "", "duties": ["configure"]}, "needs a clinical discipline"),
        ({"discipline": "superuser"}, "Not a valid choice"),
        ({"duties": ["superuser"]}, "valid choice"),
        *(({"submission_key": key}, "from an old page") for key in ("made up", "", uuid.UUID(int=1).urn)),
    ],
)
def test_bad_values_are_refused_at_the_field_and_all_typed_is_kept(
    app: Flask, cast: Cast, admin: Browser, typed: dict[str, object], words: str
) -> None:
    before = _count(app)
    status, page = _add(admin, **typed)
    assert status == 422
    assert words in page
    assert ('value="LCSW"' in page) == ("title" not in typed)
    assert _count(app) == before


def test_changing_counts_and_a_late_form_keeps_both(app: Flask, cast: Cast, admin: Browser, trail: Trail) -> None:
    number = cast.accounts["therapist"]
    path = f"/admin/staff/{number}"
    first = {"name": "Thea Rapist", "title": "PhD", "discipline": "psychologist", "duties": "configure", "version": 1}
    assert admin.post(path, page=path, **first).status_code == 303
    assert trail()[-1] == ("account_changed", f"account:{number}", "duties")
    assert _account(app, number).duties == {Duty.CONFIGURE}
    late = {"name": "Late Typed", "title": "", "discipline": "therapist", "version": 1}
    answer = admin.post(path, page=path, **late)
    assert answer.status_code == 409
    assert "Late Typed" in answer.text
    assert "Thea Rapist, PhD" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert _account(app, number).name == "Thea Rapist"
    assert admin.post(path, page=path, **{**late, "version": 2}).status_code == 303
    assert _account(app, number).name == "Late Typed"


def test_nobody_raises_themselves(app: Flask, cast: Cast) -> None:
    me = cast.hire("admin_two", Discipline.THERAPIST, admin=True)
    browser, path = Browser(cast.client("admin_two")), f"/admin/staff/{me}"
    typed = {"name": "Admin Two", "title": "MD", "version": 1}
    page = browser.get(path).text
    assert 'name="discipline"' not in page
    assert 'name="duties"' not in page
    for more in (
        {"discipline": "psychiatrist", "duties": "admin"},
        {"discipline": "therapist", "duties": ["admin", "configure"]},
        {"discipline": "therapist"},
    ):
        answer = browser.post(path, page=path, **typed, **more)
        assert answer.status_code == 422, more
        assert (_account(app, me).discipline, _account(app, me).duties) == ("therapist", {Duty.ADMIN})
    assert browser.post(path, page=path, **typed).status_code == 303
    account = _account(app, me)
    assert (account.title, account.discipline, account.duties) == ("MD", "therapist", {Duty.ADMIN})


def test_nobody_disables_themselves_and_the_last_admin_stays(app: Flask, cast: Cast, admin: Browser) -> None:
    me, path = cast.accounts["admin"], f"/admin/staff/{cast.accounts['admin']}"
    assert admin.post(f"{path}/disable", page=path).status_code == 422
    assert _account(app, me).is_active
    other = cast.hire("admin_two", None, admin=True)
    with app.app_context():
        staff_actions.disable(cast.viewer("admin"), other)
        with pytest.raises(Invalid, match="last active admin"):
            staff_actions.disable(cast.viewer("admin_two"), me)
        values = staff_actions.Particulars("Admin", "", Discipline.THERAPIST, frozenset())
        with pytest.raises(Invalid, match="last active admin"):
            staff_actions.change_account(cast.viewer("admin_two"), me, values, 1)


@pytest.mark.parametrize("attempt", range(4))
def test_two_admins_at_once_cannot_leave_none(app: Flask, cast: Cast, attempt: int) -> None:
    cast.hire("admin_two", None, admin=True)
    with app.app_context():
        one, two = cast.viewer("admin"), cast.viewer("admin_two")
    ready, refused = threading.Barrier(2), []
    stripped = staff_actions.Particulars("Stripped", "", Discipline.THERAPIST, frozenset())

    def strip(viewer: object, other: object) -> None:
        with app.app_context():
            ready.wait()
            try:
                if attempt % 2:
                    staff_actions.disable(viewer, other.account_id)
                else:
                    staff_actions.change_account(viewer, other.account_id, stripped, 1)
            except Invalid:
                refused.append(viewer)

    _at_once(lambda: strip(one, two), lambda: strip(two, one))
    assert len(refused) == 1
    with app.app_context():
        assert db.session.query(Account).filter_by(is_admin=True, disabled_at=None).count() == 1


def test_disable_enable_sessions_and_links_are_recorded(app: Flask, cast: Cast, admin: Browser, trail: Trail) -> None:
    number = cast.accounts["therapist"]
    path, chain = f"/admin/staff/{number}", f"account:{cast.accounts['therapist']}"
    cast.client("therapist")
    assert "Sign out everywhere" in admin.get(path).text
    for act in ("end-sessions", "password-link", "disable", "enable"):
        assert admin.post(f"{path}/{act}", page=path).status_code in {200, 303}, act
    assert [event for event in trail() if event[1] == chain] == [
        ("session_revoked", chain, "revoked_by_admin"),
        ("password_link_made", chain, "reset"),
        ("account_disabled", chain, None),
        ("account_enabled", chain, None),
    ]


def test_a_disabled_account_gets_no_link(cast: Cast, admin: Browser) -> None:
    path = f"/admin/staff/{cast.accounts['therapist']}"
    admin.post(f"{path}/disable", page=path)
    answer = admin.post(f"{path}/password-link", page=path)
    assert answer.status_code == 422
    assert "Enable it first" in answer.text


@pytest.mark.parametrize("number", [0, 999, 2**63, 10**30])
def test_nobody_by_that_number(cast: Cast, admin: Browser, number: int) -> None:
    assert admin.get(f"/admin/staff/{number}").status_code == 404
    for act in ("disable", "enable", "end-sessions", "password-link", "assignments", "assignments/1/end"):
        assert admin.post(f"/admin/staff/{number}/{act}", page="/admin/staff").status_code == 404, act
