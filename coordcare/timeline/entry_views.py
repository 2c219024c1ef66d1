"""Writing entries: forms that save as one types, and signing. What becomes of a draft besides is in draft_views."""

from collections.abc import Sequence

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField

from coordcare.access import policy
from coordcare.access.gate import on_entry
from coordcare.access.membership import Standing
from coordcare.access.policy import Verb
from coordcare.errors import Conflict, Invalid, brings_words_back, keeps_words, wants_json
from coordcare.patients.models import Patient
from coordcare.patients.panels import companions, loaded_companions, patient_page
from coordcare.patients.queries import readers
from coordcare.templating import clock_time, moment
from coordcare.timeline import actions, kinds, queries
from coordcare.timeline.cards import DraftCard
from coordcare.timeline.conflict_views import conflict_page
from coordcare.timeline.forms import Content, EntryForm
from coordcare.timeline.kinds import Kind
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import SIGNED_ALREADY
from coordcare.timeline.views import blueprint

BACK_AGAIN = "What you entered stands below. It is not saved or signed yet."


@blueprint.route("/entries/new/<kind>", methods=["GET", "POST"])
@on_entry(Verb.CREATE)
@keeps_words
def new(standing: Standing, patient: Patient, kind: Kind) -> ResponseReturnValue:
    """An empty form, or its first save or signature."""
    if request.method == "POST":
        return _save_or_sign(standing, patient, kind, None)
    form = kind.form(None, background=kind.prepare(standing, patient))
    form.submission_key.data = request.args.get("form_key", form.key())
    begun = [draft for draft in queries.my_drafts_here(standing) if draft.kind is kind]
    return _form_page(standing, patient, kind, form, None, begun=begun)


@blueprint.route("/entries/<int:entry_id>/edit", methods=["GET", "POST"])
@on_entry(Verb.EDIT)
@keeps_words
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
    content = form.content()
    try:
        entry.rule.check(standing, _as_if_signed(entry, content), content.values)
    except Invalid as error:
        form.add_error(error)
        return _form_page(standing, patient, entry.rule, form, entry, 422)
    return render_template(
        "timeline/sign.html",
        page=patient_page(standing, patient, "timeline.feed"),
        kind=entry.rule,
        entry=entry,
        body=entry.rule.present(content.values),
        happened_on=content.happened_on,
        remarks=form.remarks(),
        background=form.background,
        readers=full_readers(patient, entry.rule),
        left_out=[one.sign_words for one in companions(standing, entry.kind) if one.sign_words],
    )


def _as_if_signed(entry: TimelineEntry, content: Content) -> TimelineEntry:
    """The draft with what signing would give it, for the kind's check alone: it belongs to no session."""
    return TimelineEntry(
        patient_id=entry.patient_id,
        author_id=entry.author_id,
        kind=entry.kind,
        happened_on=content.happened_on,
        happened_at=content.happened_at,
        course_id=content.course_id,
    )


def _save_or_sign(standing: Standing, patient: Patient, kind: Kind, entry: TimelineEntry | None) -> ResponseReturnValue:
    form = _typed_form(standing, patient, kind)
    if not 0 < len(form.key()) <= 40:
        raise Invalid("This form has lost its mark. Go back, reload it and try again.")
    if entry is not None:
        form.submission_key.data = entry.submission_key
    if brings_words_back() and not kind.drafts:
        return _form_page(standing, patient, kind, form, entry, resumed=BACK_AGAIN)
    if request.form.get("action") != "sign":
        return _save(standing, patient, kind, form)
    before = queries.entry_by_submission(standing.viewer, form.key(), locked=False)
    if before is not None and actions.is_same_form(before, standing, kind, form.typed()):
        return _signed(standing, before)
    if before is not None and not before.is_draft:
        return conflict_page(standing, patient, kind, form, Conflict(SIGNED_ALREADY))
    if not form.validate():
        return _form_page(standing, patient, kind, form, entry, 422)
    return _sign(standing, patient, kind, form, entry)


def _save(standing: Standing, patient: Patient, kind: Kind, form: EntryForm) -> ResponseReturnValue:
    try:
        entry = actions.save_draft(
            standing,
            kind,
            form.typed(),
            submission_key=form.key(),
            version=form.version_shown(),
            opened=request.form.get("opened", type=int),
        )
    except Conflict as error:
        return conflict_page(standing, patient, kind, form, error)
    except Invalid as error:
        if wants_json():
            raise
        form.add_error(error)
        return _form_page(standing, patient, kind, form, None, 422)
    address = url_for("timeline.edit", patient_id=patient.id, entry_id=entry.id)
    if wants_json():
        saved_at = clock_time(queries.draft_of(entry.id).saved_at)
        return jsonify(saved_at=saved_at, version=entry.version, edit_url=address)
    if request.form.get("action") == "preview":
        return redirect(url_for("timeline.sign", patient_id=patient.id, entry_id=entry.id), 303)
    flash("Draft saved. Only you can read it until you sign.")
    return redirect(address, 303)


def _sign(
    standing: Standing, patient: Patient, kind: Kind, form: EntryForm, entry: TimelineEntry | None
) -> ResponseReturnValue:
    refused = [sentence for one in kinds.attendants(kind) if (sentence := one.before(standing, form.key()))]
    if refused:
        form.form_errors.extend(refused)
        return _form_page(standing, patient, kind, form, entry, 409)
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
        return conflict_page(standing, patient, kind, form, error)
    except Invalid as error:
        form.add_error(error)
        return _form_page(standing, patient, kind, form, entry, 422)
    flash(f"{kind.word} signed. It stands in the shared timeline.")
    return _signed(standing, signed)


def _signed(standing: Standing, entry: TimelineEntry) -> ResponseReturnValue:
    """On to what comes after this entry, else to the entry itself."""
    own_page = url_for("timeline.entry", patient_id=entry.patient_id, entry_id=entry.id)
    return redirect(entry.rule.next_page(standing, entry) or own_page, 303)


def _typed_form(standing: Standing, patient: Patient, kind: Kind) -> EntryForm:
    """The form as it came. A text that came twice (one's own words, and the saved ones below them) is one text."""
    form: EntryForm = kind.form(request.form, background=kind.prepare(standing, patient))
    for field in form:
        texts: list[str] = field.raw_data or []
        if isinstance(field, TextAreaField) and len(texts) > 1:
            field.raw_data = ["\n\n".join(filter(None, texts))]
            field.process_formdata(field.raw_data)
    return form


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
    resumed: str | None = None,
) -> ResponseReturnValue:
    before = None
    if entry is not None and request.method == "GET" and status == 200:
        draft = queries.draft_of(entry.id)
        resumed = f"Draft resumed, last saved {moment(draft.saved_at)}."
        before = draft.before_from
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
        before=before,
        held=kinds.held(standing, kind, [*(one.entry_id for one in begun), *([entry.id] if entry else ())]),
        companions=loaded_companions(standing, kind.key, form.key()),
    )
    return page, status


def full_readers(patient: Patient, kind: Kind) -> list[tuple[str, str]]:
    """Who will read the whole of it, by name and role."""
    people = {person.id: person for part in kind.sensitivities for person in readers(patient.id, part)}
    whole = [person for person in people.values() if kind.sensitivities <= policy.readable(person.discipline)]
    return [(person.name, person.role_words) for person in whole]
