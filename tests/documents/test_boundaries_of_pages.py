"""A document is shown, and a version of one's own told to be overtaken, only to who reads and writes it."""

import pytest
from flask import Flask
from sqlalchemy import select

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Grant, Sensitivity
from coordcare.audit.models import AuditEvent
from coordcare.documents import kinds, queries
from coordcare.documents.models import DocumentDraft, DocumentVersion
from coordcare.extensions import clock, db
from tests.cast import Cast, gather
from tests.rows import AMARA, kept


def test_a_version_is_overtaken_for_who_would_write_the_next(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = kinds.named("safety_plan")
    whose = {"patient_id": pair.patients[AMARA], "author_id": pair.accounts["therapist"]}
    made = {"version": 1, "saved_at": clock.now(), "seq": 1, "content": {}, "submission_key": "one"}
    kept(DocumentVersion(**whose, **made, document=plan.key))
    assert queries.was_overtaken(pair.standing("therapist", AMARA), plan, 1)
    assert not queries.was_overtaken(pair.standing("psychologist", AMARA), plan, 1)
    for table, cell in ((policy.ACTIONS, plan.action), (policy.READERS, plan.sensitivity)):
        with monkeypatch.context() as patch:
            patch.setitem(table[cell], Discipline.THERAPIST, Grant.NO)  # type: ignore[index]
            assert not queries.was_overtaken(pair.standing("therapist", AMARA), plan, 1)


def views_of(cast: Cast, who: str) -> int:
    """How many views of Amara's record by somebody the trail tells of."""
    with cast.app.app_context():
        query = select(AuditEvent.id).where(
            AuditEvent.actor_id == cast.accounts[who],
            AuditEvent.patient_id == cast.patients[AMARA],
            AuditEvent.outcome == "allowed",
        )
        return len(db.session.scalars(query).all())


def test_who_does_not_read_a_document_has_not_viewed_it(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = gather(sqlite_app)
    address = f"/patients/{cast.patients[AMARA]}"
    pages = [f"{address}/{name}/versions/1" for name in ("formulation", "inventory", "focus-work")]
    assert [cast.client("coordinator").get(one).status_code for one in pages] == [404, 404, 404]
    monkeypatch.setitem(policy.READERS[Sensitivity.SAFETY], Discipline.THERAPIST, Grant.NO)
    for page in ("versions/1", "print"):
        assert cast.client("therapist").get(f"{address}/safety-plan/{page}").status_code == 404
    assert (views_of(cast, "coordinator"), views_of(cast, "therapist")) == (0, 0)


def test_a_draft_is_told_to_who_may_go_on_with_it(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = gather(sqlite_app)
    whose = {"patient_id": cast.patients[AMARA], "author_id": cast.accounts["therapist"], "document": "safety_plan"}
    with sqlite_app.app_context():
        times = {"base_version": 0, "version": 1, "saved_at": clock.now()}
        kept(DocumentDraft(**whose, **times, fields={}, submission_key="one"))
    address = f"/patients/{cast.patients[AMARA]}/safety-plan"
    told = ["You have a draft" in cast.client("therapist").get(address).text]
    monkeypatch.setitem(policy.ACTIONS[Action.ASSESS_RISK], Discipline.THERAPIST, Grant.NO)
    told.append("You have a draft" in cast.client("therapist").get(address).text)
    assert told == [True, False]
