"""Both texts after a lost race: what counts now, beside what was typed, field by field."""

import uuid

from wtforms import BooleanField, Field, Form, SelectField, SelectMultipleField
from wtforms.widgets import HiddenInput

from coordcare.errors import Conflict


def put_both(form: Form, error: Conflict, now: Form) -> None:
    """Say why a form was not saved, and beside each field that differs what the form of what counts now holds.

    Sent again, the form follows what counts now, which has been seen.
    """
    form.form_errors.append(error.sentence)
    for field in form:
        if isinstance(field.widget, HiddenInput) or (field.data or None) == (now[field.short_name].data or None):
            continue
        field.errors = [*field.errors, f"Counts now: {_words(now[field.short_name])}."]
    form["version"].data, form["version"].raw_data = now["version"].data, None
    form["submission_key"].data, form["submission_key"].raw_data = str(uuid.uuid4()), None


def _words(field: Field) -> str:
    if isinstance(field, BooleanField):
        return "yes" if field.data else "no"
    if isinstance(field, SelectField):
        chosen = field.data if isinstance(field, SelectMultipleField) else [field.data]
        return (
            ", ".join(str(words) for value, words, *_ in field.iter_choices() if value in (chosen or [])) or "nothing"
        )
    return "nothing" if field.data in (None, "") else str(field.data)
