"""What stands on cards: addenda, bodies and names, each in one statement for a whole page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from coordcare.access.membership import Standing
from coordcare.accounts.queries import Person, people
from coordcare.columns import BigId
from coordcare.extensions import fetch
from coordcare.settings.queries import clinic, today
from coordcare.templating import address, ago_words
from coordcare.timeline import kinds
from coordcare.timeline.cards import Addendum, Card, Retraction
from coordcare.timeline.kinds import Kind, Values
from coordcare.timeline.models import EntryAddendum
from coordcare.timeline.rules import PAGE_SIZE, WITHHOLDING, RetractionReason, late_words, week_of

_PLACES = [f"entry_{place}" for place in range(PAGE_SIZE)]
AMONG = [bindparam(place, type_=BigId) for place in _PLACES]
ADDENDUM = EntryAddendum.__table__.c
_ADDENDA = (
    select(ADDENDUM.entry_id, ADDENDUM.author_id, ADDENDUM.text, ADDENDUM.recorded_at, ADDENDUM.seq)
    .where(ADDENDUM.entry_id.in_(AMONG))
    .order_by(ADDENDUM.id)
)


def cards(
    standing: Standing, rows: Sequence[Row[Any]], baseline: int | None, *, whole: bool = False, in_list: bool = True
) -> list[Card]:
    """Cards for rows of the spine with their retractions. Without a baseline nothing is new.

    `in_list`: no more is selected than a card in a list shows; what an entry's own page shows besides is not there.
    """
    if not rows:
        return []
    addenda: dict[int, list[Row[Any]]] = {}
    for added in fetch(_ADDENDA, **_among([row.id for row in rows])):
        addenda.setdefault(added.entry_id, []).append(added)
    bodies = _bodies(standing, rows, in_list)
    named = people(_everybody(rows, addenda))
    url_of, here, now = _address_of(standing), clinic(), today()

    def is_new(seq: int, author_id: int) -> bool:
        return baseline is not None and seq > baseline and author_id != standing.viewer.account_id

    return [
        _card(
            row,
            now,
            here.day(row.signed_at),
            url_of(row.id),
            bodies.get(row.id),
            _told(standing, row, addenda, named, is_new),
            named,
            is_new,
            whole,
        )
        for row in rows
    ]


def _among(ids: list[int]) -> dict[str, int]:
    """The parameters of AMONG: as many ids as a page has, so that a statement has one text and is planned once."""
    return dict(zip(_PLACES, ids + ids[-1:] * (PAGE_SIZE - len(ids)), strict=True))


def _address_of(standing: Standing) -> Callable[[int], str]:
    """The address of an entry, of which a page needs fifty."""
    first = address("timeline.entry", patient_id=standing.patient_id, entry_id=0).removesuffix("0")
    return lambda entry_id: f"{first}{entry_id}"


def _everybody(rows: Sequence[Row[Any]], addenda: Mapping[int, list[Row[Any]]]) -> set[int]:
    added = {row.author_id for listed in addenda.values() for row in listed}
    taken_back = {row.retracted_by_id for row in rows if row.retracted_by_id is not None}
    return {row.author_id for row in rows} | taken_back | added


def _withheld(row: Row[Any]) -> bool:
    return row.reason is not None and RetractionReason(row.reason) in WITHHOLDING


def _bodies(standing: Standing, rows: Sequence[Row[Any]], in_list: bool) -> dict[int, Values]:
    """Readable columns by entry. Own entries may show more, so they are asked for apart."""
    me = standing.viewer.account_id
    asked: dict[tuple[str, bool], list[int]] = {}
    for row in rows:
        if not _withheld(row):
            asked.setdefault((row.kind, row.author_id == me), []).append(row.id)
    bodies: dict[int, Values] = {}
    for (key, columns), ids in _together(standing, asked, in_list).items():
        since = kinds.named(key).since(ids)
        for row in fetch(_body(kinds.named(key), columns), **_among(ids)):
            told = bodies[row[0]] = dict(zip(columns, row[1:], strict=True))
            if since:
                told.update(since.get(row[0], {}))
    return bodies


def _together(
    standing: Standing, asked: Mapping[tuple[str, bool], list[int]], in_list: bool
) -> dict[tuple[str, tuple[str, ...]], list[int]]:
    """Ids by what is to be selected: own entries of most kinds show no more than anybody's."""
    together: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for (key, own), ids in asked.items():
        columns = _columns(standing, key, standing.viewer.account_id if own else None, in_list)
        together.setdefault((key, columns), []).extend(ids)
    return together


def _columns(standing: Standing, key: str, author_id: int | None, in_list: bool) -> tuple[str, ...]:
    parts = kinds.named(key).readable_parts(standing, author_id)
    return tuple([name for part in parts for name in part.shown(in_list)])


@cache
def _body(kind: Kind, columns: tuple[str, ...]) -> Select[Any]:
    own = kind.model.__table__
    shared = dict.fromkeys(kind.model_of(name).__table__ for name in columns)
    shared.pop(own, None)
    tables = own
    for table in shared:
        tables = tables.outerjoin(table, table.c.entry_id == own.c.entry_id)
    asked = [kind.model_of(name).__table__.c[name] for name in columns]
    return select(own.c.entry_id, *asked).select_from(tables).where(own.c.entry_id.in_(AMONG))


IsNew = Callable[[int, int], bool]


def _told(
    standing: Standing,
    row: Row[Any],
    addenda: Mapping[int, list[Row[Any]]],
    named: Mapping[int, Person],
    is_new: IsNew,
) -> list[Addendum]:
    """The addenda of an entry, for who reads all of it."""
    added = addenda.get(row.id)
    if not added or not kinds.named(row.kind).reads_whole(standing, row.author_id):
        return []
    return [
        Addendum(named[item.author_id], item.recorded_at, item.text, is_new(item.seq, item.author_id)) for item in added
    ]


def _card(
    row: Row[Any],
    now: date,
    signed_on: date,
    url: str,
    values: Values | None,
    addenda: list[Addendum],
    named: Mapping[int, Person],
    is_new: IsNew,
    whole: bool,
) -> Card:
    kind = kinds.named(row.kind)
    body = kind.present(values) if values is not None else {}
    return Card(
        id=row.id,
        url=url,
        kind=kind,
        occasion_id=row.occasion_id,
        title=body.get("title", kind.word),
        happened_on=row.happened_on,
        ago=ago_words((now - row.happened_on).days),
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        signed_at=row.signed_at,
        author=named[row.author_id],
        new=is_new(row.signed_seq, row.author_id),
        late_words=late_words(row.happened_on, signed_on),
        week=_week_words(row.happened_on),
        body=body,
        addenda=addenda,
        retraction=_retraction(row, named, is_new),
        whole=whole,
    )


@lru_cache(maxsize=2000)
def _week_words(on: date) -> str:
    monday = week_of(on)
    return f"Week of {monday.day} {monday:%b %Y}"


def _retraction(row: Row[Any], named: Mapping[int, Person], is_new: IsNew) -> Retraction | None:
    if row.reason is None:
        return None
    return Retraction(
        RetractionReason(row.reason),
        named[row.retracted_by_id],
        row.retracted_at,
        is_new(row.retracted_seq, row.retracted_by_id),
    )
