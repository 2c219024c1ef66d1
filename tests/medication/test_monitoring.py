"""What is due, through the pages: from the regimen and the results, for those who read medication."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from coordcare.extensions import db
from coordcare.medication.due_queries import my_due
from coordcare.medication.models import MedicationChange
from coordcare.medication.monitoring_queries import due, results
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from coordcare.timeline.models import TimelineEntry
from tests.medication.writing import retract, sign

READERS = ("psychiatrist", "nurse_practitioner", "psychologist", "therapist")
LITHIUM = {"drug": "lithium", "dose": "900"}
LEVEL = {"test": "lithium_level", "value": "0.8", "unit": "mEq/L", "hours_since_dose": "12"}


def start(cast, days, patient="Amara Osei", who="psychiatrist", **typed):
    return sign(cast, who, "medication_change", days, patient, **{**LITHIUM, **typed})


def asked(cast, who="psychiatrist", patient="Amara Osei", call=due):
    with cast.app.app_context():
        return {one.rule.test: one for one in call(cast.standing(who, patient))}


def listed(cast, who):
    with cast.app.app_context():
        standing = cast.standing(who, "Amara Osei")
        found = my_due(standing.viewer)
        return {one.patient.name: [due.first.rule.test for due in (*one.overdue, *one.due)] for one in found}


def signed_on(cast, days):
    with cast.app.app_context():
        return today() + timedelta(days=days)


def test_due_follows_from_start_and_increase_and_a_level_meets_it(cast, amara):
    assert asked(cast) == {}
    start(cast, -30)
    assert asked(cast)["lithium_level"].due_on == signed_on(cast, -23)
    sign(cast, "psychiatrist", "monitoring_result", -20, **LEVEL)
    assert asked(cast)["lithium_level"].due_on == signed_on(cast, 71)
    start(cast, -6, change_type="increase", dose="1200")
    level = asked(cast)["lithium_level"]
    assert (level.due_on, level.state, level.last_on) == (signed_on(cast, 1), "due", signed_on(cast, -20))
    assert level.rule.source and not level.rule.verified
    sign(cast, "psychiatrist", "monitoring_result", 0, **LEVEL)
    assert asked(cast)["lithium_level"].due_on == signed_on(cast, 91)


def test_a_level_without_hours_is_kept_and_meets_nothing(cast, amara):
    start(cast, -30)
    sign(cast, "psychiatrist", "monitoring_result", -20, **{**LEVEL, "hours_since_dose": "", "hours_unknown": "y"})
    assert asked(cast)["lithium_level"].last_on is None
    page = cast.client("psychiatrist").get(f"/patients/{amara}/monitoring").text
    assert "0.8 mEq/L" in page and "hours since the last dose not known" in page and "cannot be read" in page


def test_a_retracted_result_meets_nothing(cast, amara):
    start(cast, -30)
    sign(cast, "psychiatrist", "monitoring_result", -20)
    assert asked(cast)["tsh"].last_on == signed_on(cast, -20)
    with cast.app.app_context():
        (row,) = results(cast.standing("psychiatrist", "Amara Osei"))
    retract(cast, "psychiatrist", row.entry_id)
    assert asked(cast)["tsh"].last_on is None and asked(cast)["tsh"].state == "overdue"


def test_the_same_result_is_not_recorded_twice(cast, amara):
    assert sign(cast, "psychiatrist", "monitoring_result", -2).status_code == 303
    twice = sign(cast, "nurse_practitioner", "monitoring_result", -2)
    assert twice.status_code == 422 and "stands in the record already: TSH 2.1 mIU/L" in twice.text
    assert sign(cast, "psychiatrist", "monitoring_result", -2, value="2.2").status_code == 303


def test_a_form_posted_twice_makes_one_result(cast, amara):
    for _ in range(2):
        assert sign(cast, "psychiatrist", "monitoring_result", submission_key="once").status_code == 303
    with cast.app.app_context():
        assert len(results(cast.standing("psychiatrist", "Amara Osei"))) == 1


def test_bad_input_signs_nothing_and_keeps_everything_typed(cast, amara):
    answer = sign(cast, "psychiatrist", "monitoring_result", **{**LEVEL, "value": "8", "note": "Zebra"})
    assert answer.status_code == 422 and "Did you mean 0.8?" in answer.text
    assert 'value="8"' in answer.text and "Zebra" in answer.text and 'value="12"' in answer.text
    with cast.app.app_context():
        assert results(cast.standing("psychiatrist", "Amara Osei")) == []


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("psychiatrist", 303),
        ("nurse_practitioner", 303),
        ("psychologist", 403),
        ("therapist", 403),
        ("coordinator", 403),
    ],
)
def test_who_records_a_result(cast, amara, who, status):
    assert sign(cast, who, "monitoring_result").status_code == status


def test_after_a_result_comes_the_next_of_the_same_sheet(cast, amara):
    start(cast, -30)
    answer = sign(cast, "psychiatrist", "monitoring_result", -20)
    day = signed_on(cast, -20).isoformat()
    assert answer.location == f"/patients/{amara}/monitoring?on={day}"
    page = cast.client("psychiatrist").get(answer.location).text
    assert "Record another result of that day" in page and f"/entries/new/monitoring_result?on={day}" in page
    form = (
        cast.client("psychiatrist").get(f"/patients/{amara}/entries/new/monitoring_result?test=calcium&on={day}").text
    )
    assert f'value="{day}"' in form and '<option selected value="calcium">' in form and "Lithium level" in form
    for nonsense in ("on=2999-01-01", "on=soon", "test=aura"):
        address = f"/patients/{amara}/entries/new/monitoring_result?{nonsense}"
        assert cast.client("psychiatrist").get(address).status_code == 200


def test_each_rule_stands_with_its_source_on_the_page(cast, amara):
    start(cast, -30)
    for who in READERS:
        page = cast.client(who).get(f"/patients/{amara}/monitoring").text
        assert "Lithium level" in page and "clinic default, not verified" in page and "sources.md" not in page
        assert ("Record a result" in page) is (who in READERS[:2])
    assert cast.client("coordinator").get(f"/patients/{amara}/monitoring").status_code == 404


def test_the_medication_page_says_what_is_due_to_those_who_read_it(cast, amara):
    start(cast, -30)
    address = f"/patients/{amara}/medication"
    assert "Overdue" in cast.client("therapist").get(address).text
    theirs = cast.client("coordinator").get(address).text
    assert "Overdue" not in theirs and "/monitoring" not in theirs and "Lithium" in theirs


def test_the_list_of_all_is_of_ones_own_patients(cast, amara):
    start(cast, -30)
    start(cast, -30, "Ben Ruiz", "outside_psychiatrist", drug="olanzapine", dose="10")
    for who in READERS:
        assert set(listed(cast, who)) == {"Amara Osei"}
        page = cast.client(who).get("/monitoring").text
        assert "Amara Osei" in page and "Ben Ruiz" not in page and "Lithium level" in page
    with cast.app.app_context():
        theirs = my_due(cast.standing("outside_psychiatrist", "Ben Ruiz").viewer)
        assert [one.patient.name for one in theirs] == ["Ben Ruiz"]
    assert listed(cast, "coordinator") == {}
    assert cast.client("coordinator").get("/monitoring").status_code == 404


def test_the_list_and_the_page_of_a_patient_say_the_same(cast, amara):
    start(cast, -100)
    for days, typed in ((-95, LEVEL), (-3, {"test": "calcium", "value": "9.4", "unit": "mg/dL"})):
        sign(cast, "psychiatrist", "monitoring_result", days, **typed)
    one = {test for test, found in asked(cast).items() if found.state != "later"}
    assert set(listed(cast, "therapist")["Amara Osei"]) == one


def test_who_is_discharged_is_not_listed(cast, amara):
    start(cast, -30)
    with cast.app.app_context():
        db.session.get_one(Patient, amara).status = "discharged"
        db.session.commit()
    assert listed(cast, "psychiatrist") == {}


def statements(cast, who):
    """How many statements the list of all that is due takes."""
    counted = []
    with cast.app.app_context():
        viewer = cast.standing(who, "Amara Osei").viewer
        listener = lambda *_: counted.append(1)  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        my_due(viewer)
        event.remove(db.engine, "before_cursor_execute", listener)
    return len(counted)


def test_the_list_takes_as_many_statements_for_many_results(cast, amara):
    start(cast, -300)
    sign(cast, "psychiatrist", "monitoring_result", -299, **LEVEL)
    few = statements(cast, "psychiatrist")
    for days in range(-280, -200, 7):
        sign(cast, "psychiatrist", "monitoring_result", days, **LEVEL)
    sign(cast, "psychiatrist", "medication_change", -100, drug="olanzapine", dose="5")
    assert statements(cast, "psychiatrist") == few <= 5


def test_a_result_leads_to_its_own_entry(cast, amara):
    sign(cast, "psychiatrist", "monitoring_result", -2, note="Zebra stripes")
    with cast.app.app_context():
        (row,) = results(cast.standing("therapist", "Amara Osei"))
    entry = cast.client("therapist").get(f"/patients/{amara}/entries/{row.entry_id}").text
    assert "TSH: 2.1 mIU/L" in entry and "Zebra stripes" in entry
    assert cast.client("coordinator").get(f"/patients/{amara}/entries/{row.entry_id}").status_code == 404
    assert "Zebra" not in cast.client("coordinator").get(f"/patients/{amara}/timeline").text


def test_a_result_and_an_observation_are_printed(cast, amara):
    sign(cast, "psychiatrist", "monitoring_result", -2, **LEVEL)
    sign(cast, "therapist", "observation", -2, missed_doses="3", side_effect="Quagga stripes")
    with cast.app.app_context():
        ids = {one.kind: one.id for one in db.session.scalars(select(TimelineEntry))}
    for kind, words in (("monitoring_result", "12 h after the last dose"), ("observation", "3 of the last 14")):
        paper = cast.client("therapist").get(f"/patients/{amara}/entries/{ids[kind]}/print")
        assert paper.status_code == 200 and words in paper.text


def kept_advice(cast, answer):
    assert answer.status_code == 303, answer.text
    with cast.app.app_context():
        row = db.session.get_one(MedicationChange, int(answer.location.rsplit("/", 1)[1]))
        return {one["key"]: one["words"] for one in row.advice or []}


def test_what_is_overdue_is_a_quiet_line_on_a_change_of_that_drug(cast, amara):
    start(cast, -100)
    told = kept_advice(cast, start(cast, 0, change_type="increase", dose="1200"))
    assert told["monitoring_overdue"].startswith("Monitoring overdue for lithium: ")
    assert "lithium level" in told["monitoring_overdue"]
    assert "monitoring_overdue" not in kept_advice(cast, sign(cast, "psychiatrist", "medication_change"))


@pytest.mark.parametrize(("value", "unit", "status"), [("1500", "cells/mcL", 303), ("1.499", "10^3/mcL", 422)])
def test_a_recorded_count_answers_what_clozapine_asks(cast, amara, value, unit, status):
    clozapine = {"drug": "clozapine", "dose": "12.5"}
    asking = start(cast, 0, **clozapine)
    assert asking.status_code == 422 and "No ANC is recorded" in asking.text
    sign(cast, "psychiatrist", "monitoring_result", -2, test="anc", value=value, unit=unit)
    assert start(cast, 0, **clozapine).status_code == status


def test_a_step_that_was_replaced_is_no_anchor_in_the_list_either(cast, amara):
    later = {"steps_1_on": str(signed_on(cast, -20)), "steps_1_dose": "1200"}
    start(cast, -60, **later)
    assert listed(cast, "psychiatrist")["Amara Osei"]
    start(cast, -30, change_type="stop", dose="")
    assert listed(cast, "psychiatrist") == {}
