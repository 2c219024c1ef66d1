"""Asking and being asked: who can be asked, who takes it up, once, by name, under both databases."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from coordcare.access.policy import Discipline, Sensitivity
from coordcare.accounts.models import Account
from coordcare.audit import verification
from coordcare.audit.models import AuditEvent
from coordcare.errors import Conflict, Invalid, NotFound
from coordcare.extensions import clock, db, transaction
from coordcare.followup import actions
from coordcare.followup.models import FollowUpItem, FollowUpStep, OutboxMessage
from tests.followup.conftest import AMARA, Clinic

CHAIN = "patient:1"


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def happenings() -> list[tuple[str, int, str | None]]:
    query = select(AuditEvent.happening, AuditEvent.seq, AuditEvent.reason).where(AuditEvent.chain == CHAIN)
    return [(row[0], row[1], row[2]) for row in db.session.execute(query.order_by(AuditEvent.seq))]


def test_a_question_is_asked_acknowledged_answered_and_closed_by_name(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        doctor, asker = clinic.cast.standing("psychiatrist", AMARA), clinic.cast.standing("therapist", AMARA)
        assert (item.status, item.version, item.seq) == ("open", 1, happenings()[-1][1])
        actions.acknowledge(doctor, item.id, version=1)
        actions.answer(doctor, item.id, "Yes, move it to the morning.", version=2, submission_key="a")
        actions.close(asker, item.id, "done", "", version=3, submission_key="c")
        item = db.session.get_one(FollowUpItem, item.id, populate_existing=True)
        assert (item.status, item.version) == ("closed", 4)
        steps = db.session.scalars(select(FollowUpStep).order_by(FollowUpStep.id)).all()
        assert [(step.step, step.by_id) for step in steps] == [
            ("acknowledged", doctor.viewer.account_id),
            ("answered", doctor.viewer.account_id),
            ("closed", asker.viewer.account_id),
        ]
        assert happenings() == [
            ("follow_up_raised", item.seq, "two_days"),
            ("follow_up_acknowledged", steps[0].seq, None),
            ("follow_up_answered", steps[1].seq, None),
            ("follow_up_closed", steps[2].seq, "done"),
        ]
        assert not verification.verify().faults


def test_the_trail_holds_codes_and_no_words(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask(text="zqsecretwords")
        doctor = clinic.cast.standing("psychiatrist", AMARA)
        actions.answer(doctor, item.id, "zqsecretanswer", version=1, submission_key="a")
        for event in db.session.scalars(select(AuditEvent)):
            assert "zqsecret" not in str(vars(event))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 2_001}, "text"),
        ({"nature": "order"}, "nature"),
        ({"urgency": "whenever"}, "urgency"),
        ({"for_account_id": None}, "for_whom"),
        ({"for_account_id": 4_000_000}, "for_whom"),
        ({"for_discipline": "therapist"}, "for_whom"),
        ({"for_account_id": None, "for_discipline": "astrologer"}, "for_whom"),
        ({"for_account_id": None, "for_discipline": "therapist"}, "for_whom"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    app: Flask, clinic: Clinic, more: dict[str, Any], field: str
) -> None:
    with app.app_context():
        with pytest.raises(Invalid) as refused:
            clinic.ask(**more)
        assert refused.value.field == field
        assert (count(FollowUpItem), count(OutboxMessage), happenings()) == (0, 0, [])


def test_nobody_asks_themselves_an_outsider_or_somebody_disabled(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        for whom in ("therapist", "outside_therapist", "admin"):
            with pytest.raises(Invalid, match=r"yourself|not on this patient's team"):
                clinic.ask(whom=whom)
        with transaction() as session:
            session.get_one(Account, clinic.cast.accounts["psychiatrist"]).disabled_at = clock.now()
        with pytest.raises(Invalid, match="disabled"):
            clinic.ask()
        clinic.leave("psychologist")
        with pytest.raises(Invalid, match="not on this patient's team"):
            clinic.ask(whom="psychologist")


def test_a_coordinator_is_not_asked_in_clinical_words(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match=r"A care coordinator does not read session notes. Ask without the entry"):
            clinic.ask(whom="coordinator")
        item = clinic.ask(whom="coordinator", sensitivity=Sensitivity.TEAM)
        assert item.sensitivity == "team"


def test_an_outsider_neither_asks_nor_takes_up(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        outside = clinic.cast.standing("outside_psychiatrist", AMARA)
        with pytest.raises(NotFound):
            clinic.ask(who="outside_therapist", key="two")
        for act in (
            lambda: actions.acknowledge(outside, item.id, version=1),
            lambda: actions.answer(outside, item.id, "No.", version=1, submission_key="a"),
            lambda: actions.close(outside, item.id, "done", "", version=1, submission_key="c"),
            lambda: actions.record_call(outside, item.id, "reached", "", submission_key="d"),
        ):
            with pytest.raises(NotFound):
                act()
        assert count(FollowUpStep) == 0


def test_an_item_of_another_patient_is_not_found(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        clinic.cast.join("Ben Ruiz", "psychiatrist")
        elsewhere = clinic.cast.standing("psychiatrist", "Ben Ruiz")
        with pytest.raises(NotFound):
            actions.acknowledge(elsewhere, item.id, version=1)


def test_a_teammate_cannot_acknowledge_in_somebody_elses_name(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        with pytest.raises(Invalid, match="waits for somebody else"):
            actions.acknowledge(clinic.cast.standing("psychologist", AMARA), item.id, version=1)
        assert count(FollowUpStep) == 0


def test_the_second_to_acknowledge_learns_who_was_first_and_when(app: Flask, clinic: Clinic) -> None:
    clinic.cast.hire("psychiatrist_two", Discipline.PSYCHIATRIST)
    clinic.cast.join(AMARA, "psychiatrist_two")
    with app.app_context():
        item = clinic.ask(for_account_id=None, for_discipline="psychiatrist")
        actions.acknowledge(clinic.cast.standing("psychiatrist", AMARA), item.id, version=1)
        second = clinic.cast.standing("psychiatrist_two", AMARA)
        with pytest.raises(Conflict, match=r"^Psychiatrist acknowledged this at \d\d:\d\d today"):
            actions.acknowledge(second, item.id, version=1)
        actions.acknowledge(clinic.cast.standing("psychiatrist", AMARA), item.id, version=2, submission_key="again")
        assert count(FollowUpStep) == 1


def test_a_stale_form_is_told_what_happened(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        doctor, asker = clinic.cast.standing("psychiatrist", AMARA), clinic.cast.standing("therapist", AMARA)
        actions.close(asker, item.id, "not_needed", "", version=1, submission_key="c")
        with pytest.raises(Conflict, match="Therapist closed this at"):
            actions.answer(doctor, item.id, "Yes.", version=1, submission_key="a")
        with pytest.raises(Conflict, match="Therapist closed this at"):
            actions.acknowledge(doctor, item.id, version=1)
        with pytest.raises(Conflict, match="Therapist closed this at"):
            actions.record_call(doctor, item.id, "reached", "", submission_key="d")


def test_a_form_posted_twice_makes_one_row(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        assert clinic.ask().id == item.id
        with pytest.raises(Conflict, match="used already"):
            clinic.ask(text="Something else.")
        doctor = clinic.cast.standing("psychiatrist", AMARA)
        for _ in range(2):
            actions.answer(doctor, item.id, "Yes.", version=1, submission_key="a")
        with pytest.raises(Conflict, match="used already"):
            actions.close(doctor, item.id, "done", "", version=2, submission_key="a")
        assert (count(FollowUpItem), count(FollowUpStep), len(happenings())) == (1, 1, 2)


def test_a_call_is_recorded_and_settles_nothing(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask(urgency="same_day")
        asker = clinic.cast.standing("therapist", AMARA)
        for _ in range(2):
            actions.record_call(asker, item.id, "no_answer", "Rang twice.", submission_key="d")
        assert db.session.get_one(FollowUpItem, item.id).status == "open"
        assert [row[0] for row in happenings()] == ["follow_up_raised", "call_recorded"]
        with pytest.raises(Invalid, match="how the call went"):
            actions.record_call(asker, item.id, "assessed", "", submission_key="e")
