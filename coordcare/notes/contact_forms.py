"""The form of a contact: what happened, for the whole team, and what was heard of medication."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, Length

from coordcare.medication.observation_forms import HeardForm
from coordcare.medication.observation_rules import adherence_of, side_effects
from coordcare.notes import rules
from coordcare.patients.queries import Person
from coordcare.timeline.forms import Background, long_text, required, tidy

TEXT_LENGTH = 4_000
NAME_LENGTH = 120
REPORTED = "What you heard about medication"
DOES_NOT_APPLY = ("", "Does not apply")


@dataclass(frozen=True)
class ContactBackground(Background):
    """Who reads which part now, and whether the writer reads back what was heard of medication."""

    contact_readers: Sequence[Person]
    reported_readers: Sequence[Person]
    reads_reported: bool

    @property
    def readers_by_part(self) -> list[tuple[str, Sequence[Person]]]:
        """What each part is called on the form, and who reads it."""
        return [("What happened", self.contact_readers), (REPORTED, self.reported_readers)]


class ContactForm(HeardForm):
    """A call, a message, a missed visit, a talk with somebody else."""

    contact_type = RadioField(
        "What was it?",
        choices=list(rules.CONTACT_TYPES.items()),
        validate_choice=False,
        validators=[
            required("Choose what kind of contact it was."),
            AnyOf(rules.CONTACT_TYPES, message="Choose one of these."),
        ],
    )
    direction = RadioField(
        "Who began it?",
        choices=[*rules.DIRECTIONS.items(), DOES_NOT_APPLY],
        validate_choice=False,
        validators=[AnyOf(["", *rules.DIRECTIONS], message="Choose one of these.")],
    )
    with_whom = StringField(
        "With whom",
        validators=[Length(max=NAME_LENGTH, message=f"This is longer than {NAME_LENGTH} characters. A few words do.")],
    )
    reached = RadioField(
        "Was anybody reached?",
        choices=[*rules.REACHED.items(), DOES_NOT_APPLY],
        validate_choice=False,
        validators=[AnyOf(["", *rules.REACHED], message="Choose one of these.")],
    )
    text = TextAreaField(
        "What happened", validators=[required("Write in a sentence what happened."), long_text(TEXT_LENGTH)]
    )

    def __init__(self, typed: Any = None, *, background: ContactBackground, **defaults: Any) -> None:
        defaults = {"direction": "", "reached": ""} | defaults
        super().__init__(typed, background=background, **defaults)

    def validate_text(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Write in a sentence what happened.")

    def validate_direction(self, field: RadioField) -> None:
        if self.contact_type.data in {"phone", "message"} and not field.data:
            raise ValidationError("Say who called or wrote.")

    def validate_with_whom(self, field: StringField) -> None:
        if self.contact_type.data == "collateral" and not tidy(field.data):
            raise ValidationError("Say with whom you talked, for example “partner” or “family doctor”.")

    def validate_reached(self, field: RadioField) -> None:
        if self.contact_type.data == "phone" and not field.data:
            raise ValidationError("Say whether anybody was reached.")
        if self.contact_type.data == "no_show" and field.data == "reached":
            raise ValidationError(
                "A patient who was reached after a missed visit is a contact of its own: a phone call."
            )
        if self.contact_type.data == "collateral" and field.data in rules.UNHEARD:
            raise ValidationError("A talk with nobody reached is a phone call. Choose Phone call above.")

    def validate_adherence(self, field: RadioField) -> None:
        if adherence_of(field.data, self.missed_doses.data) and self._nobody_heard():
            raise ValidationError("Nobody was reached, so nothing was heard. Choose “Not asked”.")

    def validate_side_effect(self, field: StringField) -> None:
        if side_effects(self.heard()) and self._nobody_heard():
            raise ValidationError("Nobody was reached, so no side effect was reported. Leave it empty.")

    def validate_fibser_burden(self, field: IntegerField) -> None:
        if field.data is not None and self._nobody_heard():
            raise ValidationError("Nobody was reached, so nobody gave these scores. Leave them empty.")

    def _nobody_heard(self) -> bool:
        """Whether we called and nobody answered. Who leaves us a message is heard, and so is who writes."""
        ours = self.direction.data != "incoming" and self.contact_type.data in {"phone", "no_show"}
        return ours and self.reached.data in rules.UNHEARD

    def values(self) -> dict[str, Any]:
        """The columns; one line stays one line."""
        return super().values() | {"with_whom": " ".join((self.with_whom.data or "").split()) or None}
