"""Goals rated in a session note: by their words, whatever the formulation became while the form was open."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from coordcare.extensions import db
from coordcare.ipt.goal_queries import rated_goals
from coordcare.ipt.session_queries import course_sessions
from coordcare.notes.models import SessionNote
from coordcare.timeline import actions
from tests.cast import Cast, gather
from tests.ipt.writing import entry_id, start, write

ASKS, FREE, SINGS = "Asks once a week", "A free morning", "Sings again"
CHANGED = "The goals were changed in the formulation while this form was open."
HIDDEN = re.compile(r'<input id="\w+" name="(goal\w+)" type="hidden" value="([^"]*)">')
INPUT = re.compile(r'<input[^>]*name="(goal_\d)"[^>]*>')


@pytest.fixture
def cast(app: Flask):
    cast = gather(app)
    with cast.without_csrf():
        start(cast, cast.patients["Amara Osei"])
        set_goals(cast, ASKS, FREE)
        yield cast


def set_goals(cast: Cast, *goals: str, base: int = 0) -> None:
    named = {f"goal_{number}": goal for number, goal in enumerate(goals, 1)}
    assert (
        write(cast, cast.patients["Amara Osei"], "formulation", base=base, summary="Short.", **named).status_code == 303
    )


def new(cast):
    return f"/patients/{cast.patients['Amara Osei']}/entries/new/session_note"


def opened(cast, client):
    """What a form holds of goals when it is opened."""
    return dict(HIDDEN.findall(client.get(new(cast)).text))


def send(cast, client, marks, action="sign", **typed):
    sent = {"action": action, "submission_key": "n", "happened_on": "2026-02-02", "insight": "She asked him."}
    sent |= {"risk_status": "none", "mode": "in_person", "attendance": "attended", "session_number": "1"}
    return client.post(new(cast), data={**sent, **marks, **typed})


def ratings(page):
    """The ratings that a form shows, by the goal in whose field they stand."""
    words = dict(HIDDEN.findall(page))
    found = {words[f"{tag[1]}_words"]: re.search(r'value="([^"]*)"', tag[0])[1] for tag in INPUT.finditer(page)}
    return {goal: value for goal, value in found.items() if goal}


def gone(page):
    """What the form tells of ratings whose goals stand no more."""
    return re.search(r'<input[^>]*name="goals_gone"[^>]*value="([^"]*)"', page)[1]


def note(cast):
    with cast.app.app_context():
        return db.session.scalars(select(SessionNote)).one()


def test_goals_that_changed_places_keep_their_ratings(cast):
    client = cast.client("therapist")
    marks = opened(cast, client)
    set_goals(cast, FREE, ASKS, base=1)
    back = send(cast, client, marks, goal_1="3", goal_2="8")
    assert back.status_code == 422 and CHANGED in back.text and "She asked him." in back.text
    assert ratings(back.text) == {FREE: "8", ASKS: "3"}
    again = send(cast, client, dict(HIDDEN.findall(back.text)), goal_1="8", goal_2="3")
    assert again.status_code == 303
    row = note(cast)
    assert (row.formulation_version, row.goal_1, row.goal_1_words) == (2, 8, FREE)
    assert (row.goal_2, row.goal_2_words, row.goal_3_words) == (3, ASKS, None)
    with cast.app.app_context():
        sessions = course_sessions(1)
        told = {one.words: [value for _, value in one.ratings] for one in rated_goals(standing(cast), sessions)}
    assert told == {FREE: [8], ASKS: [3]}


def standing(cast):
    return cast.standing("therapist", "Amara Osei")


def test_a_rating_of_a_goal_that_stands_no_more_is_told_and_kept_with_no_other(cast):
    client = cast.client("therapist")
    marks = opened(cast, client)
    set_goals(cast, SINGS, FREE, base=1)
    back = send(cast, client, marks, goal_1="3", goal_2="8")
    assert back.status_code == 422 and CHANGED in back.text
    assert ratings(back.text) == {SINGS: "", FREE: "8"}
    assert gone(back.text) == "“Asks once a week”: 3"
    assert '<details class="fold" open>' in back.text
    marks = {**dict(HIDDEN.findall(back.text)), "goals_gone": gone(back.text)}
    assert send(cast, client, marks, goal_2="8").status_code == 303
    row = note(cast)
    assert (row.goal_1, row.goal_1_words, row.goal_2, row.goal_2_words) == (None, None, 8, FREE)
    assert row.goals_gone == "“Asks once a week”: 3", "nothing that was typed is lost"


def test_a_draft_comes_back_with_its_ratings_beside_their_goals(cast):
    client = cast.client("therapist")
    saved = send(cast, client, opened(cast, client), action="save", goal_1="3", goal_2="8")
    set_goals(cast, FREE, SINGS, base=1)
    page = client.get(saved.location).text
    assert ratings(page) == {FREE: "8", SINGS: ""} and gone(page) == "“Asks once a week”: 3"
    marks = {**dict(HIDDEN.findall(page)), "goals_gone": gone(page)}
    assert send(cast, client, {**marks, "version": "1"}, action="save", goal_1="8").status_code == 303
    assert gone(client.get(saved.location).text) == "“Asks once a week”: 3", "told until it is signed"


def test_a_formulation_whose_goals_stand_disturbs_nobody(cast):
    client = cast.client("therapist")
    marks = opened(cast, client)
    address = cast.patients["Amara Osei"]
    assert write(cast, address, "formulation", base=1, summary="Anew.", goal_1=ASKS, goal_2=FREE).status_code == 303
    assert send(cast, client, marks, goal_1="3").status_code == 303
    assert (note(cast).formulation_version, note(cast).goal_1_words) == (2, ASKS)


def test_goals_without_ratings_may_change(cast):
    client = cast.client("therapist")
    marks = opened(cast, client)
    set_goals(cast, SINGS, base=1)
    assert send(cast, client, marks, goal_1="", goal_2="").status_code == 303


def test_the_note_names_its_goals_wherever_it_is_read(cast):
    client = cast.client("therapist")
    preview = send(cast, client, opened(cast, client), action="preview", goal_1="3", goal_2="0")
    assert "Asks once a week: 3 of 10" in client.get(preview.location).text
    signed = entry_id(client.post(preview.location, data={"version": "1"}))
    set_goals(cast, SINGS, base=1)
    entry = f"/patients/{cast.patients['Amara Osei']}/entries/{signed}"
    for path, kind in ((entry, "text/html"), (f"{entry}/print", "text/html"), (f"{entry}/print", "text/plain")):
        page = cast.client("psychiatrist").get(path, headers={"Accept": kind}).text
        assert "Asks once a week: 3 of 10" in page and "A free morning: 0 of 10" in page, path
        assert "goal 1" not in page.casefold()


def test_goals_that_change_as_one_signs_are_not_rated_by_their_place(cast, monkeypatch):
    """Between the check of the form and the signature; the patient's chain is locked only then."""
    client = cast.client("therapist")
    marks = opened(cast, client)
    sign = actions.sign

    def late(*arguments, **named):
        set_goals(cast, FREE, ASKS, base=1)
        return sign(*arguments, **named)

    monkeypatch.setattr(actions, "sign", late)
    back = send(cast, client, marks, goal_1="3", goal_2="8")
    assert back.status_code == 422 and CHANGED in back.text
    monkeypatch.undo()
    again = send(cast, client, dict(HIDDEN.findall(back.text)), goal_1="3", goal_2="8")
    assert again.status_code == 422 and ratings(again.text) == {FREE: "8", ASKS: "3"}
