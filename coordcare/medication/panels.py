"""What medication shows on every page of a patient, and offers on the pages of visits and changes."""

from flask import url_for

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.medication import plan_queries, queries, visit_queries
from coordcare.patients.panels import LoadedPanel, Panel, Tab
from coordcare.templating import Link
from coordcare.timeline.models import TimelineEntry

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


def other_half_panel(standing: Standing, entry: TimelineEntry) -> LoadedPanel | None:
    """On the page of one half of a switch, the way to the other."""
    if entry.kind != queries.KIND or not standing.reads(Sensitivity.MEDICATION):
        return None
    other = plan_queries.other_half(entry)
    return LoadedPanel("other_half", "medication/panels/other_half.html", other) if other else None
