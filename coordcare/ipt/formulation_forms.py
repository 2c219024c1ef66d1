"""The forms of the working formulation and of the work on the focus."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from coordcare.documents.forms import DocumentForm
from coordcare.documents.kinds import Content
from coordcare.fields import AtMost, DayField
from coordcare.ipt.focus_rules import FIELDS, FocusField
from coordcare.settings.queries import today
from coordcare.timeline.forms import long_text, tidy

SECTION_LENGTH, GOAL_LENGTH = 2_000, 160
# About 100 words, which are read in 20 seconds at 300 words a minute.
SUMMARY_LENGTH = 650
SHARED = frozenset({"summary", "goal_1", "goal_2", "goal_3", "goal_4", "agreed_on"})


def _section(label: str) -> TextAreaField:
    return TextAreaField(label, validators=[long_text(SECTION_LENGTH)])


def _goal(number: int) -> StringField:
    words = f"This is longer than {GOAL_LENGTH} characters. One thing that can be seen, in one line."
    return StringField(f"Goal {number}", validators=[Length(max=GOAL_LENGTH, message=words)])


class FormulationForm(DocumentForm):
    """A formulation. The summary, the goals and the day of agreement are read by the clinicians of the team.

    Source of the sections: sources.md 1.5 [GK].
    """

    summary = TextAreaField(
        "Summary in plain words",
        validators=[AtMost(SUMMARY_LENGTH, "It is to be read in 20 seconds: shorten it.")],
    )
    goal_1 = _goal(1)
    goal_2 = _goal(2)
    goal_3 = _goal(3)
    goal_4 = _goal(4)
    agreed_on = DayField("Agreed with the patient on", validators=[Optional()])
    diagnosis = _section("Diagnosis and severity")
    onset = _section("What the onset goes with")
    relationship = _section("Problem area and the relationship it is about")
    patterns = _section("How the patient’s ways keep it going")
    strengths = _section("Strengths and supports")
    session_plan = _section("Plan of the sessions")
    medication_role = _section("The part of medication")

    def validate_agreed_on(self, field: DayField) -> None:
        if field.data and field.data > today():
            raise ValidationError("This date is in the future. Leave it empty until it is agreed.")
        if field.data and not tidy(self.summary.data):
            raise ValidationError("Agreed on what? Write the summary in plain words first.")

    def validate_goal_2(self, field: StringField) -> None:
        goals = [tidy(self[name].data) for name in ("goal_1", "goal_2", "goal_3", "goal_4")]
        told = [goal for goal in goals if goal]
        if len({goal.casefold() for goal in told}) < len(told):
            raise ValidationError("Two goals are the same. Each goal is rated by itself.")

    def content(self) -> Content:
        content = super().content()
        day = content["agreed_on"]
        lines = {name: " ".join((content[name] or "").split()) or None for name in content if name.startswith("goal_")}
        return {**content, **lines, "agreed_on": day.isoformat() if day else None}


def _focus_field(field: FocusField) -> Any:
    if field.is_day:
        return DayField(field.label, validators=[Optional()])
    return TextAreaField(field.label, validators=[long_text(SECTION_LENGTH)])


class FocusForm(DocumentForm):
    """The work on the focus: for each problem area the fields of sources.md 1.3. Fields are added below."""

    def content(self) -> Content:
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in super().content().items()
        }


for _name, _told in FIELDS.items():
    setattr(FocusForm, _name, _focus_field(_told))
