"""Telling the team of a safety concern that is ticked in the inventory."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.documents.queries import current
from coordcare.errors import Conflict, NotFound, brings_words_back, keeps_words
from coordcare.ipt.concern_actions import raise_concern
from coordcare.ipt.concern_forms import LOST, ConcernForm
from coordcare.ipt.concern_queries import concerns
from coordcare.ipt.documents import INVENTORY_DOCUMENT
from coordcare.ipt.people_rules import people
from coordcare.ipt.views import blueprint
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.risk.forms import RaiseRiskForm


@blueprint.post("/inventory/concern")
@on_patient(Action.RAISE_RISK, reads=Sensitivity.WORKING)
@keeps_words
def inventory_concern(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Raise a risk task for the concerns of the version that was shown."""
    form = ConcernForm(request.form)
    if brings_words_back():
        return _page(standing, patient, form)
    number = form.version_shown()
    if not form.validate() or number is None:
        form.form_errors += [] if number is not None else [LOST]
        return _page(standing, patient, form), 422
    try:
        key = form.submission_key.data or ""
        item = raise_concern(standing, form.words(), inventory_version=number, submission_key=key)
    except NotFound as error:
        raise refuse(error, patient.id, rule=INVENTORY_DOCUMENT.sensitivity.value) from None
    except Conflict as error:
        return _page(standing, patient, form, error.sentence), 409
    flash("The team is told. CoordCare pages nobody: call a colleague now, and record the call here.", "warning")
    return redirect(url_for("followup.item", patient_id=patient.id, item_id=item.id), 303)


def _page(standing: Standing, patient: Patient, form: ConcernForm, sentence: str | None = None) -> str:
    """The words as typed, and who told the team of what. After a conflict they can be raised as a risk of their own."""
    newest = current(standing, INVENTORY_DOCUMENT)
    own = RaiseRiskForm(data={"text": form.text.data})
    return render_template(
        "ipt/inventory/concern.html",
        page=patient_page(standing, patient, INVENTORY_DOCUMENT.tab),
        form=own if sentence else form,
        sentence=sentence,
        concerns=concerns(standing, people(newest.content), newest.saved_at) if newest else None,
    )
