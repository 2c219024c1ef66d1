"""Failures slow down, by account and by address; they never lock anybody out for good."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from coordcare.accounts.models import Throttle
from coordcare.accounts.rules import ACCOUNT, ADDRESS, Failures, address_key, one_more
from coordcare.accounts.throttling import count_attempt
from coordcare.errors import TooMany
from coordcare.extensions import clock, db
from tests.accounts.conftest import Browser
from tests.cast import Cast

WRONG = "not the right words at all"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_the_wait_doubles_from_two_seconds_up_to_fifteen_minutes() -> None:
    state, waits = Failures(0, NOON), []
    now = NOON
    for _ in range(20):
        state = one_more(state, ACCOUNT, now)
        waits.append(int((state.blocked_until - now).total_seconds()) if state.blocked_until else 0)
        now = state.blocked_until or now
    assert waits[:13] == [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    assert set(waits[13:]) == {900}


@pytest.mark.parametrize(
    ("quiet", "left"),
    [(timedelta(0), 13), (timedelta(hours=5), 12), (timedelta(hours=23), 9), (timedelta(hours=24), 1)],
)
def test_failures_are_forgotten_one_by_one_and_all_after_a_day(quiet: timedelta, left: int) -> None:
    assert one_more(Failures(12, NOON), ACCOUNT, NOON + quiet).count == left


def test_a_clock_set_back_forgets_nothing_and_fails_nothing() -> None:
    assert one_more(Failures(7, NOON), ACCOUNT, NOON - timedelta(hours=1)).count == 8


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        (None, "not an address"),
    ],
)
def test_one_person_has_one_address_key(one: str | None, other: str) -> None:
    assert address_key(ADDRESS, one) == address_key(ADDRESS, other)
    assert len(address_key(ADDRESS, one)) <= 90


def test_the_fifth_failure_makes_an_account_wait_whoever_comes(
    app: Flask, cast: Cast, person: Browser, verifications: list[str]
) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(5):
            assert person.sign_in("therapist", WRONG).status_code == 422
        answer = person.sign_in("therapist")
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "2"
        assert "therapist@test.example" in answer.text
        assert "Too many attempts" in answer.text
        assert len(verifications) == 5
        assert Browser(app.test_client()).sign_in("psychologist").status_code == 303
        travel.shift(timedelta(seconds=2))
        assert person.sign_in("therapist").status_code == 303


def test_unknown_emails_wait_like_known_ones(cast: Cast, person: Browser) -> None:
    for name in ("therapist", "nobody_here"):
        codes = [person.sign_in(name, WRONG).status_code for _ in range(6)]
        assert codes == [422] * 5 + [429]


def test_success_clears_the_accounts_counter_and_takes_its_failures_off_the_address(
    app: Flask, cast: Cast, person: Browser
) -> None:
    for _ in range(4):
        person.sign_in("therapist", WRONG)
    assert person.sign_in("therapist").status_code == 303
    with app.app_context():
        assert [row.failures for row in db.session.query(Throttle)] == [0, 0]
    again = Browser(app.test_client())
    assert [again.sign_in("therapist", WRONG).status_code for _ in range(5)] == [422] * 5


def test_an_address_waits_after_thirty_failures_of_many_accounts(cast: Cast, person: Browser) -> None:
    codes = [person.sign_in(f"guess_{number}", WRONG).status_code for number in range(31)]
    assert codes == [422] * 30 + [429]
    assert person.sign_in("therapist").status_code == 429


def test_nobody_is_locked_out_for_good(cast: Cast, person: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(60):
            answer = person.sign_in("therapist", WRONG)
            travel.shift(timedelta(seconds=int(answer.headers.get("Retry-After", 0))))
        longest = int(person.sign_in("therapist", WRONG).headers.get("Retry-After", 0))
        assert longest <= 900
        travel.shift(timedelta(seconds=900))
        assert person.sign_in("therapist").status_code == 303


def test_attempts_at_once_are_all_counted(app: Flask) -> None:
    refused: list[int] = []
    evaluated: list[int] = []

    def attempt() -> None:
        with app.app_context():
            try:
                count_attempt(("account:one", ACCOUNT), ("address:one", ADDRESS))
                evaluated.append(1)
            except TooMany as error:
                refused.append(error.retry_after)

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(evaluated), len(refused)) == (5, 15)
    with app.app_context():
        assert {row.key: row.failures for row in db.session.query(Throttle)} == {"account:one": 5, "address:one": 5}


def test_guessing_the_current_password_waits_too(cast: Cast, person: Browser) -> None:
    person.sign_in("therapist")
    new = "seven otters in the estuary"
    typed = {"current": WRONG, "password": new, "repeat": new}
    codes = [person.post("/account/password", page="/account", **typed).status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]
