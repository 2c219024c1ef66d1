"""Medication visits through the pages: what stands beside the form, what comes after it, and who reads them."""

import pytest
from sqlalchemy import select

from coordcare.extensions import db
from coordcare.medication.models import MedicationVisit
from coordcare.timeline.models import TimelineEntry
from tests.medication.writing import entry_id, retract, sign


def page(cast, amara, who, rest):
    answer = cast.client(who).get(f"/patients/{amara}/{rest}")
    assert answer.status_code == 200
    return answer.text


def test_a_signed_visit_is_read_by_those_who_read_medication(cast, amara):
    sign(cast, "psychiatrist", "medication_change", -30)
    signed = sign(cast, "nurse_practitioner", "medication_visit", assessment="Zebra", side_effect="Dry mouth")
    for who in ("psychiatrist", "therapist", "psychologist"):
        detail = cast.client(who).get(signed.location).text
        assert "Medication visit: no change" in detail and "Zebra" in detail and "Dry mouth" in detail
        assert "Sertraline 50 mg once daily" in detail and "not asked" in detail
        assert "Zebra" in page(cast, amara, who, "timeline")
    assert cast.client("coordinator").get(signed.location).status_code == 404
    assert "Zebra" not in page(cast, amara, "coordinator", "timeline")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("psychiatrist", 303),
        ("nurse_practitioner", 303),
        ("psychologist", 403),
        ("therapist", 403),
        ("coordinator", 403),
        ("outside_psychiatrist", 404),
        ("admin", 404),
    ],
)
def test_who_writes_a_visit(cast, amara, who, status):
    assert sign(cast, who, "medication_visit").status_code == status


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("medication_visit", {"side_effect": "Dry mouth", "side_effect_severity": "\u00a0"}, "Choose one of these."),
        ("monitoring_result", {"test": "tsh", "value": "2", "unit": "\t"}, "TSH is recorded in mIU/L."),
    ],
)
def test_blanks_are_no_choice(cast, amara, kind, typed, sentence):
    """They passed as nothing chosen, and the database refused them: a bare 500, and the form was gone."""
    answer = sign(cast, "psychiatrist", kind, **typed)
    assert answer.status_code == 422 and sentence in answer.text and typed[next(iter(typed))] in answer.text


def test_a_visit_states_the_risk(cast, amara):
    sign(cast, "psychiatrist", "medication_visit", risk_status="passive_thoughts")
    assert "Passive suicidal thoughts" in page(cast, amara, "coordinator", "timeline")


def test_bad_input_signs_nothing_and_keeps_everything_typed(cast, amara):
    typed = {
        "interval_history": "Sleeps six hours",
        "mental_state": "Calm",
        "assessment": "",
        "plan": "Call on Friday",
        "side_effect": "Dry mouth",
        "outcome": "change",
        "adherence": "misses_most",
        "mode": "phone",
    }
    answer = sign(cast, "psychiatrist", "medication_visit", **typed)
    assert answer.status_code == 422 and "Write your assessment." in answer.text
    for words in ("Sleeps six hours", "Calm", "Call on Friday", 'value="Dry mouth"'):
        assert words in answer.text
    for chosen in ('value="change" checked', 'value="misses_most" checked', 'value="phone" checked'):
        assert chosen in answer.text
    with cast.app.app_context():
        assert db.session.scalar(select(MedicationVisit.entry_id)) is None


@pytest.mark.parametrize(("outcome", "onward"), [("change", True), ("continue", False), ("no_change", False)])
def test_after_a_visit_that_changed_something_comes_the_change(cast, amara, outcome, onward):
    signed = sign(cast, "psychiatrist", "medication_visit", outcome=outcome)
    assert signed.location.endswith("/entries/new/medication_change") is onward
    form = page(cast, amara, "psychiatrist", "entries/new/medication_change")
    assert ("For your medication visit of" in form) is onward


def test_the_change_of_a_visit_stands_with_it_and_is_not_asked_for_again(cast, amara):
    sign(cast, "psychiatrist", "medication_visit", -2, outcome="change")
    assert "For your medication visit of" not in page(
        cast, amara, "nurse_practitioner", "entries/new/medication_change"
    )
    changed = entry_id(sign(cast, "psychiatrist", "medication_change", -2))
    assert "For your medication visit of" not in page(cast, amara, "psychiatrist", "entries/new/medication_change")
    with cast.app.app_context():
        shared = db.session.scalars(select(TimelineEntry.occasion_id).where(TimelineEntry.status == "signed")).all()
        assert len(shared) == 2 and len(set(shared)) == 1 and None not in shared
    retract(cast, "psychiatrist", changed)
    assert "For your medication visit of" in page(cast, amara, "psychiatrist", "entries/new/medication_change")


@pytest.mark.parametrize(
    ("who", "offered"), [("psychiatrist", True), ("nurse_practitioner", True), ("therapist", False)]
)
def test_a_visits_page_offers_a_change_to_those_who_make_one(cast, amara, who, offered):
    signed = sign(cast, "psychiatrist", "medication_visit")
    assert ("Record a medication change" in cast.client(who).get(signed.location).text) is offered


def test_the_form_shows_the_regimen_the_last_plan_and_what_was_asked(cast, amara):
    sign(cast, "psychiatrist", "medication_change", -30)
    sign(cast, "psychiatrist", "medication_visit", -20, plan="Raise in three weeks.")
    asked = entry_id(sign(cast, "therapist", "session_note", -9, for_prescriber="Is the morning dose too late?"))
    sign(cast, "coordinator", "contact", -3, side_effect="Vivid dreams")
    form = page(cast, amara, "nurse_practitioner", "entries/new/medication_visit")
    assert "50 mg once daily" in form and "Raise in three weeks." in form
    assert "Is the morning dose too late?" in form and f"/entries/{asked}" in form and "Vivid dreams" in form
    retract(cast, "therapist", asked)
    assert "Is the morning dose" not in page(cast, amara, "nurse_practitioner", "entries/new/medication_visit")
