"""What one entry looks like on a page, for one viewer: only what that viewer may read."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from coordcare.accounts.queries import Person
from coordcare.templating import Link
from coordcare.timeline.forms import FilterForm
from coordcare.timeline.kinds import Kind, Values
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import REASON_WORDS, WITHHOLDING, RetractionReason


@dataclass(frozen=True, slots=True)
class Addendum:
    """Words added later."""

    author: Person
    at: datetime
    text: str
    new: bool


@dataclass(frozen=True, slots=True)
class Retraction:
    """An entry taken back; when `withheld`, nothing of its body is here."""

    reason: RetractionReason
    by: Person
    at: datetime
    new: bool

    @property
    def word(self) -> str:
        """The reason in words."""
        return REASON_WORDS[self.reason]

    @property
    def withheld(self) -> bool:
        return self.reason in WITHHOLDING


@dataclass(frozen=True, slots=True)
class Card:
    """A signed entry. `body` is what the kind presents of the readable columns, empty when withheld."""

    id: int
    url: str
    kind: Kind
    title: str
    happened_on: date
    happened_at: datetime
    recorded_at: datetime
    signed_at: datetime
    author: Person
    new: bool
    late_words: str | None
    week: str
    body: Values
    addenda: list[Addendum]
    retraction: Retraction | None

    @property
    def card_template(self) -> str:
        return self.kind.card_template

    @property
    def detail_template(self) -> str:
        return self.kind.detail_template

    @property
    def late(self) -> bool:
        return self.late_words is not None


@dataclass(frozen=True, slots=True)
class DraftCard:
    """An unsigned entry of the viewer's own."""

    entry: TimelineEntry
    saved_at: datetime
    typed: dict[str, list[str]]

    @property
    def kind(self) -> Kind:
        return self.entry.rule

    @property
    def title(self) -> str:
        """The kind and the first words typed, by which its author knows it."""
        words = " ".join(" ".join(self.typed.get(self.kind.parts[0].searched[0], [])).split())
        short = words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + "…"
        return f"{self.kind.word}: {short}" if short else f"{self.kind.word}, nothing written yet"

    @property
    def url(self) -> str:
        return url_for("timeline.edit", patient_id=self.entry.patient_id, entry_id=self.entry.id)


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a patient's timeline."""

    entries: list[Card]
    older: str | None
    newest: str | None
    new_count: int
    filters: list[Link]
    form: FilterForm
    reads_entries: bool
    drafts: list[DraftCard]
