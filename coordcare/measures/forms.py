"""The form of a measure's answers: every item, the unscored item, and the total on the paper as a check."""

from dataclasses import dataclass
from typing import Any

from wtforms import Field, HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import AnyOf
from wtforms.widgets import TextInput

from coordcare.fields import may_be_left
from coordcare.measures import rules, wording_rules
from coordcare.measures.wording_rules import DIFFICULTY_OPTIONS, MEASURES, OPTIONS, PHQ9, Measure
from coordcare.timeline.forms import Background, EntryForm, tidy

NOT_ANSWERED = "not_answered"
POINTS = [str(option.points) for option in OPTIONS]
_CHOICES = [(str(option.points), f"{option.points} {option.word}") for option in OPTIONS]


@dataclass(frozen=True)
class MeasureBackground(Background):
    """Which measure the page was asked for, and those there are."""

    asked: str = PHQ9.key

    measures = tuple(MEASURES.values())
    notice = wording_rules.NOTICE


def _item(number: int) -> RadioField:
    return RadioField(
        f"Item {number}",
        choices=_CHOICES,
        validate_choice=False,
        validators=[may_be_left(), AnyOf(POINTS, message="Choose 0, 1, 2 or 3.")],
    )


class MeasureForm(EntryForm):
    """One filled-in measure. An item may stay open; item 9 only by saying so."""

    measure = HiddenField("Measure")
    given = RadioField(
        "How it was given",
        choices=list(wording_rules.GIVEN.items()),
        validate_choice=False,
        validators=[AnyOf(wording_rules.GIVEN, message="Choose who filled it in.")],
    )
    item_1 = _item(1)
    item_2 = _item(2)
    item_3 = _item(3)
    item_4 = _item(4)
    item_5 = _item(5)
    item_6 = _item(6)
    item_7 = _item(7)
    item_8 = _item(8)
    item_9 = RadioField("Item 9", choices=[*_CHOICES, (NOT_ANSWERED, "Item 9 was not answered")], validate_choice=False)
    difficulty = RadioField(
        wording_rules.DIFFICULTY,
        choices=[(str(option.points), f"{option.points} {option.word}") for option in DIFFICULTY_OPTIONS],
        validate_choice=False,
        validators=[may_be_left(), AnyOf(POINTS, message="Choose one of these four.")],
    )
    total = StringField("Total on the paper form, if it has one", widget=TextInput())

    def __init__(self, typed: Any = None, *, background: MeasureBackground, **defaults: Any) -> None:
        defaults = {"measure": background.asked, "given": "patient"} | defaults
        super().__init__(typed, background=background, **defaults)
        for item in self.instrument.items:
            self._fields[item.column].label.text = f"{item.number}. {item.text}"

    @property
    def instrument(self) -> Measure:
        """The measure that the form is of; PHQ-9 where the name sent is none."""
        return MEASURES.get(self.measure.data or "", PHQ9)

    @property
    def item_fields(self) -> list[Field]:
        """The fields of the measure's items, in order."""
        return [self._fields[item.column] for item in self.instrument.items]

    def validate_measure(self, field: HiddenField) -> None:
        if field.data not in MEASURES:
            field.data = self.instrument.key
            raise ValidationError("This is no measure of this clinic. Choose PHQ-9 or GAD-7.")
        foreign = [f"item {number}" for number in range(1, 10) if self._is_foreign(f"item_{number}")]
        foreign += ["the item on difficulty"] if self.difficulty.data and not self.instrument.asks_difficulty else []
        if foreign:
            instrument = self.instrument
            raise ValidationError(
                f"{instrument.word} has {len(instrument.items)} items; {', '.join(foreign)} was sent too."
                " Check which form this is."
            )

    def validate_item_9(self, field: RadioField) -> None:
        if self.instrument.safety_item != 9 or field.data in POINTS or field.data == NOT_ANSWERED:
            return
        if not field.data:
            raise ValidationError("Item 9 is not answered. Ask it, or choose “Item 9 was not answered”.")
        raise ValidationError("Choose 0, 1, 2 or 3, or “Item 9 was not answered”.")

    def validate_total(self, field: StringField) -> None:
        typed = tidy(field.data)
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 4):
            raise ValidationError("Enter the total as a whole number, for example 14, or leave it empty.")

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if all(answer is None for answer in self.answers()):
            return self._refuse("item_1", "Nothing is answered. Answer the items that the patient answered.")
        return self._total_agrees()

    def answers(self) -> list[int | None]:
        """The answers in the order of the items, None for an item not answered."""
        return [int(field.data) if field.data in POINTS else None for field in self.item_fields]

    def values(self) -> dict[str, Any]:
        """The columns: every answer, and what the rules make of them."""
        instrument, answers = self.instrument, self.answers()
        found = rules.score(instrument, answers)
        safety = answers[instrument.safety_item - 1] if instrument.safety_item else None
        given: dict[str, int | None] = {f"item_{number}": None for number in range(1, 10)}
        return {
            "measure": instrument.key,
            "given": self.given.data,
            **given,
            **{item.column: answer for item, answer in zip(instrument.items, answers, strict=True)},
            "difficulty": int(self.difficulty.data) if self.difficulty.data else None,
            "answered": found.answered,
            "total": found.total,
            "prorated": found.prorated,
            "band": found.band,
            "item_9_positive": None if safety is None else safety > 0,
        }

    def _is_foreign(self, name: str) -> bool:
        return bool(self._fields[name].data) and name not in {item.column for item in self.instrument.items}

    def _total_agrees(self) -> bool:
        """Whether the total on the paper is that of the answers; it may leave out what nobody answered."""
        typed = tidy(self.total.data)
        answers = self.answers()
        plain, found = sum(answer or 0 for answer in answers), rules.score(self.instrument, answers)
        if typed is None or int(typed) in {plain, found.total}:
            return True
        counted = f"{plain}, or {found.total} prorated" if found.prorated else str(plain)
        return self._refuse("total", f"The answers add up to {counted}; the paper says {int(typed)}. Check both.")

    def _refuse(self, name: str, sentence: str) -> bool:
        field = self._fields[name]
        field.errors = [*field.errors, sentence]
        return False
