"""What one entry looks like on a page, for one viewer: only what that viewer may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flask import url_for

from coordcare.accounts.queries import Person
from coordcare.templating import Link
from coordcare.timeline.forms import FilterForm
from coordcare.timeline.kinds import Kind, Values
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


class Card(NamedTuple):
    """A signed entry. `body` is what the kind presents of the readable columns, empty when withheld.

    `ago` says how long ago it happened. In a list a long text shows its beginning, unless `whole`.
    """

    id: int
    url: str
    kind: Kind
    occasion_id: str | None
    title: str
    happened_on: date
    ago: str
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
    whole: bool

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
class Occasion:
    """What one author wrote of one visit, as one card: the entry at its head, and the others as sections of it."""

    head: Card
    others: Sequence[Card] = ()

    @property
    def new(self) -> bool:
        return self.head.new or any(card.new for card in self.others)


@dataclass(frozen=True, slots=True)
class DraftCard:
    """An unsigned entry of the viewer's own."""

    entry_id: int
    patient_id: int
    kind: Kind
    saved_at: datetime
    typed: dict[str, list[str]]

    @property
    def words(self) -> str:
        """What its author knows it by, mostly the first words typed; empty when nothing is written yet."""
        searched = (column for part in self.kind.parts for column in part.searched)
        typed = (" ".join(" ".join(self.typed.get(column, [])).split()) for column in searched)
        words = self.kind.draft_words(self.typed) or next(filter(None, typed), "")
        return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + "…"

    @property
    def title(self) -> str:
        """The kind and the first words typed."""
        return f"{self.kind.word}: {self.words}" if self.words else f"{self.kind.word}, nothing written yet"

    @property
    def url(self) -> str:
        return url_for("timeline.edit", patient_id=self.patient_id, entry_id=self.entry_id)


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a patient's timeline."""

    entries: list[Card]
    older: str | None
    newest: str | None
    other_length: Link
    whole: bool
    new_count: int
    filters: list[Link]
    form: FilterForm
    reads_entries: bool
    drafts: list[DraftCard]

    @property
    def occasions(self) -> list[Occasion]:
        """The page's entries, those of one occasion together, where the newest of them stands.

        What stands, and leads a visit, is at the head; else the newest. An occasion that is cut by the page's
        edge shows the rest on the next page.
        """
        together: dict[str, list[Card]] = {}
        for card in self.entries:
            together.setdefault(card.occasion_id or f"entry {card.id}", []).append(card)
        return [_occasion(listed) for listed in together.values()]


def _occasion(listed: list[Card]) -> Occasion:
    ranked = sorted(listed, key=lambda card: (card.retraction is not None, not card.kind.leads_visit))
    return Occasion(ranked[0], [card for card in listed if card is not ranked[0]])
