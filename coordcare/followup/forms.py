"""What is asked of a colleague, and what is done about it, as typed in."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Form, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from coordcare.fields import AtMost, DayField
from coordcare.followup.rules import (
    CALL_WORDS,
    NATURE_WORDS,
    NATURES_TO_ASK,
    TEXT_LENGTH,
    URGENCY_WORDS,
    outcomes,
    words_needed,
)

LOST = "This form has lost its mark. Copy your words, reload the page and try again."


def _new_key() -> str:
    return str(uuid.uuid4())


class AskForm(Form):
    """An item for somebody. `for_whom` is "account:5" or "discipline:..."; the action checks that they can be asked."""

    submission_key = HiddenField(default=_new_key, validators=[Length(1, 40, message=LOST)])
    nature = RadioField(
        "What is it?",
        [InputRequired("Choose what it is.")],
        choices=[(code, NATURE_WORDS[code]) for code in NATURES_TO_ASK],
        default="question",
    )
    for_whom = SelectField("For whom", [InputRequired("Choose for whom it is.")], validate_choice=False)
    urgency = RadioField(
        "By when",
        [InputRequired("Choose by when.")],
        choices=list(URGENCY_WORDS.items()),
        default="next_visit",
    )
    text = TextAreaField("What you ask", [InputRequired("Write what you ask for."), AtMost(TEXT_LENGTH)])

    def offer(self, people: Sequence[tuple[str, str]], disciplines: Sequence[tuple[str, str]]) -> None:
        """Offer members of the team and disciplines: values with their words."""
        self.for_whom.choices = [("", "Choose a colleague"), *people, *disciplines]

    def addressee(self) -> tuple[int | None, str | None]:
        """The account's number or the discipline that was chosen; both None for nonsense, which the action refuses."""
        sort, _, value = (self.for_whom.data or "").partition(":")
        if sort == "account" and value.isascii() and value.isdigit() and len(value) < 19:
            return int(value), None
        return None, value if sort == "discipline" and 0 < len(value) <= 30 else None

    def renew(self) -> None:
        """A new mark, so that what was typed can be sent again as a form of its own."""
        self.submission_key.data, self.submission_key.raw_data = _new_key(), None


class _StepForm(Form):
    """A form on an item's page: the version that it showed, and ids of its own.

    `back` names the page to return to; the view knows which there are, and the item's page is for any other.
    """

    submission_key = HiddenField(default=_new_key, validators=[Length(1, 40, message=LOST)])
    version = IntegerField(widget=HiddenInput(), default=0, validators=[InputRequired(LOST)])
    back = HiddenField(default="")
    mark = ""

    def __init__(self, typed: Any = None, **data: Any) -> None:
        super().__init__(typed, data=data)
        for field in self:
            field.id = field.label.field_id = f"{self.mark}-{field.name}"

    @property
    def is_stale(self) -> bool:
        """Whether what the page itself put into the form came back broken."""
        return bool(self.version.errors or self.submission_key.errors)

    def show(self, version: int) -> None:
        """Let the form, as typed, be sent again over what stands now."""
        self.version.data, self.version.raw_data = version, None
        self.submission_key.data, self.submission_key.raw_data = _new_key(), None


class AcknowledgeForm(_StepForm):
    """One takes an item up, by name."""

    mark = "acknowledge"


class AnswerForm(_StepForm):
    """The answer in words."""

    mark = "answer"
    text = TextAreaField("Your answer", [InputRequired("Write the answer."), AtMost(TEXT_LENGTH)])


class CloseForm(_StepForm):
    """How it ended."""

    mark = "close"
    outcome = RadioField("How it ended", [InputRequired("Choose how it ended.")], validate_choice=False)
    text = TextAreaField("In words", [AtMost(TEXT_LENGTH)])

    def offer(self, nature: str) -> None:
        """Offer the outcomes of an item of this nature, and say which of them ask for words."""
        self.outcome.choices = list(outcomes(nature).items())
        self.text.description = words_needed(nature)


class CallForm(_StepForm):
    """A call about an item."""

    mark = "call"
    outcome = RadioField(
        "How the call went",
        [InputRequired("Choose how the call went.")],
        choices=list(CALL_WORDS.items()),
        validate_choice=False,
    )
    text = TextAreaField("Whom you called and what was said", [AtMost(TEXT_LENGTH)])


class AwayForm(Form):
    """From when to when one is away, and who covers."""

    from_on = DayField("First day away", [InputRequired("Enter the first day.")])
    to_on = DayField("Last day away", [InputRequired("Enter the last day.")])
    covered_by_id = SelectField("Who covers", [InputRequired("Choose who covers.")], validate_choice=False)

    def offer(self, colleagues: Mapping[str, str]) -> None:
        """Offer colleagues: words by account id."""
        self.covered_by_id.choices = [("", "Choose a colleague"), *colleagues.items()]

    def cover_id(self) -> int:
        """The number chosen; 0 for nonsense, which is nobody's."""
        value = self.covered_by_id.data or ""
        return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
