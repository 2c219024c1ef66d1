"""Signing in: one answer for every reason why not, one hash for every attempt."""

import re

import pytest
from argon2 import PasswordHasher
from flask import Flask

from coordcare.accounts.models import Account, StaffSession
from coordcare.extensions import clock, db, transaction
from tests.accounts.conftest import Browser, happenings
from tests.cast import PASSWORD, Cast

WRONG = "not the right words at all"


def _change(app: Flask, account_id: int, **values: object) -> None:
    with app.app_context(), transaction() as session:
        account = session.get_one(Account, account_id)
        for name, value in values.items():
            setattr(account, name, value)


def _without_tokens(page: str) -> str:
    return re.sub(r'(csrf[-_]token" (?:content|value)="|X-CSRFToken": ")[^"]+', r"\1", page)


def test_the_right_password_signs_in_and_goes_on(cast: Cast, person: Browser) -> None:
    answer = person.sign_in("therapist", next="/policy")
    assert (answer.status_code, answer.location) == (303, "/policy")
    assert "Therapist" in person.get("/account").text
    assert person.get("/sign-in?next=/policy").location == "/policy"


def test_the_email_is_taken_in_any_case(cast: Cast, person: Browser) -> None:
    assert person.post("/sign-in", email=" Therapist@TEST.example ", password=PASSWORD).status_code == 303


def test_unknown_wrong_disabled_and_invited_get_the_same_bytes(app: Flask, cast: Cast) -> None:
    _change(app, cast.accounts["psychologist"], disabled_at=clock.now())
    _change(app, cast.accounts["coordinator"], password_hash=None)
    pages = []
    for name, password in (
        ("nobody_here", PASSWORD),
        ("therapist", WRONG),
        ("psychologist", PASSWORD),
        ("coordinator", PASSWORD),
    ):
        answer = Browser(app.test_client()).sign_in(name, password)
        assert answer.status_code == 422
        assert password not in answer.text
        pages.append(_without_tokens(answer.text).replace(name, "SOMEBODY"))
    assert "E-mail or password is not right" in pages[0]
    assert set(pages) == {pages[0]}


@pytest.mark.parametrize(
    ("name", "password", "reason"),
    [
        ("therapist", PASSWORD, None),
        ("therapist", WRONG, "wrong_password"),
        ("nobody_here", PASSWORD, "unknown_email"),
        ("psychologist", PASSWORD, "disabled"),
        ("psychologist", WRONG, "disabled"),
        ("coordinator", PASSWORD, "no_password"),
        ("therapist", "x" * 5000, "wrong_password"),
    ],
)
def test_every_attempt_verifies_exactly_one_hash_outside_any_transaction(
    app: Flask,
    cast: Cast,
    person: Browser,
    verifications: list[str],
    name: str,
    password: str,
    reason: str | None,
) -> None:
    _change(app, cast.accounts["psychologist"], disabled_at=clock.now())
    _change(app, cast.accounts["coordinator"], password_hash=None)
    person.sign_in(name, password)
    assert len(verifications) == 1
    assert verifications[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    what, chain, why = happenings(app)[-1]
    assert what == ("sign_in_failed" if reason else "sign_in")
    assert why == reason
    assert chain == ("clinic" if name == "nobody_here" else f"account:{cast.accounts[name]}")


def test_no_event_and_no_row_holds_an_email_that_was_typed(app: Flask, cast: Cast, person: Browser) -> None:
    person.sign_in("somebody_else", WRONG)
    with app.app_context():
        for table in ("audit_event", "throttle"):
            rows = db.session.execute(db.text(f"SELECT * FROM {table}")).all()
            assert rows
            assert "somebody_else" not in repr(rows)


def test_a_hash_of_older_parameters_is_made_anew(app: Flask, cast: Cast, person: Browser) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    _change(app, cast.accounts["therapist"], password_hash=old)
    assert person.sign_in("therapist").status_code == 303
    with app.app_context():
        kept = db.session.get_one(Account, cast.accounts["therapist"]).password_hash
    assert kept and kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Browser(app.test_client()).sign_in("therapist").status_code == 303


def test_nothing_typed_is_a_sentence_at_each_field_and_no_attempt(
    app: Flask, cast: Cast, person: Browser, verifications: list[str]
) -> None:
    answer = person.post("/sign-in", email="", password="")
    assert answer.status_code == 422
    assert "Enter your e-mail address." in answer.text
    assert "Enter your password." in answer.text
    assert verifications == []
    assert happenings(app) == []


def test_the_session_and_its_csrf_secret_change(app: Flask, cast: Cast, person: Browser) -> None:
    person.get("/sign-in")
    before = person.cookie()
    with person.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        secret = cookie["csrf_token"]
    person.sign_in("therapist")
    person.get("/account")
    with person.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["csrf_token"] != secret
        token = cookie["_user_id"]
    assert person.cookie() != before
    assert len(token) == 43
    with app.app_context():
        kept = db.session.query(StaffSession).one()
        assert token not in repr(vars(kept))


def test_a_form_without_its_token_is_refused(cast: Cast, person: Browser) -> None:
    typed = {"email": "therapist@test.example", "password": PASSWORD}
    assert person.client.post("/sign-in", data=typed).status_code == 400
    assert person.client.post("/sign-in", data={**typed, "csrf_token": "made up"}).status_code == 400
    person.sign_in("therapist")
    for path in ("/sign-out", "/account/password", "/account/activity", "/account/sessions/end-others"):
        assert person.client.post(path).status_code == 400, path
    assert person.is_in()
