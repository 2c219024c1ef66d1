"""Adding a patient and keeping their particulars."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from coordcare.access.membership import CareTeamMembership
from coordcare.audit.models import AuditEvent
from coordcare.errors import CareError, Conflict, Invalid, NotFound
from coordcare.extensions import db
from coordcare.patients.actions import add_patient, change_particulars, plan_next_visit
from coordcare.patients.models import Patient
from coordcare.patients.queries import load, named
from coordcare.patients.rules import TAKEN
from coordcare.settings.queries import today


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def sent(values, version):
    """Particulars as their form sends them."""
    days = {"birth_date": str(values.birth_date), "next_visit_on": str(values.next_visit_on or "")}
    texts = {name: getattr(values, name) for name in ("record_number", "name", "phone", "status", "preferred_name")}
    return {**texts, **days, "version": str(version)}


def test_adding_a_patient_makes_the_first_team_member(cast, typed):
    response = cast.client("coordinator").post("/patients/new", data=typed)
    assert response.status_code == 303
    with cast.app.app_context():
        patient = db.session.scalars(select(Patient).where(Patient.record_number == "CC-00417")).one()
        assert (patient.name, patient.search_name) == ("Noor Haddad", "noor haddad nour cc-00417")
        assert (patient.may_text, patient.may_voicemail, patient.version) == (True, False, 1)
        members = db.session.scalars(
            select(CareTeamMembership).where(CareTeamMembership.patient_id == patient.id)
        ).all()
        assert [(one.account_id, one.added_by_admin) for one in members] == [(cast.accounts["coordinator"], False)]
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.patient_id == patient.id)).all()
        assert [(event.happening, event.seq) for event in events] == [("patient_added", 1), ("member_added", 2)]
        assert response.location == f"/patients/{patient.id}/team"
    assert cast.client("coordinator").get(response.location).status_code == 200
    assert cast.client("therapist").get(response.location).status_code == 404


def test_form_posted_twice_makes_one_patient(cast, typed):
    client = cast.client("therapist")
    first, second = (client.post("/patients/new", data=typed) for _ in range(2))
    assert first.location == second.location
    with cast.app.app_context():
        assert count(Patient) == 3, "the cast has two"


def test_two_forms_without_a_key_are_two_patients(cast, typed):
    client = cast.client("therapist")
    for number in ("A-1", "A-2"):
        client.post("/patients/new", data={**typed, "submission_key": "", "record_number": number})
    with cast.app.app_context():
        assert named("a-1") and named(" A-2 ")


def test_taken_record_number_does_not_tell_whose(cast, typed):
    with cast.app.app_context():
        taken = db.session.get_one(Patient, cast.patients["Ben Ruiz"]).record_number
    response = cast.client("therapist").post("/patients/new", data={**typed, "record_number": taken.lower()})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert f"Record number: {TAKEN}" in page
    assert "Ben Ruiz" not in page and 'value="Noor Haddad' in page.replace("  Noor", "Noor")
    with cast.app.app_context():
        assert count(Patient) == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("birth_date", "2999-01-01", "lies in the future"),
        ("birth_date", "1899-12-31", "before 1900"),
        ("birth_date", "yesterday", "This is not a date. Write it as 2026-11-17 or 11/17/2026."),
        ("birth_date", "", "Enter the date of birth."),
        ("record_number", "CC 1", "Use letters, digits"),
        ("phone", "none", "Enter a phone number"),
        ("email", "noor", "Enter an email address"),
        ("name", "   ", "full name"),
        ("name", "x" * 100_000, "120 characters or fewer"),
        ("after_hours_words", "x" * 501, "500 characters or fewer"),
        ("status", "vanished", "Choose one of the statuses"),
        ("submission_key", "k" * 65, "old page"),
    ],
)
def test_bad_input_keeps_all_that_was_typed_and_saves_nothing(cast, typed, field, value, words):
    response = cast.client("therapist").post("/patients/new", data={**typed, field: value})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert words in page and 'id="error-summary"' in page
    assert "noor@example.com" in page or field == "email"
    assert value.strip() in page or field == "status"
    with cast.app.app_context():
        assert count(Patient) == 2


def test_day_as_typed_in_the_united_states_is_read(cast, typed):
    cast.client("therapist").post("/patients/new", data={**typed, "birth_date": "02/28/1994"})
    with cast.app.app_context():
        assert db.session.scalars(select(Patient.birth_date).where(Patient.name == "Noor Haddad")).one().year == 1994


def test_words_come_back_as_they_were_typed(cast, typed):
    name = "O'Brien <b>&amp; Søn</b> 李小龍 \u202e\"';--"
    response = cast.client("therapist").post("/patients/new", data={**typed, "name": name})
    with cast.app.app_context():
        assert db.session.scalars(select(Patient.name).order_by(Patient.id.desc())).first() == name
    assert b"<b>" not in cast.client("therapist").get(response.location).data


def test_changed_particulars_are_shown_and_recorded(cast, amara):
    client = cast.client("therapist")
    with cast.app.app_context():
        values = load(amara).particulars
    changed = replace(values, preferred_name="Ama", status="discharged")
    assert client.post(f"/patients/{amara}/particulars", data=sent(changed, 1)).status_code == 303
    page = client.get(f"/patients/{amara}/particulars").get_data(as_text=True)
    assert "called Ama" in page and '<span class="tag">Discharged</span>' in page
    with cast.app.app_context():
        assert load(amara).version == 2
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.happening == "patient_changed")).all()
        assert [(event.patient_id, event.subject, event.reason) for event in events] == [(amara, None, None)]


def test_conflict_shows_both_texts_and_keeps_what_was_typed(cast, amara):
    with cast.app.app_context():
        values = load(amara).particulars
    first, second = cast.client("therapist"), cast.client("nurse_practitioner")
    first.post(f"/patients/{amara}/particulars", data=sent(replace(values, phone="555-010-0001"), 1))
    late = sent(replace(values, phone="555-010-0002"), 1)
    lost = second.post(f"/patients/{amara}/particulars", data=late)
    page = lost.get_data(as_text=True)
    assert lost.status_code == 409
    assert 'Stands now">555-010-0001</td><td data-label="You typed">555-010-0002</td>' in page
    assert 'value="555-010-0002"' in page and 'name="version" type="hidden" value="2"' in page
    with cast.app.app_context():
        assert load(amara).phone == "555-010-0001"
    assert second.post(f"/patients/{amara}/particulars", data={**late, "version": "2"}).status_code == 303
    with cast.app.app_context():
        assert load(amara).phone == "555-010-0002"


def test_the_very_same_particulars_twice_are_no_conflict(cast, amara):
    with cast.app.app_context():
        changed = replace(load(amara).particulars, phone="555-010-0001")
        for _ in range(2):
            change_particulars(cast.viewer("therapist"), amara, changed, 1)
        assert load(amara).version == 2


def test_line_breaks_of_a_browser_are_no_change(cast, amara, typed):
    client = cast.client("therapist")
    address = client.post("/patients/new", data=typed).location.replace("team", "particulars")
    again = {**typed, "version": "99", "after_hours_words": "Call 988.\r\nThen the clinic."}
    assert client.post(address, data=again).status_code == 303


def test_number_of_another_patient_is_refused_on_change(cast, amara):
    with cast.app.app_context():
        taken = load(cast.patients["Ben Ruiz"]).record_number
        mine = replace(load(amara).particulars, record_number=taken)
        with pytest.raises(Invalid) as refused:
            change_particulars(cast.viewer("therapist"), amara, mine, 1)
        assert (refused.value.field, refused.value.sentence) == ("record_number", TAKEN)
        assert load(amara).record_number != taken


def test_action_refuses_whoever_is_off_the_team(cast, amara):
    with cast.app.app_context():
        values = replace(load(amara).particulars, phone="555-010-0009")
        for name in ("outside_therapist", "admin"):
            with pytest.raises(NotFound):
                change_particulars(cast.viewer(name), amara, values, 1)
            with pytest.raises(NotFound):
                plan_next_visit(cast.viewer(name), amara, today())
        with pytest.raises(NotFound):
            add_patient(cast.viewer("admin"), replace(values, record_number="NEW-1"))
        assert load(amara).phone == ""


def test_next_visit_stands_beside_the_page(cast, amara):
    with cast.app.app_context():
        plan_next_visit(cast.viewer("therapist"), amara, today(), "session 10")
        with pytest.raises(Invalid):
            plan_next_visit(cast.viewer("therapist"), amara, today(), "x" * 121)
        assert load(amara).next_visit_words == "session 10"
    assert b"session 10" in cast.client("coordinator").get(f"/patients/{amara}/team").data


def test_of_two_at_once_one_wins_and_the_other_hears_of_it(cast, amara):
    with cast.app.app_context():
        values = load(amara).particulars
    outcomes, start = [], threading.Barrier(2)

    def change(name, phone):
        with cast.app.app_context():
            viewer = cast.viewer(name)
            db.session.rollback()
            start.wait(10)
            try:
                change_particulars(viewer, amara, replace(values, phone=phone), 1)
                outcomes.append(phone)
            except Conflict:
                outcomes.append("conflict")
            db.session.remove()

    race(change, ("therapist", "555-010-0001"), ("psychologist", "555-010-0002"))
    assert outcomes.count("conflict") == 1
    with cast.app.app_context():
        assert load(amara).phone in outcomes and load(amara).version == 2


def test_two_new_patients_with_one_number_at_once_are_one(cast, amara):
    outcomes, start = [], threading.Barrier(2)
    with cast.app.app_context():
        values = replace(load(amara).particulars, record_number="RACE-1")

    def add(name):
        with cast.app.app_context():
            viewer = cast.viewer(name)
            db.session.rollback()
            start.wait(10)
            try:
                add_patient(viewer, values)
                outcomes.append("added")
            except CareError as error:
                outcomes.append(error.sentence)
            db.session.remove()

    race(add, ("therapist",), ("psychologist",))
    assert sorted(outcomes) == [TAKEN, "added"]


def race(act, *arguments):
    threads = [threading.Thread(target=act, args=one) for one in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
