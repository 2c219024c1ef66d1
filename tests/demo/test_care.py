"""What the demo clinic promises around its notes: named stories hold, every kind is there, everything owed is real."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from coordcare.access.membership import Standing
from coordcare.access.policy import Discipline
from coordcare.accounts import queries as accounts
from coordcare.accounts.models import Account
from coordcare.demo.rules import STAFF
from coordcare.documents.models import DocumentVersion
from coordcare.extensions import clock, db
from coordcare.followup import item_queries
from coordcare.followup.models import Absence, FollowUpItem, FollowUpStep, OutboxMessage
from coordcare.ipt.models import Course
from coordcare.measures.models import MeasureResult
from coordcare.measures.queries import results
from coordcare.medication.models import MedicationChange, MedicationVisit
from coordcare.medication.observation_models import MedicationReport
from coordcare.notes.models import Contact, SessionNote
from coordcare.patients.models import Patient
from coordcare.process_notes.models import ProcessNote
from coordcare.process_notes.queries import my_notes
from coordcare.risk.models import RiskAssessment
from coordcare.risk.queries import risk_panel
from coordcare.settings.queries import today
from coordcare.settings.rules import age_on
from coordcare.timeline import feed_queries, kinds
from coordcare.timeline.drawing import entry_card
from coordcare.timeline.models import TimelineEntry
from tests.cast import Cast
from tests.demo.test_clinic import everything, of

PATIENTS = range(1, 9)
RESPONDERS = (1, 2, 3, 6, 7)


def lead(patient_id: int) -> Standing:
    return of("therapist" if patient_id < 5 else "therapist2", patient_id)


def phq9(patient_id: int) -> list[int]:
    """The totals in the order of days."""
    found = sorted(results(lead(patient_id))["phq9"], key=lambda one: (one.on, one.entry_id))
    return [one.total for one in found if one.total is not None]


def signed(kind: str) -> Any:
    return select(TimelineEntry).where(TimelineEntry.kind == kind, TimelineEntry.status == "signed")


def test_there_are_at_least_300_entries(demo: Flask):
    query = select(func.count()).where(TimelineEntry.status == "signed")
    assert (db.session.scalar(query) or 0) >= 300


def test_every_kind_is_told_of_several_patients(demo: Flask):
    counted: dict[str, set[int]] = {kind.key: set() for kind in kinds.every()}
    for kind, patient_id in everything(select(TimelineEntry.kind, TimelineEntry.patient_id)):
        counted[kind].add(patient_id)
    # A course is summed up where it is over.
    assert counted.pop("course_summary") == {2, 5}
    assert all(len(patients) >= 6 for patients in counted.values()), counted
    assert set(db.session.scalars(select(Contact.contact_type))) == {"phone", "message", "no_show", "collateral"}
    assert set(db.session.scalars(select(MedicationVisit.outcome))) == {"no_change", "continue", "change"}
    assert set(db.session.scalars(select(MedicationReport.side_effect_severity))) >= {"mild", "moderate"}


@pytest.mark.parametrize("key", ["nurse", "psychologist", "coordinator"])
def test_every_kind_is_readable(clinic_app: Flask, key: str):
    with clinic_app.app_context():
        account = accounts.by_email(f"{key}@demo.example")
        assert account
        client = Cast(clinic_app, {key: account.id}).client(key)
        of_patient = {"nurse": 3, "psychologist": 2, "coordinator": 3}[key]
        own = of(key, of_patient)
        shown = {kind: count for kind, count in feed_queries.census(own).by_kind.items() if count}
        entries = {}
        for kind in shown:
            rows = signed(kind).where(TimelineEntry.patient_id == of_patient).limit(1)
            entries[kind] = db.session.scalars(rows).one().id
    every = {kind.key for kind in kinds.every()} - ({"course_summary"} if of_patient == 3 else set())
    expected = {"contact", "measure_result", "observation", "risk_assessment"}
    assert set(shown) == (expected if key == "coordinator" else every)
    for kind, entry_id in entries.items():
        assert client.get(f"/patients/{of_patient}/entries/{entry_id}").status_code == 200, kind
    for page in ("timeline", "measures", "risk", "follow-up"):
        assert client.get(f"/patients/{of_patient}/{page}").status_code == 200, page


@pytest.mark.parametrize("key", ["psychiatrist", "therapist", "coordinator"])
def test_a_card_in_a_list_lacks_nothing(clinic_app: Flask, key: str):
    """A list selects no more than its cards show: drawn from all that there is to read they are the same."""
    drawn: set[str] = set()
    for patient_id in (1, 2, 4):
        with clinic_app.test_request_context():
            reader = of(key, patient_id)
            listed, _ = feed_queries.feed(reader, feed_queries.Filters(), None, 0, limit=50)
            for card in listed:
                alone = feed_queries.card(reader, card.id)
                assert alone is not None
                assert (entry_card(card), card.title) == (entry_card(alone), alone.title), card.kind.key
                drawn.add(card.kind.key)
    assert drawn >= ({"measure_result", "contact"} if key == "coordinator" else {"measure_result", "session_note"})


def test_nothing_was_done_in_the_future(demo: Flask):
    now = clock.now()
    assert max(db.session.scalars(select(FollowUpItem.raised_at))) <= now
    assert max(db.session.scalars(select(FollowUpStep.at))) <= now
    assert max(db.session.scalars(select(DocumentVersion.saved_at))) <= now
    assert max(db.session.scalars(select(ProcessNote.saved_at))) <= now


def test_the_non_responder(demo: Flask):
    patient = db.session.get_one(Patient, 4)
    assert patient.name == "Anthony Marchetti" and age_on(patient.birth_date, today()) > 30
    course = db.session.scalars(select(Course).where(Course.patient_id == 4)).one()
    rows = select(func.max(SessionNote.session_number)).join(TimelineEntry, TimelineEntry.id == SessionNote.entry_id)
    assert course.planned_sessions == 16
    assert db.session.scalar(rows.where(TimelineEntry.patient_id == 4)) == 6
    totals = phq9(4)
    assert len(totals) >= 6 and max(totals) - min(totals) <= 3 and min(totals) >= 15
    asked = [one for one in item_queries.owed(of("psychiatrist", 4).viewer) if one.patient.id == 4]
    assert any("50 mg" in one.item.text and "By the next visit" in one.due_words for one in asked)


@pytest.mark.parametrize("patient_id", RESPONDERS)
def test_the_responders(demo: Flask, patient_id: int):
    totals = phq9(patient_id)
    assert totals[0] >= 10 and totals[-1] * 2 <= totals[0]


def test_the_relapse(demo: Flask):
    totals = phq9(5)
    lowest = totals.index(min(totals))
    assert totals[0] >= 15 and totals[lowest] < 5
    rise = totals[lowest:]
    highest = rise.index(max(rise))
    assert rise[highest] >= 15 and rise[highest] - rise[highest - 1] >= 5 and rise[-1] < rise[highest]


def test_the_unfinished_course(demo: Flask):
    course = db.session.scalars(select(Course).where(Course.patient_id == 8)).one()
    assert course.status == "ended_early" and phq9(8)[-1] >= 10
    rows = select(Contact.reached, Contact.contact_type).join(TimelineEntry, TimelineEntry.id == Contact.entry_id)
    tried = everything(rows.where(TimelineEntry.patient_id == 8))
    assert Counter(row.contact_type for row in tried)["no_show"] == 2
    assert sum(row.reached == "not_reached" for row in tried) == 3


def test_the_positive_item_9_was_handled(demo: Flask):
    rows = select(TimelineEntry.id, TimelineEntry.patient_id, TimelineEntry.happened_on, TimelineEntry.author_id)
    positive = everything(
        rows.join(MeasureResult, MeasureResult.entry_id == TimelineEntry.id).where(MeasureResult.item_9_positive)
    )
    assert {row.patient_id for row in positive} == {3} and len(positive) == 3
    for row in positive:
        item = db.session.scalars(select(FollowUpItem).where(FollowUpItem.entry_id == row.id)).one()
        steps = db.session.scalars(select(FollowUpStep).where(FollowUpStep.item_id == item.id)).all()
        acknowledged = [step for step in steps if step.step == "acknowledged"]
        assert item.nature == "risk" and item.status == "closed"
        assert [step.outcome for step in steps if step.step == "closed"] == ["assessed"]
        assert acknowledged and acknowledged[0].by_id != row.author_id, "a colleague acknowledged it"
        same_day = signed("risk_assessment").where(
            TimelineEntry.patient_id == 3, TimelineEntry.happened_on == row.happened_on
        )
        assert db.session.scalars(same_day).all()
    own = of("therapist", 3)
    assert risk_panel(own, 3).level == 0 and item_queries.open_risk_tasks(own) == []


def test_safety_plans_grow(demo: Flask):
    plans = select(DocumentVersion.patient_id, func.count()).where(DocumentVersion.document == "safety_plan")
    counted = dict(everything(plans.group_by(DocumentVersion.patient_id)))
    assert counted[3] == 3 and counted[5] == 2
    at_risk = select(TimelineEntry.patient_id).join(RiskAssessment, RiskAssessment.entry_id == TimelineEntry.id)
    assert set(db.session.scalars(at_risk.where(RiskAssessment.risk_status != "none"))) <= set(counted)


def test_a_change_shares_the_occasion_of_its_visit(demo: Flask):
    rows = select(TimelineEntry).join(MedicationChange, MedicationChange.entry_id == TimelineEntry.id)
    alone = []
    for change in db.session.scalars(rows.where(TimelineEntry.status == "signed")):
        visits = signed("medication_visit").where(TimelineEntry.occasion_id == change.occasion_id)
        if not db.session.scalars(visits).all():
            alone.append((change.patient_id, change.happened_on))
    assert len(alone) == 1, "only the change that was entered in error has no visit"


def test_answers_make_their_totals_and_a_few_are_missing(demo: Flask):
    found = db.session.scalars(select(MeasureResult)).all()
    missing = [one for one in found if one.prorated]
    assert 2 <= len(missing) <= 6 and all(one.answered == 8 and one.item_9 is not None for one in missing)
    for one in found:
        answers = [getattr(one, f"item_{number}") for number in range(1, 10)]
        assert one.prorated or one.total == sum(answer or 0 for answer in answers)
    assert {one.given for one in found} == {"patient", "staff"}
    measured = {row.id: sum(map(len, results(lead(row.id)).values())) for row in db.session.scalars(select(Patient))}
    assert min(measured.values()) >= 8


@pytest.mark.parametrize("key", ["psychiatrist", "therapist", "coordinator", "nurse", "psychiatrist2", "therapist2"])
def test_something_waits_for_everybody_today(demo: Flask, key: str):
    account = accounts.by_email(f"{key}@demo.example")
    assert account
    assert item_queries.owed(account.as_viewer())


def test_home_pages_are_lively(demo: Flask):
    therapist, psychiatrist = (of(key, 1).viewer for key in ("therapist", "psychiatrist"))
    assert any(card.overdue for card in item_queries.owed(therapist))
    assert item_queries.came_back(therapist) and item_queries.came_back(psychiatrist)
    directions = {
        (raised, asked) for raised, asked in everything(select(FollowUpItem.raised_by_id, FollowUpItem.for_account_id))
    }
    assert any(asked is None for _, asked in directions), "one is for a discipline"
    assert any((asked, raised) in directions for raised, asked in directions)


def test_an_absence_is_on_with_somebody_to_cover(demo: Flask):
    away = db.session.scalars(select(Absence)).all()
    now = [one for one in away if one.from_on <= today() <= one.to_on]
    assert len(away) == 2 and len(now) == 1 and now[0].to_on - today() <= timedelta(days=3)


def test_process_notes_are_their_authors_alone(demo: Flask):
    rows = everything(
        select(Account.discipline, ProcessNote.patient_id, ProcessNote.ciphertext).join(
            Account, Account.id == ProcessNote.author_id
        )
    )
    assert {row.discipline for row in rows} == {Discipline.THERAPIST.value, Discipline.PSYCHOLOGIST.value}
    assert not any(b"stairs" in row.ciphertext for row in rows)
    assert [note.words.title for note in my_notes(of("therapist", 4))] == ["The stairs"]
    assert my_notes(of("psychiatrist", 4)) == []


def test_the_staff_can_be_called_and_no_old_mail_waits(demo: Flask):
    phones = db.session.scalars(select(Account.phone)).all()
    assert len(set(phones)) == len(STAFF) and all(phone.startswith("(555) 010-01") for phone in phones)
    assert db.session.scalars(select(OutboxMessage).where(OutboxMessage.sent_at.is_(None))).all() == []
