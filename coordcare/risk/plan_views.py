"""The routes of the safety plan; its pages are those of every living document."""

from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.documents import views as documents
from coordcare.errors import keeps_words
from coordcare.patients.models import Patient
from coordcare.risk.documents import SAFETY_PLAN
from coordcare.risk.views import blueprint


@blueprint.get("/safety-plan")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.SAFETY)
def safety_plan(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The safety plan that stands."""
    return documents.show_page(standing, patient, SAFETY_PLAN)


@blueprint.get("/safety-plan/versions/<int:number>")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.SAFETY)
def safety_plan_version(standing: Standing, patient: Patient, number: int) -> ResponseReturnValue:
    """An earlier version."""
    return documents.show_page(standing, patient, SAFETY_PLAN, number)


@blueprint.get("/safety-plan/print")
@on_patient(Action.SEE_ACCESS_LOG, reads=Sensitivity.SAFETY)
def safety_plan_print(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The plan on one page, for the patient to take home."""
    return documents.print_page(standing, patient, SAFETY_PLAN)


@blueprint.route("/safety-plan/edit", methods=["GET", "POST"])
@on_patient(Action.ASSESS_RISK)
@keeps_words
def safety_plan_edit(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The form of the next version, which saves as one types."""
    return documents.edit_page(standing, patient, SAFETY_PLAN)


@blueprint.post("/safety-plan/discard")
@on_patient(Action.ASSESS_RISK)
def safety_plan_discard(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Throw the viewer's draft of the plan away."""
    return documents.discard(standing, patient, SAFETY_PLAN)
