"""The routes of a living document: the same for every document, on the blueprint of the package that owns it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.documents import views
from coordcare.documents.kinds import Document
from coordcare.errors import keeps_words
from coordcare.patients.models import Patient


def add_routes(blueprint: Blueprint, document: Document) -> None:
    """Route a document on its owner's blueprint, whose addresses begin with the patient's.

    Read by whoever reads any part of it, written by whoever has its action and reads the rest of it.
    """
    name = document.endpoint.removeprefix(f"{blueprint.name}.")
    _reading(blueprint, document, name)
    _writing(blueprint, document, name)
    if document.print_template is not None:
        _printing(blueprint, document, name)


def _reading(blueprint: Blueprint, document: Document, name: str) -> None:
    reads = document.shared_sensitivity or document.sensitivity

    @blueprint.get(_address(name), endpoint=name)
    @on_patient(Action.OPEN_RECORD, reads=reads)
    def show(standing: Standing, patient: Patient) -> ResponseReturnValue:
        """The version that stands."""
        return views.show_page(standing, patient, document)

    @blueprint.get(f"{_address(name)}/versions/<int:number>", endpoint=f"{name}_version")
    @on_patient(Action.OPEN_RECORD, reads=reads)
    def version(standing: Standing, patient: Patient, number: int) -> ResponseReturnValue:
        """An earlier version."""
        return views.show_page(standing, patient, document, number)


def _writing(blueprint: Blueprint, document: Document, name: str) -> None:
    @blueprint.route(f"{_address(name)}/edit", methods=["GET", "POST"], endpoint=f"{name}_edit")
    @on_patient(document.action, reads=document.sensitivity)
    @keeps_words
    def edit(standing: Standing, patient: Patient) -> ResponseReturnValue:
        """The form of the next version, which saves as one types."""
        return views.edit_page(standing, patient, document)

    @blueprint.post(f"{_address(name)}/discard", endpoint=f"{name}_discard")
    @on_patient(document.action, reads=document.sensitivity)
    def discard(standing: Standing, patient: Patient) -> ResponseReturnValue:
        """Throw the viewer's draft away."""
        return views.discard(standing, patient, document)


def _printing(blueprint: Blueprint, document: Document, name: str) -> None:
    @blueprint.get(f"{_address(name)}/print", endpoint=f"{name}_print")
    @on_patient(Action.SEE_ACCESS_LOG, reads=document.sensitivity)
    def printed(standing: Standing, patient: Patient) -> ResponseReturnValue:
        """The version that stands, on one page for the patient."""
        return views.print_page(standing, patient, document)


def _address(name: str) -> str:
    return f"/{name.replace('_', '-')}"
