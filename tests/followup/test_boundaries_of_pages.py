"""What an item's card and pages tell and offer to whom: on either side of who reads, owes and asked."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from coordcare.access import policy
from coordcare.access.membership import CareTeamMembership
from coordcare.access.policy import Action, Discipline, Grant, Sensitivity
from coordcare.accounts.models import Account
from coordcare.errors import Invalid
from coordcare.extensions import clock, db, transaction
from coordcare.followup import absence_actions, actions, item_queries, queries
from coordcare.followup.models import FollowUpItem
from coordcare.followup.team_queries import risk_owner
from coordcare.settings.queries import today
from tests.followup.conftest import AMARA, Clinic
from tests.medication.writing import entry_id, sign


def card(clinic: Clinic, name: str, item: FollowUpItem) -> item_queries.ItemCard | None:
    db.session.rollback()
    return item_queries.one(clinic.cast.standing(name, AMARA), item.id)


def page(clinic: Clinic, name: str, item_id: int) -> str:
    answer = clinic.cast.client(name).get(f"/patients/{clinic.cast.patients[AMARA]}/follow-up/{item_id}")
    assert answer.status_code == 200
    return answer.text


def test_an_item_exists_for_who_reads_it_was_asked_or_asked(app: Flask, clinic: Clinic) -> None:
    clinic.cast.hire("second_coordinator", Discipline.COORDINATOR)
    clinic.cast.join(AMARA, "second_coordinator")
    with app.app_context():
        clinical, asked = clinic.ask(), clinic.ask("coordinator", key="asked")
        team = clinic.ask(whom="coordinator", key="team", sensitivity=Sensitivity.TEAM)
        nurses = clinic.ask(whom="nurse_practitioner", key="nurse")
        with transaction() as session:
            nurse = Account.id == clinic.cast.accounts["nurse_practitioner"]
            session.execute(update(Account).where(nurse).values(discipline=Discipline.COORDINATOR.value))
        items = (clinical, asked, team, nurses)
        told = {
            name: [card(clinic, name, one) is not None for one in items]
            for name in ("psychologist", "coordinator", "second_coordinator", "nurse_practitioner", "outside_therapist")
        }
        assert told == {
            "psychologist": [True, True, True, True],
            "coordinator": [False, True, True, False],
            "second_coordinator": [False, False, True, False],
            "nurse_practitioner": [False, False, True, True],
            "outside_therapist": [False] * 4,
        }
        owing = [queries.owes(clinic.cast.standing(name, AMARA), clinical.id) for name in ("psychiatrist", *told)]
        assert owing == [True] + [False] * 5


def test_a_card_tells_for_whom_it_waits_and_who_covers_here_now(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        told = {name: card(clinic, name, item) for name in ("psychiatrist", "psychologist", "therapist")}
        assert [one.waits_for_me for one in told.values() if one] == [True, False, False]
        assert [one.nobody for one in told.values() if one] == [False] * 3
        table, accounts = CareTeamMembership, clinic.cast.accounts
        with transaction() as session:
            doctors = update(table).where(table.account_id == accounts["psychiatrist"])
            session.execute(doctors.values(covered_by_id=accounts["psychologist"]))
        covered = card(clinic, "therapist", item)
        assert covered is not None and covered.covered_by == "Psychologist"
        clinic.leave("psychiatrist")
        alone = card(clinic, "therapist", item)
        assert alone is not None and (alone.covered_by, alone.nobody) == (None, True)


def test_a_cover_who_left_the_team_is_told_apart_and_only_on_the_days(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        doctor, day = clinic.cast.viewer("psychiatrist"), today()
        absence_actions.set_absence(doctor, day, day, clinic.cast.accounts["psychologist"])
        here = card(clinic, "therapist", item)
        assert here is not None and (here.covered_by, here.cover_is_here) == ("Psychologist", True)
        clinic.leave("psychologist")
        gone = card(clinic, "therapist", item)
        assert gone is not None and (gone.covered_by, gone.cover_is_here) == ("Psychologist", False)
        with clock.at(clock.now() + timedelta(days=1)):
            back = card(clinic, "therapist", item)
            assert back is not None and back.covered_by is None


def test_what_an_item_was_asked_on_is_reached_by_who_reads_it(app: Flask, clinic: Clinic) -> None:
    note = entry_id(sign(clinic.cast, "therapist", "session_note"))
    with app.app_context():
        item = clinic.ask(whom="nurse_practitioner", entry_id=note)
        asking = clinic.cast.standing("therapist", AMARA)
        assert [one.id for one in item_queries.for_entry(asking, note)] == [item.id]
        with transaction() as session:
            nurse = Account.id == clinic.cast.accounts["nurse_practitioner"]
            session.execute(update(Account).where(nurse).values(discipline=Discipline.COORDINATOR.value))
        told = [card(clinic, name, item) for name in ("psychiatrist", "nurse_practitioner")]
        assert [one.entry.reads for one in told if one and one.entry] == [True, False]
        clinic.cast.admit("Cora Lund", team=("therapist",))
        assert item_queries.for_entry(clinic.cast.standing("therapist", "Cora Lund"), note) == []


def test_a_risk_is_closed_by_who_assesses_and_whom_it_is_for_is_called_first(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        risk, item = clinic.risk().id, clinic.ask(whom="psychologist", urgency="same_day").id
        with transaction() as session:
            session.execute(update(Account).values(phone="(555) 010-0142"))
    offered = {name: f"/{risk}/close" in page(clinic, name, risk) for name in ("therapist", "coordinator")}
    assert offered == {"therapist": True, "coordinator": False}
    answer = clinic.cast.client("coordinator").post(
        f"/patients/{clinic.cast.patients[AMARA]}/follow-up/{risk}/close", data={"outcome": "assessed"}
    )
    assert answer.status_code == 403
    called = re.findall(r'<dt>([^<]+)</dt><dd><a href="tel:', page(clinic, "therapist", item))
    assert called[:2] == ["Psychologist", "Psychiatrist"]
    assert "Therapist" not in called, "nobody calls themselves"
    with app.app_context():
        assert db.session.get_one(FollowUpItem, risk).status == "open"


def test_one_asks_those_who_read_it_and_not_oneself(app: Flask, clinic: Clinic) -> None:
    note = entry_id(sign(clinic.cast, "therapist", "session_note"))
    record = f"/patients/{clinic.cast.patients[AMARA]}/follow-up"
    for address, names in ((record, ["Coordinator"]), (f"{record}?entry={note}", [])):
        choices = clinic.cast.client("therapist").get(address).text.split('name="for_whom"')[1].split("</select>")[0]
        assert "Psychologist" in choices and "Therapist, " not in choices
        assert [name for name in ("Coordinator",) if f"{name}, " in choices or f">{name}<" in choices] == names
    assert clinic.cast.client("coordinator").get(f"{record}?entry={note}").status_code == 404


def test_words_between_two_who_read_them_are_clinical_and_else_for_the_team(app: Flask, clinic: Clinic) -> None:
    accounts, record = clinic.cast.accounts, f"/patients/{clinic.cast.patients[AMARA]}/follow-up"
    asked = {"nature": "task", "urgency": "two_days", "text": "Please call her."}
    pairs = [("therapist", "psychiatrist"), ("therapist", "coordinator"), ("coordinator", "psychiatrist")]
    for who, whom in pairs:
        form = {**asked, "for_whom": f"account:{accounts[whom]}", "submission_key": f"{who}-{whom}"}
        assert clinic.cast.client(who).post(record, data=form).status_code == 303
    with app.app_context():
        found = db.session.query(FollowUpItem).order_by(FollowUpItem.id)
        assert [one.sensitivity for one in found] == ["clinical", "team", "team"]


def test_what_one_may_do_with_an_item_follows_from_whose_it_is(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        psychologist, therapist = (clinic.cast.standing(name, AMARA) for name in ("psychologist", "therapist"))
        for act in (
            lambda: actions.acknowledge(psychologist, item.id, version=1),
            lambda: actions.answer(psychologist, item.id, "Yes.", version=1, submission_key="a"),
            lambda: actions.close(psychologist, item.id, "done", "", version=1, submission_key="b"),
        ):
            db.session.rollback()
            with pytest.raises(Invalid, match="wait"):
                act()
        assert actions.close(therapist, item.id, "done", "", version=1, submission_key="c").status == "closed"


def test_what_the_policy_takes_from_a_discipline_is_neither_told_nor_offered(
    app: Flask, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cells that every discipline has today, changed."""
    contact = entry_id(sign(clinic.cast, "coordinator", "contact"))
    entry = f"/patients/{clinic.cast.patients[AMARA]}/entries/{contact}"
    coordinator = clinic.cast.client("coordinator")
    with app.app_context():
        clinic.risk()
        viewer = clinic.cast.viewer("coordinator")
        assert len(item_queries.risk_tasks(viewer)) == 1 and "Ask about this" in coordinator.get(entry).text
        monkeypatch.setitem(policy.READERS[Sensitivity.SAFETY], Discipline.COORDINATOR, Grant.NO)
        monkeypatch.setitem(policy.ACTIONS[Action.FOLLOW_UP], Discipline.COORDINATOR, Grant.NO)
        monkeypatch.setitem(policy.ACTIONS[Action.ASSESS_RISK], Discipline.PSYCHIATRIST, Grant.NO)
        assert item_queries.risk_tasks(viewer) == [], "not even what they raised"
        assert risk_owner([]) == (None, "nurse_practitioner")
    assert "Ask about this" not in coordinator.get(entry).text
