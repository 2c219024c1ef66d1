"""Who opens which page of a patient: outsiders and admins meet the page of what does not exist."""

import re

import pytest
from sqlalchemy import func, select

from coordcare.access.membership import CareTeamMembership
from coordcare.audit.models import AuditEvent
from coordcare.extensions import db
from coordcare.patients.health_actions import add_health_item
from coordcare.patients.models import HealthListItem, Patient
from coordcare.patients.rules import Category
from coordcare.settings.queries import today

MISSING = 987_654
PAGES = ("", "/particulars", "/particulars?edit=1", "/team", "/team/1/end", "/access-log")
POSTS = (
    "/particulars",
    "/health-list/allergy",
    "/health-list/diagnosis",
    "/health-list/no-known-allergies",
    "/health-list/1/end",
    "/team",
    "/team/1/end",
    "/team/1/cover",
    "/team/1/lead",
)


def body(response):
    """The page without the token, which carries the time, and the address, which the asker chose."""
    page = re.sub(rb'(csrf[-_]token" (?:value|content)="|X-CSRFToken": ")[^"]*', b"", response.data)
    return page.replace(response.request.full_path.rstrip("?").encode(), b"")


def rows():
    tables = (Patient, HealthListItem, CareTeamMembership)
    return [db.session.execute(select(table.__table__).order_by(table.id)).all() for table in tables]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["outside_therapist", "outside_psychiatrist", "admin"])
def test_outsider_gets_the_page_of_a_missing_patient(cast, amara, who, page):
    client = cast.client(who)
    theirs, missing = client.get(f"/patients/{amara}{page}"), client.get(f"/patients/{MISSING}{page}")
    assert (theirs.status_code, missing.status_code) == (404, 404)
    assert body(theirs) == body(missing)
    assert cast.client("therapist").get(f"/patients/{amara}{page}").status_code in (200, 302)


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("who", ["outside_therapist", "admin"])
def test_outsider_changes_nothing(cast, amara, who, address):
    with cast.app.app_context():
        before = rows()
    client = cast.client(who)
    theirs = client.post(f"/patients/{amara}{address}", data={"text": "x", "account_id": cast.accounts[who]})
    missing = client.post(f"/patients/{MISSING}{address}", data={"text": "x"})
    assert (theirs.status_code, missing.status_code) == (404, 404)
    assert body(theirs) == body(missing)
    with cast.app.app_context():
        assert rows() == before


def test_refusal_is_recorded_on_the_patient(cast, amara):
    cast.client("outside_therapist").get(f"/patients/{amara}/particulars")
    with cast.app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.outcome, event.patient_id, event.actor_id) == (
        "refused",
        amara,
        cast.accounts["outside_therapist"],
    )


def test_nobody_signed_in_is_sent_to_sign_in(cast, amara, client):
    for page in (*(f"/patients/{amara}{page}" for page in PAGES), "/caseload", "/search", "/patients/new"):
        response = client.get(page)
        assert response.status_code == 303, page
        assert response.location.startswith("/sign-in?next="), page


@pytest.mark.parametrize("number", ["99999999999999999999", str(2**63)])
def test_number_beyond_the_database_is_not_found(cast, amara, number):
    client = cast.client("therapist")
    assert client.get(f"/patients/{number}/team").status_code == 404
    assert client.get(f"/patients/{amara}/team/{number}/end").status_code == 404
    assert client.post(f"/patients/{amara}/health-list/{number}/end").status_code == 404
    assert client.get(f"/patients/{amara}/access-log?before={number}").status_code == 200
    assert client.get(f"/caseload?after={number}").status_code == 200


def test_coordinator_sees_no_diagnosis_anywhere(cast, amara):
    with cast.app.app_context():
        therapist = cast.viewer("therapist")
        item = add_health_item(therapist, amara, Category.DIAGNOSIS, "Canary disorder", today(), "F33.1")
        allergy = add_health_item(therapist, amara, Category.ALLERGY, "Canary penicillin", today())
        item_id, allergy_id = item.id, allergy.id
    coordinator = cast.client("coordinator")
    for page in ("/particulars", "/particulars?edit=1", "/team"):
        shown = coordinator.get(f"/patients/{amara}{page}").data
        assert b"Canary disorder" not in shown and b"F33.1" not in shown and b"Diagnoses" not in shown
        assert b"Canary penicillin" in shown, "the banner shows allergies to everybody"
    assert b"Canary disorder" in cast.client("therapist").get(f"/patients/{amara}/particulars").data
    ending = {"ended_on": f"{today_of(cast):%Y-%m-%d}", "reason": "entered_in_error"}
    hidden = coordinator.post(f"/patients/{amara}/health-list/{item_id}/end", data=ending)
    missing = coordinator.post(f"/patients/{amara}/health-list/{MISSING}/end", data=ending)
    assert (hidden.status_code, body(hidden)) == (404, body(missing))
    adding = {"text": "x", "noted_on": ending["ended_on"]}
    hidden = coordinator.post(f"/patients/{amara}/health-list/diagnosis", data=adding)
    missing = coordinator.post(f"/patients/{amara}/health-list/nonsense", data=adding)
    assert (hidden.status_code, body(hidden)) == (404, body(missing))
    assert coordinator.post(f"/patients/{amara}/health-list/{allergy_id}/end", data=ending).status_code == 303
    with cast.app.app_context():
        assert db.session.get_one(HealthListItem, item_id).ended_on is None


def today_of(cast):
    with cast.app.app_context():
        return today()


def test_coordinator_is_told_why_the_access_log_is_not_theirs(cast, amara):
    response = cast.client("coordinator").get(f"/patients/{amara}/access-log")
    assert response.status_code == 403
    assert b"a care coordinator does not see who opened the record" in response.data


def test_admin_finds_nobody_and_has_no_caseload(cast):
    admin = cast.client("admin")
    assert b"Osei" not in admin.post("/search", data={"q": "Amara"}).data
    assert admin.get("/caseload").status_code == 404
    assert admin.get("/patients/new").status_code == 404
    with cast.app.app_context():
        count = db.session.scalar(select(func.count()).select_from(Patient))
    assert admin.post("/patients/new", data={"name": "x"}).status_code == 404
    with cast.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Patient)) == count


def test_leaving_the_team_closes_the_record_at_once(cast, amara):
    client = cast.client("therapist")
    assert client.get(f"/patients/{amara}/team").status_code == 200
    cast.leave("Amara Osei", "therapist")
    assert client.get(f"/patients/{amara}/team").status_code == 404
