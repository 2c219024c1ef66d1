"""The headers that protect a page stand on every answer, whatever its status and whoever gives it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from coordcare.serving import HEADERS
from tests.access.stage import Stage

Answers = Iterator[tuple[int, TestResponse]]


def answers(stage: Stage) -> Answers:
    """An answer of each status that the application gives by itself, with the status expected."""
    clinic = stage.clinic
    therapist, coordinator, nobody = (clinic.browser(name) for name in ("therapist", "coordinator", "nobody"))
    amara = f"/patients/{clinic.amara}"
    signed = f"{amara}/entries/{clinic.entries['session_note', 'signed']}"
    style = "/static/css/tokens.css"
    yield 200, therapist.get("/")
    yield 303, nobody.get("/")
    yield 204, therapist.open("POST", "/account/activity")
    file = nobody.get(style)
    file.close()
    yield 304, nobody.client.get(style, headers={"If-None-Match": file.headers["ETag"]})
    yield 400, therapist.post_without_token("/account/phone", {})
    yield 401, nobody.client.post("/account/activity", headers={"X-Autosave": "1"})
    yield 403, coordinator.get(f"{amara}/access-log")
    yield 404, therapist.get("/patients/999999")
    yield 405, therapist.client.put("/sign-in")
    yield 409, therapist.get(f"{signed}/edit")
    yield 413, therapist.post("/account/phone", {"phone": "x" * (2 << 20)})
    yield 416, nobody.client.get(style, headers={"Range": "bytes=99999999-"})
    yield 422, therapist.post("/account/phone", {"phone": "no number at all"})
    for _ in range(6):
        last = nobody.post("/sign-in", {"email": "nobody@test.example", "password": "wrong"})
    yield 429, last


def dressed(answer: TestResponse) -> list[str]:
    """The headers that are not as they should be."""
    wrong = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    if "max-age" not in answer.headers["Cache-Control"] and answer.headers["Cache-Control"] != "no-store":
        wrong.append("Cache-Control")
    return wrong + [name for name in ("Server-Timing", "X-Powered-By") if name in answer.headers]


def test_every_status_is_dressed(sqlite_stage: Stage) -> None:
    seen = {}
    for expected, answer in answers(sqlite_stage):
        assert answer.status_code == expected
        seen[expected] = dressed(answer)
        answer.close()
    assert len(seen) == 14
    assert not any(seen.values()), seen


def test_a_fault_of_ours_is_dressed_and_tells_nothing(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    """500 and 503: a sentence, and no word of what went wrong."""
    app = make_app(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    secret = str(Path(__file__))
    for status, fault in ((500, ValueError(secret)), (503, OperationalError(secret, {}, Exception(secret)))):

        def fail(fault: Exception = fault, **_: object) -> None:
            raise fault

        monkeypatch.setitem(app.view_functions, "accounts.sign_in", marked(fail))
        answer = app.test_client().get("/sign-in")
        assert answer.status_code == status
        assert dressed(answer) == []
        assert secret not in answer.text
        assert "Traceback" not in answer.text


def marked(view: Callable[..., None]) -> Callable[..., None]:
    view.gate_mark = "open_to_all"  # type: ignore[attr-defined]
    return view
