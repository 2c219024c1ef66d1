"""What a password may be, and links that set one."""

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from coordcare.accounts import actions, staff_actions
from coordcare.accounts.models import PasswordLink
from coordcare.accounts.passwords import Owner, common_passwords, weakness
from coordcare.errors import NotFound
from coordcare.extensions import clock, db
from tests.accounts.conftest import Browser, happenings
from tests.cast import PASSWORD, Cast

OWNER = Owner("Maya Lindqvist", "maya.lindqvist@harborclinic.org", "Harbor Street Clinic")
NEW = "seven otters in the estuary"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "at least 15"),
        ("fourteen chars", "has 14"),
        ("x9" * 129, "at most 256"),
        ("passwordpassword", "most common"),
        ("PasswordPassword", "most common"),
        ("password1234567", "padded"),
        ("Password!!!!!!!!!!", "padded"),
        ("!!!!dragon!!!!2026", "padded"),
        ("letmein letmein letmein", "padded"),
        ("Winter2026!Winter2026!", "padded"),
        ("passwordqwertyuiop", "padded"),
        ("aaaaaaaaaaaaaaaaaaaa", "padded"),
        ("abcdefghijklmnopqrs", "padded"),
        ("mayalindqvist2026", "your own name"),
        ("Lindqvist-Maya-99!", "your own name"),
        ("maya.lindqvist@harborclinic.org", "e-mail"),
        ("HarborStreetClinic1!", "clinic's name"),
        ("CoordCare-harbor-26", "clinic's name"),
    ],
)
def test_what_a_guesser_tries_first_is_refused_in_a_sentence(typed: str, words: str) -> None:
    assert words in str(weakness(typed, OWNER, common_passwords()))


@pytest.mark.parametrize(
    "typed",
    [
        "violet kettle sings",
        "correct horse battery",
        "only lower case words here",
        "1983 2021 4471 9932 02",
        '}{":?><)(*&^%$+_|~`',
        "日本語のとても長いパスワードです",
        "maya likes nineteen blue herons",
        "y9" + "kq4vw8ebz3nmtr7a" * 15,
    ],
)
def test_length_is_enough_whatever_the_characters(typed: str) -> None:
    assert weakness(typed, OWNER, common_passwords()) is None


def test_composed_and_decomposed_letters_are_the_same_password(app: Flask, cast: Cast, person: Browser) -> None:
    person.sign_in("therapist")
    composed = "caf\u00e9 by the old harbor"
    typed = {"current": PASSWORD, "password": composed, "repeat": composed}
    assert person.post("/account/password", page="/account", **typed).status_code == 303
    assert Browser(app.test_client()).sign_in("therapist", "cafe\u0301 by the old harbor").status_code == 303


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"current": "wrong", "password": NEW, "repeat": NEW}, "This is not your current password."),
        ({"current": PASSWORD, "password": NEW, "repeat": NEW + "x"}, "This is not the same as above."),
        ({"current": PASSWORD, "password": PASSWORD, "repeat": PASSWORD}, "the password you have now"),
        ({"current": PASSWORD, "password": "short", "repeat": "short"}, "Use at least 15"),
        ({"current": "", "password": NEW, "repeat": NEW}, "Enter your current password."),
    ],
)
def test_a_refused_change_says_why_and_echoes_no_password(
    cast: Cast, person: Browser, typed: dict[str, str], words: str
) -> None:
    person.sign_in("therapist")
    answer = person.post("/account/password", page="/account", **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert not any(f'value="{value}"' in answer.text for value in typed.values() if value)
    assert person.is_in()


def _link(app: Flask, cast: Cast, name: str = "therapist") -> str:
    with app.app_context():
        return "/password/" + staff_actions.make_password_link(cast.viewer("admin"), cast.accounts[name])


def _use(person: Browser, link: str, password: str = NEW) -> int:
    return person.post(link, password=password, repeat=password).status_code


def test_a_link_works_once_and_a_get_uses_nothing_up(app: Flask, cast: Cast, person: Browser) -> None:
    person.sign_in("therapist")
    link = _link(app, cast)
    stranger = Browser(app.test_client())
    for _ in range(3):
        assert stranger.get(link).status_code == 200
    assert stranger.client.head(link).status_code == 200
    assert _use(stranger, link) == 303
    assert _use(stranger, link, NEW + " again") == 404
    assert stranger.get(link).status_code == 404
    assert not person.is_in()
    assert Browser(app.test_client()).sign_in("therapist").status_code == 422
    assert stranger.sign_in("therapist", NEW).status_code == 303
    chain = f"account:{cast.accounts['therapist']}"
    assert ("password_link_made", chain, "reset") in happenings(app)
    assert ("password_changed", chain, f"by_link_of_account_{cast.accounts['admin']}") in happenings(app)


def test_a_weak_password_leaves_the_link_open(app: Flask, cast: Cast, person: Browser) -> None:
    link = _link(app, cast)
    assert _use(person, link, "Therapist-Test-1") == 422
    assert _use(person, link) == 303


def test_wrong_old_replaced_and_disabled_links_show_one_page(app: Flask, cast: Cast, person: Browser) -> None:
    replaced, link = _link(app, cast), None
    link = _link(app, cast)
    with app.app_context():
        disabled = _link(app, cast, "psychologist")
        staff_actions.disable(cast.viewer("admin"), cast.accounts["psychologist"])
    pages = {person.get(one).text for one in ("/password/nonsense", replaced, disabled)}
    with time_machine.travel(clock.now() + timedelta(hours=72, seconds=1)):
        pages.add(person.get(link).text)
        assert _use(person, link) == 404
    cleaned = {page.split("<main")[1].split("</main>")[0] for page in pages}
    assert len(cleaned) == 1
    assert "This link does not work" in cleaned.pop()
    assert person.get(link).status_code == 200


def test_two_posts_at_once_set_one_password(app: Flask, cast: Cast) -> None:
    token = _link(app, cast).rpartition("/")[2]
    outcomes: list[str] = []

    def use(number: int) -> None:
        with app.app_context():
            try:
                actions.set_password_by_link(token, f"{NEW} {number}")
                outcomes.append("set")
            except NotFound:
                outcomes.append("gone")

    threads = [threading.Thread(target=use, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone", "gone", "set"]


def test_only_the_hash_of_a_links_token_is_kept(app: Flask, cast: Cast) -> None:
    token = _link(app, cast).rpartition("/")[2]
    with app.app_context():
        assert token not in repr([vars(row) for row in db.session.query(PasswordLink)])


def test_the_owner_hears_of_a_link_for_a_week_whoever_signs_in_first(app: Flask, cast: Cast, person: Browser) -> None:
    person.sign_in("therapist")
    assert "set by a link" not in person.get("/account").text
    _use(Browser(app.test_client()), _link(app, cast))
    for _ in range(2):
        one = Browser(app.test_client())
        assert one.sign_in("therapist", NEW).status_code == 303
        assert "Your password was set by a link that Admin made" in one.get("/account").text
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)):
        later = Browser(app.test_client())
        later.sign_in("therapist", NEW)
        assert "set by a link" not in later.get("/account").text


def test_guessing_links_waits(cast: Cast, person: Browser) -> None:
    codes = [_use(person, f"/password/guess-{number}") for number in range(31)]
    assert codes == [404] * 30 + [429]
