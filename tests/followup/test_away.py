"""Absences: days that make sense, a cover who can cover, and no door that cover opens."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from coordcare.access.membership import CareTeamMembership
from coordcare.accounts.models import Account
from coordcare.audit.models import AuditEvent
from coordcare.extensions import clock, db, transaction
from coordcare.followup import absence_actions, item_queries
from coordcare.followup.models import Absence
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from tests.cast import Cast
from tests.followup.conftest import AMARA, Clinic


def days(app: Flask, first: int, last: int) -> dict[str, str]:
    with app.app_context():
        begin = today()
    return {
        "from_on": (begin + timedelta(days=first)).isoformat(),
        "to_on": (begin + timedelta(days=last)).isoformat(),
    }


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Absence)) or 0


def test_an_absence_is_set_once_shown_and_ended(app: Flask, cast: Cast) -> None:
    doctor = cast.client("psychiatrist")
    form = {**days(app, 1, 5), "covered_by_id": str(cast.accounts["psychologist"])}
    for _ in range(2):
        assert doctor.post("/away", data=form).location == "/away"
    assert count(app) == 1
    assert "Psychologist</strong> covers" in doctor.get("/away").text
    assert "<strong>Psychiatrist</strong>" in cast.client("psychologist").get("/away").text
    for _ in range(2):
        assert doctor.post("/away/1/end").status_code == 303
    assert "No absence is set." in doctor.get("/away").text
    with app.app_context():
        told = select(AuditEvent.happening, AuditEvent.chain).where(AuditEvent.happening.startswith("absence"))
        chain = f"account:{cast.accounts['psychiatrist']}"
        assert [tuple(row) for row in db.session.execute(told)] == [("absence_set", chain), ("absence_ended", chain)]


def test_an_ended_absence_leaves_its_days_free(app: Flask, cast: Cast) -> None:
    doctor = cast.client("psychiatrist")
    form = {**days(app, 1, 5), "covered_by_id": str(cast.accounts["psychologist"])}
    doctor.post("/away", data=form)
    doctor.post("/away/1/end")
    assert doctor.post("/away", data=form).status_code == 303
    assert count(app) == 2


@pytest.mark.parametrize(
    ("first", "last", "who", "sentence"),
    [
        (3, 2, "psychologist", "before the first"),
        (-9, -1, "psychologist", "in the past"),
        (0, 1_500, "psychologist", "too far ahead"),
        (0, 1, "psychiatrist", "cannot cover for yourself"),
        (0, 1, "admin", "active account and a discipline"),
        (0, 1, "disabled", "active account and a discipline"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(
    app: Flask, cast: Cast, first: int, last: int, who: str, sentence: str
) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(Account, cast.accounts["nurse_practitioner"]).disabled_at = clock.now()
    cover = cast.accounts["nurse_practitioner" if who == "disabled" else who]
    form = {**days(app, first, last), "covered_by_id": str(cover)}
    answer = cast.client("psychiatrist").post("/away", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text and form["from_on"] in answer.text and form["to_on"] in answer.text
    assert count(app) == 0


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("from_on", "next week", "This is not a date."),
        ("to_on", "", "Enter the last day."),
        ("covered_by_id", "", "Choose who covers."),
        ("covered_by_id", "x", "active account"),
        ("covered_by_id", "9" * 30, "active account"),
    ],
)
def test_nonsense_is_refused_at_its_field(app: Flask, cast: Cast, field: str, value: str, sentence: str) -> None:
    form = {**days(app, 1, 2), "covered_by_id": str(cast.accounts["psychologist"]), field: value}
    answer = cast.client("psychiatrist").post("/away", data=form)
    assert answer.status_code == 422 and sentence in answer.text
    assert count(app) == 0


def test_overlapping_absences_are_refused(app: Flask, cast: Cast) -> None:
    doctor = cast.client("psychiatrist")
    cover = {"covered_by_id": str(cast.accounts["psychologist"])}
    assert doctor.post("/away", data={**days(app, 2, 5), **cover}).status_code == 303
    for first, last in ((5, 9), (1, 2), (3, 4), (1, 9)):
        answer = doctor.post("/away", data={**days(app, first, last), **cover})
        assert answer.status_code == 422 and "already. End that first" in answer.text
    assert doctor.post("/away", data={**days(app, 6, 9), **cover}).status_code == 303
    assert count(app) == 2


def test_cover_opens_no_record_and_the_page_names_the_teams_to_ask(app: Flask, cast: Cast) -> None:
    doctor = cast.client("psychiatrist")
    doctor.post("/away", data={**days(app, 0, 5), "covered_by_id": str(cast.accounts["outside_therapist"])})
    page = doctor.get("/away").text
    assert "is not on these teams" in page and "Amara Osei" in page and "Ben Ruiz" not in page
    cover = cast.client("outside_therapist")
    assert cover.get("/patients/1/follow-up").status_code == 404
    assert "Amara" not in cover.get("/away").text


def test_who_asks_somebody_away_is_told_until_when_and_whether_the_cover_helps(app: Flask, cast: Cast) -> None:
    away = {"from_on": "2020-01-01", "to_on": "2027-12-01", "covered_by_id": str(cast.accounts["outside_therapist"])}
    with app.app_context():
        away["to_on"] = (today() + timedelta(days=40)).isoformat()
        until = f"away until {plain_day(today() + timedelta(days=40))}"
    therapist = cast.client("therapist")
    page = "/patients/1/follow-up"
    assert "away until" not in therapist.get(page).text
    assert cast.client("psychiatrist").post("/away", data=away).status_code == 303
    assert f"Psychiatrist, Psychiatrist, {until}" in therapist.get(page).text
    assert f"Psychiatrist, {until}" in therapist.get("/patients/1/risk").text
    doctor = str(cast.accounts["psychiatrist"])
    form = {"nature": "question", "for_whom": f"account:{doctor}", "urgency": "two_days", "text": "x"}
    told = therapist.post(page, data={**form, "submission_key": "k"}, follow_redirects=True).text
    not_here = "Outside Therapist covers, but is not on this team and cannot open the record."
    assert f"Psychiatrist is {until}. {not_here}" in told
    therapist.post("/patients/1/risk/raise", data={"submission_key": "r", "text": "She said goodbye."})
    assert f"</strong> Psychiatrist is away: {not_here}" in " ".join(therapist.get("/patients/1/risk").text.split())
    for address in (page, f"{page}/1"):
        assert not_here in therapist.get(address).text
    cast.join("Amara Osei", "outside_therapist")
    page_now = therapist.get(f"{page}/1").text
    assert "Outside Therapist covers." in page_now and not_here not in page_now


def test_a_cover_of_this_team_comes_before_one_who_is_not_on_it(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item, doctor = clinic.ask(), clinic.cast.viewer("psychiatrist")
        absence_actions.set_absence(doctor, today(), today(), clinic.cast.accounts["outside_therapist"])
        with transaction() as session:
            table = CareTeamMembership
            doctors = update(table).where(table.account_id == doctor.account_id)
            session.execute(doctors.values(covered_by_id=clinic.cast.accounts["psychologist"]))
        card = item_queries.one(clinic.cast.standing("therapist", AMARA), item.id)
        assert card is not None and card.cover_words == "Psychologist covers."


def test_somebody_elses_absence_is_not_found(app: Flask, cast: Cast) -> None:
    form = {**days(app, 1, 5), "covered_by_id": str(cast.accounts["psychologist"])}
    cast.client("psychiatrist").post("/away", data=form)
    for name in ("psychologist", "admin"):
        assert cast.client(name).post("/away/1/end").status_code == 404
    assert cast.client("psychiatrist").post("/away/9999/end").status_code == 404


def test_an_own_phone_number_is_kept_shown_to_the_team_and_audited(app: Flask, cast: Cast) -> None:
    doctor = cast.client("psychiatrist")
    assert doctor.post("/account/phone", data={"phone": " (555) 010-0142 "}).location == "/account"
    assert "(555) 010-0142" in doctor.get("/account").text
    assert "(555) 010-0142" in cast.client("therapist").get("/patients/1/team").text
    for wrong in ("x" * 41, "1" * 41, "ab"):
        answer = doctor.post("/account/phone", data={"phone": wrong})
        assert answer.status_code == 422 and "Enter a phone number" in answer.text and wrong in answer.text
    with app.app_context():
        told = db.session.scalars(select(AuditEvent).where(AuditEvent.happening == "account_changed")).all()
        assert [event.reason for event in told] == ["phone"]
        assert db.session.get_one(Account, cast.accounts["psychiatrist"]).phone == "(555) 010-0142"
