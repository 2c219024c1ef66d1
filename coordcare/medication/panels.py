"""What medication shows on every page of a patient, and offers on the pages of visits and changes."""

from dataclasses import dataclass

from flask import Flask, url_for

from coordcare.access.gate import may
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity, Verb
from coordcare.followup.item_queries import register_became
from coordcare.medication import half_queries, plan_queries, queries, stop_queries, visit_queries
from coordcare.medication.half_queries import OtherHalf
from coordcare.patients.panels import LoadedPanel, Panel, Tab
from coordcare.templating import Link
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.panels import register_entry_panel, register_retracting_panel
from coordcare.timeline.queries import is_retracted

REGIMEN = Panel("regimen", "aside", Sensitivity.REGIMEN, "medication/panels/regimen.html", queries.regimen_panel)
TAB = Tab("Medication", "medication.medication_page", Action.OPEN_RECORD)


def visit_offers(standing: Standing, entry: TimelineEntry) -> list[Link]:
    """A change may come to mind after the visit, whatever its outcome."""
    if entry.kind != visit_queries.KIND or not standing.may(Action.CHANGE_MEDICATION):
        return []
    address = url_for("timeline.new", patient_id=entry.patient_id, kind=queries.KIND)
    return [Link("Record a medication change", address, icon="pill")]


def sheet_offers(standing: Standing, entry: TimelineEntry) -> list[Link]:
    """A plan in steps can be printed for the patient."""
    if entry.kind != queries.KIND or not standing.may(Action.SEE_ACCESS_LOG):
        return []
    if plan_queries.plan_sheet(standing, entry.id) is None:
        return []
    address = url_for("medication.sheet", patient_id=entry.patient_id, plan_id=entry.id)
    return [Link("Patient's sheet", address, icon="print")]


@dataclass(frozen=True, slots=True)
class Halves:
    """The other half of an entry's switch; `retracting`: the entry is about to be retracted; `alone`: it was, and the
    other stands; `retract_url` for who may retract the other too."""

    other: OtherHalf
    retracting: bool
    alone: bool = False
    retract_url: str | None = None


def other_half_panel(standing: Standing, entry: TimelineEntry) -> LoadedPanel | None:
    """On the page of one half of a switch, the way to the other."""
    other = _other_half(standing, entry)
    if other is None:
        return None
    alone, url = is_retracted(entry.id) and not other.retracted, None
    if alone and may(standing, Verb.RETRACT, entry.rule, other.author_id):
        url = url_for("timeline.retract", patient_id=entry.patient_id, entry_id=other.entry_id)
    return _panel(Halves(other, False, alone, url))


def retracting_panel(standing: Standing, entry: TimelineEntry) -> LoadedPanel | None:
    """Where one half of a switch is retracted: that the other stands, and what the regimen then says."""
    other = _other_half(standing, entry)
    return _panel(Halves(other, True)) if other is not None and not other.retracted else None


def register_stops(app: Flask) -> None:
    """Beside what still asks about a change: that its drug was stopped since."""
    register_became(app, queries.KIND, stop_queries.stopped_since)


def register_halves(app: Flask) -> None:
    """Both, on the pages of an entry."""
    register_entry_panel(app, other_half_panel)
    register_retracting_panel(app, retracting_panel)


def _other_half(standing: Standing, entry: TimelineEntry) -> OtherHalf | None:
    if entry.kind != queries.KIND or not standing.reads(Sensitivity.MEDICATION):
        return None
    return half_queries.other_half(entry)


def _panel(halves: Halves) -> LoadedPanel:
    return LoadedPanel("other_half", "medication/panels/other_half.html", halves, first=halves.alone)
