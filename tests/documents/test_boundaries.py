"""Another patient's document, another document, a colleague's form: on either side of every condition."""

import pytest
from flask import Flask

from coordcare.access.policy import Discipline
from coordcare.accounts.models import Account
from coordcare.documents import kinds, queries
from coordcare.documents.kinds import Document
from coordcare.documents.models import DocumentVersion
from coordcare.errors import NotFound
from coordcare.extensions import db, transaction
from tests.cast import Cast

AMARA, CORA = "Amara Osei", "Cora Lund"
WORDS = {
    "safety-plan": {"warning_signs": "Not sleeping"},
    "inventory": {"p7-display_name": "Her brother", "p7-closeness_ring": "1"},
    "formulation": {"summary": "A quarrel", "diagnosis": "Depression"},
}


@pytest.fixture
def cora(cast: Cast) -> int:
    cast.admit(CORA, team=("therapist", "psychiatrist", "coordinator"))
    return cast.patients[CORA]


def write(cast: Cast, patient: int, address: str, who: str = "therapist", key: str = "one", base: int = 0) -> int:
    form = {**WORDS[address], "submission_key": key, "base_version": str(base), "action": "sign"}
    return cast.client(who).post(f"/patients/{patient}/{address}/edit", data=form).status_code


def document(key: str) -> Document:
    return kinds.named(key)


def test_versions_are_of_one_document_and_one_patient(app: Flask, cast: Cast, amara: int, cora: int) -> None:
    assert write(cast, amara, "safety-plan") == 303
    assert write(cast, amara, "formulation", key="two") == 303
    assert write(cast, cora, "safety-plan", key="three") == 303
    assert write(cast, cora, "safety-plan", key="four", base=1) == 422, "nothing differs"
    with app.app_context():
        here, there = (cast.standing("therapist", name) for name in (AMARA, CORA))
        plan, formulation, inventory = (document(key) for key in ("safety_plan", "formulation", "inventory"))
        assert [queries.newest_number(there, one) for one in (plan, formulation, inventory)] == [1, 0, 0]
        assert [len(queries.versions(here, one)) for one in (plan, formulation, inventory)] == [1, 1, 0]
        assert queries.current(there, formulation) is None and queries.newest(there, formulation) is None
        assert queries.newest(here, formulation) is not None
        with pytest.raises(NotFound):
            queries.version(there, formulation, 1)


def test_who_reads_a_part_gets_that_part(app: Flask, cast: Cast, amara: int) -> None:
    assert write(cast, amara, "formulation") == 303
    with app.app_context():
        told = {}
        for name in ("psychologist", "nurse_practitioner", "coordinator", "outside_therapist"):
            found = queries.current(cast.standing(name, AMARA), document("formulation"))
            shown = (found.whole, found.content.get("summary"), found.content.get("diagnosis")) if found else None
            told[name] = shown
        assert told["psychologist"] == (True, "A quarrel", "Depression")
        assert told["nurse_practitioner"] == (False, "A quarrel", None)
        assert told["coordinator"] is told["outside_therapist"] is None


def test_ones_own_working_document_is_read_and_written_and_a_colleagues_is_not(
    app: Flask, cast: Cast, amara: int, cora: int
) -> None:
    """A psychiatrist keeps what they wrote themselves; the policy calls that `own`."""
    assert write(cast, amara, "inventory") == 303
    assert write(cast, cora, "inventory", "psychiatrist", key="own") == 303
    with app.app_context():
        inventory = document("inventory")
        theirs, own = (cast.standing("psychiatrist", name) for name in (AMARA, CORA))
        nurse = cast.standing("nurse_practitioner", AMARA)
        assert [queries.current(one, inventory) is not None for one in (theirs, own, nurse)] == [False, True, False]
        assert [queries.newest(one, inventory) is not None for one in (theirs, own, nurse)] == [False, True, False]
        assert [len(queries.versions(one, inventory)) for one in (theirs, own, nurse)] == [0, 1, 0]
        assert [queries.may_write(one, inventory) for one in (theirs, own, nurse)] == [False, True, False]


def test_an_author_whose_discipline_reads_no_such_document_reads_their_own_no_more(
    app: Flask, cast: Cast, amara: int
) -> None:
    assert write(cast, amara, "inventory", "psychiatrist") == 303
    with app.app_context(), transaction() as session:
        session.get_one(Account, cast.accounts["psychiatrist"]).discipline = Discipline.NURSE_PRACTITIONER.value
    with app.app_context():
        former, inventory = cast.standing("psychiatrist", AMARA), document("inventory")
        assert queries.current(former, inventory) is queries.newest(former, inventory) is None


def test_a_writer_who_became_a_coordinator_reads_but_writes_no_more(app: Flask, cast: Cast, amara: int) -> None:
    with app.app_context():
        plan = document("safety_plan")
        assert queries.may_write(cast.standing("therapist", AMARA), plan)
        assert not queries.may_write(cast.standing("coordinator", AMARA), plan)


def test_a_form_is_its_senders_own(app: Flask, cast: Cast, amara: int, cora: int) -> None:
    assert write(cast, amara, "safety-plan", key="same") == 303
    assert write(cast, cora, "safety-plan", "psychiatrist", key="same") == 303, "another person's form of that name"
    with app.app_context():
        found = {name: queries.by_submission(cast.viewer(name), "same") for name in ("therapist", "psychiatrist")}
        assert [one.patient_id for one in found.values() if one] == [amara, cora]
        assert queries.by_submission(cast.viewer("coordinator"), "same") is None
        assert db.session.query(DocumentVersion).count() == 2


def test_begun_documents_are_ones_own_on_ones_own_patients(app: Flask, cast: Cast, amara: int, cora: int) -> None:
    for who, patient in (("therapist", amara), ("therapist", cora), ("psychiatrist", cora)):
        form = {**WORDS["safety-plan"], "submission_key": f"{who}{patient}", "base_version": "0", "action": "save"}
        assert cast.client(who).post(f"/patients/{patient}/safety-plan/edit", data=form).status_code == 303
    with app.app_context():
        assert {one.patient_id for one in queries.my_drafts(cast.viewer("therapist"))} == {amara, cora}
        assert queries.my_draft(cast.standing("psychiatrist", AMARA), document("safety_plan")) is None
    cast.leave(CORA, "therapist")
    with app.app_context():
        assert [one.patient_id for one in queries.my_drafts(cast.viewer("therapist"))] == [amara]


def test_paper_is_offered_to_who_may_print(cast: Cast, amara: int) -> None:
    assert write(cast, amara, "safety-plan") == 303
    pages = [cast.client(name).get(f"/patients/{amara}/safety-plan").text for name in ("therapist", "coordinator")]
    assert [f"/patients/{amara}/safety-plan/print" in page for page in pages] == [True, False]


def test_who_was_overtaken_had_begun_on_a_version_of_their_own(app: Flask, cast: Cast, amara: int, cora: int) -> None:
    """On a colleague's version, on another patient, or of another discipline nobody was overtaken."""
    assert write(cast, cora, "inventory", "psychiatrist", key="own") == 303
    theirs = {**WORDS["inventory"], "p8-display_name": "Her aunt", "submission_key": "two", "base_version": "1"}
    page = cast.client("therapist").post(f"/patients/{cora}/inventory/edit", data={**theirs, "action": "sign"})
    assert page.status_code == 303
    assert write(cast, amara, "inventory", key="three") == 303
    with app.app_context():
        inventory = document("inventory")
        here, there = (cast.standing("psychiatrist", name) for name in (CORA, AMARA))
        assert [queries.was_overtaken(here, inventory, base) for base in (0, 1, 2)] == [False, True, False]
        assert not any(queries.was_overtaken(there, inventory, base) for base in (0, 1))
        for name in ("nurse_practitioner", "coordinator", "outside_therapist"):
            assert not queries.was_overtaken(cast.standing(name, CORA), inventory, 1)
        assert not queries.was_overtaken(here, document("focus_work"), 1)
