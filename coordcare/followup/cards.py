"""Follow-up items as pages show them, for one viewer."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.followup.models import FollowUpItem, FollowUpStep
from coordcare.followup.rules import NATURE_ICONS, NATURE_WORDS, OPEN, STATUS_WORDS, STEP_WORDS, outcome_words

NOT_HERE = ", but is not on this team and cannot open the record"


WITHHELD_WORDS = "The entry on which this was raised was withheld. What was asked is not shown with it."


@dataclass(frozen=True, slots=True)
class PatientOfItem:
    """The patient, as a list over several patients names them."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """What somebody did about an item: `step` is acknowledged, answered, closed or called."""

    step: str
    by_id: int
    by: str
    at: datetime
    text: str | None
    outcome_words: str

    @property
    def words(self) -> str:
        return STEP_WORDS[self.step]


@dataclass(frozen=True, slots=True)
class OnEntry:
    """The entry on which an item was raised; `url` only for who reads it."""

    words: str
    patient_id: int
    entry_id: int
    reads: bool

    @property
    def url(self) -> str | None:
        if not self.reads:
            return None
        return url_for("timeline.entry", patient_id=self.patient_id, entry_id=self.entry_id)


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item, for the viewer `me`. `waits_for_me`: they may take it up.

    `nobody`: whom it was for can no longer be asked. `covered_by` names who covers for the addressee today;
    `cover_is_here` tells whether they are on this patient's team, without which cover opens nothing.
    `became`: what has become of the entry's subject since, such as "Lamotrigine was stopped on 23 Nov 2026".
    `last` is the last step but calls, None before any. `withheld`: the entry it stands on was.
    """

    item: FollowUpItem
    patient: PatientOfItem
    asked_by: str
    for_whom: str
    covered_by: str | None
    cover_is_here: bool
    due_words: str
    overdue: bool
    last: StepCard | None
    entry: OnEntry | None
    me: int
    waits_for_me: bool
    nobody: bool
    withheld: bool
    became: str = ""

    @property
    def url(self) -> str:
        return url_for("followup.item", patient_id=self.patient.id, item_id=self.item.id)

    @property
    def id(self) -> int:
        return self.item.id

    @property
    def for_whom_first(self) -> str:
        """Whom it is for, at the beginning of a sentence."""
        return self.for_whom[:1].upper() + self.for_whom[1:]

    @property
    def cover_words(self) -> str:
        """Who covers, and whether that helps: "Maya Lindqvist covers."; "" where nobody has to."""
        if self.covered_by is None:
            return ""
        return f"{self.covered_by} covers{'' if self.cover_is_here else NOT_HERE}."

    @property
    def text(self) -> str:
        """What is asked; not what tells of an entry that was withheld from everyone."""
        return WITHHELD_WORDS if self.withheld else self.item.text

    @property
    def nature(self) -> str:
        return self.item.nature

    @property
    def nature_word(self) -> str:
        return NATURE_WORDS[self.item.nature]

    @property
    def icon(self) -> str:
        return NATURE_ICONS[self.item.nature]

    @property
    def is_risk(self) -> bool:
        return self.item.nature == "risk"

    @property
    def is_open(self) -> bool:
        return self.item.status in OPEN

    @property
    def to_take_up(self) -> bool:
        """Whether one click of the viewer takes it up; a risk task is taken up beside its phones."""
        return self.waits_for_me and self.item.status == "open" and not self.is_risk

    def taken_up_by(self, standing: Standing) -> bool:
        """Whether this viewer may acknowledge it now; a risk only who assesses one."""
        waits = self.waits_for_me and self.item.status == "open"
        return waits and (not self.is_risk or standing.may(Action.ASSESS_RISK))

    @property
    def came_back(self) -> bool:
        """Whether a colleague settled what the viewer asked, and the viewer has not noted it since."""
        settled = self.last is not None and not self.is_open and self.last.by_id != self.me
        return self.raised_by_me and settled

    @property
    def raised_by_me(self) -> bool:
        return self.item.raised_by_id == self.me

    @property
    def same_day(self) -> bool:
        return self.item.urgency == "same_day"

    @property
    def raised_at(self) -> datetime:
        return self.item.raised_at

    @property
    def status(self) -> str:
        return self.item.status

    @property
    def status_word(self) -> str:
        """ "Acknowledged", or for a closed one "Closed: risk assessed"."""
        words = STATUS_WORDS[self.item.status]
        outcome = self.last.outcome_words if self.last and self.last.step == "closed" else ""
        return f"{words}: {outcome[:1].lower()}{outcome[1:]}" if outcome else words


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call, and whose it is; empty digits where none is kept."""

    whose: str
    number: str


def step_card(row: FollowUpStep, by: str) -> StepCard:
    """A stored step in words."""
    return StepCard(row.step, row.by_id, by, row.at, row.text, outcome_words(row.outcome))
