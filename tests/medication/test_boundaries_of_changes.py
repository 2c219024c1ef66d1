"""Changes, results and reports of this patient that count, for who reads them: on either side of every condition."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from coordcare.access import policy
from coordcare.access.policy import Discipline, Grant, Sensitivity
from coordcare.medication import (
    half_queries,
    monitoring_queries,
    page_queries,
    panels,
    plan_queries,
    queries,
    reading_queries,
    reported_queries,
    stop_queries,
    symptom_queries,
    visit_queries,
)
from coordcare.medication.observation_entries import OBSERVATION
from coordcare.settings.queries import today
from tests.cast import Cast, gather
from tests.rows import AMARA, CORA, entry

HERE, THERE, STRANGER = ("psychiatrist", AMARA), ("psychiatrist", CORA), ("coordinator", AMARA)
BEN = "Ben Ruiz"
GONE: dict[str, Any] = {"taken_back": "duplicate"}
DRAFT: dict[str, Any] = {"status": "draft"}
SYMPTOMS = [{"name": "Low mood", "rating": 6}]


def told(pair: Cast, ask: Callable[[Any], Any], *places: tuple[str, str]) -> list[Any]:
    """What somebody is answered on a patient, in each of these places."""
    return [ask(pair.standing(*place)) for place in places]


def test_changes_count_of_this_patient_and_of_ones_own(pair: Cast) -> None:
    entry(pair, "medication_change", days=-9)
    entry(pair, "medication_change", CORA, days=-9, drug="bupropion", dose=150, rxcui="42347")
    entry(pair, "medication_change", BEN, days=-9, who="outside_psychiatrist", drug="bupropion", dose=300)
    entry(pair, "medication_change", drug="lithium", **GONE)
    entry(pair, "medication_change", drug="clozapine", rxcui="2626", **DRAFT)
    everyone = [pair.patients[name] for name in (AMARA, CORA, BEN)]
    amara, cora, _ = everyone
    assert [[one.drug for one in queries.changes(patient)] for patient in everyone[:2]] == [
        ["sertraline"],
        ["bupropion"],
    ]
    viewer = pair.viewer("psychiatrist")
    assert queries.changes_of(viewer, everyone).keys() == {amara, cora}
    assert queries.changes_of_mine(viewer, ["sertraline", "bupropion", "lithium", "clozapine"]).keys() == {amara, cora}
    assert [queries.code_of(amara, drug)[0] for drug in ("bupropion", "clozapine")] == [None, None]
    assert [len(rows) for rows in told(pair, queries.change_rows, HERE, THERE, STRANGER)] == [1, 1, 0]


def test_what_is_planned_is_for_who_reads_changes(pair: Cast) -> None:
    entry(pair, "medication_change", days=-9)
    entry(pair, "medication_change", drug="bupropion", effective_on=today() + timedelta(days=3))
    found = told(pair, lambda here: queries.regimen_panel(here, here.patient_id), HERE, STRANGER)
    assert [(len(one.lines), len(one.planned)) for one in found] == [(1, 1), (1, 0)]


def test_reasons_are_of_changes_of_this_patient_that_count(pair: Cast) -> None:
    stop: dict[str, Any] = {"change_type": "stop", "dose": None, "unit": None, "frequency": None}
    started = entry(pair, "medication_change", days=-90, seq=301)
    stopped = entry(pair, "medication_change", days=-20, seq=302, reason="No effect.", **stop)
    entry(pair, "medication_change", CORA, seq=302, reason="Too tired.")
    known = queries.changes(pair.patients[AMARA])
    (trial,) = page_queries.trials_ended(pair.standing(*HERE), known, today())
    assert "No effect." in str(trial) and "Too tired." not in str(trial)
    assert page_queries.trials_ended(pair.standing(*STRANGER), known, today()) == []
    since = stop_queries.stopped_since
    assert since(pair.viewer("psychiatrist"), [started.id]).keys() == {started.id}
    assert since(pair.viewer("coordinator"), [started.id]) == since(pair.viewer("outside_psychiatrist"), [started.id])
    assert since(pair.viewer("outside_psychiatrist"), [started.id]) == {} and stopped.id != started.id


def test_that_a_drug_was_stopped_is_told_of_changes_that_count(pair: Cast) -> None:
    slip = entry(pair, "medication_change", days=-90, **GONE)
    entry(pair, "medication_change", days=-80)
    entry(pair, "medication_change", days=-20, change_type="stop", dose=None, unit=None, frequency=None)
    assert stop_queries.stopped_since(pair.viewer("psychiatrist"), [slip.id]) == {}


def switch(pair: Cast, patient: str, seq: int, **half: Any) -> tuple[Any, Any]:
    """Both entries of a switch from sertraline to bupropion."""
    new = entry(pair, "medication_change", patient, seq=seq, change_type="switch", drug="bupropion",
                other_drug="sertraline")  # fmt: skip
    left: dict[str, Any] = {"change_type": "stop", "dose": None, "unit": None, "frequency": None, "linked_id": new.id}
    return new, entry(pair, "medication_change", patient, seq=seq + 1, other_drug="bupropion", **left, **half)


def test_a_switch_has_its_halves_on_one_patient(pair: Cast) -> None:
    switch(pair, CORA, 500, **GONE)
    new, old = switch(pair, AMARA, 600)
    found = told(pair, lambda here: panels.other_half_panel(here, new), HERE, STRANGER)
    assert [one is not None for one in found] == [True, False]
    assert [len(one) for one in told(pair, half_queries.lost_halves, HERE, THERE, STRANGER)] == [0, 1, 0]
    assert half_queries.other_half(old).entry_id == new.id  # type: ignore[union-attr]


def test_the_half_whose_words_are_withheld_is_told_by_its_place_on_this_patient(pair: Cast) -> None:
    switch(pair, CORA, 500)
    new, _ = switch(pair, AMARA, 700)
    withheld = [entry(pair, "medication_change", seq=seq, body=False) for seq in (501, 701)]
    found = [half_queries.other_half(one) for one in withheld]
    assert [one.entry_id if one else None for one in found] == [None, new.id]


def test_a_plan_is_printed_of_its_patient_for_who_reads_changes(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [{"on": str(today() + timedelta(days=7)), "dose": "100", "unit": "mg", "frequency": "once_daily"}]
    plan = entry(pair, "medication_change", steps=steps)
    found = told(pair, lambda here: plan_queries.plan_sheet(here, plan.id), HERE, THERE, STRANGER)
    assert [one is not None for one in found] == [True, False, False]
    assert len(panels.sheet_offers(pair.standing(*HERE), plan)) == 1
    monkeypatch.setitem(policy.ACTIONS[policy.Action.SEE_ACCESS_LOG], Discipline.PSYCHIATRIST, Grant.NO)
    assert panels.sheet_offers(pair.standing(*HERE), plan) == []


def test_results_count_of_ones_own_patients(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: dict[str, Any] = {"test": "anc", "unit": "cells/mcL"}
    mine = [entry(pair, "monitoring_result", patient, days=-3, value=1200, **counts) for patient in (AMARA, CORA)]
    entry(pair, "monitoring_result", days=-2, value=900, **counts, **GONE)
    entry(pair, "monitoring_result", BEN, "outside_psychiatrist", days=-2, value=800, **counts)
    everyone = [pair.patients[name] for name in (AMARA, CORA, BEN)]
    results = monitoring_queries.results_of(pair.viewer("psychiatrist"), everyone)
    assert {one: [row.entry_id for row in rows] for one, rows in results.items()} == {
        made.patient_id: [made.id] for made in mine
    }
    assert [len(one) for one in told(pair, monitoring_queries.neutrophils, HERE, THERE, STRANGER)] == [1, 1, 0]
    entry(pair, "medication_change", days=-400, drug="lithium", dose=300)
    known = queries.changes(pair.patients[AMARA])
    due = told(pair, lambda here: monitoring_queries.due(here, known), HERE, STRANGER)
    assert [bool(one) for one in due] == [True, False]


def test_benign_neutropenia_is_of_changes_of_ones_own_that_count(pair: Cast) -> None:
    clozapine: dict[str, Any] = {"drug": "clozapine", "dose": 100}
    said: dict[str, Any] = {**clozapine, "conditions": ["benign_ethnic_neutropenia"]}
    entry(pair, "medication_change", CORA, **said)
    entry(pair, "medication_change", **clozapine)
    entry(pair, "medication_change", **said, **GONE)
    entry(pair, "medication_change", BEN, "outside_psychiatrist", **said)
    everyone = [pair.patients[name] for name in (AMARA, CORA, BEN)]
    assert reading_queries.benign_of(pair.viewer("psychiatrist"), everyone) == {pair.patients[CORA]}


def test_reports_are_of_this_patient_and_count_for_who_reads_them(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = entry(pair, "observation", adherence="misses_most")
    theirs = entry(pair, "observation", who="therapist", adherence="misses_most")
    entry(pair, "observation", CORA, "therapist", adherence="misses_most")
    entry(pair, "observation", adherence="misses_most", **GONE)
    entry(pair, "observation", adherence="misses_most", **DRAFT)
    own = entry(pair, "observation", who="coordinator", adherence="misses_most")

    def ids(who: str) -> set[int]:
        return {one.entry_id for one in reported_queries.observations(pair.standing(who, AMARA))}

    assert ids("psychiatrist") == {mine.id, theirs.id, own.id} and ids("coordinator") == set()
    for place in ((Discipline.PSYCHIATRIST, {mine.id}), (Discipline.COORDINATOR, {own.id})):
        monkeypatch.setitem(policy.READERS[Sensitivity.MEDICATION], place[0], Grant.OWN)
        assert ids(place[0].value) == place[1]


def test_asks_are_of_this_patient(pair: Cast) -> None:
    asking = entry(pair, "session_note", who="therapist", for_prescriber="Could the dose go up?")
    entry(pair, "session_note", CORA, "therapist", for_prescriber="And hers?")
    entry(pair, "session_note", who="therapist", for_prescriber="A slip.", **GONE)
    found = told(pair, reported_queries.asks, HERE, STRANGER)
    assert [[one.entry_id for one in asks] for asks in found] == [[asking.id], []]


def test_symptoms_and_visits_are_of_this_patient_and_count(pair: Cast) -> None:
    entry(pair, "medication_visit", days=-3, target_symptoms=SYMPTOMS, plan="Up to 75 mg", outcome="change")
    entry(pair, "medication_visit", days=-2, target_symptoms=SYMPTOMS, plan="A slip", outcome="change", **GONE)
    entry(pair, "medication_visit", CORA, days=-1, target_symptoms=SYMPTOMS, outcome="no_change")
    entry(pair, "medication_change", CORA, days=-1)
    assert [len(one) for one in told(pair, symptom_queries.rated, HERE, THERE, STRANGER)] == [1, 1, 0]
    plans = told(pair, visit_queries.last_plan, HERE, THERE, STRANGER)
    assert [one.text if one else None for one in plans] == ["Up to 75 mg", None, None]
    waiting = told(pair, visit_queries.awaits_change, HERE, THERE, ("nurse_practitioner", AMARA))
    assert waiting == [today() - timedelta(days=3), None, None]
    entry(pair, "medication_change")
    assert told(pair, visit_queries.awaits_change, HERE) == [None]


def test_what_was_heard_is_told_to_who_reads_it(pair: Cast) -> None:
    values = {"told_by": "patient"}
    assert OBSERVATION.present(values)["reads_reported"] is False
    heard = dict.fromkeys(OBSERVATION.columns) | values | {"adherence": "misses_most"}
    assert OBSERVATION.present(heard)["reads_reported"] is True


def test_after_a_visit_who_changes_medication_is_led_there(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = entry(pair, "medication_visit", outcome="change")
    assert (visit.rule.next_page(pair.standing(*HERE), visit) or "").endswith("/new/medication_change")
    monkeypatch.setitem(policy.ACTIONS[policy.Action.CHANGE_MEDICATION], Discipline.PSYCHIATRIST, Grant.NO)
    assert visit.rule.next_page(pair.standing(*HERE), visit) is None


def test_results_are_recorded_by_who_changes_medication(sqlite_app: Flask) -> None:
    cast = gather(sqlite_app)
    address = f"/patients/{cast.patients[AMARA]}"
    with sqlite_app.app_context():
        entry(cast, "medication_change", days=-400, drug="lithium", dose=300)
    pages = [cast.client(name).get(f"{address}/monitoring").text for name in ("psychiatrist", "therapist")]
    assert [f"{address}/entries/new/monitoring_result?test=" in page for page in pages] == [True, False]
