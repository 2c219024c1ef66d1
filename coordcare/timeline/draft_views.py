"""What becomes of a draft besides signing: compared, discarded, or made again from what was signed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_entry
from coordcare.access.membership import Standing
from coordcare.access.policy import Verb
from coordcare.errors import Conflict
from coordcare.extensions import forget_deleted_pages
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.timeline import actions, kinds, queries
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import SIGNED_ALREADY
from coordcare.timeline.version_cards import versus
from coordcare.timeline.views import blueprint, entry_page


@blueprint.get("/entries/<int:entry_id>/compare")
@on_entry(Verb.EDIT)
def compare(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """A draft beside what it held when it was opened, or beside what had been signed before its recall."""
    if not entry.is_draft:
        raise Conflict(SIGNED_ALREADY)
    draft = queries.draft_of(entry.id)
    form = entry.rule.form(None, background=entry.rule.prepare(standing, patient))
    return render_template(
        "timeline/compare.html",
        page=patient_page(standing, patient, "timeline.feed"),
        kind=entry.rule,
        entry=entry,
        draft=draft,
        fields=versus(form, draft.fields, draft.before or {}),
        held=kinds.held(standing, entry.rule, [entry.id]),
    )


@blueprint.post("/entries/<int:entry_id>/discard")
@on_entry(Verb.EDIT)
def discard(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """Throw a draft away; from the form of a new entry one comes back to it."""
    kind = entry.kind
    actions.discard_draft(standing, entry.id)
    forget_deleted_pages()
    flash("The draft is gone.")
    if request.form.get("back") == "new":
        return redirect(url_for("timeline.new", patient_id=patient.id, kind=kind), 303)
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
