"""The caseload tells a standing risk and an open risk task, each patient's in words and as a state."""

import pytest
from flask import Flask

from coordcare.followup.actions import raise_risk_task
from coordcare.risk.panels import caseload
from tests.cast import Cast, gather


@pytest.fixture
def cast(app: Flask) -> Cast:
    return gather(app)


def test_an_open_risk_task_stands_in_the_caseload_of_everybody_on_the_team(cast: Cast) -> None:
    amara = cast.patients["Amara Osei"]
    with cast.app.app_context():
        raise_risk_task(
            cast.standing("coordinator", "Amara Osei"), "He said goodbye.", entry_id=None, submission_key="k"
        )
        for name in ("psychiatrist", "therapist", "coordinator"):
            cell = caseload(cast.viewer(name), [amara])[amara]
            assert cell.words == "Risk task open; not yet assessed" and cell.level == 2
        assert caseload(cast.viewer("outside_therapist"), [amara]) == {}
    page = cast.client("coordinator").get("/caseload").text
    assert "Risk task open; not yet assessed" in page and "He said goodbye" not in page
