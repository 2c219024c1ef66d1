"""Home tells what I owe, what came back and which risks wait, each to whom it concerns."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event

from coordcare.access.policy import Sensitivity
from coordcare.extensions import db, transaction
from coordcare.followup import actions
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from tests.cast import Cast, gather

AMARA = "Amara Osei"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return gather(app)


def ask(cast: Cast, by: str, to: str, text: str, sensitivity: Sensitivity = Sensitivity.CLINICAL) -> int:
    with cast.app.app_context():
        return actions.raise_item(
            cast.standing(by, AMARA),
            nature="question",
            text=text,
            sensitivity=sensitivity,
            urgency="two_days",
            submission_key=text[:40],
            for_account_id=cast.accounts[to],
        ).id


def told(cast: Cast, name: str, section: str) -> str:
    """The words of one section of somebody's home."""
    page = cast.client(name).get("/").text
    found = re.search(rf'(?s)id="home-{section}".*?</section>', page)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


def test_what_i_am_asked_stands_at_home_and_what_i_asked_comes_back(cast: Cast) -> None:
    item = ask(cast, "therapist", "psychiatrist", "Is it time to go up?")
    assert "question from Therapist" in told(cast, "psychiatrist", "owed")
    for name in ("therapist", "coordinator", "psychologist", "outside_psychiatrist"):
        assert "question from Therapist" not in cast.client(name).get("/").text
    assert "Is it time" not in cast.client("psychiatrist").get("/").text, "home records no view of the record"
    with cast.app.app_context():
        actions.answer(cast.standing("psychiatrist", AMARA), item, "Yes, from Monday.", version=1, submission_key="a")
    assert re.search("Answered .* by Psychiatrist", told(cast, "therapist", "back"))
    assert "question from Therapist" not in told(cast, "psychiatrist", "owed")


def test_a_risk_task_stands_first_for_all_who_may_assess_one(cast: Cast) -> None:
    with cast.app.app_context():
        standing = cast.standing("coordinator", AMARA)
        actions.raise_risk_task(standing, "Said that it is all too much.", entry_id=None, submission_key="r")
    for name in ("psychiatrist", "nurse_practitioner", "psychologist", "therapist"):
        assert "Nobody has acknowledged it." in told(cast, name, "risk-tasks"), name
    assert told(cast, "outside_therapist", "risk-tasks") == ""


def test_todays_visits_stand_apart_from_later_ones(cast: Cast) -> None:
    cast.admit("Carla Winter", team=("therapist",))
    with cast.app.app_context(), transaction() as session:
        session.get_one(Patient, cast.patients[AMARA]).next_visit_on = today()
    assert re.search(r"Today\s+Amara Osei", told(cast, "therapist", "visits"))
    assert "Carla Winter" not in told(cast, "therapist", "visits")


def test_an_empty_home_says_so_in_every_part(cast: Cast) -> None:
    page = cast.client("therapist").get("/").text
    for words in (
        "No visits ahead",
        "Nobody waits for an answer",
        "No answers in the last two weeks",
        "Nothing unsigned",
    ):
        assert words in page


def test_statements_do_not_grow_with_what_waits(cast: Cast, record_property: Callable[[str, int], None]) -> None:
    ask(cast, "therapist", "psychiatrist", "First?")
    few = statements(cast, "psychiatrist")
    for number in range(12):
        ask(cast, "therapist", "psychiatrist", f"Question {number}?")
    assert statements(cast, "psychiatrist") == few
    record_property("figure: home, statements, both databases added", few)


def statements(cast: Cast, name: str) -> int:
    seen: list[str] = []
    client = cast.client(name)
    client.get("/")
    with cast.app.app_context():
        engine = db.engine
    listener = lambda *arguments: seen.append(arguments[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    client.get("/")
    event.remove(engine, "before_cursor_execute", listener)
    return len(seen)


def test_a_document_that_i_have_begun_waits_at_home_for_me_alone(cast: Cast) -> None:
    path = f"/patients/{cast.patients[AMARA]}/safety-plan/edit"
    form = {"submission_key": "plan", "version": "", "base_version": "0", "warning_signs": "Not sleeping"}
    with cast.without_csrf():
        cast.client("therapist").post(path, data={**form, "action": "save"})
    assert "Safety plan: Amara Osei" in told(cast, "therapist", "drafts")
    assert "Safety plan" not in told(cast, "psychiatrist", "drafts")
