"""Another patient's items, another's absence, somebody who left: on either side of every condition of follow-up."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from coordcare.errors import Invalid
from coordcare.extensions import clock, db, transaction
from coordcare.followup import absence_actions, actions, item_queries, queries
from coordcare.followup.models import FollowUpItem
from coordcare.followup.team_queries import colleagues_on, risk_owner
from coordcare.settings.queries import today
from tests.followup.changing import DAY, away, change_account, change_member
from tests.followup.conftest import AMARA, CORA, Clinic


def owed(clinic: Clinic, name: str) -> list[int]:
    """What waits for somebody, as actions would read it: anew."""
    db.session.rollback()
    return [card.id for card in item_queries.owed(clinic.cast.viewer(name))]


def test_what_is_on_one_patient_is_on_no_other(app: Flask, clinic: Clinic, cora: Callable[..., FollowUpItem]) -> None:
    with app.app_context():
        here, there, risk = clinic.ask(), cora(), clinic.risk()
        doctor, elsewhere = (clinic.cast.standing("psychiatrist", name) for name in (AMARA, CORA))
        outsider = clinic.cast.standing("outside_therapist", AMARA)
        assert [card.id for card in item_queries.for_patient(elsewhere, is_open=True)] == [there.id]
        assert [item_queries.one(elsewhere, one.id) is None for one in (here, there)] == [True, False]
        assert [card.id for card in item_queries.open_risk_tasks(doctor)] == [risk.id]
        assert item_queries.open_risk_tasks(elsewhere) == []
        assert [queries.open_risk_item_ids(one) for one in (doctor, elsewhere, outsider)] == [[risk.id], [], []]
        assert [queries.has_open_risk_task(one.patient_id) for one in (doctor, elsewhere)] == [True, False]
        assert queries.visible_item(elsewhere, here.id) is None
        both = [doctor.patient_id, elsewhere.patient_id]
        told = [queries.with_open_risk_task(one.viewer, both) for one in (doctor, outsider)]
        assert told == [{doctor.patient_id}, set()]


def test_settled_items_and_those_of_an_entry_are_this_patients(
    app: Flask, clinic: Clinic, cora: Callable[..., FollowUpItem]
) -> None:
    with app.app_context():
        here, there = clinic.ask(), cora()
        with transaction() as session:
            session.execute(update(FollowUpItem).values(status="answered"))
        for patient, item in ((AMARA, here), (CORA, there)):
            standing = clinic.cast.standing("psychiatrist", patient)
            assert [card.id for card in item_queries.for_patient(standing, is_open=False)] == [item.id]


def test_what_one_asked_and_what_came_back_is_not_a_colleagues(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        mine, theirs = clinic.ask(key="a"), clinic.ask("psychologist", key="b")
        therapist, psychologist = clinic.cast.viewer("therapist"), clinic.cast.viewer("psychologist")
        assert [card.id for card in item_queries.asked(therapist)] == [mine.id]
        assert [card.id for card in item_queries.asked(psychologist)] == [theirs.id]
        doctor = clinic.cast.standing("psychiatrist", AMARA)
        actions.acknowledge(doctor, mine.id, version=1)
        assert [card.id for card in item_queries.came_back(therapist)] == [mine.id]
        assert item_queries.came_back(psychologist) == []
        own = clinic.ask(key="c")
        actions.close(clinic.cast.standing("therapist", AMARA), own.id, "done", "", version=1, submission_key="x")
        assert [card.id for card in item_queries.came_back(therapist)] == [mine.id], "what one did oneself is no news"


ENDINGS: dict[str, Callable[[Clinic], None]] = {
    "left the team": lambda clinic: change_member(clinic, AMARA, "psychiatrist", ended_at=clock.now()),
    "will join": lambda clinic: change_member(clinic, AMARA, "psychiatrist", started_at=clock.now() + DAY),
    "is disabled": lambda clinic: change_account(clinic, "psychiatrist", disabled_at=clock.now()),
    "has no discipline": lambda clinic: change_account(clinic, "psychiatrist", discipline=None),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("for_all", [False, True])
def test_who_cannot_be_asked_any_more_leaves_it_to_who_asked(
    app: Flask, clinic: Clinic, cora: Callable[..., FollowUpItem], ending: str, for_all: bool
) -> None:
    """They are on another patient's team still, which makes no difference here."""
    with app.app_context():
        whom = {"for_account_id": None, "for_discipline": "psychiatrist"} if for_all else {}
        item = clinic.ask(**whom)
        assert owed(clinic, "psychologist") == owed(clinic, "therapist") == []
        assert owed(clinic, "psychiatrist") == [item.id]
        assert not queries.owes(clinic.cast.standing("outside_psychiatrist", AMARA), item.id)
        ENDINGS[ending](clinic)
        assert (owed(clinic, "psychologist"), owed(clinic, "therapist")) == ([], [item.id])
        change_member(clinic, AMARA, "therapist", ended_at=clock.now())
        assert owed(clinic, "psychologist") == [item.id]


def test_a_cover_on_a_team_covers_there_for_one_person_while_both_are_on_it(
    app: Flask, clinic: Clinic, cora: Callable[..., FollowUpItem]
) -> None:
    clinic.cast.join(CORA, "psychologist")
    with app.app_context():
        here, _, nurses = clinic.ask(), cora(), clinic.ask(whom="nurse_practitioner", key="nurse")
        change_member(clinic, AMARA, "psychiatrist", covered_by_id=clinic.cast.accounts["psychologist"])
        assert owed(clinic, "psychologist") == [here.id]
        assert owed(clinic, "nurse_practitioner") == [nurses.id]
        change_member(clinic, AMARA, "psychiatrist", ended_at=clock.now())
        assert owed(clinic, "psychologist") == []


def test_a_cover_of_an_absence_covers_for_that_person_on_those_days(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item, _ = clinic.ask(), clinic.ask(whom="nurse_practitioner", key="nurse")
        absence = away(clinic, "psychiatrist", "psychologist")
        assert [owed(clinic, name) for name in ("psychologist", "therapist")] == [[item.id], []]
        with clock.at(clock.now() + DAY):
            assert owed(clinic, "psychologist") == []
        absence_actions.end_absence(clinic.cast.viewer("psychiatrist"), absence.id)
        assert owed(clinic, "psychologist") == []


def test_colleagues_are_told_as_away_on_their_own_days_alone(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        away(clinic, "psychiatrist", "psychologist")
        away(clinic, "therapist", "psychologist", days=5)
        found = {one.name: one.away_until for one in colleagues_on(clinic.cast.patients[AMARA])}
        assert {name: day for name, day in found.items() if day} == {"Psychiatrist": today()}
        for name, values in (("nurse_practitioner", {"disabled_at": clock.now()}), ("therapist", {"discipline": None})):
            change_account(clinic, name, **values)
        change_member(clinic, AMARA, "psychologist", ended_at=clock.now())
        db.session.rollback()
        assert [one.name for one in colleagues_on(clinic.cast.patients[AMARA])] == ["Psychiatrist", "Coordinator"]


def test_nobody_covers_for_themselves_or_asks_themselves(app: Flask, clinic: Clinic) -> None:
    page = clinic.cast.client("psychiatrist").get("/away").text
    choices = page.split('name="covered_by_id"')[1].split("</select>")[0]
    assert "Psychologist" in choices and ">Psychiatrist, " not in choices
    with app.app_context(), pytest.raises(Invalid, match="You cannot ask yourself"):
        clinic.ask(whom="therapist")


def test_a_risk_that_nobody_here_may_assess_is_for_a_discipline_that_may(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        team = colleagues_on(clinic.cast.patients[AMARA])
        assert risk_owner([one for one in team if one.name == "Coordinator"]) == (None, "psychiatrist")
        assert risk_owner(team) == (clinic.cast.accounts["psychiatrist"], None)


def test_an_assessment_settled_a_task_for_who_signed_it(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.risk()
        doctor = clinic.cast.standing("psychiatrist", AMARA)
        key = f"{item.id}:the-form"
        actions.close(doctor, item.id, "assessed", "Asked and judged.", version=1, submission_key=key)
        assert queries.settled_with(doctor.viewer.account_id, "the-form")
        assert not queries.settled_with(clinic.cast.accounts["therapist"], "the-form")


def test_what_a_colleague_looked_at_is_not_settled_by_ones_own_assessment(app: Flask, clinic: Clinic) -> None:
    """Raised after the viewer's own last look, though a colleague has looked since."""
    record = f"/patients/{clinic.cast.patients[AMARA]}/timeline"
    assert clinic.cast.client("therapist").get(record).status_code == 200
    with app.app_context():
        item = clinic.risk()
    assert clinic.cast.client("psychologist").get(record).status_code == 200
    with app.app_context():
        therapist, psychologist = (clinic.cast.standing(name, AMARA) for name in ("therapist", "psychologist"))
        assert actions.settle_risk_tasks(therapist, "assessed", submission_key="a") == 0
        assert actions.settle_risk_tasks(psychologist, "assessed", submission_key="b") == 1
        assert db.session.get_one(FollowUpItem, item.id).status == "closed"


def test_a_form_is_its_senders_own(app: Flask, clinic: Clinic) -> None:
    """Two people whose forms have the same key."""
    with app.app_context():
        items = [clinic.ask(who, key="same").id for who in ("therapist", "psychologist")]
        assert len(set(items)) == 2
        for who, item in (("psychiatrist", items[0]), ("therapist", items[0])):
            actions.record_call(clinic.cast.standing(who, AMARA), item, "reached", "", submission_key="call")
        assert [queries.last_step(item, "called") is not None for item in items] == [True, False]
        for who, item in zip(("therapist", "psychologist"), items, strict=True):
            found = queries.item_by_submission(clinic.cast.viewer(who), "same")
            assert found is not None and found.id == item
        steps = [queries.step_by_submission(clinic.cast.viewer(who), "call") for who in ("psychiatrist", "therapist")]
        assert [one.by_id for one in steps if one] == [clinic.cast.accounts[n] for n in ("psychiatrist", "therapist")]
