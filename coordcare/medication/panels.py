"""What medication shows on every page of a patient, and offers on the page of a visit."""

from flask import url_for

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.medication import queries, visit_queries
from coordcare.patients.panels import Panel, Tab
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
