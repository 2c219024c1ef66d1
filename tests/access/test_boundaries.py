"""Who reaches which list, and what one's own account opens: on either side of what only some may."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from coordcare.access import gate
from coordcare.access.membership import CareTeamMembership, member_ids, my_patient_ids
from coordcare.access.policy import Action
from coordcare.accounts.models import Account
from coordcare.errors import NotFound
from coordcare.extensions import clock, db, transaction
from tests.cast import Cast, gather

CLINICAL = ["Home", "Caseload", "Follow-up", "What I can see"]


@pytest.fixture
def cast(sqlite_app: Flask) -> Cast:
    return gather(sqlite_app)


def menu(cast: Cast, name: str) -> list[str]:
    page = cast.client(name).get("/policy").text
    links = page.split('<nav class="topnav"')[1].split("</nav>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", link).split()) for link in re.findall(r"(?s)<a .*?</a>", links)]


def test_the_menu_leads_where_somebody_may_go(cast: Cast) -> None:
    with cast.app.app_context(), transaction() as session:
        session.get_one(Account, cast.accounts["psychologist"]).can_configure = True
    assert menu(cast, "coordinator") == CLINICAL
    configured = ["Course types", "Drug list", "Monitoring rules"]
    assert menu(cast, "psychologist") == [*CLINICAL[:3], "Monitoring", *configured, "What I can see"]
    assert menu(cast, "therapist") == [*CLINICAL[:3], "Monitoring", "What I can see"]
    assert menu(cast, "admin") == ["Home", "Staff", "Audit", "What I can see"]


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [(-HOUR, None, True), (-HOUR, HOUR, True), (HOUR, None, False), (-2 * HOUR, -HOUR, False)],
)
def test_a_membership_counts_between_its_instants(
    cast: Cast, begins: timedelta, ends: timedelta | None, counts: bool
) -> None:
    number, now = cast.join("Ben Ruiz", "therapist"), clock.now()
    with cast.app.app_context(), transaction() as session:
        row = session.get_one(CareTeamMembership, number)
        row.started_at, row.ended_at = now + begins, now + ends if ends else None
    with cast.app.app_context():
        ben, therapist = cast.patients["Ben Ruiz"], cast.viewer("therapist")
        assert (cast.standing("therapist", "Ben Ruiz").discipline is not None) is counts
        assert (therapist.account_id in member_ids(ben)) is counts
        assert (ben in db.session.scalars(my_patient_ids(therapist)).all()) is counts
        assert not db.session.scalars(my_patient_ids(cast.viewer("admin"))).all()


def test_who_is_not_on_the_team_is_told_no_reason(cast: Cast) -> None:
    """The words of a refusal name the discipline on this patient: who has none there finds nothing."""
    with cast.app.app_context():
        on, off = (cast.standing(name, "Amara Osei") for name in ("coordinator", "outside_therapist"))
        assert "care coordinator does not" in gate._lacking(on, Action.ASSESS_RISK).sentence
        with pytest.raises(NotFound):
            gate._lacking(off, Action.ASSESS_RISK)
