"""What is kept of secrets, and what one may rely on: nothing is guessable, nothing runs out, nothing is changed."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from coordcare.accounts.hashing import hash_password, verify_password
from coordcare.accounts.models import Account
from coordcare.accounts.rules import new_token
from coordcare.extensions import clock, db
from tests.accounts.conftest import Browser
from tests.cast import PASSWORD, Cast


def _email(app: Flask, cast: Cast) -> str:
    with app.app_context():
        return db.session.get_one(Account, cast.accounts["therapist"]).email


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    one, another = hash_password(PASSWORD), hash_password(PASSWORD)
    assert one != another
    for kept in (one, another):
        assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert PASSWORD not in kept


@pytest.mark.parametrize(
    "near", [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1], PASSWORD.replace(" ", "")]
)
def test_what_is_nearly_the_password_is_not(near: str) -> None:
    """No letter changes case, nothing is trimmed, nothing is cut off: not even at the end of a long one."""
    assert not verify_password(near, hash_password(PASSWORD))
    long = "an otter and a heron " * 12
    assert len(long) == 252 and not verify_password(long[:-1], hash_password(long))


def test_a_password_does_not_run_out(cast: Cast, person: Browser) -> None:
    with time_machine.travel(clock.now() + timedelta(days=3650), tick=False):
        assert person.sign_in("therapist").status_code == 303
        assert person.is_in()


def test_tokens_are_of_256_random_bits_and_never_the_same() -> None:
    made = {new_token() for _ in range(2000)}
    assert len(made) == 2000
    assert {len(token) for token in made} == {43}  # 32 bytes in base64
    assert len({token[0] for token in made}) > 40


def test_what_one_signs_in_with_is_changed_by_nobody(app: Flask, cast: Cast, person: Browser) -> None:
    """Not by its owner, and not by an admin: whoever could change the address could take the account."""
    before, number = _email(app, cast), cast.accounts["therapist"]
    person.sign_in("therapist")
    person.post("/account/phone", page="/account", phone="(555) 010-0142", email="mine@evil.example")
    admin = Browser(cast.app.test_client())
    admin.sign_in("admin")
    sent = {"name": "Therapist", "discipline": "therapist", "version": "1", "email": "mine@evil.example"}
    admin.post(f"/admin/staff/{number}", page=f"/admin/staff/{number}", **sent)
    assert _email(app, cast) == before


def test_password_fields_hide_what_is_typed_and_let_managers_fill_them(cast: Cast, person: Browser) -> None:
    assert 'type="password"' in person.get("/sign-in").text
    pages = {"/sign-in": ["current-password"]}
    for path, expected in pages.items():
        assert _fields(person.get(path).text) == expected
    person.sign_in("therapist")
    assert _fields(person.get("/account").text) == ["current-password", "new-password", "new-password"]


def _fields(page: str) -> list[str]:
    """What each password field of a page tells a password manager; nothing else may hold a password."""
    tags = [tag for tag in page.split("<input")[1:] if 'name="password"' in tag or 'name="current"' in tag]
    tags += [tag for tag in page.split("<input")[1:] if 'name="repeat"' in tag]
    told = []
    for tag in (tag.split(">")[0] for tag in tags):
        assert 'type="password"' in tag and "readonly" not in tag, tag
        told.append(tag.split('autocomplete="')[1].split('"')[0])
    return told
