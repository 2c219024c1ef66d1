"""Care-team memberships of a member of staff: a patient's name and record number, nothing clinical."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import actor, refuse
from coordcare.access.gate import on_duty
from coordcare.access.membership import Viewer
from coordcare.access.policy import Duty
from coordcare.admin import queries
from coordcare.admin.forms import AssignForm
from coordcare.admin.staff_views import blueprint, member_page
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Invalid, NotFound
from coordcare.fields import put_at_field
from coordcare.patients import queries as patients
from coordcare.patients.team_actions import add_member, end_membership


@blueprint.post("/staff/<int:account_id>/assignments")
@on_duty(Duty.ADMIN)
def assign(viewer: Viewer, account_id: int) -> ResponseReturnValue:
    """Put somebody on a patient's team: first the record number, then a look at the name."""
    queries.member(account_id)
    form = AssignForm(request.form)
    patient = patients.named(form.record_number.data or "") if form.validate() else None
    try:
        if patient is None and not form.errors:
            raise Invalid("No patient has this record number.", "record_number")
        if patient is not None and form.confirmed.data == patient.record_number:
            add_member(viewer, patient.id, account_id, by_admin=True)
            # Without the patient: a flash travels in the cookie, signed but readable.
            flash("Assigned. The team page shows it.")
            return _back(account_id)
    except Invalid as error:
        put_at_field(form, Invalid(error.sentence, "record_number"))
        patient = None
    if patient is not None:
        # The page will show whose number it is: the patient's log tells who looked.
        record(Event(Happening.SEARCHED, actor(), patient.id, subject=request.endpoint))
    return member_page(viewer, account_id, None, 422 if form.errors else 200, assign=form, patient=patient)


@blueprint.post("/staff/<int:account_id>/assignments/<int:membership_id>/end")
@on_duty(Duty.ADMIN)
def end_assignment(viewer: Viewer, account_id: int, membership_id: int) -> ResponseReturnValue:
    """End a membership; the last one of a team only when that is said to be meant."""
    held = queries.member(account_id).assignments
    ended = next((one for one in held if one.membership_id == membership_id), None)
    if ended is None:
        raise refuse(NotFound(), rule=Duty.ADMIN.value)
    meant = request.form.get("leaving_nobody") == "yes"
    try:
        end_membership(viewer, ended.patient.id, membership_id, by_admin=True, leaving_nobody=meant)
    except Invalid:
        return member_page(viewer, account_id, None, 422, last_member=ended)
    flash("Ended.")
    return _back(account_id)


def _back(account_id: int) -> ResponseReturnValue:
    return redirect(url_for("admin.staff_member", account_id=account_id), 303)
