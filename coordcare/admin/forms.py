"""Staff, assignments and the search of the trail as they are typed in."""

import uuid
from datetime import date, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from coordcare.access.policy import DISCIPLINE_WORDS, Discipline, Duty
from coordcare.accounts.forms import trimmed
from coordcare.accounts.queries import LARGEST_ID
from coordcare.accounts.rules import (
    BAD_EMAIL,
    BAD_PHONE,
    NAME_LENGTH,
    NEEDS_DISCIPLINE,
    NEEDS_SOMETHING,
    TITLE_LENGTH,
    is_email,
    is_phone,
    normal_email,
)
from coordcare.accounts.staff_actions import Particulars
from coordcare.audit.queries import Filter
from coordcare.fields import DayField
from coordcare.settings.rules import Clinic

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
KEY_LENGTH = 36
NO_DISCIPLINE = "No discipline"
OLD_PAGE = "This form is from an old page. Check it and send it again."
DUTY_LABELS = {Duty.ADMIN: "Admin", Duty.CONFIGURE: "Configure"}
DUTIES_HINT = (
    "Admin: staff, care-team assignments and the audit trail. "
    "Configure: formulary, rules and course types. Neither opens a record."
)


class _Newcomer(Form):
    """Declared before the particulars, and so first; `submission_key` tells a form sent twice."""

    email = EmailField("E-mail", [DataRequired("Enter the e-mail address.")], filters=[trimmed])
    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))

    def validate_email(self, field: Field) -> None:
        if not is_email(normal_email(field.data)):
            raise ValidationError(BAD_EMAIL)

    def validate_submission_key(self, field: Field) -> None:
        try:
            # Python also reads longer spellings ("urn:uuid:...", braces), which the column does not hold.
            if not 1 <= len(field.data or "") <= KEY_LENGTH:
                raise ValueError
            uuid.UUID(field.data)
        except ValueError:
            field.data = str(uuid.uuid4())
            raise ValidationError(OLD_PAGE) from None


class StaffForm(Form):
    """What an admin keeps of a member of staff."""

    name = StringField(
        "Name",
        [DataRequired("Enter the name."), Length(max=NAME_LENGTH, message=f"At most {NAME_LENGTH} characters.")],
        filters=[trimmed],
    )
    title = StringField(
        "Title",
        [Length(max=TITLE_LENGTH, message=f"At most {TITLE_LENGTH} characters.")],
        filters=[trimmed],
        description="As in MD, PhD, LCSW",
        default="",
    )
    phone = StringField(
        "Phone", filters=[trimmed], description="For colleagues, when something cannot wait.", default=""
    )
    discipline = SelectField(
        "Discipline",
        choices=[("", NO_DISCIPLINE), *((one.value, DISCIPLINE_WORDS[one]) for one in Discipline)],
        default="",
    )
    duties = SelectMultipleField(
        "Duties",
        choices=[(duty.value, words) for duty, words in DUTY_LABELS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=DUTIES_HINT,
        default=(),
    )

    def validate_name(self, field: Field) -> None:
        if not str(field.data).isprintable():
            raise ValidationError("Enter the name on one line.")

    validate_title = validate_name

    def validate_phone(self, field: Field) -> None:
        if not is_phone(field.data or ""):
            raise ValidationError(BAD_PHONE)

    def validate_discipline(self, field: Field) -> None:
        if not field.data and not self.duties.data:
            raise ValidationError(NEEDS_SOMETHING)

    def validate_duties(self, field: Field) -> None:
        if Duty.CONFIGURE.value in (field.data or ()) and not self.discipline.data:
            raise ValidationError(NEEDS_DISCIPLINE)

    def particulars(self) -> Particulars:
        """The checked values."""
        discipline = Discipline(self.discipline.data) if self.discipline.data else None
        duties = frozenset(Duty(code) for code in self.duties.data or ())
        return Particulars(self.name.data or "", self.title.data or "", discipline, duties, self.phone.data or "")


class NewStaffForm(_Newcomer, StaffForm):
    """A new member of staff."""


class ChangeStaffForm(StaffForm):
    """The particulars of `version`."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(OLD_PAGE)])


class AssignForm(Form):
    """A patient by record number; `confirmed` repeats it once the name has been shown."""

    record_number = StringField("Record number", [DataRequired("Enter the record number.")], filters=[trimmed])
    confirmed = HiddenField(default="")


class AuditForm(Form):
    """Which events to show."""

    since = DayField("From", [Optional()])
    until = DayField("Through", [Optional()])
    actor_id = SelectField("Person", coerce=int, default=0)
    record_number = StringField("Patient's record number", filters=[trimmed], default="")
    only_refused = BooleanField("Only what was refused")
    before = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, LARGEST_ID, OLD_PAGE)])

    def __init__(self, *args: Any, names: dict[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor_id.choices = [(0, "Everyone"), *names.items()]

    def validate_since(self, field: Field) -> None:
        if field.data and not EARLIEST <= field.data <= LATEST:
            raise ValidationError(f"Enter a day between {EARLIEST.year} and {LATEST.year}.")

    def validate_until(self, field: Field) -> None:
        self.validate_since(field)
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("This is before the first day.")

    def wanted(self, clinic: Clinic, patient_id: int | None) -> Filter:
        """The checked values; days are whole days in the clinic's zone."""
        since, until = self.since.data, self.until.data
        return Filter(
            since=clinic.instant(since, 0) if since else None,
            until=clinic.instant(until + timedelta(days=1), 0) if until else None,
            actor_id=self.actor_id.data or None,
            patient_id=patient_id,
            only_refused=bool(self.only_refused.data),
        )
