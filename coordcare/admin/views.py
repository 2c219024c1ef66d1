"""The audit trail for the admin, searched by POST: a record number has no place in an address."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from coordcare.access.actions import actor
from coordcare.access.gate import on_duty
from coordcare.access.membership import Viewer
from coordcare.access.policy import Duty
from coordcare.accounts import queries as staff
from coordcare.admin import assignment_views, queries
from coordcare.admin.forms import AuditForm
from coordcare.admin.staff_views import blueprint
from coordcare.audit.actions import Event, record
from coordcare.audit.queries import PAGE, Filter, Row, search
from coordcare.audit.rules import Happening
from coordcare.patients.queries import named
from coordcare.settings.queries import clinic

__all__ = ["assignment_views", "blueprint"]


@blueprint.get("/audit")
@on_duty(Duty.ADMIN)
def audit(viewer: Viewer) -> ResponseReturnValue:
    """The newest events."""
    return _page(AuditForm(names=staff.everybody()), search(Filter(), limit=PAGE + 1))


@blueprint.post("/audit")
@on_duty(Duty.ADMIN)
def search_audit(viewer: Viewer) -> ResponseReturnValue:
    """Events by period, person, patient and outcome; the search is recorded, also on the patient's chain."""
    form = AuditForm(request.form, names=staff.everybody())
    patient_id = None
    if form.validate() and form.record_number.data:
        patient = named(form.record_number.data)
        patient_id = patient.id if patient else None
        if patient is None:
            form.record_number.errors = ["No patient has this record number."]
    if form.errors:
        return _page(form, [], 422)
    record(Event(Happening.SEARCHED, actor(), patient_id, subject=request.endpoint))
    return _page(form, search(form.wanted(clinic(), patient_id), form.before.data, PAGE + 1))


def _page(form: AuditForm, rows: list[Row], status: int = 200) -> ResponseReturnValue:
    older = rows[PAGE - 1].id if len(rows) > PAGE else None
    trail = queries.trail(rows[:PAGE])
    return render_template("admin/audit.html", form=form, trail=trail, older=older), status
