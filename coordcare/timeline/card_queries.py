"""What stands on cards: retractions, addenda, bodies and names, each in one statement for a whole page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Row, select

from coordcare.access.membership import Standing
from coordcare.accounts.queries import Person, people
from coordcare.extensions import db
from coordcare.settings.queries import clinic
from coordcare.timeline import kinds
from coordcare.timeline.cards import Addendum, Card, Retraction
from coordcare.timeline.kinds import Values
from coordcare.timeline.models import EntryAddendum, EntryRetraction
from coordcare.timeline.rules import WITHHOLDING, RetractionReason, late_words, week_of


def cards(standing: Standing, rows: Sequence[Row[Any]], baseline: int | None) -> list[Card]:
    """Cards for spine rows: retractions, addenda, bodies and names, each in one statement for the page."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    retracted = {
        row.entry_id: row
        for row in db.session.scalars(select(EntryRetraction).where(EntryRetraction.entry_id.in_(ids)))
    }
    addenda = _addenda(ids)
    bodies = _bodies(
        standing, rows, {id for id, row in retracted.items() if RetractionReason(row.reason) in WITHHOLDING}
    )
    named = people(_everybody(rows, retracted.values(), addenda))
    return [
        _card(standing, row, bodies.get(row.id), retracted.get(row.id), addenda.get(row.id, []), named, baseline)
        for row in rows
    ]


def _addenda(ids: list[int]) -> dict[int, list[EntryAddendum]]:
    found: dict[int, list[EntryAddendum]] = {}
    query = select(EntryAddendum).where(EntryAddendum.entry_id.in_(ids)).order_by(EntryAddendum.id)
    for row in db.session.scalars(query):
        found.setdefault(row.entry_id, []).append(row)
    return found


def _everybody(
    rows: Sequence[Row[Any]], retractions: Iterable[EntryRetraction], addenda: dict[int, list[EntryAddendum]]
) -> set[int]:
    added = {row.author_id for listed in addenda.values() for row in listed}
    return {row.author_id for row in rows} | {row.retracted_by_id for row in retractions} | added


def _bodies(standing: Standing, rows: Sequence[Row[Any]], withheld: set[int]) -> dict[int, Values]:
    """Readable columns by entry. Own entries may show more, so they are asked for apart."""
    asked: dict[tuple[str, bool], list[int]] = {}
    for row in rows:
        if row.id not in withheld:
            kind = kinds.named(row.kind)
            own = row.author_id == standing.viewer.account_id
            more = own and kind.readable_parts(standing, row.author_id) != kind.readable_parts(standing)
            asked.setdefault((row.kind, more), []).append(row.id)
    bodies: dict[int, Values] = {}
    for (key, own), ids in asked.items():
        kind = kinds.named(key)
        parts = kind.readable_parts(standing, standing.viewer.account_id if own else None)
        columns = [getattr(kind.model, name) for part in parts for name in part.columns]
        query = select(kind.model.entry_id, *columns).where(kind.model.entry_id.in_(ids))
        since = kind.since(ids)
        bodies |= {row.entry_id: {**row._mapping, **since.get(row.entry_id, {})} for row in db.session.execute(query)}
    return bodies


def _card(
    standing: Standing,
    row: Row[Any],
    values: Values | None,
    retraction: EntryRetraction | None,
    addenda: list[EntryAddendum],
    named: Mapping[int, Person],
    baseline: int | None,
) -> Card:
    kind = kinds.named(row.kind)
    body = kind.present(values) if values is not None else {}
    monday = week_of(row.happened_on)
    me = standing.viewer.account_id

    def is_new(seq: int, author_id: int) -> bool:
        return baseline is not None and seq > baseline and author_id != me

    return Card(
        id=row.id,
        url=url_for("timeline.entry", patient_id=standing.patient_id, entry_id=row.id),
        kind=kind,
        occasion_id=row.occasion_id,
        title=body.get("title", kind.word),
        happened_on=row.happened_on,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        signed_at=row.signed_at,
        author=named[row.author_id],
        new=is_new(row.signed_seq, row.author_id),
        late_words=late_words(row.happened_on, clinic().day(row.signed_at)),
        week=f"Week of {monday.day} {monday:%b %Y}",
        body=body,
        addenda=[
            Addendum(named[item.author_id], item.recorded_at, item.text, is_new(item.seq, item.author_id))
            for item in (addenda if kind.reads_whole(standing, row.author_id) else [])
        ],
        retraction=Retraction(
            RetractionReason(retraction.reason),
            named[retraction.retracted_by_id],
            retraction.retracted_at,
            is_new(retraction.seq, retraction.retracted_by_id),
        )
        if retraction
        else None,
    )
