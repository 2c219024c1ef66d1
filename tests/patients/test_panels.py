"""The frame around a patient's page: only what the viewer reads is loaded, only what they may do is offered."""

import pytest
from flask import current_app

from coordcare.access.policy import Action, Sensitivity
from coordcare.patients import panels
from coordcare.patients.panels import CaseloadColumn, Cell, Panel, Registry, Tab, patient_page
from coordcare.patients.queries import load
from coordcare.templating import Link


@pytest.fixture
def registry(cast):
    """A registry of the test's own."""
    kept = cast.app.extensions["patient_page"]
    cast.app.extensions["patient_page"] = Registry()
    yield cast.app
    cast.app.extensions["patient_page"] = kept


def frame(cast, name, endpoint="patients.team"):
    return patient_page(cast.standing(name, "Amara Osei"), load(cast.patients["Amara Osei"]), endpoint)


def test_panel_above_the_viewer_is_never_loaded(cast, registry):
    asked = []

    def load_words(standing, patient_id):
        asked.append((standing.discipline.value, patient_id))
        return "words"

    panels.register_panel(registry, Panel("course", "banner", Sensitivity.CLINICAL, "x.html", load_words))
    panels.register_panel(registry, Panel("empty", "aside", Sensitivity.TEAM, "x.html", lambda *_: None))
    with registry.test_request_context():
        assert frame(cast, "coordinator").banner == [] and asked == []
        shown = frame(cast, "therapist")
        assert [(panel.key, panel.template, panel.data) for panel in shown.banner] == [("course", "x.html", "words")]
        assert shown.aside == [] and asked == [("therapist", cast.patients["Amara Osei"])]


def test_tabs_are_those_that_the_viewer_may_open(cast, registry):
    for tab in (
        Tab("Team", "patients.team", Action.OPEN_RECORD),
        Tab("Access log", "patients.access_log", Action.SEE_ACCESS_LOG),
    ):
        panels.register_tab(registry, tab)
    with registry.test_request_context():
        assert [tab.label for tab in frame(cast, "coordinator").tabs] == ["Team"]
        tabs = frame(cast, "therapist").tabs
        assert [(tab.label, tab.current) for tab in tabs] == [("Team", True), ("Access log", False)]
        assert tabs[1].url == f"/patients/{cast.patients['Amara Osei']}/access-log"


def test_first_offer_is_the_primary_one(cast, registry):
    with registry.test_request_context():
        assert (frame(cast, "therapist").primary, frame(cast, "therapist").adds) == (None, [])
        links = [Link(label, "/") for label in ("Session note", "Life event", "Score")]
        panels.register_adds(registry, lambda standing: links[:2])
        panels.register_adds(registry, lambda standing: links[2:])
        shown = frame(cast, "therapist")
        assert (shown.primary, shown.adds) == (links[0], links[1:])


def test_caseload_column_is_read_by_discipline_and_asked_once(cast, registry):
    asked = []

    def load_words(viewer, patient_ids):
        asked.append(list(patient_ids))
        return {cast.patients["Amara Osei"]: Cell("session 9 of 16")}

    panels.register_caseload_column(registry, CaseloadColumn("Course", Sensitivity.CLINICAL, load_words))
    assert b"session 9 of 16" not in cast.client("coordinator").get("/caseload").data
    assert asked == []
    assert b"session 9 of 16" in cast.client("therapist").get("/caseload").data
    assert asked == [[cast.patients["Amara Osei"]]]


def test_own_panels_and_tabs_are_on_every_page(cast, amara):
    with cast.app.app_context():
        keys = [panel.key for panel in current_app.extensions["patient_page"].panels]
        assert {"allergies", "team", "next_visit"} <= set(keys)
    page = cast.client("coordinator").get(f"/patients/{amara}/particulars").get_data(as_text=True)
    assert "Allergies" in page and "Care team" in page and "Next visit" in page and "born" in page
    assert "/access-log" not in page
