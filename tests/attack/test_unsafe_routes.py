"""No form counts without the token of this very session: missing, foreign, old or made up, on every unsafe route."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from tests.access import forms
from tests.access.browser import Fields
from tests.access.stage import Stage
from tests.attack.targets import Target, targets

Count = Callable[..., None]
SAFE = {"GET", "HEAD", "OPTIONS"}


def signed(app: Flask, secret: str, key: str | None = None) -> str:
    """A token of somebody's session, as the app makes it, or as somebody with another key would."""
    return URLSafeTimedSerializer(key or app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(secret)


def tokens(app: Flask) -> dict[str, Fields]:
    """What another site, another person or an older session could send in the token's place."""
    return {
        "missing": {},
        "empty": {"csrf_token": ""},
        "of another session": {"csrf_token": signed(app, "6" * 40)},
        "made with another key": {"csrf_token": signed(app, "5" * 40, "another key")},
        "the secret itself": {"csrf_token": "5" * 40},
        "cut short": {"csrf_token": signed(app, "5" * 40)[:-1]},
    }


def headers() -> Iterator[dict[str, str]]:
    yield {}
    yield {"X-CSRFToken": "made up", "X-CSRF-Token": "made up"}
    yield {"Sec-Fetch-Site": "same-origin"}
    yield {"X-Autosave": "1"}
    yield {"X-HTTP-Method-Override": "GET", "X-Requested-With": "XMLHttpRequest"}


def test_every_unsafe_route_is_a_target(sqlite_app: Flask) -> None:
    rules = {rule.rule for rule in sqlite_app.url_map.iter_rules() if (rule.methods or set()) - SAFE}
    assert rules == {target.row.rule for target in targets()}


@pytest.mark.parametrize("part", range(2))
def test_a_form_without_its_own_token_is_refused(sqlite_stage: Stage, part: int, count: Count) -> None:
    """Refused, whoever sends it and with what headers; and nothing has changed, nor is anything recorded."""
    stage, wrong, tries = sqlite_stage, [], 0
    before, last = stage.digest(), stage.last_event()
    for target in targets()[part::2]:
        for what, token in tokens(stage.app).items():
            for header in headers() if what == "missing" else ({},):
                status = send(stage, target, token, header)
                tries += 1
                # An autosave of somebody whose session has ended hears of that.
                if status != 400 and not (status == 401 and "X-Autosave" in header):
                    wrong.append(f"{target.name} with a token {what} {header} answers {status}")
        if stage.digest() != before or stage.events_after(last)[0]:
            wrong.append(f"{target.name} did something")
            before, last = stage.digest(), stage.last_event()
    count(forms_without_their_token=tries, unsafe_routes=len({target.row.rule for target in targets()[part::2]}))
    assert not wrong, "\n".join(wrong)


def send(stage: Stage, target: Target, token: Fields, header: dict[str, str]) -> int:
    browser = stage.clinic.browser(target.actor)
    fields = forms.fields(stage.clinic, target.row, target.actor)
    return browser.client.post(
        forms.path(stage.clinic, target.row), data={**fields, **token}, headers=header
    ).status_code


def test_a_token_in_the_address_is_none(sqlite_stage: Stage) -> None:
    good = signed(sqlite_stage.app, "5" * 40)
    browser = sqlite_stage.clinic.browser("therapist")
    assert browser.client.post(f"/account/phone?csrf_token={good}", data={"phone": "555-0100"}).status_code == 400
    assert browser.post("/account/phone", {"phone": "555-0100"}).status_code == 303
