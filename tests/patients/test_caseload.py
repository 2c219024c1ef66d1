"""The caseload and search hold the viewer's own patients only, filtered before they are cut to a page."""

import pytest
from sqlalchemy import event, select

from coordcare.access.membership import CareTeamMembership
from coordcare.audit.models import AuditEvent
from coordcare.extensions import clock, db, transaction
from coordcare.patients import queries
from coordcare.patients.models import Patient
from coordcare.patients.rules import search_key
from tests.cast import BORN


def admit(cast, names, member, status="active"):
    """Many patients at once, with one on their teams."""
    with cast.app.app_context(), transaction() as session:
        mine = cast.accounts[member]
        for name in names:
            number = f"N-{name.replace(' ', '')}"
            patient = Patient(
                name=name,
                record_number=number.upper(),
                birth_date=BORN,
                status=status,
                search_name=search_key(name, number),
                created_at=clock.now(),
                created_by_id=mine,
            )
            session.add(patient)
            session.flush()
            session.add(
                CareTeamMembership(patient_id=patient.id, account_id=mine, started_at=clock.now(), added_by_id=mine)
            )


def names(page):
    return [row.patient.name for row in page.rows]


def test_others_patients_take_no_place_on_my_page(cast):
    admit(cast, [f"Aaron {number:03}" for number in range(130)], "outside_therapist")
    admit(cast, ["Zoe Young", "Zora Zane"], "therapist")
    with cast.app.app_context():
        viewer = cast.viewer("therapist")
        assert names(queries.my_patients(viewer)) == ["Amara Osei", "Zoe Young", "Zora Zane"]
        assert names(queries.my_patients(viewer, limit=2)) == ["Amara Osei", "Zoe Young"]
        assert names(queries.find_mine(viewer, "aaron")) == []
        assert names(queries.find_mine(viewer, "a", limit=3)) == ["Amara Osei", "Zora Zane"]


def test_pages_follow_on_without_gap_or_repeat(cast):
    admit(cast, [f"Same Name {number % 3}{number:03}" for number in range(25)], "therapist")
    with cast.app.app_context():
        viewer, seen, after = cast.viewer("therapist"), [], None
        while True:
            page = queries.my_patients(viewer, after_id=after, limit=7)
            seen += names(page)
            after = page.next_after
            if after is None:
                break
        assert len(seen) == 26 and len(set(seen)) == 26


def test_a_page_that_begins_after_somebody_elses_patient_is_empty(cast):
    with cast.app.app_context():
        page = queries.my_patients(cast.viewer("therapist"), after_id=cast.patients["Ben Ruiz"])
        assert page.rows == []


def test_long_caseload_has_a_second_page(cast):
    admit(cast, [f"Patient {number:03}" for number in range(101)], "therapist")
    client = cast.client("therapist")
    first = client.get("/caseload").get_data(as_text=True)
    assert "Patient 098" in first and "Patient 099" not in first
    older = first.split('rel="next"')[0].split('href="')[-1].split('"')[0].replace("&amp;", "&")
    second = client.get(older).get_data(as_text=True)
    assert "Patient 099" in second and "Patient 100" in second and "Patient 098" not in second
    assert "Patient" not in older, "no name in an address"


def test_status_chooses(cast):
    admit(cast, ["Left Clinic"], "therapist", status="discharged")
    client = cast.client("therapist")
    shown = {status: client.get(f"/caseload?status={status}").data for status in ("", "discharged", "all", "<x>")}
    assert b"Left Clinic" not in shown[""] and b"Amara Osei" in shown[""]
    assert b"Left Clinic" in shown["discharged"] and b"Amara Osei" not in shown["discharged"]
    assert b"Left Clinic" in shown["all"] and b"Amara Osei" in shown["all"]
    assert b"Left Clinic" not in shown["<x>"] and b"Amara Osei" in shown["<x>"]


def test_empty_caseload_says_what_to_do(cast):
    cast.leave("Amara Osei", "therapist")
    page = cast.client("therapist").get("/caseload").get_data(as_text=True)
    assert "You are on no care team yet" in page and 'href="/patients/new"' in page


@pytest.mark.parametrize("q", ["amara", "OSEI ama", "  t-00001 ", "ösei"])
def test_patient_is_found_by_words_of_name_or_number(cast, q):
    page = cast.client("coordinator").post("/search", data={"q": q}).get_data(as_text=True)
    assert "Amara Osei" in page and "1 patient found" in page


@pytest.mark.parametrize("q", ["ben", "T-00002", "%", "_", "amara ruiz", "\\", "x" * 100])
def test_nobody_else_is_found(cast, q):
    page = cast.client("coordinator").post("/search", data={"q": q}).get_data(as_text=True)
    assert "No patient of yours matches" in page
    assert "Ben Ruiz" not in page and "Amara Osei" not in page


def test_search_is_recorded_without_the_words(cast):
    client = cast.client("coordinator")
    assert client.get("/search?q=amara").status_code == 200
    assert client.post("/search", data={"q": "x" * 101}).status_code == 422
    assert client.post("/search", data={"q": ""}).status_code == 200
    client.post("/search", data={"q": "canary"})
    with cast.app.app_context():
        rows = db.session.scalars(select(AuditEvent).where(AuditEvent.happening == "searched")).all()
        assert [(row.actor_id, row.patient_id) for row in rows] == [(cast.accounts["coordinator"], None)]
        assert "canary" not in str(vars(rows[0]))


def test_statements_do_not_grow_with_the_caseload(cast):
    counted = []
    with cast.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *arguments: counted.append(arguments[2]))
    client = cast.client("therapist")

    def statements():
        counted.clear()
        assert client.get("/caseload").status_code == 200
        return len(counted)

    statements()
    few = statements()
    admit(cast, [f"Patient {number:03}" for number in range(90)], "therapist")
    assert statements() == few
