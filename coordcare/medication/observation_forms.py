"""Fields for what was heard of medication, which forms of several kinds share, and the form that has them alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import AnyOf, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from coordcare.fields import DayField, may_be_left
from coordcare.medication import observation_rules as rules
from coordcare.medication.observation_models import TOLD_BY
from coordcare.medication.rules import ADHERENCE, NOT_ASKED
from coordcare.patients.queries import Person
from coordcare.timeline.forms import Background, EntryForm, required, tidy

LINE_LENGTH = 300
REPORTED = "What you heard about medication"
_OF_DOSES = f"This is a whole number from 0 to {rules.LAST_DOSES}: how many of the last {rules.LAST_DOSES} were missed."
_OF_SCORE = f"Each score is a whole number from 0 to {rules.FIBSER_MOST}."
_DETAILS = ("barriers", "barrier_words", *rules.EFFECTS[1:], *rules.FIBSER)


class CountField(IntegerField):
    """A small count, or nothing; with one sentence for all that is not one."""

    def __init__(self, label: str, most: int, sentence: str, **options: Any) -> None:
        self.sentence = sentence
        checks = [Optional(), NumberRange(0, most, message=sentence)]
        super().__init__(label, validators=checks, widget=TextInput(), **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        typed, self.data = valuelist[0].strip(), None
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= 5):
            raise ValueError(self.sentence)
        self.data = int(typed) if typed else None


def _line(label: str) -> StringField:
    words = f"This is longer than {LINE_LENGTH} characters. One line is enough."
    return StringField(label, validators=[Length(max=LINE_LENGTH, message=words)])


def _severity() -> SelectField:
    return _choice("How severe", rules.SEVERITIES)


def _action() -> SelectField:
    return _choice("What was done", rules.ACTIONS)


def _choice(label: str, words: dict[str, str]) -> SelectField:
    checks = [may_be_left(), AnyOf(words, message="Choose one of these.")]
    return SelectField(label, choices=[("", "Not said"), *words.items()], validate_choice=False, validators=checks)


def _fibser(label: str, scale: str) -> CountField:
    """One of the three scores; `scale` tells its ends in words of the house."""
    return CountField(label, rules.FIBSER_MOST, _OF_SCORE, description=scale)


class HeardForm(EntryForm):
    """What was heard of medication, as any kind's form asks it. Empty means that nobody asked."""

    adherence = RadioField(
        "Takes the medication as prescribed?",
        choices=list(ADHERENCE.items()),
        validate_choice=False,
        validators=[may_be_left(), AnyOf(ADHERENCE, message="Choose one of these answers.")],
    )
    missed_doses = CountField(f"Doses missed, of the last {rules.LAST_DOSES}", rules.LAST_DOSES, _OF_DOSES)
    barriers = SelectMultipleField("What gets in the way", choices=list(rules.BARRIERS.items()), validate_choice=False)
    barrier_words = _line("What gets in the way, in words")
    side_effect = _line("Side effect, as reported")
    side_effect_severity = _severity()
    side_effect_onset = DayField("Since", validators=[Optional()])
    side_effect_action = _action()
    side_effect_2 = _line("Second side effect")
    side_effect_2_severity = _severity()
    side_effect_2_onset = DayField("Since", validators=[Optional()])
    side_effect_2_action = _action()
    side_effect_3 = _line("Third side effect")
    side_effect_3_severity = _severity()
    side_effect_3_onset = DayField("Since", validators=[Optional()])
    side_effect_3_action = _action()
    fibser_frequency = _fibser("Frequency", "How much of the time: 0 never, 6 all the time.")
    fibser_intensity = _fibser("Intensity", "How strong at their worst: 0 none, 6 more than can be borne.")
    fibser_burden = _fibser("Burden", "How much they get in the way: 0 not at all, 6 the day cannot be managed.")

    def __init__(self, typed: Any = None, *, background: Background, **defaults: Any) -> None:
        super().__init__(typed, background=background, **({"adherence": NOT_ASKED, "barriers": []} | defaults))

    def validate_missed_doses(self, field: CountField) -> None:
        problem = rules.adherence_problem(self.adherence.data, field.data)
        if problem:
            raise ValidationError(problem)

    def validate_barriers(self, field: SelectMultipleField) -> None:
        if any(key not in rules.BARRIERS for key in field.data or []):
            raise ValidationError("Choose from these.")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for name, sentence in self._problems():
            self[name].errors = [*self[name].errors, sentence]
            fine = False
        return fine

    @property
    def effect_fields(self) -> list[list[Any]]:
        """The fields of each side effect: its name, how severe, since when, what was done."""
        return [[self[name], *(self[f"{name}_{more}"] for more in rules.OF_EFFECT)] for name in rules.EFFECTS]

    @property
    def fibser_fields(self) -> list[Any]:
        return [self[name] for name in rules.FIBSER]

    @property
    def details_open(self) -> bool:
        """Whether what stands folded must be seen: something is typed there, or wrong."""
        return any(self[name].data or self[name].errors for name in self._folded())

    @property
    def heard_something(self) -> bool:
        """Whether the fields say anything at all."""
        return any(value is not None for value in self.heard().values())

    def values(self) -> dict[str, Any]:
        return super().values() | self.heard()

    def heard(self) -> dict[str, Any]:
        """The columns of what was heard; all None where nothing was."""
        plain = {name: self[name].data or None for name in _COLUMNS}
        lines = {name: " ".join((self[name].data or "").split()) or None for name in _LINES}
        numbers = {name: self[name].data for name in ("missed_doses", *rules.FIBSER)}
        return {
            **plain,
            **lines,
            **numbers,
            "adherence": rules.adherence_of(self.adherence.data, self.missed_doses.data),
            "barriers": [key for key in rules.BARRIERS if key in (self.barriers.data or [])] or None,
        }

    def _folded(self) -> tuple[str, ...]:
        return (*_DETAILS, *(f"{name}_{more}" for name in rules.EFFECTS for more in rules.OF_EFFECT))

    def _problems(self) -> list[tuple[str, str]]:
        return [*self._effect_problems(), *self._fibser_problems(), *self._barrier_problems()]

    def _effect_problems(self) -> list[tuple[str, str]]:
        found = []
        for name in rules.EFFECTS:
            if not tidy(self[name].data) and any(self[f"{name}_{more}"].data for more in rules.OF_EFFECT):
                found.append((name, "Name the side effect, in the words you heard."))
            onset: date | None = self[f"{name}_onset"].data
            if onset and onset > (self.happened_on.data or self.background.today):
                found.append((f"{name}_onset", "This day is after the day on which it was told. Check the date."))
            elif onset and onset < self.background.birth_date:
                found.append((f"{name}_onset", "This date is before the patient was born."))
        return found

    def _fibser_problems(self) -> list[tuple[str, str]]:
        given = [self[name].data is not None for name in rules.FIBSER]
        if not any(given) or all(given):
            return []
        missing = [name for name, there in zip(rules.FIBSER, given, strict=True) if not there]
        return [
            (name, "FIBSER has three scores. Enter all three, or none.") for name in missing if not self[name].errors
        ]

    def _barrier_problems(self) -> list[tuple[str, str]]:
        why = self.barriers.data or tidy(self.barrier_words.data)
        if not why or rules.adherence_of(self.adherence.data, self.missed_doses.data):
            return []
        return [("adherence", "Say how it is taken, when you say what gets in the way.")]


_LINES = ("barrier_words", *rules.EFFECTS)
_COLUMNS = tuple(f"{name}_{more}" for name in rules.EFFECTS for more in rules.OF_EFFECT)


@dataclass(frozen=True)
class ObservationBackground(Background):
    """Who reads which part now, and whether the writer reads back what was heard."""

    team_readers: Sequence[Person]
    reported_readers: Sequence[Person]
    reads_reported: bool

    @property
    def readers_by_part(self) -> list[tuple[str, Sequence[Person]]]:
        """What each part is called on the form, and who reads it."""
        return [("That something was told, and by whom", self.team_readers), (REPORTED, self.reported_readers)]


class ObservationForm(HeardForm):
    """What somebody told of taking the medication, or of a side effect, outside a session, a visit or a contact."""

    background: ObservationBackground

    told_by = RadioField(
        "Who told it?",
        choices=list(TOLD_BY.items()),
        validate_choice=False,
        validators=[required("Say who told it."), AnyOf(TOLD_BY, message="Choose one of these.")],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not self.heard_something:
            self.adherence.errors = ["Write what you heard: how it is taken, a side effect, or the FIBSER scores."]
        return self.heard_something
