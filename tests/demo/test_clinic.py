"""The demo clinic as it stands in the database: the contract that outside scripts rely on."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from coordcare.access.membership import CareTeamMembership, Standing, standing
from coordcare.accounts import queries as accounts
from coordcare.accounts.actions import Origin, sign_in
from coordcare.accounts.models import Account
from coordcare.audit.verification import verify
from coordcare.cli import demo as demo_command
from coordcare.demo.actions import settle
from coordcare.demo.queries import accounts_table, holds_demo, is_empty
from coordcare.demo.rules import PASSWORD, STAFF
from coordcare.errors import Conflict
from coordcare.extensions import db
from coordcare.medication.checks import check_change
from coordcare.medication.entries import proposal_of
from coordcare.medication.models import MedicationChange
from coordcare.medication.queries import act_of, changes, regimen_panel
from coordcare.medication.rules import regimen
from coordcare.medication.step_rules import Act, in_force
from coordcare.notes.models import SessionNote
from coordcare.patients.models import HealthListItem, Patient
from coordcare.settings.queries import today
from coordcare.settings.rules import age_on
from coordcare.timeline import feed_queries
from coordcare.timeline.models import EntryAddendum, EntryDraft, EntryRetraction, RecordLook, SealedBody, TimelineEntry

ENTRIES = {  # session notes, medication changes, life events
    1: (14, 5, 5),
    2: (14, 4, 5),
    3: (15, 5, 5),
    4: (7, 5, 5),
    5: (18, 7, 8),
    6: (12, 8, 4),
    7: (14, 8, 6),
    8: (10, 3, 4),
}
TEAMS = {
    1: {"psychiatrist", "therapist", "coordinator"},
    2: {"psychiatrist", "therapist", "coordinator", "psychologist"},
    3: {"psychiatrist", "therapist", "coordinator", "nurse"},
    4: {"psychiatrist", "therapist", "coordinator"},
    5: {"psychiatrist2", "therapist2", "coordinator"},
    6: {"psychiatrist2", "therapist2", "coordinator", "psychologist"},
    7: {"psychiatrist2", "therapist2", "coordinator", "nurse"},
    8: {"psychiatrist2", "therapist2", "coordinator"},
}


def everything(query: Any) -> Sequence[Any]:
    return db.session.execute(query).all()


def of(key: str, patient_id: int) -> Standing:
    account = accounts.by_email(f"{key}@demo.example")
    assert account
    return standing(account.as_viewer(), patient_id)


def test_the_patients_are_numbered_from_one(demo: Flask):
    patients = db.session.scalars(select(Patient).order_by(Patient.id)).all()
    assert [patient.id for patient in patients] == list(range(1, 9))
    assert Counter(patient.status for patient in patients) == {
        "active": 5,
        "discharged": 1,
        "maintenance": 1,
        "lost": 1,
    }
    assert all(patient.emergency_phone.startswith("(555) 010-01") for patient in patients)
    assert len({patient.pronouns for patient in patients}) == 3
    assert any(patient.preferred_name for patient in patients)


@pytest.mark.parametrize("patient_id", ENTRIES)
def test_every_patient_has_the_entries_of_the_story(demo: Flask, patient_id: int):
    entry = TimelineEntry
    query = select(entry.kind, func.count()).where(entry.patient_id == patient_id, entry.status == "signed")
    counted = dict(everything(query.group_by(entry.kind)))
    assert tuple(counted[kind] for kind in ("session_note", "medication_change", "life_event")) == ENTRIES[patient_id]


@pytest.mark.parametrize("patient_id", TEAMS)
def test_the_teams_are_the_contracts(demo: Flask, patient_id: int):
    table = CareTeamMembership
    query = select(Account.email).join(table, table.account_id == Account.id).where(table.patient_id == patient_id)
    found = db.session.scalars(query.where(table.ended_at.is_(None))).all()
    assert {email.removesuffix("@demo.example") for email in found} == TEAMS[patient_id]
    assert len(found) == len(set(found))


def test_nothing_lies_in_the_future(demo: Flask):
    for patient_id, happened_on, signed_at, recorded_at in everything(
        select(TimelineEntry.patient_id, TimelineEntry.happened_on, TimelineEntry.signed_at, TimelineEntry.recorded_at)
    ):
        assert happened_on <= today(), patient_id
        assert signed_at is None or signed_at >= recorded_at
    assert all(item.noted_on <= today() for item in db.session.scalars(select(HealthListItem)))


def test_next_visits_lie_in_the_coming_days(demo: Flask):
    planned = dict(everything(select(Patient.id, Patient.next_visit_on)))
    assert [patient_id for patient_id, on in planned.items() if on is None] == [2, 8]
    assert all(0 < (on - today()).days <= 9 and on.weekday() < 6 for on in planned.values() if on)


def test_session_numbers_count_up_in_every_course(demo: Flask):
    query = (
        select(TimelineEntry.course_id, SessionNote.session_number)
        .join(SessionNote, SessionNote.entry_id == TimelineEntry.id)
        .where(SessionNote.session_number.is_not(None))
        .order_by(TimelineEntry.happened_at)
    )
    courses: dict[int, list[int]] = {}
    for course_id, number in everything(query):
        courses.setdefault(course_id, []).append(number)
    assert len(courses) == 9
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in courses.values())


@pytest.mark.parametrize("patient_id", ENTRIES)
def test_every_regimen_follows_from_its_changes(demo: Flask, patient_id: int):
    patient = db.session.get_one(Patient, patient_id)
    rows = select(MedicationChange.__table__, TimelineEntry.signed_seq, TimelineEntry.happened_on).join(
        TimelineEntry, TimelineEntry.id == MedicationChange.entry_id
    )
    done: list[Act] = []
    for row in db.session.execute(rows.where(TimelineEntry.patient_id == patient_id).order_by("signed_seq")).mappings():
        if row["linked_id"] is None:
            assert check_change(proposal_of(row), in_force(done), patient.birth_date, row["happened_on"]) == []
        done.append(act_of(row))


def test_the_non_responder_is_at_session_six_of_sixteen_on_sertraline_50(demo: Flask):
    patient = db.session.get_one(Patient, 4)
    assert age_on(patient.birth_date, date(2026, 1, 1)) > 30
    lines = regimen(changes(4), today())
    assert [(line.drug, line.dose_words) for line in lines] == [("sertraline", "50 mg once daily")]
    assert (today() - lines[0].since).days >= 56
    assert regimen_panel(of("psychiatrist", 4), 4).planned == []


def test_passive_thoughts_are_told_and_pass(demo: Flask):
    query = (
        select(TimelineEntry.patient_id, SessionNote.risk_status)
        .join(SessionNote, SessionNote.entry_id == TimelineEntry.id)
        .where(SessionNote.attendance == "attended")
        .order_by(TimelineEntry.happened_at)
    )
    told = [status for patient_id, status in everything(query) if patient_id == 3]
    assert told.count("passive_thoughts") == 3 and told[-1] == "none"
    assert all(status == "none" for patient_id, status in everything(query) if patient_id != 3)


def test_what_came_after_signing_is_there(demo: Flask):
    reasons = db.session.scalars(select(EntryRetraction.reason)).all()
    assert sorted(reasons) == ["entered_in_error", "wrong_patient"]
    assert len(db.session.scalars(select(SealedBody)).all()) == 1
    assert len(db.session.scalars(select(EntryAddendum)).all()) >= 8
    late = [
        (signed_at.date() - happened_on).days
        for happened_on, signed_at in everything(
            select(TimelineEntry.happened_on, TimelineEntry.signed_at).where(
                TimelineEntry.kind == "session_note", TimelineEntry.status == "signed"
            )
        )
    ]
    assert max(late) >= 4


def test_the_drafts_are_the_ones_of_the_contract(demo: Flask):
    query = select(TimelineEntry.patient_id, Account.email, TimelineEntry.kind).join(
        Account, Account.id == TimelineEntry.author_id
    )
    drafts = everything(query.join(EntryDraft, EntryDraft.entry_id == TimelineEntry.id).order_by(Account.id))
    assert {(patient_id, email) for patient_id, email, _ in drafts} == {
        (7, "psychiatrist2@demo.example"),
        (1, "therapist@demo.example"),
    }


@pytest.mark.parametrize(("key", "kind"), [("therapist", "medication_change"), ("psychiatrist", "session_note")])
def test_on_patient_one_only_the_newest_is_new(demo: Flask, key: str, kind: str):
    own = of(key, 1)
    filters = feed_queries.Filters(kind=kind, author_id=None, course_id=None, date_from=None, date_to=None)
    with demo.test_request_context():
        look = db.session.get_one(RecordLook, (own.viewer.account_id, 1))
        cards, _ = feed_queries.feed(own, filters, None, look.seen_seq)
    assert [card.new for card in cards] == [True] + [False] * (len(cards) - 1)


def test_the_trail_verifies(demo: Flask):
    report = verify()
    assert report.faults == () and report.events > 400


def test_settling_twice_changes_nothing_and_everybody_signs_in(empty: Flask):
    runner = empty.test_cli_runner()
    with empty.app_context():
        assert is_empty() and not holds_demo()
    first = runner.invoke(demo_command, ["--if-empty"])
    assert first.exit_code == 0, first.output
    with empty.app_context():
        before = verify()
        assert holds_demo() and not is_empty()
    second = runner.invoke(demo_command, ["--if-empty"])
    assert second.exit_code == 0 and "nothing was changed" in second.output
    assert runner.invoke(demo_command, []).exit_code == 1
    with empty.app_context():
        assert verify() == before
        for member in STAFF:
            signed_in = sign_in(member.email, PASSWORD, Origin("127.0.0.1", "Test"))
            assert signed_in and signed_in.full_name == f"{member.name}, {member.title}"
        admin = accounts.by_email("admin@demo.example")
        assert admin and admin.is_admin and admin.discipline is None


def test_outside_the_demo_configuration_it_is_refused(app: Flask):
    with app.app_context(), pytest.raises(Conflict):
        settle()
    refused = app.test_cli_runner().invoke(demo_command, ["--if-empty"])
    assert refused.exit_code == 1 and "COORDCARE_CONFIG=demo" in refused.output
    with app.app_context():
        assert is_empty()


def test_the_accounts_are_printed_with_patients_and_password(app: Flask):
    printed = app.test_cli_runner().invoke(demo_command, ["--accounts"]).output
    assert all(member.email in printed for member in STAFF) and PASSWORD in printed
    line = next(line for line in accounts_table() if line.startswith("nurse@"))
    assert line.endswith("patients 3, 7")
