"""What advice is, and what it is given on. Pure: values go in, values come out, nothing is decided here.

A reason is asked only for MAOI conflicts and washouts, lamotrigine speed and restart, a clozapine gap or ANC, and
over-maximum. Everything else is a quiet line. Only what makes no sense at all is refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from coordcare.medication.formulary import Drug
from coordcare.medication.limit_formulary import Use
from coordcare.medication.list_formulary import DrugList
from coordcare.medication.rules import Change, Dose, RegimenLine, in_order, regimen

ASKS_REASON, QUIET, REFUSED = "asks_reason", "quiet", "refused"
LEVELS = {ASKS_REASON: "asks a reason", QUIET: "quiet line", REFUSED: "refused"}
CLINIC_DEFAULT = "clinic default"
UNVERIFIED = f"{CLINIC_DEFAULT}, not verified"
_NOT_CHECKED = (
    "Not checked: allergies, interactions beyond MAOIs{}, QT, kidney and liver function, pregnancy,"
    " drugs that are not on the list or not recorded here, such as estrogen contraceptives."
)
NOT_CHECKED = _NOT_CHECKED.format("")
BEGINS = frozenset({"start", "augment", "switch", "resume"})
DOSES = BEGINS | {"increase", "decrease", "taper", "timing", "taking_already"}


@dataclass(frozen=True, slots=True)
class Advice:
    """One line: what it is about, in words, how loud it is, where it is from, whether that was verified."""

    key: str
    words: str
    level: str
    source: str
    verified: bool

    @property
    def standing(self) -> str:
        """Where it comes from, as shown under it."""
        return standing_words(self.source, verified=self.verified)


@dataclass(frozen=True, slots=True)
class NeutrophilCount:
    """An absolute neutrophil count in cells per microliter, on a day."""

    on: date
    value: int


@dataclass(frozen=True, slots=True)
class Abnormal:
    """A result that is out of range: the test of the rules that it answers, what it says, and who says so."""

    test: str
    words: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Untested:
    """A test that is wanted before a drug is begun and has no result: its name, and the rule's source."""

    word: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that advice looks at: the change as typed, and what is known on that day.

    `changes` are those that count, of all drugs, planned ones too. `next_review` is the day of the next review.
    `abnormal`: what is out of range of late, the drug's own tests first. `untested`: baseline tests without a result.
    `beside`: the change is of the drug's second line. `drugs` is the clinic's list.
    """

    change_type: str
    drug: Drug
    on: date
    dose: Dose | None
    use: Use
    changes: Sequence[Change] = ()
    next_review: date | None = None
    raised_risk: bool = False
    pdmp_checked_on: date | None = None
    neutrophils: Sequence[NeutrophilCount] = ()
    benign_ethnic_neutropenia: bool = False
    overdue: Sequence[str] = field(default=())
    abnormal: Sequence[Abnormal] = ()
    untested: Sequence[Untested] = ()
    beside: bool = False
    drugs: DrugList = field(default_factory=DrugList)

    @property
    def line(self) -> RegimenLine | None:
        """The drug as it is taken on the day, before this change."""
        return next((line for line in regimen(self.own, self.on) if line.beside == self.beside), None)

    @property
    def other_line(self) -> RegimenLine | None:
        """The drug's other line on that day: as needed beside a daily dose, or the reverse."""
        return next((line for line in regimen(self.own, self.on) if line.beside != self.beside), None)

    @property
    def own(self) -> list[Change]:
        return in_order(one for one in self.changes if one.drug == self.drug.generic)

    @property
    def others(self) -> list[Change]:
        return [one for one in self.changes if one.drug != self.drug.generic]

    @property
    def takes(self) -> frozenset[str]:
        """Other drugs that are taken on the day."""
        return frozenset(line.drug for line in regimen(self.others, self.on) if not line.held)


def source_words(source: str) -> str:
    """A source as a clinician reads it: without the marks of our own papers, general knowledge named as that."""
    told = re.sub(r"\s*\[[^\]]*\]", "", source)
    told = re.sub(r"(:\s*)?sources\.md( data)?( [\d., ]*\d)?", "", told)
    told = re.sub(r"^[\s:,;(]+|[\s:,;]+$", "", told.replace("psychotropics.csv", "the clinic's list"))
    told = told.removesuffix(")") if "(" not in told else told
    parts = [told] if told else []
    return "; ".join([*parts, "general knowledge"] if "GK]" in source else parts) or "the clinic's papers"


def standing_words(source: str, *, verified: bool) -> str:
    """A source with whether it was verified, each thing said once."""
    told = source_words(source)
    return told if verified else f"{told.removeprefix(f'{CLINIC_DEFAULT}; ')}; {UNVERIFIED}"


def gap(situation: Situation) -> timedelta | None:
    """How long the drug was not taken before the day of the change; None when it is taken, or never was."""
    since: date | None = None
    for day in sorted({one.effective_on for one in situation.own if one.effective_on <= situation.on}):
        takes = any(not line.held for line in regimen(situation.own, day))
        since = None if takes else since or day
    return None if since is None else situation.on - since


def not_checked_beside(medicines: Sequence[str]) -> str:
    """What is not checked, naming the other medicines on record: nothing compares them with what is prescribed."""
    return _NOT_CHECKED.format(f" (other medicines on record: {'; '.join(medicines)})" if medicines else "")


def day_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
