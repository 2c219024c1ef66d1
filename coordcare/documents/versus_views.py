"""Both texts of a document: after a lost race, or to compare a draft with what stands."""

import uuid

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from coordcare.access.membership import Standing
from coordcare.documents import actions, queries
from coordcare.documents.forms import DocumentForm
from coordcare.documents.kinds import Document
from coordcare.documents.models import DocumentDraft
from coordcare.documents.queries import Version
from coordcare.errors import Conflict
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.patients.queries import readers


def lost_race(
    standing: Standing, patient: Patient, document: Document, form: DocumentForm, base: int, error: Conflict
) -> ResponseReturnValue:
    """Both texts. The loser's words are kept in the draft, unless that holds other words from another window."""
    typed, shown = form.typed(), form.version_shown()
    draft = queries.my_draft(standing, document)
    elsewhere = draft is not None and draft.fields != typed and draft.version != shown
    if not elsewhere:
        key = draft.submission_key if draft else str(uuid.uuid4())
        draft = actions.save_draft(standing, document, typed, submission_key=key, base=base, version=shown)
    other = draft if elsewhere else queries.current(standing, document)
    return versus_page(standing, patient, document, typed, draft, other, error.sentence), 409


def versus_page(
    standing: Standing,
    patient: Patient,
    document: Document,
    mine: dict[str, list[str]],
    draft: DocumentDraft | None,
    other: Version | DocumentDraft | None,
    sentence: str | None = None,
) -> str:
    """The writer's words beside the current version, or beside his draft of another window, field by field.

    Who does not read all of the version that stands has what they read of it beside theirs, and cannot replace it.
    """
    form, beside_draft = document.form(), isinstance(other, DocumentDraft)
    current, overtaken = queries.newest(standing, document), not queries.may_write(standing, document)
    if isinstance(other, Version):
        theirs = document.form.typed_from(other.content)
    else:
        theirs = other.fields if other is not None else {}
    # Beside the current version the writer has now seen it: what he saves next follows it.
    seen = current.number if current and not overtaken else 0
    return render_template(
        "documents/versus.html",
        page=patient_page(standing, patient, document.tab),
        document=document,
        draft=draft,
        current=current,
        beside_draft=beside_draft,
        sentence=sentence,
        overtaken=[one.name for one in readers(patient.id, document.sensitivity)] if overtaken else None,
        base=other.base_version if isinstance(other, DocumentDraft) else max(seen, draft.base_version if draft else 0),
        fields=[
            {
                "name": name,
                "label": field.label.text,
                "mine": mine.get(name, []),
                "theirs": theirs.get(name, []),
                "long": isinstance(field, TextAreaField),
            }
            for name, field in form.fields_of({**theirs, **mine}).items()
        ],
    )
