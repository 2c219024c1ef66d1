"""Whose absence, whose cover, and who owes what is overdue: on either side of every condition."""

from collections.abc import Callable

from flask import Flask

from coordcare.extensions import clock, db, transaction
from coordcare.followup import absence_queries
from coordcare.followup.models import FollowUpItem, OutboxMessage
from coordcare.followup.outbox_queries import overdue_account_ids
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from tests.followup.changing import DAY, away, change_account, change_member
from tests.followup.conftest import AMARA, CORA, Clinic


def test_absences_are_ones_own_and_those_that_one_covers(
    app: Flask, clinic: Clinic, cora: Callable[..., FollowUpItem]
) -> None:
    with app.app_context():
        away(clinic, "psychiatrist", "nurse_practitioner")
        away(clinic, "psychiatrist", "psychologist", days=3)
        away(clinic, "therapist", "psychologist", days=3)
        doctor, nurse = clinic.cast.viewer("psychiatrist"), clinic.cast.viewer("nurse_practitioner")
        assert [card.covered_by for card in absence_queries.mine(doctor)] == ["Nurse Practitioner", "Psychologist"]
        assert [card.who for card in absence_queries.i_cover(nurse)] == ["Psychiatrist"]
        assert [name for _, name in absence_queries.mine(doctor)[0].not_on_team] == [CORA]
        clinic.leave("nurse_practitioner")
        db.session.rollback()
        assert [name for _, name in absence_queries.mine(doctor)[0].not_on_team] == [AMARA, CORA]


def overdue(clinic: Clinic) -> set[str]:
    """Who owes something that is overdue a day after it was asked for today."""
    db.session.rollback()
    names = {number: name for name, number in clinic.cast.accounts.items()}
    with clock.at(clock.now() + DAY):
        return {names[number] for number in overdue_account_ids()}


def test_what_is_overdue_is_the_owners_and_their_covers_on_this_team(
    app: Flask, clinic: Clinic, cora: Callable[..., FollowUpItem]
) -> None:
    with app.app_context():
        clinic.ask(urgency="same_day")
        cora(whom="therapist", who="psychiatrist")
        assert overdue(clinic) == {"psychiatrist"}
        away(clinic, "psychiatrist", "nurse_practitioner", days=3)
        away(clinic, "therapist", "coordinator", days=1)
        assert overdue(clinic) == {"psychiatrist"}
        away(clinic, "psychiatrist", "psychologist", days=1)
        assert overdue(clinic) == {"psychiatrist", "psychologist"}
        change_member(clinic, CORA, "psychiatrist", covered_by_id=clinic.cast.accounts["coordinator"])
        change_member(clinic, AMARA, "therapist", covered_by_id=clinic.cast.accounts["coordinator"])
        assert overdue(clinic) == {"psychiatrist", "psychologist"}
        change_member(clinic, AMARA, "psychiatrist", covered_by_id=clinic.cast.accounts["coordinator"])
        assert overdue(clinic) == {"psychiatrist", "psychologist", "coordinator"}
        change_account(clinic, "psychologist", disabled_at=clock.now())
        change_member(clinic, AMARA, "psychiatrist", ended_at=clock.now())
        assert overdue(clinic) == set()


def test_an_item_for_the_next_visit_is_overdue_by_its_own_patients_visit(
    app: Flask, clinic: Clinic, cora: Callable[..., FollowUpItem]
) -> None:
    with app.app_context():
        clinic.ask(urgency="next_visit")
        for name, days in ((AMARA, 9), (CORA, 0)):
            with transaction() as session:
                session.get_one(Patient, clinic.cast.patients[name]).next_visit_on = today() + days * DAY
        assert overdue(clinic) == set()


def test_a_risk_whose_owner_is_covered_is_mailed_to_those_alone_who_may_assess_it(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        away(clinic, "psychiatrist", "psychologist")
        clinic.risk(who="therapist")
        told = {row.account_id for row in db.session.query(OutboxMessage)}
        able = ("psychiatrist", "nurse_practitioner", "psychologist")
        assert told == {clinic.cast.accounts[name] for name in able}
