"""What the form of every living document shares: its marks, and how typed text becomes a version's content."""

import uuid
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, HiddenField

from coordcare.documents.kinds import Content
from coordcare.errors import Invalid
from coordcare.fields import put_at_field
from coordcare.timeline.forms import NOT_CONTENT, tidy

MARKS = NOT_CONTENT | {"base_version"}


class DocumentForm(Form):
    """Base of every document's form. `version` counts the saves of the draft; autosave keeps it up to date.

    `base_version` is the version of the document that the writer last saw, 0 before the first.
    """

    submission_key = HiddenField()
    version = HiddenField()
    base_version = HiddenField()

    def __init__(self, typed: "MultiDict[str, str] | None" = None, **defaults: Any) -> None:
        defaults.setdefault("submission_key", str(uuid.uuid4()))
        defaults.setdefault("base_version", "0")
        super().__init__(typed, data=defaults)

    def typed(self) -> dict[str, list[str]]:
        """Everything typed, field by field, as it came: what a draft keeps."""
        return {
            name: [str(value) for value in (field.raw_data or [])]
            for name, field in self._fields.items()
            if name not in MARKS
        }

    def fields_of(self, typed: dict[str, list[str]]) -> dict[str, Field]:
        """The fields by name in which something may have been typed; forms with fields of their own making add them."""
        return {name: field for name, field in self._fields.items() if name not in MARKS}

    @classmethod
    def typed_from(cls, content: Content) -> dict[str, list[str]]:
        """A version's content as somebody would have typed it; the inverse of `content`."""
        return {name: [str(value)] for name, value in content.items() if value is not None}

    def content(self) -> Content:
        """What a version keeps, as JSON; forms override what is not a plain text."""
        return {
            name: tidy(field.data) if isinstance(field.data, str) else field.data
            for name, field in self._fields.items()
            if name not in MARKS
        }

    def is_empty(self) -> bool:
        return not any(self.content().values())

    def key(self) -> str:
        """The submission key as it came back."""
        return self.submission_key.data or ""

    def version_shown(self) -> int | None:
        """The save of the draft that the form was made from; None for a form not saved yet."""
        return _number(self.version.data)

    def base(self) -> int | None:
        """The version of the document that the form was made from; None when the mark is lost."""
        return _number(self.base_version.data)

    def add_error(self, error: Invalid) -> None:
        """Put a refusal beside the field that it names, else above the form."""
        put_at_field(self, error)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
