"""Risk tasks: always an owner, always an outcome."""

from datetime import timedelta

import pytest
from flask import Flask

from coordcare.access.membership import Standing
from coordcare.audit import verification
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Invalid
from coordcare.extensions import clock, db, transaction
from coordcare.followup import actions
from coordcare.followup.models import FollowUpItem
from coordcare.settings.queries import today
from tests.followup.conftest import AMARA, Clinic


def test_a_risk_task_is_for_the_treating_clinician_and_closed_with_an_outcome(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.risk()
        accounts = clinic.cast.accounts
        assert item.for_account_id == accounts["psychiatrist"], "the first on the team who may assess a risk"
        assert (item.sensitivity, item.urgency, item.due_on) == ("safety", "same_day", today())
        assert clinic.risk().id == item.id
        coordinator = clinic.cast.standing("coordinator", AMARA)
        with pytest.raises(Invalid, match="may assess a risk"):
            actions.close(coordinator, item.id, "assessed", "", version=1, submission_key="c")
        doctor = clinic.cast.standing("psychiatrist", AMARA)
        with pytest.raises(Invalid, match="closed with an outcome"):
            actions.answer(doctor, item.id, "Done.", version=1, submission_key="a")
        for outcome, field in (("", "outcome"), ("done", "outcome"), ("could_not_reach", "text"), ("assessed", "text")):
            with pytest.raises(Invalid) as refused:
                actions.close(doctor, item.id, outcome, "", version=1, submission_key="c")
            assert refused.value.field == field
        actions.close(doctor, item.id, "assessed", "Seen, no plan.", version=1, submission_key="c")
        assert db.session.get_one(FollowUpItem, item.id).status == "closed"


def test_the_lead_owns_a_risk_only_if_they_may_assess_one(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        clinic.lead("therapist")
        assert clinic.risk(key="a").for_account_id == clinic.cast.accounts["therapist"]
        clinic.lead("coordinator")
        assert clinic.risk(key="b").for_account_id == clinic.cast.accounts["psychiatrist"]


def test_a_risk_task_never_fails_for_want_of_an_owner(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        for name in ("psychiatrist", "nurse_practitioner", "psychologist", "therapist"):
            clinic.leave(name)
        item = clinic.risk()
        assert (item.for_account_id, item.for_discipline) == (None, "psychiatrist")
        clinic.join("psychologist")
        with clock.at(clock.now() + timedelta(seconds=1)):
            actions.acknowledge(clinic.cast.standing("psychologist", AMARA), item.id, version=1)


def gate_view(standing: Standing) -> None:
    """What the gate records when somebody opens a page of the record."""
    record(Event(Happening.VIEW, standing.viewer.actor, standing.patient_id, rule="open_record"))


def test_what_the_assessor_has_not_seen_stays_open(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        seen = clinic.risk(key="a")
        doctor = clinic.cast.standing("psychiatrist", AMARA)
        assert actions.settle_risk_tasks(doctor, "assessed", submission_key="never-looked") == 0
        gate_view(doctor)
        unseen = clinic.risk(key="b")
        assert actions.settle_risk_tasks(doctor, "assessed", submission_key="entry-key") == 1
        assert db.session.get_one(FollowUpItem, seen.id).status == "closed"
        assert db.session.get_one(FollowUpItem, unseen.id).status == "open"


def test_an_assessment_settles_every_open_risk_task(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        clinic.risk(key="a")
        clinic.risk(key="b")
        question = clinic.ask()
        doctor = clinic.cast.standing("psychiatrist", AMARA)
        gate_view(doctor)
        with transaction():
            assert actions.settle_risk_tasks(doctor, "assessed", submission_key="entry-key") == 2
        assert actions.settle_risk_tasks(doctor, "assessed", submission_key="entry-key") == 0
        assert db.session.get_one(FollowUpItem, question.id).status == "open"
        assert not verification.verify().faults
