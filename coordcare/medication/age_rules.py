"""What an antidepressant or another boxed drug asks for by age: the FDA box and NICE's early review, cited apart."""

from collections.abc import Iterator
from datetime import date, timedelta

from coordcare.medication.advice_rules import BEGINS, DOSES, QUIET, Advice, Situation
from coordcare.medication.formulary import ANY_AGE

NICE_AGES = range(18, 26)
NICE_WITHIN = timedelta(days=7)
FDA = "FDA boxed warning, age 24 and under: sources.md 8, 4.2 [S43]"
FDA_OTHER = "FDA boxed warning: sources.md 8 [GK]"
NICE = "NICE NG222 1.4.24: sources.md 8"
STARTS_OR_RAISES = BEGINS | {"increase"}
CHANGES_DOSE = DOSES - {"taking_already", "timing"}


def age_on(born: date, day: date) -> int:
    """Whole years; somebody born on 29 February becomes older on 1 March. Raises ValueError before birth."""
    if day < born:
        raise ValueError("the day lies before the birth")
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_advice(situation: Situation) -> Iterator[Advice]:
    """Quiet lines for a start or a change of dose."""
    yield from _box(situation)
    yield from _early_review(situation)


def _box(situation: Situation) -> Iterator[Advice]:
    """The FDA box asks close watching at a start and at a change of dose."""
    to_age = situation.drug.suicidality_box_to_age
    if to_age is None or situation.use.age > to_age or situation.change_type not in CHANGES_DOSE:
        return
    about = "of any age" if to_age == ANY_AGE else f"aged {to_age} and under"
    words = f"Patients {about}: watch closely for suicidal thoughts after a start and after a change of dose."
    known = to_age == 24
    yield Advice("suicidality_box", words, QUIET, FDA if known else FDA_OTHER, verified=known)


def _early_review(situation: Situation) -> Iterator[Advice]:
    """NICE: a review after 1 week at ages 18-25, or with any raised risk, after a start or an increase."""
    concerned = situation.use.age in NICE_AGES or situation.raised_risk
    if not situation.drug.antidepressant or situation.change_type not in STARTS_OR_RAISES or not concerned:
        return
    if situation.next_review is not None and situation.next_review <= situation.on + NICE_WITHIN:
        return
    why = "raised risk" if situation.raised_risk else "ages 18 to 25"
    words = f"Review after 1 week ({why}) following a start or an increase."
    yield Advice("early_review", words, QUIET, NICE, verified=True)
