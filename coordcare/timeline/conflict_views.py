"""The answer to a lost race: both texts, and the ways on."""

import uuid

from flask import render_template
from flask.typing import ResponseReturnValue

from coordcare.access.membership import Standing
from coordcare.errors import Conflict, wants_json
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.timeline import queries
from coordcare.timeline.forms import EntryForm
from coordcare.timeline.kinds import Kind
from coordcare.timeline.version_cards import versus


def conflict_page(
    standing: Standing, patient: Patient, kind: Kind, form: EntryForm, error: Conflict
) -> ResponseReturnValue:
    """Both texts, so that whoever lost the race loses no word. For autosave the sentence alone."""
    if wants_json():
        raise error
    other = queries.entry_by_submission(standing.viewer, form.key(), locked=False)
    if other is not None and (other.patient_id != patient.id or other.kind != kind.key):
        other = None
    page = render_template(
        "timeline/conflict.html",
        page=patient_page(standing, patient, "timeline.feed"),
        kind=kind,
        sentence=error.sentence,
        entry=other,
        withheld=other is not None and queries.is_withheld(other.id),
        fields=versus(form, form.typed(), queries.words_of(other) if other is not None else {}),
        new_key=str(uuid.uuid4()),
    )
    return page, 409
