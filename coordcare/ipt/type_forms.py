"""The form that changes the numbers of a course type."""

import uuid
from dataclasses import asdict, fields
from typing import Any

from wtforms import Form, HiddenField
from wtforms.validators import AnyOf, Optional

from coordcare.ipt.forms import WholeNumberField, put_problems
from coordcare.ipt.type_rules import COURSE_TYPES, CourseType, Numbers, check_numbers


def _number(label: str) -> WholeNumberField:
    return WholeNumberField(label, validators=[Optional()])


class CourseTypeForm(Form):
    """The numbers of one type, for courses that start from now on. Each type's fields have ids of their own."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    course_type = HiddenField(validators=[AnyOf(COURSE_TYPES, message="There is no such type.")])
    version = HiddenField()
    fewest = _number("Fewest sessions")
    usual = _number("Usual")
    most = _number("Most")
    initial_sessions = _number("Sessions of the initial phase")
    ending_sessions = _number("Sessions of the ending phase")
    ending_left = _number("Ending plan opens with sessions left")
    tasks_by = _number("Tasks of the beginning done by session")
    rated_every = _number("Four ratings every so many sessions")
    quiet_days = _number("Say so after days without a session")

    def __init__(self, typed: Any = None, *, of: CourseType | None = None) -> None:
        shown: dict[str, Any] = {}
        if of is not None:
            shown = {"course_type": of.key, "version": of.version, **asdict(of.numbers)}
        super().__init__(typed, data=shown)
        for field in self:
            field.id = field.label.field_id = f"{self.course_type.data or 'type'}-{field.name}"

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and put_problems(self, check_numbers(self.numbers()))

    def numbers(self) -> Numbers:
        return Numbers(**{field.name: self[field.name].data for field in fields(Numbers)})

    def key(self) -> str:
        return (self.submission_key.data or str(uuid.uuid4()))[:40]

    def renew(self, version: int) -> None:
        """Make it a form that nobody has sent, from the version that counts now."""
        self.submission_key.data, self.version.data = str(uuid.uuid4()), str(version)

    def version_shown(self) -> int:
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
