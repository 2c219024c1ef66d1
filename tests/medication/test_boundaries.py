"""What is owed of a change, on either side of who may make one."""

from datetime import date

from sqlalchemy import update

from coordcare.access.policy import Discipline
from coordcare.accounts.models import Account
from coordcare.extensions import transaction
from coordcare.medication import queries
from coordcare.medication.monitoring_queries import benign_neutropenia
from coordcare.medication.queries import change_rows
from coordcare.medication.reading_queries import measured
from coordcare.medication.visit_queries import awaiting_changes, awaits_change, last_plan
from coordcare.settings.queries import today
from tests.medication.writing import sign


def test_who_changes_medication_no_more_owes_no_change(cast, amara):
    sign(cast, "nurse_practitioner", "medication_visit", outcome="change", plan="Up to 75 mg")
    nurse = Account.id == cast.accounts["nurse_practitioner"]
    for discipline, owed in ((Discipline.NURSE_PRACTITIONER, [amara]), (Discipline.PSYCHOLOGIST, [])):
        with cast.app.app_context(), transaction() as session:
            session.execute(update(Account).where(nurse).values(discipline=discipline.value))
        with cast.app.app_context():
            assert [one.patient_id for one in awaiting_changes(cast.viewer("nurse_practitioner"))] == owed


def test_a_visit_is_this_patients_and_its_authors(cast, amara):
    cast.admit("Cora Lund", team=("nurse_practitioner", "psychiatrist"))
    sign(cast, "nurse_practitioner", "medication_visit", outcome="change", plan="Up to 75 mg")
    places = [
        (name, patient) for name in ("nurse_practitioner", "psychiatrist") for patient in ("Amara Osei", "Cora Lund")
    ]
    with cast.app.app_context():
        assert [awaits_change(cast.standing(*place)) is not None for place in places] == [True, False, False, False]
        assert [last_plan(cast.standing(*place)) is not None for place in places] == [True, False, True, False]
        assert last_plan(cast.standing("coordinator", "Amara Osei")) is None


def test_a_change_is_offered_to_who_makes_one(cast, amara):
    pages = {name: cast.client(name).get(f"/patients/{amara}/medication") for name in ("psychiatrist", "therapist")}
    assert [page.status_code for page in pages.values()] == [200, 200]
    told = ["/entries/new/medication_change" in page.text for page in pages.values()]
    assert told == [True, False]


def test_changes_are_this_patients_and_those_that_count(cast, amara):
    cast.admit("Cora Lund", team=("psychiatrist",))
    sign(cast, "psychiatrist", "medication_change")
    sign(cast, "psychiatrist", "medication_change", action="save", drug="bupropion")
    with cast.app.test_request_context():
        places = [("psychiatrist", "Amara Osei"), ("psychiatrist", "Cora Lund"), ("coordinator", "Amara Osei")]
        assert [len(change_rows(cast.standing(*place))) for place in places] == [1, 0, 0]


def test_benign_neutropenia_is_told_of_this_patient_to_who_reads_medication(cast, amara):
    cast.admit("Cora Lund", team=("psychiatrist",))
    clozapine = {"drug": "clozapine", "dose": "12.5", "advice_reason": "Agreed with the laboratory."}
    sign(cast, "psychiatrist", "medication_change", conditions="benign_ethnic_neutropenia", **clozapine)
    sign(cast, "psychiatrist", "medication_change", patient="Cora Lund", **clozapine)
    places = [("psychiatrist", "Amara Osei"), ("psychiatrist", "Cora Lund"), ("coordinator", "Amara Osei")]
    with cast.app.app_context():
        changes = [queries.changes(cast.patients[patient]) for _, patient in places]
        told = [benign_neutropenia(cast.standing(*place), known) for place, known in zip(places, changes, strict=True)]
    assert [one is not None for one in told] == [True, False, False]


def test_what_was_measured_is_told_of_this_patient_to_who_reads_medication(cast, amara):
    cast.admit("Cora Lund", team=("psychiatrist",))
    sign(cast, "psychiatrist", "monitoring_result", value="24")
    places = [("psychiatrist", "Amara Osei"), ("psychiatrist", "Cora Lund"), ("coordinator", "Amara Osei")]
    with cast.app.app_context():
        found = [measured(cast.standing(*place), [], date(1989, 3, 14), today(), benign=False) for place in places]
    assert [(len(one.abnormal), len(one.results)) for one in found] == [(1, 1), (0, 0), (0, 0)]
