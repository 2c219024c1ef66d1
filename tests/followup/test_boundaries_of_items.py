"""Items wait on this patient, for who may take them up, about entries that whoever asks sees."""

from typing import Any

import pytest

from coordcare.access.policy import Sensitivity
from coordcare.errors import NotFound
from coordcare.followup.actions import raise_item
from coordcare.followup.item_queries import owed_here
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
