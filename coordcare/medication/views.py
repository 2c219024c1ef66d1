"""The medication page, advice while a change is written, and a patient's sheet of a plan."""

from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.errors import NotFound
from coordcare.medication import (
    due_queries,
    entries,
    half_queries,
    list_queries,
    monitoring_queries,
    page_queries,
    plan_queries,
    queries,
    reported_queries,
    rules,
)
from coordcare.medication.advice_rules import NOT_CHECKED
from coordcare.medication.forms import MedicationChangeForm
from coordcare.medication.page_cards import drug_totals, page_lines
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
    """The regimen of today or of ?on=, allergies and other medicines; the rest for those who read changes."""
    known, day = queries.changes(patient.id), today()
    reads_changes = standing.reads(Sensitivity.MEDICATION)
    page = patient_page(standing, patient, "medication.medication_page")
    page.aside[:] = [panel for panel in page.aside if panel.key != "regimen"]
    on = _day_asked(patient.birth_date) or day
    return render_template(
        "medication/medication.html",
        page=page,
        today=day,
        on=on,
        day_unread=bool(request.args.get("on")) and _day_asked(patient.birth_date) is None,
        lines=page_lines(known, on),
        totals=drug_totals(known, on),
        planned=rules.planned(known, day) if on == day else [],
        lost_halves=half_queries.lost_halves(standing),
        trials=page_queries.trials_ended(standing, known, day),
        symptoms=page_queries.symptoms(standing),
        changes=queries.change_rows(standing),
        reads_changes=reads_changes,
        reported=reported_queries.observations(standing),
        monitoring=due_queries.due_lines(monitoring_queries.due(standing, known), []),
        allergies=[item for item in health_list(standing, Category.ALLERGY) if item.ended_on is None],
        other_medicines=[item for item in health_list(standing, Category.OTHER_MEDICINE) if item.ended_on is None],
        not_checked=NOT_CHECKED,
        drug_list=list_queries.drug_list(),
        record_change=_record_change(standing),
        may_change=standing.may(Action.CHANGE_MEDICATION),
    )


@blueprint.post("/medication/advice")
@on_patient(Action.CHANGE_MEDICATION)
def advice(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Advice on a change as it stands in its form; nothing is kept."""
    form = MedicationChangeForm(request.form, background=entries.prepare(standing, patient))
    return render_template("medication/_advice.html", form=form)


@blueprint.get("/medication/plans/<int:plan_id>/print")
@on_patient(Action.SEE_ACCESS_LOG, reads=Sensitivity.MEDICATION)
def sheet(standing: Standing, patient: Patient, plan_id: int) -> ResponseReturnValue:
    """The steps of a signed plan in plain words, for the patient to take home; for who prints the record."""
    plan = plan_queries.plan_sheet(standing, plan_id)
    if plan is None:
        raise refuse(NotFound(), patient.id, rule=Sensitivity.MEDICATION.value, subject_id=plan_id)
    own_page = url_for("timeline.entry", patient_id=patient.id, entry_id=plan_id)
    return render_template("medication/sheet.html", patient=patient, plan=plan, back=own_page)


def _day_asked(born: date) -> date | None:
    try:
        asked = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return None
    return asked if asked >= born else None


def _record_change(standing: Standing) -> Link | None:
    if not standing.may(Action.CHANGE_MEDICATION):
        return None
    address = url_for("timeline.new", patient_id=standing.patient_id, kind=queries.KIND)
    return Link("Record a medication change", address)
