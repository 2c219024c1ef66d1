"""An author whose discipline has changed keeps what they read, and no longer writes what it does not write."""

from flask import Flask

from coordcare.accounts.models import Account
from coordcare.extensions import transaction
from tests.access import forms
from tests.access.clinic import Clinic
from tests.access.reading import SHORT
from tests.access.stage import Stage
from tests.access.tables import ROWS

# Pages that are only for who goes on writing.
WRITING = ("/edit", "/compare", "/retract")
LACKS = "In this clinic a nurse practitioner does not write a session note"


def become(app: Flask, clinic: Clinic, actor: str, discipline: str) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(Account, clinic.cast.accounts[actor]).discipline = discipline


def test_a_former_therapist_no_longer_writes_session_notes(sqlite_stage: Stage) -> None:
    """Each form about their own session notes that the table lets a therapist send, and the pages around them."""
    clinic = sqlite_stage.clinic
    rows = [
        row
        for row in ROWS
        if row.rule.startswith(SHORT["E"]) and row.kind == "session_note" and row.cell("therapist") == "yes"
        if row.unsafe or row.rule.endswith(WRITING)
    ]
    become(sqlite_stage.app, clinic, "therapist", "nurse_practitioner")
    browser, before = clinic.browser("therapist"), sqlite_stage.digest()
    for row in rows:
        answer = browser.ask(row.method, forms.path(clinic, row), forms.fields(clinic, row, "therapist"))
        assert answer.status_code == 403, row.words
        assert LACKS in answer.text, row.words
    assert {row.rule.rpartition("/")[2] for row in rows} >= {"edit", "sign", "recall", "retract"}
    assert sqlite_stage.digest() == before
