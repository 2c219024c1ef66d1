"""Home and caseload tell of a standing risk first, to everyone on the team and to nobody else."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast, gather


@pytest.fixture
def cast(app: Flask) -> Cast:
    cast = gather(app)
    cast.admit("Carla Winter", team=("therapist", "psychiatrist"))
    return cast


def note(client: FlaskClient, patient: int, risk: str, day: str) -> None:
    form = {
        "happened_on": day,
        "insight": "She asked for help.",
        "risk_status": risk,
        "mode": "video",
        "action": "sign",
    }
    answer = client.post(
        f"/patients/{patient}/entries/new/session_note", data={**form, "submission_key": f"{patient} {day}"}
    )
    assert answer.status_code == 303


def risks_told(page: str) -> list[str]:
    section = page.split('id="home-risks"')[1].split("</section>")[0] if 'id="home-risks"' in page else ""
    return re.findall(r'risk">([^<]+)</a>', section)


def test_a_standing_risk_is_told_worst_first(cast: Cast) -> None:
    therapist = cast.client("therapist")
    amara, carla = cast.patients["Amara Osei"], cast.patients["Carla Winter"]
    with cast.without_csrf():
        note(therapist, amara, "passive_thoughts", "2026-01-05")
        note(therapist, carla, "plan_or_intent", "2026-01-05")
        note(therapist, carla, "not_assessed", "2026-01-12")
    assert risks_told(cast.client("psychiatrist").get("/").text) == ["Carla Winter", "Amara Osei"]
    assert risks_told(cast.client("coordinator").get("/").text) == ["Amara Osei"]
    assert risks_told(cast.client("outside_therapist").get("/").text) == []
    assert "Passive suicidal thoughts" in cast.client("coordinator").get("/caseload").text


def test_a_risk_that_was_asked_again_and_is_gone_is_told_no_more(cast: Cast) -> None:
    therapist = cast.client("therapist")
    with cast.without_csrf():
        note(therapist, cast.patients["Amara Osei"], "passive_thoughts", "2026-01-05")
        note(therapist, cast.patients["Amara Osei"], "none", "2026-01-12")
    assert risks_told(cast.client("psychiatrist").get("/").text) == []


def test_ones_own_draft_is_offered_before_a_second_is_begun(cast: Cast) -> None:
    therapist = cast.client("therapist")
    address = f"/patients/{cast.patients['Amara Osei']}/entries/new/session_note"
    with cast.without_csrf():
        therapist.post(address, data={"insight": "Half a thought", "submission_key": "k", "action": "save"})
    assert "Half a thought" in therapist.get(address).text
    assert "Half a thought" not in cast.client("psychologist").get(address).text
