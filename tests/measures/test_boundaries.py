"""Results are one patient's, and for who is on the team."""

from sqlalchemy import select

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Grant, Sensitivity
from coordcare.extensions import db
from coordcare.measures import queries
from coordcare.measures.models import MeasureResult

TEAM_AND_STRANGER = ("coordinator", "outside_therapist")


def test_results_are_of_one_patient_and_for_their_team(cast, amara, record):
    cast.admit("Cora Lund", team=("therapist",))
    assert record([1] * 9).status_code == 303
    with cast.app.app_context():
        entry = db.session.scalars(select(MeasureResult.entry_id)).one()
        told = [queries.item_9_is_positive(cast.standing(name, "Amara Osei"), entry) for name in TEAM_AND_STRANGER]
        assert told == [True, False]
        for ask in (queries.results, queries.latest):
            told = [
                sum(len(found) for found in ask(cast.standing(name, patient)).values())
                for name, patient in (
                    ("therapist", "Amara Osei"),
                    ("coordinator", "Amara Osei"),
                    ("therapist", "Cora Lund"),
                    ("outside_therapist", "Amara Osei"),
                )
            ]
            assert told == [1, 1, 0, 0]
        both = list(cast.patients.values())
        told = [list(queries.last_phq9_words(cast.viewer(name), both)) for name in ("coordinator", "outside_therapist")]
        assert told == [[amara], []]


def test_item_9_and_the_forms_follow_the_policy(cast, amara, record, monkeypatch):
    """The cells that every discipline has today, changed."""
    assert record([1] * 9).status_code == 303
    page = f"/patients/{amara}/measures"

    def told():
        with cast.app.app_context():
            asked = (queries.results, queries.latest)
            items = [ask(cast.standing("coordinator", "Amara Osei"))["phq9"][0].item_9 for ask in asked]
        text = cast.client("coordinator").get(page).text
        return items, ["Record a PHQ-9" in text, ">Item 9<" in text]

    assert told() == (["above 0", "above 0"], [True, True])
    monkeypatch.setitem(policy.READERS[Sensitivity.SAFETY], Discipline.COORDINATOR, Grant.NO)
    monkeypatch.setitem(policy.ACTIONS[Action.RECORD_MEASURE], Discipline.COORDINATOR, Grant.NO)
    items, offered = told()
    assert "above 0" not in items and offered == [False, False]
