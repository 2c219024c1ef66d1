"""The forms of risk: an assessment, the safety plan, and a risk that somebody raises."""

import uuid
from typing import Any

from wtforms import Form, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, Length

from coordcare.documents.forms import DocumentForm
from coordcare.fields import AtMost
from coordcare.risk.plan_rules import SECTIONS
from coordcare.risk.rules import NOT_ASSESSED, RISK_STATUSES
from coordcare.risk.screener_rules import CARD, ITEMS, LEVEL_WORDS, WARNING_LEVELS, differs, screener_rule
from coordcare.timeline.forms import EntryForm, long_text, required, tidy

TEXT_LENGTH = 4_000
SECTION_LENGTH = 1_500
TOLD_LENGTH = 300
STATED = {key: status for key, status in RISK_STATUSES.items() if key != NOT_ASSESSED}
ANSWERS = {"": None, "y": True, "n": False}


def _answer(label: str) -> RadioField:
    """A question of the screener. Not asked is an answer too: a chosen radio button cannot be unchosen."""
    return RadioField(
        label,
        choices=[("y", "Yes"), ("n", "No"), ("", "Not asked")],
        default="",
        validate_choice=False,
        validators=[AnyOf(ANSWERS, message="Choose yes, no, or not asked.")],
    )


class RiskAssessmentForm(EntryForm):
    """One assessment: the status first, then what was heard, what was done, and the screener by number."""

    card = CARD

    risk_status = RadioField(
        "Risk status",
        choices=[(status.key, status.word) for status in STATED.values()],
        validate_choice=False,
        validators=[
            required("Choose the risk status."),
            AnyOf(STATED, message="Choose one of these answers."),
        ],
    )
    assessment = TextAreaField(
        "Assessment", validators=[required("Write what you asked, heard and judged."), long_text(TEXT_LENGTH)]
    )
    actions_taken = TextAreaField("What was done", validators=[long_text(TEXT_LENGTH)])
    told = StringField(
        "Who was told",
        validators=[Length(max=TOLD_LENGTH, message=f"This is longer than {TOLD_LENGTH} characters. One line.")],
    )
    screener_1 = _answer("Question 1")
    screener_2 = _answer("Question 2")
    screener_3 = _answer("Question 3")
    screener_4 = _answer("Question 4")
    screener_5 = _answer("Question 5")
    screener_6 = _answer("Question 6")
    screener_recent = _answer("Question 6: in the past 3 months")

    def validate_assessment(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Write what you asked, heard and judged.")

    def validate_actions_taken(self, field: TextAreaField) -> None:
        """A level that warns and a status that does not go with it are signed with the reason only."""
        level, status = self._level(), STATED.get(self.risk_status.data or "")
        if level in WARNING_LEVELS and status and differs(level, status.key) and not tidy(field.data):
            raise ValidationError(
                f"The screener answers say {LEVEL_WORDS[level]}, the status says {status.word}. "
                "Change one, or write here why both are right."
            )

    def validate_screener_recent(self, field: RadioField) -> None:
        if self.screener_6.data == "y" and not field.data:
            raise ValidationError("Question 6 was answered with yes: was it in the past 3 months?")
        if self.screener_6.data != "y" and field.data:
            raise ValidationError("This goes with a yes to question 6 only. Answer question 6, or choose not asked.")

    def values(self) -> dict[str, Any]:
        """The columns; answers as yes, no or not asked, and the level that they give by rule."""
        values = super().values()
        screener = {f"screener_{number}": answer for number, answer in self._answers().items()}
        recent = ANSWERS[self.screener_recent.data or ""]
        return {**values, **screener, "screener_recent": recent, "screener_level": self._level()}

    def _answers(self) -> dict[int, bool | None]:
        return {number: ANSWERS.get(self[f"screener_{number}"].data or "") for number in ITEMS}

    def _level(self) -> str | None:
        rule = screener_rule(self._answers(), ANSWERS.get(self.screener_recent.data or ""))
        return rule.level if rule else None


def _section(key: str) -> TextAreaField:
    length = AtMost(SECTION_LENGTH, "Please shorten it: the plan is printed on one page.")
    return TextAreaField(SECTIONS[key].label, description=SECTIONS[key].hint, validators=[length])


class SafetyPlanForm(DocumentForm):
    """A safety plan, section by section, in the order of `plan_rules.SECTIONS`."""

    warning_signs = _section("warning_signs")
    on_my_own = _section("on_my_own")
    distraction = _section("distraction")
    people_to_ask = _section("people_to_ask")
    professionals = _section("professionals")
    safer_surroundings = _section("safer_surroundings")
    reason_for_living = _section("reason_for_living")


class RaiseRiskForm(Form):
    """A risk that anybody on the team raises, in words."""

    submission_key = HiddenField(
        default=lambda: str(uuid.uuid4()),
        validators=[Length(1, 40, message="This form has lost its mark. Copy your words, reload it and try again.")],
    )
    text = TextAreaField(
        "What you saw or heard",
        validators=[required("Write what you saw or heard."), long_text(TEXT_LENGTH // 2)],
    )

    def words(self) -> str:
        """The checked text, tidy."""
        return tidy(self.text.data) or ""

    def validate_text(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Write what you saw or heard.")
