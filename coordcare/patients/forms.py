"""Particulars, health lists and care team as they are typed in. Field names equal column names."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from coordcare.errors import Invalid
from coordcare.fields import DayField, put_at_field
from coordcare.patients.rules import (
    EARLIEST_BIRTH,
    END_REASONS,
    HEALTH_TEXT_LENGTH,
    LENGTHS,
    STATUS_WORDS,
    Category,
    PatientValues,
    problems,
    too_long,
)
from coordcare.settings.queries import today

OLD_PAGE = "This form is from an old page. Check it and save again."


def _choices(words: Mapping[str, str]) -> list[Any]:
    """Choices of a field from words by value."""
    return [SelectChoice(value, label) for value, label in words.items()]


class ParticularsForm(Form):
    """A patient's particulars, for a new patient (`submission_key`) and for editing (`version`)."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()), validators=[Length(max=64, message=OLD_PAGE)])
    version = IntegerField(widget=HiddenInput(), default=0, validators=[InputRequired(OLD_PAGE)])
    name = StringField("Full name", [InputRequired("Enter the patient's full name.")])
    preferred_name = StringField("Preferred name")
    pronouns = StringField("Pronouns")
    birth_date = DayField("Date of birth", [InputRequired("Enter the date of birth.")])
    record_number = StringField(
        "Record number",
        [InputRequired("Enter the clinic's record number.")],
        description="The clinic's own number, as in CC-00417.",
    )
    phone = StringField("Phone")
    may_text = BooleanField("May be texted")
    may_voicemail = BooleanField("Voicemail may be left")
    email = StringField("Email")
    preferred_language = StringField("Preferred language")
    emergency_name = StringField("Name of the emergency contact")
    emergency_relation = StringField("Relation to the patient")
    emergency_phone = StringField("Phone of the emergency contact")
    status = SelectField("Status", choices=_choices(STATUS_WORDS), default="active", validate_choice=False)
    next_visit_on = DayField("Next visit", [Optional()])
    next_visit_words = StringField("What for", description="As in: session 10, 2 pm.")
    after_hours_words = TextAreaField(
        "After hours", description="What this patient was told to do. Empty: the clinic's own words."
    )

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        for name, sentence in problems(self.values(), today()):
            if not self[name].errors:
                put_at_field(self, Invalid(sentence, name))
        return not self.errors

    def values(self) -> PatientValues:
        """What was typed, tidied; a day that could not be read counts as the earliest."""
        typed: dict[str, Any] = {field.name: self[field.name].data for field in fields(PatientValues)}
        typed |= {name: "" for name in (*LENGTHS, "status") if typed[name] is None}
        typed["birth_date"] = self.birth_date.data or EARLIEST_BIRTH
        return PatientValues(**typed).tidied()

    def over(self, version: int) -> None:
        """Let the form, as typed, be saved over what stands now."""
        self.version.data, self.version.raw_data = version, None

    @classmethod
    def showing(cls, values: PatientValues, version: int) -> "ParticularsForm":
        """The form as it opens on what stands."""
        return cls(data={**asdict(values), "version": version})


class SeveralOnPage(Form):
    """A form that stands on its page more than once: `mark` keeps the ids of its fields apart."""

    def __init__(self, typed: Any = None, *, mark: str, **options: Any) -> None:
        super().__init__(typed, **options)
        for field in self:
            field.id = field.label.field_id = f"{mark}-{field.name}"


class HealthItemForm(SeveralOnPage):
    """An item for a health list."""

    text = StringField(
        "What",
        [
            InputRequired("Enter what to put on the list."),
            Length(max=HEALTH_TEXT_LENGTH, message=too_long(HEALTH_TEXT_LENGTH)),
        ],
    )
    code = StringField("ICD-10-CM code", [Length(max=20, message="Enter an ICD-10-CM code, as in F33.1.")])
    noted_on = DayField("Since", [InputRequired("Enter the day.")], default=today)

    def __init__(self, category: Category, typed: Any = None) -> None:
        super().__init__(typed, mark=category.value)
        self.category = category
        if category is not Category.DIAGNOSIS:
            del self.code


class NoneKnownForm(SeveralOnPage):
    """The day on which the patient said that they know of no allergy."""

    noted_on = DayField("Asked on", [InputRequired("Enter the day.")], default=today)


class EndItemForm(SeveralOnPage):
    """When and why an item ends."""

    ended_on = DayField("Ended on", [InputRequired("Enter the day.")], default=today)
    reason = RadioField("Why", [InputRequired("Choose why it ends.")], validate_choice=False)

    def __init__(self, category: Category, item_id: int, typed: Any = None) -> None:
        super().__init__(typed, mark=f"end-{item_id}")
        self.item_id = item_id
        self.reason.choices = _choices(END_REASONS[category])


def _number(value: Any) -> int | None:
    """A choice's id; None for what is not one, which no choice equals."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


class AddMemberForm(Form):
    """A colleague for the team. The action checks that they can be on it."""

    account_id = SelectField(
        "Colleague", [InputRequired("Choose a colleague.")], coerce=_number, choices=[], validate_choice=False
    )
    until = DayField("Last day", [Optional()], description="For a stand-in. Empty: without end.")

    def offer(self, people: Mapping[str, str]) -> None:
        """Offer colleagues: words by account id."""
        self.account_id.choices = _choices({"": "Choose a colleague", **people})


class CoverForm(SeveralOnPage):
    """Who covers for a member; 0 is nobody. The action checks that they can."""

    covered_by_id = SelectField(
        "Covered by", [InputRequired("Choose who covers.")], coerce=_number, choices=[], validate_choice=False
    )

    def __init__(self, membership_id: int, typed: Any = None, **data: Any) -> None:
        super().__init__(typed, mark=f"cover-{membership_id}", data=data)
        self.membership_id = membership_id

    def offer(self, people: Mapping[str, str]) -> None:
        """Offer members of the team: words by account id."""
        self.covered_by_id.choices = _choices({"0": "Nobody", **people})


class EndMembershipForm(Form):
    """The confirmation that a membership ends."""

    leaving_nobody = BooleanField("Yes, nobody shall be able to open this record")


class SearchForm(Form):
    """Words of a name or a record number. They travel in the body, never in an address."""

    q = StringField("Name or record number", [Length(max=100, message=too_long(100))])
