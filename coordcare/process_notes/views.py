"""The author's own pages: private notes on one patient, read, written and printed by nobody else."""

import uuid
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.errors import Conflict, Invalid, NotFound, Unavailable, keeps_words, wants_json
from coordcare.extensions import clock
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.process_notes import actions, queries, sealing
from coordcare.process_notes.forms import ProcessNoteForm
from coordcare.process_notes.panels import form_of
from coordcare.process_notes.queries import Note
from coordcare.settings.queries import today
from coordcare.templating import clock_time
from coordcare.timeline import kinds
from coordcare.timeline.queries import entry_by_submission

blueprint = Blueprint("process_notes", __name__, url_prefix="/patients/<int:patient_id>/process-notes")


@blueprint.get("")
@on_patient(Action.WRITE_PROCESS_NOTE)
def mine(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The viewer's own notes on this patient, newest first."""
    notes = queries.my_notes(standing)
    return render_template(
        "process_notes/mine.html", page=patient_page(standing, patient, "process_notes.mine", private=True), notes=notes
    )


@blueprint.route("/new", methods=["GET", "POST"])
@on_patient(Action.WRITE_PROCESS_NOTE)
@keeps_words
def new(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """An empty form, or its first save."""
    if request.method == "POST":
        return _save(standing, patient, None)
    sealing.keys()
    return _form_page(standing, patient, form_of(None), None)


@blueprint.route("/<int:note_id>", methods=["GET", "POST"])
@on_patient(Action.WRITE_PROCESS_NOTE)
@keeps_words
def note(standing: Standing, patient: Patient, note_id: int) -> ResponseReturnValue:
    """A note in its form: it is read and written in the same place."""
    if request.method == "POST":
        return _save(standing, patient, note_id)
    found = _mine(standing, note_id)
    return _form_page(standing, patient, form_of(found), found)


@blueprint.get("/print", endpoint="print_all")
@on_patient(Action.WRITE_PROCESS_NOTE)
def print_all(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """All of the viewer's own notes on this patient, for paper."""
    notes = queries.my_notes(standing)[::-1]
    return render_template("process_notes/print.html", patient=patient, notes=notes)


@blueprint.get("/<int:note_id>/print")
@on_patient(Action.WRITE_PROCESS_NOTE)
def print_one(standing: Standing, patient: Patient, note_id: int) -> ResponseReturnValue:
    """One of the viewer's own notes, for paper."""
    return render_template("process_notes/print.html", patient=patient, notes=[_mine(standing, note_id)])


def _mine(standing: Standing, note_id: int) -> Note:
    found = queries.my_note(standing, note_id)
    if found is None:
        raise _not_mine()
    return found


def _not_mine() -> NotFound:
    """Another author's, another patient's, or none: one answer, and nothing on the patient's chain."""
    return refuse(NotFound(), rule=Action.WRITE_PROCESS_NOTE.value)


def _save(standing: Standing, patient: Patient, note_id: int | None) -> ResponseReturnValue:
    form = ProcessNoteForm(request.form, today=today())
    if not form.validate():
        if wants_json():
            raise Invalid(" ".join(str(words) for errors in form.errors.values() for words in errors))
        return _form_page(standing, patient, form, None, 422)
    try:
        saved = _kept(standing, form, note_id)
    except NotFound as error:
        raise _not_mine() from error
    except Conflict as error:
        return _conflict_page(standing, patient, form, note_id, error)
    except (Invalid, Unavailable) as error:
        if wants_json():
            raise
        # The words stay in the page also where they cannot be saved.
        form.add_error(error if isinstance(error, Invalid) else Invalid(error.sentence))
        return _form_page(standing, patient, form, None, error.status)
    if saved is None:
        return jsonify(saved_at=clock_time(clock.now()))
    if wants_json():
        address = url_for("process_notes.note", patient_id=patient.id, note_id=saved.id)
        return jsonify(saved_at=clock_time(saved.saved_at), version=saved.version, edit_url=address)
    flash("Private note saved. Only you can read it.")
    return redirect(_where_one_was(standing, saved), 303)


def _kept(standing: Standing, form: ProcessNoteForm, note_id: int | None) -> Note | None:
    """The note with these words; None where autosave came with nothing to begin a note with. Raises Invalid."""
    words, version = form.words(), form.version_shown()
    if note_id is not None:
        return actions.rewrite(standing, note_id, words, version=version)
    if words.is_empty and version is None:
        if wants_json():
            return None
        raise Invalid("Write something first.", "text")
    return actions.begin(standing, words, form_key=form.form_key.data or "", version=version)


def _where_one_was(standing: Standing, saved: Note) -> str:
    """Back to the form that the box stood beside, else to the note."""
    address: dict[str, Any] = {"patient_id": standing.patient_id}
    kind = kinds.find(request.form.get("beside", ""))
    if kind is None or not standing.may(kind.action):
        return url_for("process_notes.note", **address, note_id=saved.id)
    entry = entry_by_submission(standing.viewer, saved.form_key, locked=False)
    if entry is None:
        return url_for("timeline.new", **address, kind=kind.key, form_key=saved.form_key)
    if entry.patient_id != standing.patient_id:
        return url_for("process_notes.note", **address, note_id=saved.id)
    return url_for("timeline.edit" if entry.is_draft else "timeline.entry", **address, entry_id=entry.id)


def _form_page(
    standing: Standing, patient: Patient, form: ProcessNoteForm, shown: Note | None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "process_notes/form.html",
        page=patient_page(standing, patient, "process_notes.mine", private=True),
        form=form,
        note=shown,
    )
    return page, status


def _conflict_page(
    standing: Standing, patient: Patient, form: ProcessNoteForm, note_id: int | None, error: Conflict
) -> ResponseReturnValue:
    """Both texts, so that whoever lost the race loses no word. For autosave the sentence alone."""
    if wants_json():
        raise error
    form_key = form.form_key.data or ""
    other = queries.my_note(standing, note_id) if note_id else queries.note_beside(standing, form_key)
    page = render_template(
        "process_notes/conflict.html",
        page=patient_page(standing, patient, "process_notes.mine", private=True),
        sentence=error.sentence,
        mine=form.words(),
        other=other,
        beside=request.form.get("beside", ""),
        new_key=str(uuid.uuid4()),
    )
    return page, 409
