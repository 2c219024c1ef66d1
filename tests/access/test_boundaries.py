"""Who reaches which list, and what one's own account opens: on either side of what only some may."""

import re

import pytest
from flask import Flask

from coordcare.accounts.models import Account
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
