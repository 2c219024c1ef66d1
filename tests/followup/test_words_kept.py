"""Follow-up, risk and course forms while the database is away, or after the session ended: no word is lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from coordcare.accounts import session_queries
from coordcare.extensions import db
from coordcare.followup import actions, step_actions
from coordcare.followup.models import FollowUpItem, FollowUpStep
from coordcare.ipt.models import Course, CourseStep
from coordcare.risk.actions import raise_risk
from tests.cast import Cast, gather
from tests.followup.conftest import AMARA, Clinic
from tests.followup.test_races import at_once
from tests.ipt.writing import course_form
from tests.timeline.real_server import hidden_fields, words_of

OURS = {"Sec-Fetch-Site": "same-origin"}
WORDS = "Half a sentence <b>that</b> nobody may lose"
PATIENT = "/patients/1"
FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]*)".*?</form>', re.DOTALL)
SENT: dict[str, tuple[str, str, dict[str, str]]] = {
    "ask": (
        "psychiatrist",
        "follow-up",
        {"nature": "task", "for_whom": "discipline:therapist", "urgency": "two_days", "text": WORDS},
    ),
    "answer": ("psychiatrist", "follow-up/1/answer", {"version": "1", "text": WORDS}),
    "close": ("psychiatrist", "follow-up/1/close", {"version": "1", "outcome": "done", "text": WORDS}),
    "call": ("psychiatrist", "follow-up/1/call", {"version": "1", "outcome": "reached", "text": WORDS}),
    "raise": ("therapist", "risk/raise", {"text": WORDS}),
    "start": ("psychologist", "course/start", course_form(focus_words=WORDS)),
}


@pytest.fixture
def cast(sqlite_app: Flask) -> Iterator[Cast]:
    cast = gather(sqlite_app)
    with cast.app.app_context():
        Clinic(sqlite_app, cast).ask()
    yield cast


def counted(app: Flask) -> list[int]:
    tables = (FollowUpItem, FollowUpStep, Course, CourseStep)
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def token_of(page: str) -> str:
    return page.split('name="csrf-token" content="')[1].split('"')[0]


@pytest.mark.parametrize("form", SENT)
def test_words_come_back_when_the_database_does(cast: Cast, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    who, path, fields = SENT[form]
    client, address = cast.client(who), f"{PATIENT}/{path}"
    token = token_of(client.get(f"{PATIENT}/follow-up").text)
    sent = {"submission_key": "kept", **fields, "csrf_token": token}
    before = counted(cast.app)

    def gone(*_: object) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(session_queries, "session_of", gone)
    away = client.post(address, data=sent, headers=OURS)
    assert away.status_code == 503 and WORDS in words_of(away.text)
    monkeypatch.undo()
    again = {**hidden_fields(away.text), "action": "return"}
    back = client.post(address, data=again, headers=OURS)
    assert back.status_code == 200 and "Half a sentence &lt;b&gt;that&lt;/b&gt; nobody may lose" in back.text
    assert counted(cast.app) == before, "coming back sends nothing"


def test_every_such_form_says_whose_words_it_holds(cast: Cast) -> None:
    """Without that mark the words would come back as somebody else's, which are not shown."""
    addresses = cast.app.url_map.bind("localhost")
    seen = set()
    with cast.without_csrf():
        for path in ("course", "follow-up", "follow-up/1", "risk"):
            seen |= marked_forms(cast, addresses, path)
        client = cast.client("therapist")
        client.post(f"{PATIENT}/risk/raise", data={"text": "He gave his tools away.", "submission_key": "r"})
        client.post(f"{PATIENT}/course/start", data=course_form())
        seen |= marked_forms(cast, addresses, "risk") | marked_forms(cast, addresses, "course")
    assert seen == {
        "ipt.start",
        "ipt.step",
        "followup.ask",
        "followup.record_call",
        "risk.raise_risk",
        "followup.close",
    }


def marked_forms(cast: Cast, addresses: Any, path: str) -> set[str]:
    """The endpoints of the forms of a page that keep words; each form must say whose they are."""
    seen = set()
    for form in FORM.finditer(cast.client("therapist").get(f"{PATIENT}/{path}").text):
        endpoint = addresses.match(form[1].split("?")[0], method="POST")[0]
        if getattr(cast.app.view_functions[endpoint], "keeps_words", False):
            assert 'name="written_by"' in form[0], f"{path}: {endpoint}"
            seen.add(endpoint)
    return seen


def test_what_the_database_refuses_is_not_taken_for_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the same form, posted twice, may be answered as done."""

    def refused(*_: object, **__: object) -> None:
        raise IntegrityError("", {}, Exception())

    monkeypatch.setattr(step_actions, "enqueue", refused)
    with cast.app.app_context(), pytest.raises(IntegrityError):
        actions.answer(cast.standing("psychiatrist", AMARA), 1, "Yes.", version=1, submission_key="new")
    assert counted(cast.app)[1] == 0


def test_one_risk_raised_five_times_at_once_is_one_task(app: Flask) -> None:
    cast = gather(app)

    def act() -> None:
        raise_risk(cast.standing("coordinator", AMARA), "He gave his tools away.", submission_key="one")

    assert at_once(app, [act] * 5) == ["done"] * 5
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(FollowUpItem)) == 1
