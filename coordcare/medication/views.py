"""The medication page."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.medication import checks, queries, reported_queries, rules
from coordcare.medication.formulary import formulary
from coordcare.patients.health_queries import health_list
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.patients.rules import Category
from coordcare.settings.queries import today
from coordcare.templating import Link

blueprint = Blueprint("medication", __name__, url_prefix="/patients/<int:patient_id>")


@blueprint.get("/medication")
@on_patient(Action.OPEN_RECORD)
def medication_page(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The regimen, allergies and other medicines; trials, reasons and reports for those who read changes."""
    known, day = queries.changes(patient.id), today()
    reads_changes = standing.reads(Sensitivity.MEDICATION)
    page = patient_page(standing, patient, "medication.medication_page")
    page.aside[:] = [panel for panel in page.aside if panel.key != "regimen"]
    return render_template(
        "medication/medication.html",
        page=page,
        today=day,
        lines=rules.regimen(known, day),
        planned=rules.planned(known, day),
        trials=rules.trials(known, day)[::-1] if reads_changes else [],
        changes=queries.change_rows(standing),
        reads_changes=reads_changes,
        reported=reported_queries.observations(standing),
        allergies=[item for item in health_list(standing, Category.ALLERGY) if item.ended_on is None],
        other_medicines=[item for item in health_list(standing, Category.OTHER_MEDICINE) if item.ended_on is None],
        not_checked=checks.NOT_CHECKED,
        drugs=formulary(),
        record_change=_record_change(standing),
        may_change=standing.may(Action.CHANGE_MEDICATION),
    )


def _record_change(standing: Standing) -> Link | None:
    if not standing.may(Action.CHANGE_MEDICATION):
        return None
    address = url_for("timeline.new", patient_id=standing.patient_id, kind=queries.KIND)
    return Link("Record a medication change", address)
