"""The safety plan's own pages: for the team, and the page that the patient takes home."""

from datetime import UTC, datetime

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast

PLAN = {
    "warning_signs": "Two nights without sleep",
    "people_to_ask": "Sister 305-555-0144",
    "base_version": "0",
    "submission_key": "one",
    "action": "sign",
}


def write(client: FlaskClient, **fields: str) -> None:
    assert client.post("/patients/1/safety-plan/edit", data={**PLAN, **fields}).status_code == 303


def test_numbers_can_be_dialed(cast: Cast) -> None:
    write(cast.client("therapist"))
    page = cast.client("coordinator").get("/patients/1/safety-plan").text
    for number in ("tel:+13055550144", "tel:988", "tel:911"):
        assert number in page
    assert "Not filled in:" in page


def test_the_page_for_the_patient(app: Flask, cast: Cast) -> None:
    app.config["CLINIC_PHONE"] = "305-555-0100"
    write(cast.client("therapist"))
    page = cast.client("therapist").get("/patients/1/safety-plan/print").text
    for words in ("My safety plan", "Amara Osei", "Two nights", "305-555-0144", "988", "911", "305-555-0100"):
        assert words in page
    for jargon in ("Version", "Therapist", "T-00001", "Risk", "Warning signs"):
        assert jargon not in page.split("<main")[1].split("</main")[0]


def test_there_is_nothing_to_print_before_the_first(cast: Cast) -> None:
    assert cast.client("therapist").get("/patients/1/safety-plan/print").status_code == 404


def test_the_risk_page_shows_the_plan(cast: Cast) -> None:
    write(cast.client("therapist"))
    for name, edits in (("therapist", True), ("coordinator", False)):
        page = cast.client(name).get("/patients/1/risk").text
        assert "Two nights without sleep" in page
        assert ("/patients/1/safety-plan/edit" in page) == edits


def test_typed_markup_is_text(cast: Cast) -> None:
    write(cast.client("therapist"), warning_signs="<script>alert(1)</script>")
    for path in ("", "/print", "/edit"):
        page = cast.client("therapist").get(f"/patients/1/safety-plan{path}").text
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;" in page


def test_the_sheet_bears_the_day_of_its_version(cast: Cast) -> None:
    """A sheet at home is only as good as its date: whoever reads it can see whether it is the last one."""
    with time_machine.travel(datetime(2027, 2, 3, 18, tzinfo=UTC), tick=False):
        write(cast.client("therapist"))
    with time_machine.travel(datetime(2027, 3, 4, 18, tzinfo=UTC), tick=False):
        sheet = cast.client("therapist").get("/patients/1/safety-plan/print").text.split('class="paper"')[1]
    assert "3 Feb 2027" in sheet and "4 Mar" not in sheet
