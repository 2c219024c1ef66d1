"""What is far too long is refused before anything is normalised: a long run of marks would take half a minute."""

import unicodedata

import pytest
from flask import Flask

from coordcare.accounts import actions, hashing, passwords, staff_actions
from coordcare.accounts.actions import Origin
from coordcare.accounts.hashing import verify_password
from coordcare.accounts.passwords import LONGEST, as_kept
from coordcare.accounts.rules import EMAIL_LENGTH, normal_email
from coordcare.errors import Invalid
from tests.accounts.conftest import Browser
from tests.cast import PASSWORD, Cast

MARKS = "a" + "\u0301\u0323" * 40_000  # twice in a form, it is still under what a request may hold


@pytest.fixture(autouse=True)
def normalised(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths that were normalised; a long one fails at once."""
    lengths: list[int] = []

    class Watched:
        """The real module, watched."""

        @staticmethod
        def normalize(form: str, text: str) -> str:
            assert len(text) <= LONGEST
            lengths.append(len(text))
            return unicodedata.normalize(form, text)

    monkeypatch.setattr(passwords, "unicodedata", Watched)
    return lengths


def test_sign_in_verifies_nobodys_hash_once(cast: Cast, person: Browser, verifications: list[str]) -> None:
    answer = person.sign_in("therapist", MARKS)
    assert answer.status_code == 422
    assert "E-mail or password is not right" in answer.text
    assert verifications == [hashing._NOBODYS]


def test_one_more_than_the_longest_is_not_even_compared(
    cast: Cast, person: Browser, verifications: list[str], normalised: list[int]
) -> None:
    person.sign_in("therapist", "x" * LONGEST)
    person.sign_in("therapist", "x" * (LONGEST + 1))
    assert normalised == [LONGEST, 0]
    assert verifications[1] == hashing._NOBODYS != verifications[0]


def test_the_account_page_refuses_it_as_current_and_as_new(cast: Cast, person: Browser) -> None:
    person.sign_in("therapist")
    new = "seven otters in the estuary"
    for typed, words in (
        ({"current": PASSWORD, "password": MARKS, "repeat": MARKS}, "Use at most 256 characters."),
        ({"current": MARKS, "password": new, "repeat": new}, "This is not your current password."),
    ):
        answer = person.post("/account/password", page="/account", **typed)
        assert answer.status_code == 422
        assert words in answer.text


def test_a_password_link_refuses_it(app: Flask, cast: Cast, person: Browser) -> None:
    with app.app_context():
        token = staff_actions.make_password_link(cast.viewer("admin"), cast.accounts["therapist"])
    answer = person.post(f"/password/{token}", password=MARKS, repeat=MARKS)
    assert answer.status_code == 422
    assert "Use at most 256 characters." in answer.text


def test_the_command_line_refuses_it(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match="at most 256"):
            staff_actions.create_admin("ada@clinic.example", "Ada Moss", MARKS)
        with pytest.raises(Invalid, match="Enter an e-mail address"):
            staff_actions.create_admin(MARKS, "Ada Moss", "seven otters in the estuary")


def test_hashing_refuses_it_and_verifying_says_no(verifications: list[str], app: Flask) -> None:
    with pytest.raises(ValueError, match="before it is normalised"):
        as_kept(MARKS)
    with app.app_context():
        assert verify_password(MARKS, None) is False
        # The constant that stands in for it opens nothing, not even an account whose password it were.
        assert verify_password(MARKS, hashing._HASHER.hash("")) is False


def test_an_email_is_cut_before_it_is_changed(app: Flask, cast: Cast, person: Browser) -> None:
    assert len(normal_email(MARKS)) == EMAIL_LENGTH + 1
    with app.app_context():
        assert actions.sign_in(MARKS, PASSWORD, Origin(None, "Test")) is None
    answer = person.post("/sign-in", email=MARKS, password=PASSWORD)
    assert answer.status_code == 422
    assert "Enter an e-mail address" in answer.text
