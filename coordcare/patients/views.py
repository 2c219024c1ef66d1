"""A patient's particulars and access log."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action
from coordcare.audit.queries import access_log as log_of
from coordcare.errors import Conflict, Invalid, NotFound
from coordcare.fields import put_at_field
from coordcare.patients import actions, blueprint, health_views, queries
from coordcare.patients.forms import ParticularsForm
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.patients.rules import LARGEST_ID, differences

LOG_PAGE = 50


@blueprint.route("/patients/new", methods=["GET", "POST"])
@on_patient(Action.MANAGE_PATIENT)
def new(viewer: Viewer) -> ResponseReturnValue:
    """Add a patient."""
    form = ParticularsForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        try:
            patient = actions.add_patient(viewer, form.values(), submission_key=form.submission_key.data)
        except Invalid as error:
            put_at_field(form, error)
        else:
            flash("Patient added. You are the first of the care team: add your colleagues here.", "message")
            return redirect(url_for("patients.team", patient_id=patient.id), 303)
    return render_template("patients/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/patients/<int:patient_id>")
@on_patient(Action.OPEN_RECORD)
def record(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The patient's plain address leads to the timeline."""
    return redirect(url_for("timeline.feed", patient_id=patient.id))


@blueprint.route("/patients/<int:patient_id>/particulars", methods=["GET", "POST"])
@on_patient(Action.MANAGE_PATIENT)
def particulars(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The particulars and health lists; `?edit` opens the form, a POST saves it."""
    if request.method == "POST":
        return _save(standing, patient, ParticularsForm(request.form))
    if "edit" in request.args:
        return _form_page(standing, patient, ParticularsForm.showing(patient.particulars, patient.version))
    return health_views.page(standing, patient)


def _save(standing: Standing, patient: Patient, form: ParticularsForm) -> ResponseReturnValue:
    if not form.validate():
        return _form_page(standing, patient, form, 422)
    try:
        actions.change_particulars(standing.viewer, patient.id, form.values(), form.version.data or 0)
    except Invalid as error:
        put_at_field(form, error)
        return _form_page(standing, patient, form, 422)
    except Conflict:
        return _conflict_page(standing, form)
    flash("Particulars saved.", "message")
    return redirect(url_for("patients.particulars", patient_id=patient.id), 303)


def _form_page(standing: Standing, patient: Patient, form: ParticularsForm, status: int = 200) -> ResponseReturnValue:
    page = patient_page(standing, patient, "patients.particulars")
    return render_template("patients/edit.html", page=page, form=form, changed=[]), status


def _conflict_page(standing: Standing, form: ParticularsForm) -> ResponseReturnValue:
    patient = queries.load(standing.patient_id)
    if patient is None:
        raise NotFound
    changed = [
        (form[name].label.text, stands, typed)
        for name, stands, typed in differences(patient.particulars, form.values())
    ]
    form.over(patient.version)
    page = patient_page(standing, patient, "patients.particulars")
    return render_template("patients/edit.html", page=page, form=form, changed=changed), 409


@blueprint.get("/patients/<int:patient_id>/access-log")
@on_patient(Action.SEE_ACCESS_LOG)
def access_log(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Who opened or changed the record, and who was refused, newest first."""
    before = request.args.get("before", type=int)
    before = before if before and 0 < before <= LARGEST_ID else None
    rows = log_of(patient.id, before, LOG_PAGE + 1)
    here = url_for("patients.access_log", patient_id=patient.id)
    return render_template(
        "patients/access_log.html",
        page=patient_page(standing, patient, "patients.access_log"),
        rows=rows[:LOG_PAGE],
        people=queries.people({row.actor_id for row in rows if row.actor_id is not None}),
        newest=here if before else None,
        older=f"{here}?before={rows[LOG_PAGE - 1].id}" if len(rows) > LOG_PAGE else None,
    )
