"""`flask create-admin`: the first account of a clinic."""

import pytest
from flask import Flask

from coordcare.accounts.models import Account
from coordcare.extensions import db
from tests.accounts.conftest import Browser, happenings

WORDS = "seven otters in the estuary"
ARGUMENTS = ["create-admin", "--email", "Ada@Clinic.example", "--name", "Ada Moss"]


def test_an_admin_is_made_from_the_environment_and_signs_in(app: Flask) -> None:
    done = app.test_cli_runner(env={"COORDCARE_ADMIN_PASSWORD": WORDS}).invoke(args=ARGUMENTS)
    assert (done.exit_code, done.output) == (0, "Ada Moss can sign in as ada@clinic.example.\n")
    assert happenings(app) == [("account_added", "account:1", "command_line")]
    person = Browser(app.test_client())
    assert person.post("/sign-in", email="ada@clinic.example", password=WORDS).status_code == 303
    assert person.get("/admin/staff").status_code == 200


def test_a_password_typed_twice_is_never_shown(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=ARGUMENTS, input=f"{WORDS}\n{WORDS}\n")
    assert done.exit_code == 0
    assert WORDS not in done.output


@pytest.mark.parametrize(
    ("changed", "password", "words"),
    [
        ({}, "short", "Use at least 15 characters"),
        ({}, "Ada.Moss.2026.Clinic", "your name, e-mail or clinic"),
        ({"--email": "not an address"}, WORDS, "Enter an e-mail address"),
        ({"--name": "  "}, WORDS, "Enter the name"),
    ],
)
def test_what_the_pages_refuse_is_refused_here(app: Flask, changed: dict[str, str], password: str, words: str) -> None:
    given = {"--email": "ada@clinic.example", "--name": "Ada Moss", **changed}
    arguments = ["create-admin", *(part for pair in given.items() for part in pair)]
    done = app.test_cli_runner(env={"COORDCARE_ADMIN_PASSWORD": password}).invoke(args=arguments)
    assert done.exit_code == 1
    assert words in done.output
    with app.app_context():
        assert db.session.query(Account).count() == 0


def test_an_email_is_taken_once(app: Flask) -> None:
    run = app.test_cli_runner(env={"COORDCARE_ADMIN_PASSWORD": WORDS})
    assert run.invoke(args=ARGUMENTS).exit_code == 0
    again = run.invoke(args=ARGUMENTS)
    assert again.exit_code == 1
    assert "has this e-mail address already" in again.output
