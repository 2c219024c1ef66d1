"""What a page of risk offers only to some, and of whose patients a list tells."""

import pytest

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Grant
from coordcare.risk.queries import history, risks
from tests.cast import Cast
from tests.risk.test_risk_page import ASSESSMENT, PAGE

PLAN = {"warning_signs": "Not sleeping", "base_version": "0", "submission_key": "plan", "action": "sign"}


def test_who_does_not_assess_is_offered_neither_closing_nor_paper(cast: Cast) -> None:
    assert cast.client("therapist").post("/patients/1/safety-plan/edit", data=PLAN).status_code == 303
    raised = {"text": "It is all too much.", "submission_key": "raised"}
    assert cast.client("coordinator").post("/patients/1/risk/raise", data=raised).status_code == 303
    pages = {name: cast.client(name).get(PAGE).text for name in ("therapist", "coordinator")}
    for words in ("/close", "/safety-plan/print"):
        assert [words in page for page in pages.values()] == [True, False], words


def test_a_risk_is_told_of_ones_own_patients_that_were_asked_about(cast: Cast) -> None:
    cast.admit("Cora Lund", team=("psychiatrist",))
    client = cast.client("psychiatrist")
    for patient in (1, cast.patients["Cora Lund"]):
        form = {**ASSESSMENT, "happened_on": "2026-11-02", "submission_key": f"on-{patient}"}
        answer = client.post(f"/patients/{patient}/entries/new/risk_assessment", data=form)
        assert answer.status_code == 303
    with cast.app.app_context():
        everyone = list(cast.patients.values())
        told = {name: list(risks(cast.viewer(name), everyone)) for name in ("psychiatrist", "coordinator", "admin")}
        assert told == {"psychiatrist": [1, cast.patients["Cora Lund"]], "coordinator": [1], "admin": []}
        assert list(risks(cast.viewer("psychiatrist"), [1])) == [1]
    with cast.app.test_request_context():
        assert len(history(cast.standing("psychiatrist", "Amara Osei"))) == 1


def test_raising_is_offered_as_the_policy_says(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that every discipline has today, changed."""
    assert "/patients/1/risk/raise" in cast.client("coordinator").get(PAGE).text
    monkeypatch.setitem(policy.ACTIONS[Action.RAISE_RISK], Discipline.COORDINATOR, Grant.NO)
    assert "/patients/1/risk/raise" not in cast.client("coordinator").get(PAGE).text
