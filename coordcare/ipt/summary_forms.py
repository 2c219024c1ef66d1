"""The form of a course summary: drafted from the record, edited by its author."""

from dataclasses import dataclass
from typing import Any

from wtforms import TextAreaField, ValidationError

from coordcare.timeline.forms import Background, EntryForm, long_text, required, tidy

# Together these fill one Letter page in print.
SHORT_LENGTH, LONG_LENGTH = 300, 900


@dataclass(frozen=True)
class SummaryBackground(Background):
    """The course that is summed up, and what its record says, by field.

    None for a patient without a course here: then the summary tells of one elsewhere.
    """

    course_id: int | None
    drafted: dict[str, str]


class CourseSummaryForm(EntryForm):
    """What a course was, in words that a next clinician needs."""

    background: SummaryBackground

    course_words = TextAreaField(
        "The course", validators=[required("Say which course this was."), long_text(SHORT_LENGTH)]
    )
    focus_words = TextAreaField("Focus", validators=[required("Say what the focus was."), long_text(SHORT_LENGTH)])
    scores = TextAreaField("Scores, first to last", validators=[long_text(SHORT_LENGTH)])
    goals = TextAreaField("Goals", validators=[long_text(LONG_LENGTH)])
    what_helped = TextAreaField(
        "What helped", validators=[required("Write what helped, in a sentence or two."), long_text(LONG_LENGTH)]
    )
    warning_signs = TextAreaField("Early warning signs", validators=[long_text(LONG_LENGTH)])
    maintenance = TextAreaField("Maintenance, and who goes on", validators=[long_text(LONG_LENGTH)])

    def __init__(self, typed: Any = None, *, background: SummaryBackground, **defaults: Any) -> None:
        super().__init__(typed, background=background, **(background.drafted | defaults))

    def validate_course_words(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Say which course this was.")

    def validate_focus_words(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Say what the focus was.")

    def validate_what_helped(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Write what helped, in a sentence or two.")

    def course_id(self) -> int | None:
        return self.background.course_id
