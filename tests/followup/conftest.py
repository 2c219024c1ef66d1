"""The cast on one patient, and short ways to ask."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import update

from coordcare.access.membership import CareTeamMembership
from coordcare.access.policy import Sensitivity
from coordcare.extensions import db, transaction
from coordcare.followup import actions
from coordcare.followup.models import FollowUpItem
from tests.cast import Cast, gather

AMARA, CORA = "Amara Osei", "Cora Lund"


class Clinic:
    """The cast, with asking made short. Every method needs an application context."""

    def __init__(self, app: Flask, cast: Cast) -> None:
        self.app, self.cast = app, cast

    def ask(self, who: str = "therapist", whom: str = "psychiatrist", key: str = "one", **more: object) -> FollowUpItem:
        asked: dict[str, object] = {
            "nature": "question",
            "text": "Could the dose be why she sleeps badly?",
            "sensitivity": Sensitivity.CLINICAL,
            "urgency": "two_days",
            "submission_key": key,
            "for_account_id": self.cast.accounts.get(whom),
        }
        return actions.raise_item(self.cast.standing(who, AMARA), **{**asked, **more})  # type: ignore[arg-type]

    def risk(self, who: str = "coordinator", key: str = "risk") -> FollowUpItem:
        standing = self.cast.standing(who, AMARA)
        return actions.raise_risk_task(standing, "Item 9 is positive.", entry_id=None, submission_key=key)

    def leave(self, name: str) -> None:
        """Take somebody off the team; what was read before is read anew."""
        self.cast.leave(AMARA, name)
        db.session.rollback()

    def join(self, name: str) -> None:
        """Put somebody on the team; what was read before is read anew."""
        self.cast.join(AMARA, name)
        db.session.rollback()

    def lead(self, name: str) -> None:
        """Make a member of the team the one who leads it."""
        table = CareTeamMembership
        with transaction() as session:
            here = update(table).where(table.patient_id == self.cast.patients[AMARA])
            session.execute(here.values(is_lead=table.account_id == self.cast.accounts[name]))


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    cast = gather(app)
    with cast.without_csrf():
        yield cast


@pytest.fixture
def clinic(app: Flask, cast: Cast) -> Clinic:
    return Clinic(app, cast)


@pytest.fixture
def cora(clinic: Clinic) -> Callable[..., FollowUpItem]:
    """Another patient of the psychiatrist's and the therapist's; asks there."""
    clinic.cast.admit(CORA, team=("psychiatrist", "therapist"))

    def ask(who: str = "therapist", whom: str = "psychiatrist", **more: object) -> FollowUpItem:
        asked: dict[str, object] = {"nature": "question", "text": "Only the two of us.", "urgency": "two_days"}
        asked |= {"sensitivity": Sensitivity.CLINICAL, "submission_key": "cora"}
        asked |= {"for_account_id": clinic.cast.accounts[whom]}
        return actions.raise_item(clinic.cast.standing(who, CORA), **{**asked, **more})  # type: ignore[arg-type]

    return ask
