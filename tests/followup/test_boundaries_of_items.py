"""Items wait on this patient, for who may take them up, about entries that whoever asks sees."""

from typing import Any

import pytest

from coordcare.access.policy import Sensitivity
from coordcare.errors import Invalid, NotFound
from coordcare.extensions import db
from coordcare.followup.actions import acknowledge, raise_item
from coordcare.followup.item_queries import one, owed_here
from coordcare.followup.queries import owes
from tests.cast import Cast
from tests.rows import AMARA, CORA, entry, item


def test_what_is_owed_here_is_of_this_patient(pair: Cast) -> None:
    here, _ = (item(pair, one, "therapist", for_account_id=pair.accounts["psychiatrist"]) for one in (AMARA, CORA))
    assert [one.id for one in owed_here(pair.standing("psychiatrist", AMARA))] == [here.id]


def test_a_risk_waits_for_who_may_assess_one(pair: Cast) -> None:
    told: dict[str, Any] = {"nature": "risk", "sensitivity": "safety", "for_account_id": pair.accounts["psychiatrist"]}
    risk = item(pair, who="therapist", **told)
    waits = {who: owes(pair.standing(who, AMARA), risk.id) for who in ("psychologist", "coordinator")}
    assert waits == {"psychologist": True, "coordinator": False}


def test_a_risk_that_falls_back_to_who_raised_it_is_not_taken_up_by_them(pair: Cast) -> None:
    """Alone on a team the coordinator could acknowledge her own alarm, and no page said any more that nobody had."""
    risk = item(pair, who="coordinator", nature="risk", sensitivity="safety", for_discipline="psychiatrist")
    asked = item(pair, who="coordinator", for_discipline="psychiatrist")
    for name in set(pair.accounts) - {"coordinator"}:
        pair.leave(AMARA, name)
    db.session.rollback()
    standing = pair.standing("coordinator", AMARA)
    assert [owes(standing, told.id) for told in (risk, asked)] == [True, True], "nobody else is left"
    cards = [one(standing, told.id) for told in (risk, asked)]
    assert [card and card.taken_up_by(standing) for card in cards] == [False, True]
    with pytest.raises(Invalid, match="Only a colleague who assesses risk"):
        acknowledge(standing, risk.id, version=risk.version)
    assert acknowledge(standing, asked.id, version=asked.version).status == "acknowledged"
    page = pair.client("coordinator").get(f"/patients/{pair.patients[AMARA]}/risk").text
    assert "Nobody has acknowledged it yet." in page and "/acknowledge" not in page


def test_an_item_is_raised_on_an_entry_that_one_sees(pair: Cast) -> None:
    event = entry(pair, "life_event")
    asked: dict[str, Any] = {
        "nature": "question",
        "text": "When?",
        "sensitivity": Sensitivity.TEAM,
        "urgency": "next_visit",
    }
    with pytest.raises(NotFound):
        raise_item(
            pair.standing("coordinator", AMARA),
            **asked, submission_key="one", for_discipline="psychiatrist", entry_id=event.id,
        )  # fmt: skip
