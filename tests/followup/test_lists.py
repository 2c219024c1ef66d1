"""Who sees what, who owes what: permission in SQL, cover, risks, and statements that do not grow."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask
from sqlalchemy import event, update

from coordcare.access.membership import CareTeamMembership
from coordcare.access.policy import Discipline, Sensitivity
from coordcare.extensions import clock, db, transaction
from coordcare.followup import absence_actions, actions, item_queries
from coordcare.followup.cards import ItemCard
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from tests.followup.conftest import AMARA, Clinic


def ids(cards: list[ItemCard]) -> list[int]:
    return [card.id for card in cards]


def test_a_clinical_item_does_not_exist_for_a_coordinator(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        clinical = clinic.ask(key="a")
        team = clinic.ask(key="b", whom="coordinator", sensitivity=Sensitivity.TEAM)
        coordinator = clinic.cast.standing("coordinator", AMARA)
        assert ids(item_queries.for_patient(coordinator, is_open=True)) == [team.id]
        assert item_queries.one(coordinator, clinical.id) is None
        psychologist = clinic.cast.standing("psychologist", AMARA)
        assert ids(item_queries.for_patient(psychologist, is_open=True)) == [team.id, clinical.id], "the newest first"


def test_asker_and_addressee_see_it_while_they_are_on_the_team(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask(who="coordinator")
        coordinator = clinic.cast.viewer("coordinator")
        assert ids(item_queries.asked(coordinator)) == [item.id]
        clinic.leave("coordinator")
        assert item_queries.asked(coordinator) == []
        assert ids(item_queries.owed(clinic.cast.viewer("psychiatrist"))) == [item.id]
        clinic.leave("psychiatrist")
        assert item_queries.owed(clinic.cast.viewer("psychiatrist")) == []


def test_an_item_for_a_discipline_waits_for_each_of_it_on_this_team(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask(for_account_id=None, for_discipline="psychiatrist")
        assert ids(item_queries.owed(clinic.cast.viewer("psychiatrist"))) == [item.id]
        assert item_queries.owed(clinic.cast.viewer("psychologist")) == []
        assert item_queries.owed(clinic.cast.viewer("outside_psychiatrist")) == []
        card = item_queries.one(clinic.cast.standing("psychologist", AMARA), item.id)
        assert card is not None and (card.for_whom, card.waits_for_me) == ("any psychiatrist", False)


def test_risks_come_first_then_the_day(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        someday = clinic.ask(key="a", urgency="next_visit")
        soon = clinic.ask(key="b", urgency="two_days")
        now = clinic.ask(key="c", urgency="same_day")
        risk = clinic.risk()
        assert ids(item_queries.owed(clinic.cast.viewer("psychiatrist"))) == [risk.id, now.id, soon.id, someday.id]


def test_a_risk_task_waits_for_everybody_who_may_assess_it(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        risk = clinic.risk()
        for name in ("psychiatrist", "nurse_practitioner", "psychologist", "therapist"):
            assert ids(item_queries.owed(clinic.cast.viewer(name))) == [risk.id], name
            assert ids(item_queries.risk_tasks(clinic.cast.viewer(name))) == [risk.id]
        coordinator = clinic.cast.viewer("coordinator")
        assert item_queries.owed(coordinator) == []
        assert ids(item_queries.risk_tasks(coordinator)) == [risk.id], "every reader of safety sees it"
        for name in ("admin", "outside_therapist"):
            assert item_queries.risk_tasks(clinic.cast.viewer(name)) == []
        assert ids(item_queries.open_risk_tasks(clinic.cast.standing("coordinator", AMARA))) == [risk.id]


def test_the_cover_of_an_absent_colleague_owes_their_items_where_they_are_on_the_team(
    app: Flask, clinic: Clinic
) -> None:
    clinic.cast.admit("Cora Lund", team=("psychiatrist", "therapist"))
    with app.app_context():
        here = clinic.ask()
        elsewhere = actions.raise_item(
            clinic.cast.standing("therapist", "Cora Lund"),
            nature="task",
            text="Only the two of us.",
            sensitivity=Sensitivity.CLINICAL,
            urgency="two_days",
            submission_key="other",
            for_account_id=clinic.cast.accounts["psychiatrist"],
        )
        cover = clinic.cast.viewer("nurse_practitioner")
        assert item_queries.owed(cover) == []
        doctor = clinic.cast.viewer("psychiatrist")
        tomorrow = today() + timedelta(days=1)
        absence_actions.set_absence(doctor, tomorrow, tomorrow, cover.account_id)
        assert item_queries.owed(cover) == [], "not away yet"
        with clock.at(clock.now() + timedelta(days=1)):
            (card,) = item_queries.owed(cover)
            assert (card.id, card.covered_by) == (here.id, "Nurse Practitioner")
            assert elsewhere.id in ids(item_queries.owed(doctor)), "one's own stay one's own"
            actions.acknowledge(clinic.cast.standing("nurse_practitioner", AMARA), here.id, version=1)
        with clock.at(clock.now() + timedelta(days=2)):
            assert item_queries.owed(cover) == [], "back again"


def test_who_covers_on_the_team_owes_too(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        with transaction() as session:
            table = CareTeamMembership
            doctors = update(table).where(table.account_id == clinic.cast.accounts["psychiatrist"])
            session.execute(doctors.values(covered_by_id=clinic.cast.accounts["psychologist"]))
        (card,) = item_queries.owed(clinic.cast.viewer("psychologist"))
        assert (card.id, card.covered_by) == (item.id, "Psychologist")


def test_what_nobody_can_take_up_any_more_goes_back_to_who_asked(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        asker = clinic.cast.viewer("therapist")
        assert item_queries.owed(asker) == []
        clinic.leave("psychiatrist")
        (card,) = item_queries.owed(asker)
        assert (card.id, card.nobody) == (item.id, True)
        assert item_queries.owed(clinic.cast.viewer("psychologist")) == []
        clinic.leave("therapist")
        assert ids(item_queries.owed(clinic.cast.viewer("psychologist"))) == [item.id], "nobody else is left"


def test_what_came_back_is_what_colleagues_did_until_it_is_noted(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        asker, doctor = clinic.cast.viewer("therapist"), clinic.cast.standing("psychiatrist", AMARA)
        assert item_queries.came_back(asker) == []
        assert ids(item_queries.asked(asker)) == [item.id]
        actions.acknowledge(doctor, item.id, version=1)
        (card,) = item_queries.came_back(asker)
        assert card.last is not None and (card.last.by, card.last.words) == ("Psychiatrist", "acknowledged this")
        assert item_queries.asked(asker) == [], "it is told once, among what came back"
        with clock.at(clock.now() + timedelta(days=15)):
            assert ids(item_queries.asked(asker)) == [item.id], "long taken up and still open"
        actions.answer(doctor, item.id, "Yes.", version=2, submission_key="a")
        (card,) = item_queries.came_back(asker)
        assert card.last is not None and (card.last.text, card.came_back) == ("Yes.", True)
        assert item_queries.came_back(clinic.cast.viewer("psychologist")) == []
        with clock.at(clock.now() + timedelta(days=15)):
            assert item_queries.came_back(asker) == []
        actions.acknowledge(clinic.cast.standing("therapist", AMARA), item.id, version=3)
        assert item_queries.came_back(asker) == []
        (settled,) = item_queries.for_patient(doctor, is_open=False)
        assert settled.status == "answered", "noting it changes nothing else"


def test_a_visit_planned_later_makes_the_day(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        clinic.ask(urgency="next_visit")
        doctor = clinic.cast.viewer("psychiatrist")
        assert item_queries.owed(doctor)[0].due_words == "By the next visit, none is planned"
        with transaction() as session:
            session.get_one(Patient, clinic.cast.patients[AMARA]).next_visit_on = today()
        assert item_queries.owed(doctor)[0].due_words == "By the next visit, today"
        with clock.at(clock.now() + timedelta(days=1)):
            (card,) = item_queries.owed(doctor)
            assert card.overdue and card.due_words.startswith("Was due ")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of a block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_number_of_statements_does_not_grow_with_items(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        clinic.ask(key="first")
        doctor, standing = clinic.cast.viewer("psychiatrist"), clinic.cast.standing("psychiatrist", AMARA)

        def statements() -> int:
            db.session.rollback()
            db.session.expunge_all()
            with counted() as seen:
                item_queries.owed(doctor)
                item_queries.for_patient(standing, is_open=True)
            return len(seen)

        few = statements()
        for number in range(30):
            clinic.ask(key=str(number))
        assert statements() == few


def test_every_list_filters_before_its_limit(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        for number in range(3):
            clinic.ask(key=str(number), whom="nurse_practitioner")
        mine = clinic.ask(key="mine", whom="coordinator", sensitivity=Sensitivity.TEAM)
        most, item_queries.MOST = item_queries.MOST, 1
        try:
            assert ids(item_queries.for_patient(clinic.cast.standing("coordinator", AMARA), is_open=True)) == [mine.id]
        finally:
            item_queries.MOST = most


def test_a_newly_hired_colleague_of_the_discipline_owes_only_on_their_own_teams(app: Flask, clinic: Clinic) -> None:
    clinic.cast.hire("new_doctor", Discipline.PSYCHIATRIST)
    with app.app_context():
        item = clinic.ask(for_account_id=None, for_discipline="psychiatrist")
        new = clinic.cast.viewer("new_doctor")
        assert item_queries.owed(new) == []
        clinic.join("new_doctor")
        assert ids(item_queries.owed(new)) == [item.id]
