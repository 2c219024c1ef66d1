"""Writing entries: forms that save as one types, signing, recall, addenda, taking back."""

from collections.abc import Sequence

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField

from coordcare.access import policy
from coordcare.access.gate import on_entry
from coordcare.access.membership import Standing
from coordcare.access.policy import Verb
from coordcare.errors import Conflict, Invalid, wants_json
from coordcare.extensions import forget_deleted_pages
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.patients.queries import readers
from coordcare.templating import clock_time, moment
from coordcare.timeline import actions, queries
from coordcare.timeline.cards import DraftCard
from coordcare.timeline.forms import EntryForm
from coordcare.timeline.kinds import Kind
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import SIGNED_ALREADY
from coordcare.timeline.views import blueprint, entry_page


@blueprint.route("/entries/new/<kind>", methods=["GET", "POST"])
@on_entry(Verb.CREATE)
def new(standing: Standing, patient: Patient, kind: Kind) -> ResponseReturnValue:
    """An empty form, or its first save or signature."""
    if request.method == "POST":
        return _save_or_sign(standing, patient, kind, None)
    form = kind.form(None, background=kind.prepare(standing, patient))
    begun = [draft for draft in queries.my_drafts(standing.viewer, patient.id) if draft.kind is kind]
    return _form_page(standing, patient, kind, form, None, begun=begun)


@blueprint.route("/entries/<int:entry_id>/edit", methods=["GET", "POST"])
@on_entry(Verb.EDIT)
def edit(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """A draft in its form, as it was typed."""
    if request.method == "POST":
        return _save_or_sign(standing, patient, entry.rule, entry)
    _require_draft(entry)
    return _form_page(standing, patient, entry.rule, _draft_form(standing, patient, entry), entry)


@blueprint.route("/entries/<int:entry_id>/sign", methods=["GET", "POST"])
@on_entry(Verb.SIGN)
def sign(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """A draft as its readers will see it, with the button that signs it."""
    _require_draft(entry)
    form = _draft_form(standing, patient, entry)
    if not form.validate():
        return _form_page(standing, patient, entry.rule, form, entry, 422)
    if request.method == "POST":
        if request.form.get("version", "") != str(entry.version):
            raise Conflict("This draft was saved in another window since you looked at it here. Look at it again.")
        return _sign(standing, patient, entry.rule, form, entry)
    return render_template(
        "timeline/sign.html",
        page=patient_page(standing, patient, "timeline.feed"),
        kind=entry.rule,
        entry=entry,
        body=entry.rule.present(form.values()),
        happened_on=form.happened_on.data,
        readers=full_readers(patient, entry.rule),
    )


@blueprint.post("/entries/<int:entry_id>/discard")
@on_entry(Verb.EDIT)
def discard(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """Throw a draft away."""
    actions.discard_draft(standing, entry.id)
    forget_deleted_pages()
    flash("The draft is gone.")
    return redirect(url_for("timeline.feed", patient_id=patient.id), 303)


@blueprint.post("/entries/<int:entry_id>/recall")
@on_entry(Verb.RECALL)
def recall(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """A signed entry back into its form."""
    try:
        actions.recall(standing, entry.id)
    except Conflict as error:
        if entry.is_draft:
            raise
        flash(error.sentence, "warning")
        return entry_page(standing, patient, entry), 409
    flash("Recalled: this entry is a draft again, and only you can read it.")
    return redirect(url_for("timeline.edit", patient_id=patient.id, entry_id=entry.id), 303)


def _save_or_sign(standing: Standing, patient: Patient, kind: Kind, entry: TimelineEntry | None) -> ResponseReturnValue:
    form = kind.form(request.form, background=kind.prepare(standing, patient))
    if not 0 < len(form.key()) <= 40:
        raise Invalid("This form has lost its mark. Go back, reload it and try again.")
    if entry is not None:
        form.submission_key.data = entry.submission_key
    if request.form.get("action") != "sign":
        return _save(standing, patient, kind, form)
    before = queries.entry_by_submission(standing.viewer, form.key())
    if before is not None and actions.is_same_form(before, standing, kind, form.typed()):
        return _signed(patient, before)
    if before is not None and not before.is_draft:
        return _conflict_page(standing, patient, kind, form, Conflict(SIGNED_ALREADY))
    if not form.validate():
        return _form_page(standing, patient, kind, form, entry, 422)
    return _sign(standing, patient, kind, form, entry)


def _save(standing: Standing, patient: Patient, kind: Kind, form: EntryForm) -> ResponseReturnValue:
    try:
        entry = actions.save_draft(
            standing, kind, form.typed(), submission_key=form.key(), version=form.version_shown()
        )
    except Conflict as error:
        return _conflict_page(standing, patient, kind, form, error)
    address = url_for("timeline.edit", patient_id=patient.id, entry_id=entry.id)
    if wants_json():
        saved_at = clock_time(queries.draft_of(entry.id).saved_at)
        return jsonify(saved_at=saved_at, version=entry.version, edit_url=address)
    flash("Draft saved. Only you can read it until you sign.")
    return redirect(address, 303)


def _sign(
    standing: Standing, patient: Patient, kind: Kind, form: EntryForm, entry: TimelineEntry | None
) -> ResponseReturnValue:
    try:
        signed = actions.sign(
            standing,
            kind,
            form.typed(),
            form.content(),
            submission_key=form.key(),
            version=form.version_shown(),
        )
    except Conflict as error:
        return _conflict_page(standing, patient, kind, form, error)
    except Invalid as error:
        form.add_error(error)
        return _form_page(standing, patient, kind, form, entry, 422)
    flash("Signed. It stands in the shared timeline.")
    return _signed(patient, signed)


def _signed(patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    return redirect(url_for("timeline.entry", patient_id=patient.id, entry_id=entry.id), 303)


def _require_draft(entry: TimelineEntry) -> None:
    if not entry.is_draft:
        raise Conflict(SIGNED_ALREADY)


def _draft_form(standing: Standing, patient: Patient, entry: TimelineEntry) -> EntryForm:
    draft = queries.draft_of(entry.id)
    marks = {"submission_key": [entry.submission_key], "version": [str(entry.version)]}
    typed: MultiDict[str, str] = MultiDict({**draft.fields, **marks})
    form: EntryForm = entry.rule.form(typed, background=entry.rule.prepare(standing, patient))
    return form


def _form_page(
    standing: Standing,
    patient: Patient,
    kind: Kind,
    form: EntryForm,
    entry: TimelineEntry | None,
    status: int = 200,
    begun: Sequence[DraftCard] = (),
) -> ResponseReturnValue:
    resumed = None
    if entry is not None and request.method == "GET":
        resumed = f"Draft resumed, last saved {moment(queries.draft_of(entry.id).saved_at)}."
    page = render_template(
        "timeline/form.html",
        page=patient_page(standing, patient, "timeline.feed"),
        kind=kind,
        form=form,
        background=form.background,
        entry=entry,
        begun=begun,
        readers=full_readers(patient, kind),
        resumed=resumed,
    )
    return page, status


def _conflict_page(
    standing: Standing, patient: Patient, kind: Kind, form: EntryForm, error: Conflict
) -> ResponseReturnValue:
    """Both texts, so that whoever lost the race loses no word."""
    if wants_json():
        raise error
    other = queries.entry_by_submission(standing.viewer, form.key())
    if other is not None and (other.patient_id != patient.id or other.kind != kind.key):
        other = None
    theirs = queries.words_of(other) if other is not None else {}
    page = render_template(
        "timeline/conflict.html",
        page=patient_page(standing, patient, "timeline.feed"),
        kind=kind,
        sentence=error.sentence,
        entry=other,
        fields=[
            {
                "name": name,
                "label": form[name].label.text,
                "mine": mine,
                "theirs": theirs.get(name, []),
                "long": isinstance(form[name], TextAreaField),
            }
            for name, mine in form.typed().items()
        ],
    )
    return page, 409


def full_readers(patient: Patient, kind: Kind) -> list[tuple[str, str]]:
    """Who will read the whole of it, by name and role."""
    people = {person.id: person for part in kind.sensitivities for person in readers(patient.id, part)}
    whole = [person for person in people.values() if kind.sensitivities <= policy.readable(person.discipline)]
    return [(person.name, person.role_words) for person in whole]
