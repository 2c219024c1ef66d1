"""A risk assessment over HTTP: who signs it, who reads which part, and what it settles."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from coordcare.extensions import db
from coordcare.followup.item_queries import open_risk_tasks
from coordcare.risk.models import RiskAssessment
from coordcare.risk.queries import last_assessment
from coordcare.settings.queries import today
from coordcare.timeline.models import TimelineEntry
from tests.cast import Cast

NEW = "/patients/1/entries/new/risk_assessment"


def form(**fields: str) -> dict[str, str]:
    return {
        "submission_key": "one",
        "happened_on": "2026-01-15",
        "risk_status": "passive_thoughts",
        "assessment": "Thoughts most evenings, no plan.",
        "actions_taken": "Plan reviewed.",
        "told": "Her sister",
        "action": "sign",
        **fields,
    }


def on_today(app: Flask) -> str:
    with app.app_context():
        return today().isoformat()


def test_it_leads_to_the_risk_page_and_stands_there(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    answer = therapist.post(NEW, data=form())
    assert (answer.status_code, answer.location) == (303, "/patients/1/risk")
    page = therapist.get("/patients/1/risk").text
    assert "Last assessment Thu 15 Jan 2026" in page
    assert "passive suicidal thoughts" in page
    with app.app_context():
        last = last_assessment(1)
        assert last is not None
        assert (last.on, last.by, last.risk_status, last.level) == (
            date(2026, 1, 15),
            "Therapist",
            "passive_thoughts",
            1,
        )
        assert last_assessment(2) is None


def test_a_retracted_assessment_counts_no_more(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    therapist.post(NEW, data=form())
    therapist.post("/patients/1/entries/1/retract", data={"reason": "entered_in_error"})
    with app.app_context():
        assert last_assessment(1) is None
    assert "No risk assessment yet" in therapist.get("/patients/1/risk").text


def test_the_coordinator_reads_the_status_and_not_the_assessment(app: Flask, cast: Cast) -> None:
    cast.client("therapist").post(NEW, data=form(screener_1="y", screener_2="n", screener_6="n"))
    coordinator = cast.client("coordinator")
    for path in ("/patients/1/entries/1", "/patients/1/timeline"):
        page = coordinator.get(path).text
        assert "Plan reviewed." in page
        assert "Passive suicidal thoughts" in page
        assert "Low" in page
        assert "Thoughts most evenings" not in page
        assert "Question 1" not in page
    assert "Thoughts most evenings" in cast.client("psychiatrist").get("/patients/1/entries/1").text


def test_who_may_not_assess(cast: Cast) -> None:
    assert cast.client("coordinator").get(NEW).status_code == 403
    assert cast.client("coordinator").post(NEW, data=form()).status_code == 403
    assert cast.client("outside_therapist").get(NEW).status_code == 404


def test_there_is_no_draft_of_it(app: Flask, cast: Cast) -> None:
    assert cast.client("therapist").post(NEW, data=form(action="save")).status_code == 422
    with app.app_context():
        assert db.session.query(TimelineEntry).count() == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"risk_status": ""}, "Choose the risk status."),
        ({"risk_status": "not_assessed"}, "Choose one of these answers."),
        ({"risk_status": "sky"}, "Choose one of these answers."),
        ({"assessment": "  "}, "Write what you asked, heard and judged."),
        ({"told": "x" * 301}, "One line."),
        ({"screener_3": "perhaps"}, "Choose yes, no, or not asked."),
        ({"screener_6": "y"}, "was it in the past 3 months?"),
        ({"screener_recent": "y"}, "Answer question 6"),
        ({"happened_on": "2999-01-01"}, "in the future"),
    ],
)
def test_bad_input_is_told_and_everything_is_kept(app: Flask, cast: Cast, fields: dict[str, str], words: str) -> None:
    answer = cast.client("therapist").post(NEW, data=form(**fields))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Plan reviewed." in answer.text
    with app.app_context():
        assert db.session.query(RiskAssessment).count() == 0


def test_the_level_is_kept_and_explained(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    therapist.post(NEW, data=form(screener_1="y", screener_2="y", screener_3="y"))
    with app.app_context():
        assert db.session.query(RiskAssessment).one().screener_level == "moderate"
    page = therapist.get("/patients/1/entries/1").text
    assert "Not asked: question 4, 5, 6" in page
    assert "clinic default, not verified" in page


def test_a_status_beside_the_screener_is_advised_upon_and_not_refused(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    answer = therapist.post(NEW, data=form(risk_status="none", screener_4="y", screener_2="y"))
    assert answer.status_code == 303
    assert "do not usually go together" in therapist.get("/patients/1/entries/1").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"risk_status": "none", "screener_4": "y"}, "answers say High, the status says No suicidal thoughts."),
        ({"risk_status": "none", "screener_3": "y"}, "answers say Moderate, the status says No suicidal thoughts."),
        (
            {"risk_status": "active_thoughts_no_plan", "screener_6": "y", "screener_recent": "y"},
            "answers say High, the status says Active suicidal thoughts, no plan.",
        ),
    ],
)
def test_a_status_beside_a_screener_that_warns_asks_for_words(
    app: Flask, cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    therapist = cast.client("therapist")
    answer = therapist.post(NEW, data=form(**fields, actions_taken=" "))
    assert answer.status_code == 422
    at_field = answer.text.split('id="actions_taken-error"')[1].split("</p>")[0]
    assert sentence in at_field and "Change one, or write here why both are right." in at_field
    with app.app_context():
        assert db.session.query(RiskAssessment).count() == 0
    assert therapist.post(NEW, data=form(**fields)).status_code == 303


@pytest.mark.parametrize(
    "fields",
    [
        {"risk_status": "passive_thoughts", "screener_3": "y"},
        {"risk_status": "plan_or_intent", "screener_4": "y"},
        {"risk_status": "none", "screener_1": "y"},
        {"risk_status": "none"},
    ],
)
def test_where_both_agree_or_nothing_warns_no_words_are_asked_for(cast: Cast, fields: dict[str, str]) -> None:
    assert cast.client("therapist").post(NEW, data=form(**fields, actions_taken="")).status_code == 303


@pytest.mark.parametrize(
    ("question", "pill"), [("screener_3", ("2", "Moderate")), ("screener_4", ("3", "High")), ("screener_1", None)]
)
def test_a_level_that_warns_is_a_warning_on_card_and_detail(
    cast: Cast, question: str, pill: tuple[str, str] | None
) -> None:
    therapist = cast.client("therapist")
    therapist.post(NEW, data=form(risk_status="none", **{question: "y"}))
    for path in ("/patients/1/entries/1", "/patients/1/timeline"):
        page = therapist.get(path).text
        found = re.findall(r'status status-(\d)".*?<span>(Moderate|High|Low)</span>', page)
        assert found == ([pill] if pill else []), path


def test_todays_assessment_settles_what_was_open(app: Flask, cast: Cast) -> None:
    cast.client("coordinator").post("/patients/1/risk/raise", data={"submission_key": "r", "text": "He sounded lost."})
    therapist = cast.client("therapist")
    earlier = (date.fromisoformat(on_today(app)) - timedelta(days=1)).isoformat()
    therapist.post(NEW, data=form(happened_on=earlier))
    with app.test_request_context():
        assert len(open_risk_tasks(cast.standing("therapist", "Amara Osei"))) == 1
    therapist.get(NEW)
    therapist.post(NEW, data=form(submission_key="two", happened_on=on_today(app)))
    with app.test_request_context():
        assert open_risk_tasks(cast.standing("therapist", "Amara Osei")) == []
    assert "No open risk task" in therapist.get("/patients/1/risk").text


def test_the_words_of_the_official_card_are_not_here(cast: Cast) -> None:
    page = cast.client("therapist").get(NEW).text
    assert "https://cssrs.columbia.edu/" in page
    assert "wished" not in page.lower()
    assert "kill" not in page.lower()
