"""The routes of inventory, formulation and the work on the focus; their pages are those of every living document."""

from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.documents import views as documents
from coordcare.errors import keeps_words
from coordcare.ipt.documents import FOCUS_DOCUMENT, FORMULATION_DOCUMENT, INVENTORY_DOCUMENT
from coordcare.ipt.views import blueprint
from coordcare.patients.models import Patient


@blueprint.get("/inventory")
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
def inventory(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The people around the patient, with their circle."""
    return documents.show_page(standing, patient, INVENTORY_DOCUMENT)


@blueprint.get("/inventory/versions/<int:number>")
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
def inventory_version(standing: Standing, patient: Patient, number: int) -> ResponseReturnValue:
    """An earlier version beside today's."""
    return documents.show_page(standing, patient, INVENTORY_DOCUMENT, number)


@blueprint.route("/inventory/edit", methods=["GET", "POST"])
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
@keeps_words
def inventory_edit(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The form of the next version, which saves as one types."""
    return documents.edit_page(standing, patient, INVENTORY_DOCUMENT)


@blueprint.post("/inventory/discard")
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
def inventory_discard(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Throw the viewer's draft away."""
    return documents.discard(standing, patient, INVENTORY_DOCUMENT)


@blueprint.get("/formulation")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.CLINICAL)
def formulation(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The formulation: the summary for the clinicians of the team, all of it for who works with it."""
    return documents.show_page(standing, patient, FORMULATION_DOCUMENT)


@blueprint.get("/formulation/versions/<int:number>")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.CLINICAL)
def formulation_version(standing: Standing, patient: Patient, number: int) -> ResponseReturnValue:
    """An earlier version."""
    return documents.show_page(standing, patient, FORMULATION_DOCUMENT, number)


@blueprint.route("/formulation/edit", methods=["GET", "POST"])
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
@keeps_words
def formulation_edit(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The form of the next version, which saves as one types."""
    return documents.edit_page(standing, patient, FORMULATION_DOCUMENT)


@blueprint.post("/formulation/discard")
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
def formulation_discard(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Throw the viewer's draft away."""
    return documents.discard(standing, patient, FORMULATION_DOCUMENT)


@blueprint.get("/focus")
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
def focus(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """What is known of the problem areas."""
    return documents.show_page(standing, patient, FOCUS_DOCUMENT)


@blueprint.get("/focus/versions/<int:number>")
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
def focus_version(standing: Standing, patient: Patient, number: int) -> ResponseReturnValue:
    """An earlier version."""
    return documents.show_page(standing, patient, FOCUS_DOCUMENT, number)


@blueprint.route("/focus/edit", methods=["GET", "POST"])
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
@keeps_words
def focus_edit(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The form of the next version, which saves as one types."""
    return documents.edit_page(standing, patient, FOCUS_DOCUMENT)


@blueprint.post("/focus/discard")
@on_patient(Action.WRITE_SESSION_NOTE, reads=Sensitivity.WORKING)
def focus_discard(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Throw the viewer's draft away."""
    return documents.discard(standing, patient, FOCUS_DOCUMENT)
