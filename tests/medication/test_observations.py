"""Observations through the pages: anybody on the team reports, who reads medication reads, and the latest is found."""

import pytest
from sqlalchemy import select

from coordcare.extensions import db
from coordcare.medication.observation_models import MedicationReport
from coordcare.medication.observation_queries import latest
from coordcare.timeline.models import SealedBody
from coordcare.timeline.rules import RetractionReason
from tests.medication.writing import entry_id, retract, sign

TEAM = ("psychiatrist", "nurse_practitioner", "psychologist", "therapist", "coordinator")
HEARD = {"missed_doses": "4", "barriers": "cost", "side_effect": "Quagga stripes", "side_effect_severity": "severe"}
FIBSER = {"fibser_frequency": "4", "fibser_intensity": "3", "fibser_burden": "5"}


def found(cast, who="psychiatrist"):
    with cast.app.app_context():
        return latest(cast.standing(who, "Amara Osei"))


@pytest.mark.parametrize("who", TEAM)
def test_anybody_on_the_team_reports(cast, amara, who):
    entry_id(sign(cast, who, "observation", **HEARD, **FIBSER))
    with cast.app.app_context():
        row = db.session.scalars(select(MedicationReport)).one()
        assert (row.adherence, row.missed_doses, row.barriers) == ("misses_some", 4, ["cost"])
        assert (row.side_effect, row.side_effect_severity, row.fibser_burden) == ("Quagga stripes", "severe", 5)


@pytest.mark.parametrize("who", ["outside_psychiatrist", "admin"])
def test_nobody_else_does(cast, amara, who):
    assert sign(cast, who, "observation", **HEARD).status_code == 404


def test_the_coordinator_finds_that_something_was_told_and_nothing_of_it(cast, amara):
    address = f"/patients/{amara}"
    entry = entry_id(sign(cast, "coordinator", "observation", **HEARD, **FIBSER))
    for page in (f"{address}/entries/{entry}", f"{address}/timeline"):
        theirs, ours = (cast.client(who).get(page).text for who in ("coordinator", "therapist"))
        assert "Medication observation" in theirs and "The patient" in theirs.replace("the patient", "The patient")
        assert "Quagga" not in theirs and "Misses" not in theirs and "FIBSER" not in theirs
        assert "Quagga stripes" in ours and "4 of the last 14" in ours and "burden 5 of 6" in ours
    assert (
        "once signed, you will not see it again"
        in cast.client("coordinator").get(f"{address}/entries/new/observation").text
    )
    retract(cast, "coordinator", entry)


def test_an_entry_that_heard_nothing_has_no_row(cast, amara):
    for kind in ("session_note", "contact"):
        sign(cast, "therapist", kind)
    sign(cast, "psychiatrist", "medication_visit")
    with cast.app.app_context():
        assert db.session.scalars(select(MedicationReport)).all() == []
    assert cast.client("psychiatrist").get(f"/patients/{amara}/timeline").status_code == 200


def test_the_latest_of_each_is_found_with_its_day_and_writer(cast, amara):
    assert found(cast).adherence is None
    told = entry_id(sign(cast, "coordinator", "observation", -9, **FIBSER))
    sign(cast, "therapist", "session_note", -6, side_effect="Dry mouth", side_effect_severity="mild")
    sign(cast, "psychiatrist", "medication_visit", -4, missed_doses="9")
    sign(cast, "coordinator", "contact", -2, adherence="stopped", action="save")
    for who in TEAM[:4]:
        now = found(cast, who)
        assert now.fibser and (now.fibser.entry_id, now.fibser.by) == (told, "Coordinator")
        assert now.fibser.fibser and now.fibser.fibser.burden == 5
        assert now.side_effects and now.side_effects.side_effect == "Dry mouth (mild)"
        assert now.adherence and now.adherence.kind.key == "medication_visit"
        assert (now.adherence.adherence_key, now.adherence.missed_doses) == ("misses_most", 9)
    theirs = found(cast, "coordinator")
    assert (theirs.adherence, theirs.side_effects, theirs.fibser) == (None, None, None)


@pytest.mark.parametrize("reason", RetractionReason)
def test_what_was_taken_back_is_not_the_latest(cast, amara, reason):
    wrong = entry_id(sign(cast, "coordinator", "observation", **HEARD))
    retract(cast, "coordinator", wrong, reason.value)
    assert found(cast).adherence is None
    with cast.app.app_context():
        kept = db.session.scalars(select(MedicationReport)).all()
        sealed = db.session.scalars(select(SealedBody)).all()
        withheld = reason in {RetractionReason.WRONG_PATIENT, RetractionReason.PRIVATE_TEXT}
        assert (len(kept), len(sealed)) == ((0, 1) if withheld else (1, 0))
    assert ("Quagga" in cast.client("therapist").get(f"/patients/{amara}/entries/{wrong}").text) is not withheld


def test_a_recalled_report_opens_as_it_was_typed(cast, amara):
    typed = {**HEARD, "side_effect_onset": "2026-01-10", "side_effect_2": "Zebra stripes"}
    entry = entry_id(sign(cast, "therapist", "observation", **typed))
    address = f"/patients/{amara}/entries/{entry}"
    assert cast.client("therapist").post(f"{address}/recall").status_code == 303
    with cast.app.app_context():
        assert db.session.scalars(select(MedicationReport)).all() == []
    form = cast.client("therapist").get(f"{address}/edit").text
    for value in ("Quagga stripes", "Zebra stripes", 'value="4"', 'value="2026-01-10"'):
        assert value in form
    assert 'value="cost" checked' in form and '<option selected value="severe">' in form


def test_a_report_belongs_to_no_other_kind_and_never_changes(cast, amara):
    event = {"text": "Moved.", "category": "loss", "impact": "mixed", "action": "sign", "submission_key": "event"}
    answer = cast.client("therapist").post(
        f"/patients/{amara}/entries/new/life_event", data={**event, "happened_on": "2026-01-10"}
    )
    entry = entry_id(answer)
    kept = entry_id(sign(cast, "therapist", "observation", **HEARD))
    with cast.app.app_context():
        for statement in (
            MedicationReport.__table__.insert().values(entry_id=entry, adherence="stopped"),
            MedicationReport.__table__.update().where(MedicationReport.entry_id == kept).values(adherence="stopped"),
            MedicationReport.__table__.delete().where(MedicationReport.entry_id == kept),
        ):
            with pytest.raises(Exception, match=r"another kind|does not change|stays"):
                db.session.execute(statement)
            db.session.rollback()


def test_a_draft_is_known_by_its_side_effect(cast, amara):
    sign(cast, "coordinator", "observation", action="save", **HEARD)
    assert "Quagga stripes" in cast.client("coordinator").get("/").text
    assert "Quagga" not in cast.client("therapist").get(f"/patients/{amara}/timeline").text
