"""The pages of living documents; route_views routes them."""

import uuid
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from coordcare.access.actions import refuse
from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.documents import actions, queries
from coordcare.documents.cards import PartReaders
from coordcare.documents.forms import DocumentForm
from coordcare.documents.kinds import Document
from coordcare.documents.models import DocumentDraft
from coordcare.documents.queries import Version
from coordcare.documents.rules import LOST_MARK, empty_words, saved_words
from coordcare.documents.versus_views import lost_race, versus_page
from coordcare.errors import Conflict, Invalid, NotFound, wants_json
from coordcare.extensions import forget_deleted_pages
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.patients.queries import Person, readers
from coordcare.templating import clock_time


def show_page(standing: Standing, patient: Patient, document: Document, number: int | None = None) -> str:
    """The current version, or the one of that number. Raises NotFound for a number that there is not."""
    current = queries.current(standing, document)
    may_edit = queries.may_write(standing, document)
    if current is None and standing.may(document.action) and not may_edit:
        raise refuse(NotFound(), patient.id, rule=document.sensitivity.value)
    try:
        shown = current if number is None else queries.version(standing, document, number)
    except NotFound as error:
        raise refuse(error, patient.id, rule=document.sensitivity.value, subject_id=number) from None
    return render_template(
        "documents/show.html",
        page=patient_page(standing, patient, document.tab),
        document=document,
        shown=shown,
        body=document.present(shown.content) if shown else None,
        current=current,
        background=_told_readers(patient, document, shown.by.id) if shown else None,
        now=document.present(current.content) if current and shown and current.number != shown.number else None,
        beside=document.beside(standing),
        versions=queries.versions(standing, document),
        may_edit=may_edit,
        may_print=document.print_template is not None and standing.may(Action.SEE_ACCESS_LOG),
        draft=queries.my_draft(standing, document) if standing.may(document.action) else None,
    )


def print_page(standing: Standing, patient: Patient, document: Document) -> str:
    """The current version on paper, for the patient. Raises NotFound before the first."""
    shown = queries.current(standing, document)
    if shown is None or document.print_template is None:
        raise refuse(NotFound(), patient.id, rule=document.sensitivity.value)
    patient_page(standing, patient, document.tab)
    return render_template(
        document.print_template, patient=patient, document=document, shown=shown, body=document.present(shown.content)
    )


def edit_page(standing: Standing, patient: Patient, document: Document) -> ResponseReturnValue:
    """The form of the next version: the viewer's draft, else the current version. A POST saves or publishes."""
    overtaken = _require_writer(standing, document)
    if request.method == "POST":
        return _save_or_publish(standing, patient, document)
    draft, current = queries.my_draft(standing, document), queries.current(standing, document)
    if draft is None:
        return _form_page(standing, patient, document, _first_form(document, current))
    if overtaken or ("compare" in request.args and current is not None):
        return versus_page(standing, patient, document, draft.fields, draft, current), 200
    marks = {"version": [str(draft.version)], "base_version": [str(draft.base_version)]}
    typed: MultiDict[str, str] = MultiDict({**draft.fields, **marks, "submission_key": [draft.submission_key]})
    return _form_page(standing, patient, document, document.form(typed), draft=draft)


def _require_writer(standing: Standing, document: Document) -> bool:
    """Who writes the next version reads the one before; for others there is no form.

    But whoever had begun when a colleague saved a version that they do not read keeps their own words: then True.
    """
    if queries.may_write(standing, document):
        return False
    if not queries.was_overtaken(standing, document, _base_typed()):
        raise refuse(NotFound(), standing.patient_id, rule=document.sensitivity.value)
    return True


def _base_typed() -> int:
    """The version from which the form that was sent began; 0 where none was."""
    base = request.form.get("base_version", "")
    return int(base) if base.isascii() and base.isdigit() and len(base) < 10 else 0


def _first_form(document: Document, current: Version | None) -> DocumentForm:
    """A form without a draft: as the current version stands, else empty."""
    if current is None:
        return document.form()
    marks = {"base_version": [str(current.number)], "submission_key": [str(uuid.uuid4())]}
    typed: MultiDict[str, str] = MultiDict({**document.form.typed_from(current.content), **marks})
    return document.form(typed)


def discard(standing: Standing, patient: Patient, document: Document) -> ResponseReturnValue:
    """Throw the viewer's draft away."""
    overtaken = _require_writer(standing, document)
    actions.discard_draft(standing, document)
    forget_deleted_pages()
    flash("The draft is gone.")
    return redirect(url_for(document.tab if overtaken else document.endpoint, patient_id=patient.id), 303)


def _save_or_publish(standing: Standing, patient: Patient, document: Document) -> ResponseReturnValue:
    form = document.form(request.form)
    base = form.base()
    if not 0 < len(form.key()) <= 40 or base is None:
        raise Invalid(LOST_MARK)
    marks: dict[str, Any] = {"submission_key": form.key(), "base": base, "version": form.version_shown()}
    try:
        if request.form.get("action") != "sign":
            return _save(standing, patient, document, form, marks)
        return _publish(standing, patient, document, form, marks)
    except Conflict as error:
        if wants_json():
            raise
        return lost_race(standing, patient, document, form, base, error)
    except Invalid as error:
        form.add_error(error)
        return _form_page(standing, patient, document, form, status=422)


def _save(
    standing: Standing, patient: Patient, document: Document, form: DocumentForm, marks: dict[str, Any]
) -> ResponseReturnValue:
    draft = actions.save_draft(standing, document, form.typed(), **marks)
    address = url_for(f"{document.endpoint}_edit", patient_id=patient.id)
    if wants_json():
        return jsonify(saved_at=clock_time(draft.saved_at), version=draft.version, edit_url=address)
    flash("Draft saved. Only you can read it until you save a version.")
    return redirect(address, 303)


def _publish(
    standing: Standing, patient: Patient, document: Document, form: DocumentForm, marks: dict[str, Any]
) -> ResponseReturnValue:
    if not form.validate():
        return _form_page(standing, patient, document, form, status=422)
    if form.is_empty():
        raise Invalid(empty_words(document.word))
    number = actions.publish(standing, document, form.typed(), form.content(), **marks)
    me = standing.viewer.account_id
    parts = _told_readers(patient, document, me).readers_by_part
    flash(saved_words(number, [(word, [_called(one, me) for one in people]) for word, people in parts]))
    return redirect(url_for(document.endpoint, patient_id=patient.id), 303)


def _form_page(
    standing: Standing,
    patient: Patient,
    document: Document,
    form: DocumentForm,
    *,
    draft: DocumentDraft | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "documents/form.html",
        page=patient_page(standing, patient, document.tab),
        document=document,
        form=form,
        draft=draft,
        current=queries.newest(standing, document),
        has_draft=draft is not None or queries.my_draft(standing, document) is not None,
        background=_told_readers(patient, document, standing.viewer.account_id),
        beside=document.beside(standing),
    )
    return page, status


def _told_readers(patient: Patient, document: Document, author_id: int) -> PartReaders:
    """Who reads each part of a version by this author; of one without parts, all of it."""
    if document.shared_sensitivity is None:
        return PartReaders([("This version", readers(patient.id, document.sensitivity, author_id))])
    sensitivities = (document.shared_sensitivity, document.sensitivity)
    return PartReaders(
        [
            (words, readers(patient.id, one, author_id))
            for words, one in zip(document.part_words, sensitivities, strict=True)
        ]
    )


def _called(person: Person, me: int) -> str:
    return "you" if person.id == me else person.name
