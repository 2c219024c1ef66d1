"""The form of the interpersonal inventory: one record for each person, each in a form of its own."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wtforms import BooleanField, Field, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length, Optional

from coordcare.documents.forms import DocumentForm
from coordcare.documents.kinds import Content
from coordcare.fields import DayField, may_be_left
from coordcare.ipt.forms import ScaleField
from coordcare.ipt.people_rules import CONTACTS, MOST_PEOPLE, RINGS, WAYS, twice
from coordcare.ipt.rules import FOCUS_WORDS
from coordcare.timeline.forms import long_text, tidy

NAME_LENGTH, TEXT_LENGTH = 60, 1_000
LARGEST_NUMBER = 10**6
_NAMED = re.compile(r"p(\d{1,7})-[a-z_]+")
NONE = ("", "Not said")
LABELS = {
    "positives": "Liked, and good in it",
    "difficulties": "Disliked, arguments, what is not talked about",
    "expectations_mine": "What the patient expects of them",
    "expectations_theirs": "What they expect of the patient",
    "communication_pattern": "How they talk, and stop talking",
    "recent_change": "What has changed lately",
    "desired_change": "Wished-for change",
}


def _choice(label: str, words: Mapping[str, str]) -> SelectField:
    return SelectField(
        label,
        choices=[NONE, *words.items()],
        default="",
        validate_choice=False,
        validators=[may_be_left(), AnyOf(words, message="Choose one of these.")],
    )


def _text(name: str) -> TextAreaField:
    return TextAreaField(LABELS[name], validators=[long_text(TEXT_LENGTH)])


class PersonForm(Form):
    """One person around the patient."""

    display_name = StringField(
        "Initials or first name",
        validators=[Length(max=NAME_LENGTH, message=f"This is longer than {NAME_LENGTH} characters. Use initials.")],
    )
    relation = StringField(
        "Relation to the patient",
        validators=[Length(max=NAME_LENGTH, message=f"This is longer than {NAME_LENGTH} characters. A word or two.")],
    )
    closeness_ring = RadioField(
        "How close",
        choices=list(RINGS.items()),
        default="2",
        validate_choice=False,
        validators=[AnyOf(RINGS, message="Choose one of the three rings.")],
    )
    supportive = ScaleField("Support, 0 to 10")
    strain = ScaleField("Strain, 0 to 10")
    contact_frequency = _choice("How often", CONTACTS)
    contact_mode = _choice("How", WAYS)
    linked_problem_area = _choice("Belongs to the focus", FOCUS_WORDS)
    has_died = BooleanField("Has died")
    confides = BooleanField("The patient confides in them")
    knows_about_illness = BooleanField("They know about the illness")
    positives = _text("positives")
    difficulties = _text("difficulties")
    expectations_mine = _text("expectations_mine")
    expectations_theirs = _text("expectations_theirs")
    communication_pattern = _text("communication_pattern")
    recent_change = _text("recent_change")
    changed_on = DayField("Changed on", validators=[Optional()])
    desired_change = _text("desired_change")
    safety_concern = BooleanField("Safety concern: abuse or violence")

    def is_empty(self) -> bool:
        """Whether nothing is told of anybody: only what has a default is filled in. Words for a number are told too."""
        if any(field.process_errors for field in self):
            return False
        return not any(value for name, value in self.record().items() if name not in {"closeness_ring", "alive"})

    def record(self) -> Content:
        """What a version keeps of this person."""
        values: dict[str, Any] = {
            name: tidy(f.data) if isinstance(f.data, str) else f.data for name, f in self._fields.items()
        }
        died = values.pop("has_died")
        day = values["changed_on"]
        return {**values, "alive": not died, "changed_on": day.isoformat() if day else None}


def _called(person: PersonForm) -> str:
    name, relation = tidy(person.display_name.data), tidy(person.relation.data)
    return f"“{name}” ({relation})" if relation else f"“{name}”"


def _numbers(names: Iterable[str]) -> list[int]:
    """The numbers of the people of whom something was typed."""
    return sorted({int(found[1]) for name in names if (found := _NAMED.fullmatch(name))})


class InventoryForm(DocumentForm):
    """The people, each under a number of its own that stays through all versions, and one empty place more.

    The number is drawn by chance, so that two writers who add somebody do not fill the same place.
    """

    def __init__(self, typed: Any = None, **defaults: Any) -> None:
        super().__init__(typed, **defaults)
        numbers = _numbers(typed or ())
        self.crowded = len(numbers) > MOST_PEOPLE + 1
        self.people = {number: PersonForm(typed, prefix=f"p{number}") for number in numbers[: MOST_PEOPLE + 1]}
        if not any(person.is_empty() for person in self.people.values()) and len(self.people) < MOST_PEOPLE:
            number = secrets.randbelow(LARGEST_NUMBER)
            self.people[number] = PersonForm(prefix=f"p{number}")

    def __iter__(self) -> Iterator[Field]:
        yield from super().__iter__()
        for person in self.people.values():
            yield from person

    @property
    def errors(self) -> dict[str, Any]:
        """Errors by field, those of all people among them."""
        found: dict[Any, Any] = {field.name: field.errors for field in self if field.errors}
        return found | ({None: self.form_errors} if self.form_errors else {})

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for person in self._told():
            fine = person.validate() and fine
            if not tidy(person.display_name.data):
                person.display_name.errors = ["Say who this is: initials will do."]
                fine = False
        if self.crowded or len(self._told()) > MOST_PEOPLE:
            self.form_errors.append(f"At most {MOST_PEOPLE} people. Keep those who matter to the focus.")
            return False
        return self._validate_names() and fine

    def _validate_names(self) -> bool:
        told = self._told()
        again = twice([(tidy(one.display_name.data) or "", tidy(one.relation.data)) for one in told])
        if again is None:
            return True
        first, last = (told[place] for place in again)
        last.display_name.errors = [
            f"{_called(first)} and {_called(last)} seem to be one person, who stands here twice. Keep one record"
            " for each person, or tell them apart by their relations."
        ]
        return False

    def typed(self) -> dict[str, list[str]]:
        return {field.name: [str(value) for value in (field.raw_data or [])] for field in self._of_people()}

    def fields_of(self, typed: dict[str, list[str]]) -> dict[str, Field]:
        """The fields of everybody of whom something was typed, here or there, each with the number of its person."""
        found: dict[str, Field] = {}
        for place, number in enumerate(_numbers(typed), start=1):
            for field in PersonForm(prefix=f"p{number}"):
                if typed.get(field.name):
                    field.label.text = f"Person {place}, {field.label.text[0].lower()}{field.label.text[1:]}"
                    found[field.name] = field
        return found

    @classmethod
    def typed_from(cls, content: Content) -> dict[str, list[str]]:
        return {
            f"p{record['number']}-{name}": ["y" if value is True else str(value)]
            for record in content.get("people", [])
            for name, value in {**record, "has_died": not record.get("alive", True)}.items()
            if value not in (None, False, "") and name not in {"number", "alive"}
        }

    def content(self) -> Content:
        return {
            "people": [
                {"number": number, **person.record()} for number, person in self.people.items() if not person.is_empty()
            ]
        }

    def _of_people(self) -> Iterator[Field]:
        for person in self.people.values():
            if not person.is_empty() or any(field.raw_data for field in person):
                yield from person

    def _told(self) -> list[PersonForm]:
        return [person for person in self.people.values() if not person.is_empty()]
