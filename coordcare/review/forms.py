"""The mark of an opened review, sealed so that nobody can make one, and the form of a decision not to change."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import Form, HiddenField, RadioField, TextAreaField, ValidationError
from wtforms.validators import Length

from coordcare.access.membership import Standing
from coordcare.errors import Conflict
from coordcare.review.shown_rules import parts_of
from coordcare.timeline.forms import required
from coordcare.timeline.rules import REASON_WORDS, WITHHOLDING

REASON_LENGTH = 300
LOST = "This review has lost its mark, or was opened too long ago. Look at it again, then decide."


@dataclass(frozen=True, slots=True)
class Mark:
    """What a page showed, as it comes back: for whom and of whom, up to which place, on which day, its digest.

    `first` is the place of the first view, where the page came back with what was new: lines for the prescriber that
    came in after it are not settled by the decision.
    """

    patient_id: int
    viewer_id: int
    seq: int
    on: date
    digest: str
    first: int

    def sealed(self) -> str:
        """As a hidden field carries it. It holds numbers alone."""
        of = (self.patient_id, self.viewer_id, self.seq, self.on.isoformat(), self.digest, self.first)
        return str(_serializer().dumps(of))


def opened_mark(standing: Standing, text: str | None) -> Mark:
    """The mark that a form brings back. Raises Conflict for one that is not of this viewer on this patient, or old."""
    try:
        kept: list[Any] = _serializer().loads(text or "", max_age=current_app.config["ABSOLUTE_HOURS"] * 3600)
    except BadSignature as error:
        raise Conflict(LOST) from error
    mark = Mark(kept[0], kept[1], kept[2], date.fromisoformat(kept[3]), kept[4], kept[5])
    if (mark.patient_id, mark.viewer_id) != (standing.patient_id, standing.viewer.account_id):
        raise Conflict(LOST)
    return mark


def first_view(standing: Standing, text: str | None) -> int | None:
    """The place of the first view of a review that comes back; None for one that is opened now."""
    try:
        return opened_mark(standing, text).first
    except Conflict:
        return None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="review.2")


class WithholdForm(Form):
    """The coded reason for withholding what one wrote."""

    reason = RadioField(
        "Why is the reason withheld?",
        choices=[(one.value, words) for one, words in REASON_WORDS.items() if one in WITHHOLDING],
        validators=[required("Choose the reason.")],
    )


class OpenedForm(Form):
    """What every decision from a review brings back: the mark, and the parts that were opened."""

    mark = HiddenField()
    parts = HiddenField()
    submission_key = HiddenField(default=lambda: str(uuid.uuid4()), validators=[Length(1, 40, message=LOST)])

    def renewed(self) -> str | None:
        """What is said of a form that came back without its key; it gets another, so that it can be sent again."""
        if not self.submission_key.errors:
            return None
        self.submission_key.data, self.submission_key.raw_data = str(uuid.uuid4()), None
        return LOST

    def parts_opened(self) -> list[str] | None:
        return parts_of(self.parts.data)


class NoChangeForm(OpenedForm):
    """The decision to leave medication as it is, with a short reason."""

    reason = TextAreaField(
        "Why no change?",
        validators=[Length(max=REASON_LENGTH, message=f"At most {REASON_LENGTH} characters.")],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        if not self.words():
            raise ValidationError("Say in a few words why medication stays as it is.")

    def words(self) -> str:
        """The reason, tidy."""
        return " ".join((self.reason.data or "").split())
