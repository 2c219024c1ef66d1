"""What stands beside the dose in the form of a change: what it is for, symptoms rated, talks, the review, advice."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import Form, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length

from coordcare.fields import DayField, may_be_left
from coordcare.followup.rules import NEXT_VISIT, URGENCY_WORDS
from coordcare.medication.detail_rules import (
    HIGHEST_RATING,
    MOST_SYMPTOMS,
    RISK_TALKS,
    SYMPTOM_LENGTH,
    TOLD_CONDITIONS,
    WITHOUT_REVIEW,
)
from coordcare.medication.formulary import capitalized
from coordcare.medication.limit_formulary import INDICATIONS
from coordcare.medication.proposed_rules import Details
from coordcare.timeline.forms import long_text, tidy

INDICATION_WORDS = {key: words.removeprefix("for ").capitalize() for key, words in INDICATIONS.items()} | {
    "ocd": "OCD",
    "other": "Something else (say in the reason)",
}
RATINGS = [("", "not rated"), *((str(n), str(n)) for n in range(HIGHEST_RATING + 1))]
TEXT_LENGTH = 2_000


class SymptomFields(Form):
    """Up to four target symptoms by name, each rated 0 to 10. In the form of a change and of a visit."""

    def symptoms(self) -> list[tuple[Any, Any]]:
        """The fields of each row: name, rating."""
        rows = [f"target_symptoms_{n}" for n in range(1, MOST_SYMPTOMS + 1)]
        return [(self[f"{row}_name"], self[f"{row}_rating"]) for row in rows]

    def target_symptoms(self) -> list[dict[str, Any]] | None:
        """The symptoms that have a name; None without any."""
        named = [(" ".join((name.data or "").split()), rating.data) for name, rating in self.symptoms()]
        kept = [(name, rating) for name, rating in named if name and (rating or name not in self.offered())]
        return [{"name": name, "rating": int(rating) if rating else None} for name, rating in kept] or None

    def offered(self) -> Sequence[str]:
        """Names that stood in the empty form: without a rating they say nothing new."""
        return ()

    def check_symptoms(self) -> bool:
        """Whether each rating has its symptom; what is wrong is told at its field."""
        nameless = [name for name, rating in self.symptoms() if rating.data and not tidy(name.data)]
        for name in nameless:
            name.errors = ["Name the symptom that you rated."]
        return not nameless


def _add_symptoms() -> None:
    for n in range(1, MOST_SYMPTOMS + 1):
        length = Length(max=SYMPTOM_LENGTH, message=f"At most {SYMPTOM_LENGTH} characters: name it in a word or two.")
        known = AnyOf(dict(RATINGS), message=f"Rate it from 0 to {HIGHEST_RATING}.")
        rating = SelectField(
            f"Symptom {n}: 0 to 10", choices=RATINGS, default="", validate_choice=False, validators=[known]
        )
        setattr(SymptomFields, f"target_symptoms_{n}_name", StringField(f"Symptom {n}", validators=[length]))
        setattr(SymptomFields, f"target_symptoms_{n}_rating", rating)


_add_symptoms()


def symptoms_typed(names: list[str]) -> dict[str, str]:
    """Names that are offered in an empty form."""
    return {f"target_symptoms_{n}_name": name for n, name in enumerate(names[:MOST_SYMPTOMS], start=1)}


def symptoms_typed_again(kept: list[dict[str, Any]] | None) -> dict[str, list[str]]:
    """Kept symptoms as somebody would have typed them, for an entry that was recalled."""
    typed: dict[str, list[str]] = {}
    for n, one in enumerate(kept or (), start=1):
        typed[f"target_symptoms_{n}_name"] = [one["name"]]
        typed[f"target_symptoms_{n}_rating"] = ["" if one["rating"] is None else str(one["rating"])]
    return typed


class DetailFields(SymptomFields):
    """Fields of a change that do not change the dose."""

    ASIDE: ClassVar[frozenset[str]] = frozenset({"watch_by"})

    indication = SelectField(
        "What it is for",
        choices=[("", "not stated"), *INDICATION_WORDS.items()],
        default="",
        validate_choice=False,
        validators=[may_be_left(), AnyOf(INDICATION_WORDS, message="Choose one of these.")],
    )
    conditions = SelectMultipleField(
        "What advice should know",
        choices=[(key, capitalized(words)) for key, words in TOLD_CONDITIONS.items()],
        validate_choice=False,
    )
    alternatives = TextAreaField("Alternatives considered", validators=[long_text(TEXT_LENGTH)])
    risk_talk = RadioField(
        "Talk about risks and benefits",
        choices=list(RISK_TALKS.items()),
        validate_choice=False,
        validators=[may_be_left(), AnyOf(RISK_TALKS, message="Choose one of these.")],
    )
    pdmp_checked_on = DayField("PDMP checked on")
    next_review_on = DayField("Next review")
    watch_by = RadioField(
        "Told by when",
        choices=list(URGENCY_WORDS.items()),
        default=NEXT_VISIT,
        validate_choice=False,
        validators=[AnyOf([*URGENCY_WORDS, None, ""], message="Choose one of these.")],
    )
    without_review_asked = StringField()
    without_review = RadioField(
        "Why without a review?",
        choices=list(WITHOUT_REVIEW.items()),
        validate_choice=False,
        validators=[AnyOf([*WITHOUT_REVIEW, None, ""], message="Choose one of these.")],
    )
    advice_noted = SelectMultipleField("Noted", choices=[], validate_choice=False)
    advice_reason = TextAreaField("Why it is meant", validators=[long_text(TEXT_LENGTH)])

    def chosen_conditions(self) -> list[str]:
        """The conditions that were ticked, of those that are known."""
        return [key for key in TOLD_CONDITIONS if key in (self.conditions.data or [])]

    def aside(self) -> dict[str, Any]:
        """By when the therapist is to tell of what they watch for; a draft of before it was asked says nothing."""
        return {"watch_by": self.watch_by.data or NEXT_VISIT}

    def details(self) -> Details:
        """What advice asks for."""
        return Details(
            self.indication.data or None,
            frozenset(self.chosen_conditions()),
            self.pdmp_checked_on.data,
            self.next_review_on.data,
        )

    def detail_columns(self) -> dict[str, Any]:
        """The columns of these fields; what was advised is added by the form."""
        return {
            "indication": self.indication.data or None,
            "conditions": self.chosen_conditions() or None,
            "target_symptoms": self.target_symptoms(),
            "alternatives": tidy(self.alternatives.data),
            "risk_talk": self.risk_talk.data or None,
            "pdmp_checked_on": self.pdmp_checked_on.data,
            "next_review_on": self.next_review_on.data,
            "without_review": self.without_review.data or None,
        }
