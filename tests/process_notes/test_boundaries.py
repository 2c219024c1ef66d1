"""Private notes of another patient, another author, another form."""

import pytest

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Grant
from coordcare.process_notes import custody_queries, queries
from tests.process_notes.writing import PATIENT, SECRET, base, rows, write

CORA = "Cora Lund"
EVENT = {"insight": "She asked for help.", "risk_status": "none", "happened_on": "2026-11-02", "mode": "in_person"}


@pytest.fixture
def cora(cast):
    """Another patient of the therapist's."""
    return cast.admit(CORA, team=("therapist",))


def send(cast, address, **more):
    typed = {"day": "2026-11-02", "title": "Supervision", "text": "Other words", "form_key": "key-1", **more}
    return cast.client("therapist").post(address, data=typed)


def test_a_form_of_one_patient_rewrites_nothing_on_another(cast, cora):
    """With the version that would be right."""
    write(cast)
    assert send(cast, f"{base(cast, CORA)}/new", version="1").status_code == 409
    (row,) = rows(cast)
    assert (row.patient_id, row.version) == (cast.patients[PATIENT], 1)
    with cast.app.app_context():
        assert queries.my_notes(cast.standing("therapist", PATIENT))[0].words.text == SECRET


def test_a_form_is_its_senders_own(cast):
    mine = write(cast)
    theirs = write(cast, "psychiatrist", text="Of the psychiatrist", key="key-1")
    assert mine != theirs
    with cast.app.app_context():
        for name, note in (("therapist", mine), ("psychiatrist", theirs)):
            standing = cast.standing(name, PATIENT)
            assert queries.by_form(standing, "key-1").id == note
            assert [one.id for one in queries.my_notes(standing)] == [note]
            assert queries.note_beside(standing, "key-1").id == note


def test_custody_opens_one_authors_notes_on_one_patient(cast, cora):
    mine, _, _ = write(cast), write(cast, key="cora", patient=CORA), write(cast, "psychiatrist", key="other")
    with cast.app.app_context():
        found = custody_queries.notes_of(cast.accounts["therapist"], cast.patients[PATIENT])
        assert [one.id for one in found] == [mine]


def test_a_box_leads_back_to_its_form_only_where_the_form_is_the_viewers(cast, cora, monkeypatch):
    """Beside a note that stands on another patient, and where the form beside is not for them any more."""
    address = f"/patients/{cast.patients[CORA]}/entries/new/session_note"
    data = {**EVENT, "action": "save", "submission_key": "key-1"}
    assert cast.client("therapist").post(address, data=data).status_code == 303
    saved = send(cast, f"{base(cast)}/new", beside="session_note")
    assert saved.location == f"{base(cast)}/{rows(cast)[0].id}"
    monkeypatch.setitem(policy.ACTIONS[Action.WRITE_SESSION_NOTE], Discipline.THERAPIST, Grant.NO)
    refused = send(cast, f"{base(cast)}/new", beside="session_note", form_key="key-2")
    assert refused.location == f"{base(cast)}/{rows(cast)[1].id}"
