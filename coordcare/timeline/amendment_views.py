"""What comes after signing: words added to an entry, and an entry retracted."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_entry
from coordcare.access.membership import Standing
from coordcare.access.policy import Verb
from coordcare.errors import Conflict, brings_words_back, keeps_words
from coordcare.extensions import forget_deleted_pages
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.timeline import amendment_actions, feed_queries, panels
from coordcare.timeline.entry_views import full_readers
from coordcare.timeline.forms import AddendumForm, RetractForm
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import RetractionReason
from coordcare.timeline.views import blueprint


@blueprint.route("/entries/<int:entry_id>/addenda", methods=["GET", "POST"])
@on_entry(Verb.ADDEND)
@keeps_words
def addenda(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """Words added to a signed entry."""
    form = AddendumForm(request.form)
    if request.method == "POST" and not brings_words_back() and form.validate():
        try:
            amendment_actions.addend(standing, entry.id, form.words(), submission_key=form.submission_key.data or "")
        except Conflict as error:
            # The words stay in sight, to be copied: there is nothing any more that they could be added to.
            form.text.errors = [f"{error.sentence} Copy your words to keep them."]
            return _amend_page("timeline/addendum.html", standing, patient, entry, form, 409)
        flash("Addendum signed.")
        return redirect(url_for("timeline.entry", patient_id=patient.id, entry_id=entry.id), 303)
    return _amend_page("timeline/addendum.html", standing, patient, entry, form)


@blueprint.route("/entries/<int:entry_id>/retract", methods=["GET", "POST"])
@on_entry(Verb.RETRACT)
def retract(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """A signed entry retracted for a coded reason."""
    form = RetractForm(request.form)
    if request.method == "POST" and form.validate():
        amendment_actions.retract(standing, entry.id, RetractionReason(form.reason.data))
        forget_deleted_pages()
        flash("Retracted. The timeline says so.")
        return redirect(url_for("timeline.entry", patient_id=patient.id, entry_id=entry.id), 303)
    return _amend_page("timeline/retract.html", standing, patient, entry, form)


def _amend_page(
    template: str,
    standing: Standing,
    patient: Patient,
    entry: TimelineEntry,
    form: AddendumForm | RetractForm,
    too_late: int = 0,
) -> ResponseReturnValue:
    card = feed_queries.card(standing, entry.id)
    if card is None or (card.retraction is not None and not too_late):
        raise Conflict("This entry is a draft or has been retracted already.")
    page = render_template(
        template,
        page=patient_page(standing, patient, "timeline.feed"),
        entry=card,
        form=form,
        panels=panels.retracting_panels(standing, entry) if isinstance(form, RetractForm) else [],
        readers=full_readers(patient, entry.rule),
    )
    return page, too_late or (422 if form.errors else 200)
