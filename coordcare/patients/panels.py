"""The frame of a patient's page: tabs, panels and offers that other packages hand in.

A panel is loaded only for a viewer who reads its sensitivity, and an offer is made only to a viewer who
may take it up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from flask import Flask, current_app

from coordcare.access import policy
from coordcare.access.actions import record_answer
from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action, Sensitivity
from coordcare.patients.health_queries import Allergies, allergies
from coordcare.patients.models import Patient
from coordcare.patients.team_queries import Member, team
from coordcare.settings.queries import today
from coordcare.settings.rules import age_on
from coordcare.templating import Link, address


@dataclass(frozen=True, slots=True)
class Panel:
    """Something on every page of a patient. `load` answers None where there is nothing to show."""

    key: str
    place: Literal["banner", "aside"]
    sensitivity: Sensitivity
    template: str
    load: Callable[[Standing, int], object | None]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a patient, for those who may do its action."""

    label: str
    endpoint: str
    action: Action


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a patient; `level` (0 calm to 3) is told as a pill, `pressing` first where no danger stands."""

    words: str
    level: int | None = None
    pressing: bool = False


@dataclass(frozen=True, slots=True)
class CaseloadColumn:
    """A column of the caseload: a cell for each of these patients, in one query for all; `empty` for the others.

    What a column that `leads` says is told first of each patient, before what the list itself has to say.
    """

    label: str
    sensitivity: Sensitivity
    load: Callable[[Viewer, Sequence[int]], Mapping[int, Cell]]
    empty: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Companion:
    """Something beside the form of a kind of entry, for those who may do its action.

    `load` is given the form's key, which a draft keeps. `sign_words` are said where the entry is signed. What stands
    `above` is read before the form.
    """

    kind_key: str
    action: Action
    template: str
    load: Callable[[Standing, str], object]
    sign_words: str
    place: Literal["above", "below"] = "below"


Adds = Callable[[Standing], list[Link]]


@dataclass(slots=True)
class Registry:
    """What the packages handed in, in the order in which they did."""

    panels: list[Panel] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)
    adds: list[Adds] = field(default_factory=list)
    columns: list[CaseloadColumn] = field(default_factory=list)
    companions: list[Companion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LoadedPanel:
    """A panel with what it shows; `first` before an entry, for what must be read with it."""

    key: str
    template: str
    data: Any
    first: bool = False


@dataclass(frozen=True, slots=True)
class PatientPage:
    """All that templates/patients/layout.html shows around a page."""

    patient: Patient
    age: int
    banner: list[LoadedPanel]
    aside: list[LoadedPanel]
    tabs: list[Link]
    primary: Link | None
    adds: list[Link]


@dataclass(frozen=True, slots=True)
class Team:
    members: list[Member]


def init_app(app: Flask) -> None:
    """An empty registry."""
    app.extensions["patient_page"] = Registry()


def register_panel(app: Flask, panel: Panel) -> None:
    _registry(app).panels.append(panel)


def register_tab(app: Flask, tab: Tab) -> None:
    _registry(app).tabs.append(tab)


def register_adds(app: Flask, adds: Adds) -> None:
    """`adds` answers the links that a standing may use to add something, the primary one first."""
    _registry(app).adds.append(adds)


def register_caseload_column(app: Flask, column: CaseloadColumn) -> None:
    _registry(app).columns.append(column)


def register_companion(app: Flask, companion: Companion) -> None:
    _registry(app).companions.append(companion)


def companions(standing: Standing, kind_key: str) -> list[Companion]:
    """What stands beside this kind's form."""
    return [one for one in _registry(current_app).companions if one.kind_key == kind_key and standing.may(one.action)]


def loaded_companions(standing: Standing, kind_key: str, form_key: str) -> list[LoadedPanel]:
    """The companions of a form with what they show."""
    return [
        LoadedPanel(one.place, one.template, one.load(standing, form_key)) for one in companions(standing, kind_key)
    ]


def patient_page(
    standing: Standing, patient: Patient, current_endpoint: str, *, private: bool = False, beside: bool = True
) -> PatientPage:
    """The frame around a page of this patient for this viewer. Whoever shows it has a view on record.

    A private page leaves no event on the patient, so nothing of the record stands around it. A page that shows all
    of it by itself has nothing `beside` it.
    """
    record_answer()
    registry = _registry(current_app)
    panels: dict[str, list[LoadedPanel]] = {"banner": [], "aside": []}
    for panel in () if private else registry.panels:
        if panel.place == "aside" and not beside:
            continue
        data = panel.load(standing, patient.id) if standing.reads(panel.sensitivity) else None
        if data is not None:
            panels[panel.place].append(LoadedPanel(panel.key, panel.template, data))
    offers = [link for adds in registry.adds for link in adds(standing)]
    return PatientPage(
        patient=patient,
        age=age_on(patient.birth_date, today()),
        banner=panels["banner"],
        aside=panels["aside"],
        tabs=_tabs(registry, standing, current_endpoint),
        primary=offers[0] if offers else None,
        adds=offers[1:],
    )


def caseload_columns(viewer: Viewer, patient_ids: Sequence[int]) -> list[tuple[CaseloadColumn, dict[int, Cell]]]:
    """The columns that this viewer's discipline reads, each with its cell by patient id."""
    readable = policy.readable(viewer.discipline)
    return [
        (column, {one: Cell(column.empty) for one in patient_ids} | dict(column.load(viewer, patient_ids)))
        for column in _registry(current_app).columns
        if column.sensitivity in readable
    ]


def reads_all_that_leads(viewer: Viewer) -> bool:
    """Whether the viewer's discipline reads every leading column: only who does is told that nothing presses."""
    readable = policy.readable(viewer.discipline)
    return all(column.sensitivity in readable for column in _registry(current_app).columns if column.leads)


def _registry(app: Flask) -> Registry:
    registry: Registry = app.extensions["patient_page"]
    return registry


def _tabs(registry: Registry, standing: Standing, current: str) -> list[Link]:
    return [
        Link(tab.label, address(tab.endpoint, patient_id=standing.patient_id), tab.endpoint == current)
        for tab in registry.tabs
        if standing.may(tab.action)
    ]


def _allergies(standing: Standing, patient_id: int) -> Allergies:
    return allergies(standing)


def _team(standing: Standing, patient_id: int) -> Team:
    return Team(team(standing))


def _next_visit(standing: Standing, patient_id: int) -> object:
    """It stands in the patient's own row, which the page has."""
    return True


PANELS = (
    Panel("allergies", "banner", Sensitivity.REGIMEN, "patients/panels/allergies.html", _allergies),
    Panel("team", "aside", Sensitivity.TEAM, "patients/panels/team.html", _team),
    Panel("next_visit", "aside", Sensitivity.TEAM, "patients/panels/next_visit.html", _next_visit),
)
TABS = (
    Tab("Team", "patients.team", Action.OPEN_RECORD),
    Tab("Particulars", "patients.particulars", Action.MANAGE_PATIENT),
    Tab("Access log", "patients.access_log", Action.SEE_ACCESS_LOG),
)
