"""The registry of kinds of entry. A kind names an action and, per part, a sensitivity; never a role."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coordcare.access import policy
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry with one sensitivity: its columns of the kind's table, and which are searched.

    A part that a viewer may not read is not selected from the database. `model` is its table where that is not the
    kind's own but one that several kinds share; there an entry has a row only where one of the columns says something.
    In lists, which show fifty entries by their cards, only the columns `on_card` are selected, where those are named.
    """

    name: str
    sensitivity: Sensitivity
    columns: tuple[str, ...]
    searched: tuple[str, ...] = ()
    model: type[Any] | None = None
    on_card: tuple[str, ...] | None = None

    def shown(self, in_list: bool) -> tuple[str, ...]:
        """The columns that a card in a list is made of, or all."""
        return self.columns if self.on_card is None or not in_list else self.on_card


def _nothing_first(standing: Standing, values: Values) -> None:
    """Most kinds need no lock but the patient's chain."""


def _nothing_held(standing: Standing, entry_id: int) -> None:
    """Most kinds need no lock but the patient's chain to be withdrawn either."""


def _nothing_more(standing: Standing, entry: Any, values: Values) -> None:
    """Most kinds do nothing when they are signed but stand in the timeline."""


def _nothing_to_mend(standing: Standing, entry: Any) -> None:
    """Most kinds have done nothing that a retraction must mend."""


def _nothing_to_recall(standing: Standing, entry: Any) -> None:
    """Most kinds have done nothing that a recall must mend."""


def _as_typed(values: Values) -> dict[str, list[str]]:
    """Most kinds' fields are named like their columns."""
    return {}


def _first_words(typed: Mapping[str, list[str]]) -> str:
    """A draft of most kinds is known by the first words in it."""
    return ""


def _nothing_since(entry_ids: Sequence[int]) -> Mapping[int, Values]:
    """Most kinds say all that there is to say of an entry in its own row."""
    return {}


def _own_page(standing: Standing, entry: Any) -> str | None:
    """After signing most kinds show the entry itself."""
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry: one table, one form, and the templates card, detail and form in one folder.

    `prepare(standing, patient)` gives the background that the form and its template need. `present(values)`
    turns the readable columns into what the card shows, with its "title". `check(standing, entry, values)`
    runs in the signing transaction, with the patient's chain locked, and raises Invalid or Conflict.

    A kind without `drafts` is signed at once or not at all, and is never recalled: what it says counts when it
    is given. `facts` names the columns in which a kind states what other packages derive from any kind (such as
    "risk_status"). Entries of kinds with `visit` that one author writes on one day share an occasion, and one card
    in the feed, at the head of which stands a kind that `leads_visit`. `before_signing` takes, in the signing
    transaction, locks that stand before the patient's chain, and `before_withdrawing(standing, entry_id)` those of a
    retraction or a recall. `on_signed` acts in it after the row is there; `on_retracted(standing, entry)` in that of a
    retraction, while the row is there; `on_recalled(standing, entry)` in that of a recall, likewise, and may raise
    Conflict. `typed(values)` gives the fields of a recalled entry that are not named like a column.
    `draft_words(typed)` is what a draft's author knows it by, empty for the first words typed. `next_page` is the
    address to show after signing, None for the entry itself. `since(entry_ids)` tells, by entry and in one statement
    for a whole page, what has become of signed entries; it is added to the values that `present` is given.
    """

    key: str
    package: str
    word: str
    plural: str
    icon: str
    tone: str
    action: Action
    model: type[Any]
    form: type[Any]
    parts: tuple[Part, ...]
    prepare: Callable[[Standing, Any], Any]
    present: Callable[[Values], Values]
    check: Callable[[Standing, Any, Values], None]
    drafts: bool = True
    visit: bool = False
    leads_visit: bool = False
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    before_signing: Callable[[Standing, Values], None] = _nothing_first
    before_withdrawing: Callable[[Standing, int], None] = _nothing_held
    on_signed: Callable[[Standing, Any, Values], None] = _nothing_more
    on_retracted: Callable[[Standing, Any], None] = _nothing_to_mend
    on_recalled: Callable[[Standing, Any], None] = _nothing_to_recall
    typed: Callable[[Values], dict[str, list[str]]] = _as_typed
    draft_words: Callable[[Mapping[str, list[str]]], str] = _first_words
    next_page: Callable[[Standing, Any], str | None] = _own_page
    since: Callable[[Sequence[int]], Mapping[int, Values]] = _nothing_since

    @property
    def sensitivities(self) -> frozenset[Sensitivity]:
        return frozenset(part.sensitivity for part in self.parts)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of all parts."""
        return tuple(column for part in self.parts for column in part.columns)

    @property
    def models(self) -> tuple[type[Any], ...]:
        """The kind's own table, and those that its parts share with other kinds."""
        return (self.model, *dict.fromkeys(part.model for part in self.parts if part.model is not None))

    def model_of(self, column: str) -> type[Any]:
        """The table in which a column of one of the parts stands."""
        return next((part.model for part in self.parts if part.model and column in part.columns), self.model)

    def rows(self, entry_id: int, values: Values) -> list[Any]:
        """What a signed entry inserts: its own row, and one of each shared table of which it says something."""
        told: dict[type[Any], Values] = {model: {} for model in self.models}
        for column, value in values.items():
            told[self.model_of(column)][column] = value
        return [
            model(entry_id=entry_id, **said)
            for model, said in told.items()
            if model is self.model or any(value is not None for value in said.values())
        ]

    @property
    def card_template(self) -> str:
        return f"{self.package}/{self.key}/card.html"

    @property
    def detail_template(self) -> str:
        return f"{self.package}/{self.key}/detail.html"

    @property
    def form_template(self) -> str:
        return f"{self.package}/{self.key}/form.html"

    def readable_parts(self, standing: Standing, author_id: int | None = None) -> tuple[Part, ...]:
        return tuple([part for part in self.parts if standing.reads(part.sensitivity, author_id)])

    def reads_whole(self, standing: Standing, author_id: int | None = None) -> bool:
        """Whether the viewer reads every part, which addenda ask for: they may speak of any of them."""
        return len(self.readable_parts(standing, author_id)) == len(self.parts)


@dataclass(frozen=True, slots=True)
class Attendant:
    """What a package above does when an entry of a kind is signed; handed in by create_app.

    `before(standing, form_key)` is asked outside the signing transaction, and may write: a sentence sends the form
    back as typed. `signed(standing, entry, values)` acts in the transaction, after the kind's own `on_signed`,
    `recalled(standing, entry)` in that of a recall, `retracted(standing, entry)` in that of a retraction, while the
    row is there, and `discarded(standing, entry)` in that which throws a draft away: it may raise Conflict. Where it
    would, `held(standing, entry_ids)` says why, by the entry, and the page does not offer it.
    """

    before: Callable[[Standing, str], str | None]
    signed: Callable[[Standing, Any, Values], None]
    recalled: Callable[[Standing, Any], None]
    retracted: Callable[[Standing, Any], None]
    discarded: Callable[[Standing, Any], None]
    held: Callable[[Standing, Collection[int]], Mapping[int, str]]


_KINDS: dict[str, Kind] = {}
_ATTENDANTS: dict[str, tuple[Attendant, ...]] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called in create_app, in the order of the Add menu."""
    _KINDS[kind.key] = kind


def attend(kind_key: str, *attendants: Attendant) -> None:
    """Who else acts when an entry of this kind is signed; called in create_app."""
    _ATTENDANTS[kind_key] = attendants


def attendants(kind: Kind) -> tuple[Attendant, ...]:
    return _ATTENDANTS.get(kind.key, ())


def held(standing: Standing, kind: Kind, entry_ids: Collection[int]) -> dict[int, str]:
    """Why a draft of this kind cannot be thrown away, of those that cannot."""
    return {one: why for who in attendants(kind) if entry_ids for one, why in who.held(standing, entry_ids).items()}


def find(key: str) -> Kind | None:
    return _KINDS.get(key)


def named(key: str) -> Kind:
    """The kind of a stored entry."""
    return _KINDS[key]


def every() -> Iterator[Kind]:
    yield from _KINDS.values()


def sharing(model: type[Any]) -> list[Kind]:
    """The kinds that have a part in a table."""
    return [kind for kind in every() if model in kind.models]


def stating(fact: str) -> list[Kind]:
    """The kinds that state a fact, each in the column `kind.facts[fact]`."""
    return [kind for kind in every() if fact in kind.facts]


def writable(standing: Standing) -> list[Kind]:
    """The kinds that the viewer's discipline writes on this patient, those of the fewest disciplines first.

    So the first is what the viewer is on the team for.
    """
    mine = [kind for kind in every() if standing.may(kind.action)]
    return sorted(mine, key=lambda kind: policy.writers(kind.action))


def readable(standing: Standing, author_id: int | None = None) -> list[Kind]:
    """The kinds of which the viewer reads at least one part, in entries of this author."""
    return [kind for kind in every() if kind.readable_parts(standing, author_id)]
