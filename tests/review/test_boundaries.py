"""Home tells of ones own patients, also where there are more than it lists."""

import pytest
from flask import Flask
from sqlalchemy import update

from coordcare.accounts.models import Account
from coordcare.extensions import transaction
from coordcare.review import queries
from coordcare.review.name_queries import UNNAMED, with_names
from tests import cast as people
from tests.cast import Cast
from tests.medication.writing import entry_id, sign

PLAN = {"warning_signs": "Not sleeping", "base_version": "0", "submission_key": "plan", "action": "save"}


@pytest.fixture
def cast(app: Flask) -> Cast:
    cast = people.gather(app)
    cast.admit("Zoe Young", team=("psychiatrist", "therapist"))
    return cast


def test_what_is_on_a_patient_beyond_the_list_is_left_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with cast.without_csrf():
        for name in ("Amara Osei", "Zoe Young"):
            sign(cast, "psychiatrist", "medication_visit", outcome="change", patient=name)
            sign(cast, "psychiatrist", "contact", patient=name, action="save")
            address = f"/patients/{cast.patients[name]}/safety-plan/edit"
            saved = cast.client("psychiatrist").post(address, data={**PLAN, "submission_key": name})
            assert saved.status_code == 303
            sign(cast, "therapist", "session_note", patient=name)
    told = []
    for most in (queries.MOST_PATIENTS, 1):
        monkeypatch.setattr(queries, "MOST_PATIENTS", most)
        with cast.app.test_request_context():
            home = queries.home_page(cast.viewer("psychiatrist"))
            told.append([len(one) for one in (home.waiting, home.documents, home.changes, home.news)])
    assert told == [[2, 2, 2, 2], [1, 1, 1, 1]]


def test_who_has_neither_discipline_nor_duty_has_an_empty_home(cast: Cast) -> None:
    assert cast.client("admin").get("/").location == "/admin/staff"
    with cast.app.app_context(), transaction() as session:
        session.execute(update(Account).where(Account.id == cast.accounts["admin"]).values(is_admin=False))
    assert cast.client("admin").get("/").status_code == 200


def test_a_typed_name_is_told_of_this_patient_to_who_reads_medication(cast: Cast) -> None:
    cast.admit("Cora Lund", team=("psychiatrist",))
    with cast.without_csrf():
        signed = entry_id(sign(cast, "psychiatrist", "medication_change", drug="zanthomirin", unlisted="y"))
    fact = {"topic": "regimen", "words": f"{UNNAMED} 50 mg", "from": [signed]}
    places = [("psychiatrist", "Amara Osei"), ("psychiatrist", "Cora Lund"), ("coordinator", "Amara Osei")]
    with cast.app.app_context():
        told = [with_names(cast.standing(*place), [fact])[0]["words"] for place in places]
    assert told == ["Zanthomirin (not on the list): 50 mg", fact["words"], fact["words"]]
