"""Who reaches which list, and what one's own account opens: on either side of what only some may."""

import re

import pytest
from flask import Flask

from coordcare.access import gate
from coordcare.access.policy import Action
from coordcare.accounts.models import Account
from coordcare.errors import NotFound
from coordcare.extensions import transaction
from tests.cast import Cast, gather

EVERYBODY = ["Home", "What I can see"]
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
    assert menu(cast, "psychologist") == [*CLINICAL[:3], "Course types", "What I can see"]
    assert menu(cast, "admin") == ["Home", "Staff", "Audit", "What I can see"]


def test_who_is_not_on_the_team_is_told_no_reason(cast: Cast) -> None:
    """The words of a refusal name the discipline on this patient: who has none there finds nothing."""
    with cast.app.app_context():
        on, off = (cast.standing(name, "Amara Osei") for name in ("coordinator", "outside_therapist"))
        assert "care coordinator does not" in gate._lacking(on, Action.ASSESS_RISK).sentence
        with pytest.raises(NotFound):
            gate._lacking(off, Action.ASSESS_RISK)
