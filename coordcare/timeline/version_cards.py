"""Two versions of one form, side by side, field by field."""

from dataclasses import dataclass

from wtforms import BooleanField, Field, Form, SelectField, SelectMultipleField, TextAreaField

from coordcare.timeline.rules import changes

Typed = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from, where two versions differ."""

    value: str
    words: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Versus:
    """One field in two versions: as typed, in words, and what to choose from where it is no long text.

    `changes` leads from theirs to mine, word by word (`rules.changes`), where a long text differs.
    """

    name: str
    label: str
    long: bool
    several: bool
    mine: list[str]
    theirs: list[str]
    mine_words: str
    theirs_words: str
    choices: list[Choice]
    changes: list[tuple[str, str]]

    @property
    def differs(self) -> bool:
        return self.mine_words != self.theirs_words


def versus(form: Form, mine: Typed, theirs: Typed) -> list[Versus]:
    """Every field that either version holds, in the order of the form."""
    return [
        _versus(field, mine.get(name, []), theirs.get(name, []))
        for name, field in form._fields.items()
        if name in mine or name in theirs
    ]


def _versus(field: Field, mine: list[str], theirs: list[str]) -> Versus:
    words = _words_of(field)
    several, long = isinstance(field, SelectMultipleField), isinstance(field, TextAreaField)
    mine_words, theirs_words = _in_words(words, mine), _in_words(words, theirs)
    return Versus(
        name=field.name,
        label=field.label.text,
        long=long,
        several=several,
        mine=mine,
        theirs=theirs,
        mine_words=mine_words,
        theirs_words=theirs_words,
        choices=_choices(words, mine, theirs, several),
        changes=list(changes(theirs_words, mine_words)) if long and mine_words != theirs_words else [],
    )


def _words_of(field: Field) -> dict[str, str]:
    if isinstance(field, BooleanField):
        return {"y": "Yes"}
    if not isinstance(field, SelectField) or not field.choices:
        return {}
    return {str(value): str(words) for value, words, *_ in field.iter_choices()}


def _in_words(words: dict[str, str], values: list[str]) -> str:
    text = ", ".join(words.get(value, value) for value in values if value)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _choices(words: dict[str, str], mine: list[str], theirs: list[str], several: bool) -> list[Choice]:
    if several:
        return [Choice(value, words.get(value, value), value in mine) for value in dict.fromkeys([*mine, *theirs])]
    first, second = (next(iter(values), "") for values in (mine, theirs))
    return [Choice(value, words.get(value, value), value == first) for value in dict.fromkeys([first, second])]
