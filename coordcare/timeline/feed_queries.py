"""The feed: one page of the spine by keyset, then one SELECT per kind present.

The number of statements depends on the kinds on the page, never on rows. Every condition on who may read
stands in the WHERE clause, before LIMIT, and a part that the viewer may not read is not selected. To make a
statement costs more than to run it, so those of the first page are made once for what a reader may read.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select, tuple_

from coordcare.access.membership import ME, MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.accounts.queries import Person, people
from coordcare.extensions import fetch, fetch_anew
from coordcare.timeline import kinds
from coordcare.timeline.card_queries import cards
from coordcare.timeline.cards import Card
from coordcare.timeline.kinds import Kind
from coordcare.timeline.models import EntryRetraction, EntryText, RecordLook, TimelineEntry
from coordcare.timeline.rules import (
    PAGE_SIZE,
    Cursor,
    Status,
    like_pattern,
)

SPINE = TimelineEntry.__table__.c
TAKEN_BACK = EntryRetraction.__table__.c
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked to see of the timeline."""

    kind: str | None = None
    author_id: int | None = None
    course_id: int | None = None
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True)
class Census:
    """What the viewer may read of a timeline: entries by kind, who wrote them, courses with their first days."""

    by_kind: Mapping[str, int]
    authors: Sequence[Person]
    courses: Sequence[tuple[int, date]]


def feed(
    standing: Standing,
    filters: Filters,
    before: Cursor | None,
    baseline: int,
    *,
    limit: int = PAGE_SIZE,
    whole: bool = False,
) -> tuple[list[Card], Cursor | None]:
    """A page of signed entries, newest first, and where the next page starts."""
    query = _newest_first(*_keys(standing))
    narrower = _wanted(filters)
    if before is not None:
        narrower.append(tuple_(SPINE.happened_at, SPINE.id) < tuple_(before.happened_at, before.entry_id))
    who = {**_who(standing), "limit": limit + 1}
    rows = fetch_anew(query.where(*narrower), **who) if narrower else fetch(query, **who)
    page = rows[:limit]
    following = Cursor(page[-1].happened_at, page[-1].id) if len(rows) > limit else None
    return cards(standing, page, baseline, whole=whole), following


def card(standing: Standing, entry_id: int, baseline: int = 0) -> Card | None:
    """One signed entry as this viewer may see it; None if they may not."""
    rows = fetch_anew(_signed(*_keys(standing)).where(SPINE.id == entry_id), **_who(standing))
    return cards(standing, rows, baseline, in_list=False)[0] if rows else None


def find(standing: Standing, words: str, limit: int = PAGE_SIZE) -> list[Card]:
    """Signed entries of which a readable part holds the words."""
    hits = select(EntryText.entry_id).where(
        EntryText.patient_id == standing.patient_id,
        EntryText.text.like(like_pattern(words), escape="\\"),
        _readable_text(standing),
    )
    query = _newest_first(*_keys(standing)).where(SPINE.id.in_(hits))
    return cards(standing, fetch_anew(query, **_who(standing), limit=limit), baseline=None)


def census(standing: Standing) -> Census:
    """Counts, authors and courses of the readable entries, for the filters; from one index alone."""
    rows = fetch(_census(*_keys(standing)), **_who(standing))
    by_kind: Counter[str] = Counter()
    began: dict[int, date] = {}
    for row in rows:
        by_kind[row.kind] += row.entries
        if row.course_id is not None:
            began[row.course_id] = min(row.first, began.get(row.course_id, row.first))
    wrote = people({row.author_id for row in rows}).values()
    return Census(
        by_kind, sorted(wrote, key=lambda person: person.name), sorted(began.items(), key=lambda item: item[1])
    )


def new_counts(viewer: Viewer) -> dict[int, dict[str, int]]:
    """Per patient of the viewer's, how many readable entries of each kind others signed since the last look."""
    anywhere = Standing(viewer, 0, viewer.discipline)
    counts: dict[int, dict[str, int]] = {}
    for patient_id, kind, count in fetch(_news(tuple(kind.key for kind in kinds.readable(anywhere))), **as_me(viewer)):
        counts.setdefault(patient_id, {})[kind] = count
    return counts


@cache
def _news(keys: Keys) -> Select[Any]:
    look = RecordLook.__table__
    mine = and_(look.c.patient_id == SPINE.patient_id, look.c.account_id == ME)
    return (
        select(SPINE.patient_id, SPINE.kind, func.count())
        .select_from(TimelineEntry.__table__.outerjoin(look, mine))
        .where(
            SPINE.patient_id.in_(MY_PATIENT_IDS),
            SPINE.status == Status.SIGNED.value,
            SPINE.author_id != ME,
            SPINE.kind.in_(keys),
            SPINE.signed_seq > func.coalesce(look.c.seen_seq, 0),
        )
        .group_by(SPINE.patient_id, SPINE.kind)
    )


def _keys(standing: Standing) -> tuple[Keys, Keys]:
    """The kinds of which the viewer reads something, whoever wrote it; and in what they wrote themselves."""
    mine = standing.viewer.account_id
    return tuple(kind.key for kind in kinds.readable(standing)), tuple(
        kind.key for kind in kinds.readable(standing, mine)
    )


def _who(standing: Standing) -> dict[str, int]:
    """The parameters that every statement made from `_readable` has."""
    return {"patient": standing.patient_id, "me": standing.viewer.account_id}


@cache
def _newest_first(anybodys: Keys, own: Keys) -> Select[Any]:
    query = _signed(anybodys, own).order_by(SPINE.happened_at.desc(), SPINE.id.desc())
    return query.limit(bindparam("limit"))


@cache
def _signed(anybodys: Keys, own: Keys) -> Select[Any]:
    query: Select[Any] = select(
        SPINE.id, SPINE.author_id, SPINE.kind, SPINE.happened_on, SPINE.happened_at, SPINE.recorded_at,
        SPINE.signed_at, SPINE.signed_seq, SPINE.occasion_id, TAKEN_BACK.reason, TAKEN_BACK.retracted_by_id,
        TAKEN_BACK.retracted_at, TAKEN_BACK.seq.label("retracted_seq"),
    )  # fmt: skip
    return query.outerjoin(EntryRetraction.__table__, TAKEN_BACK.entry_id == SPINE.id).where(_readable(anybodys, own))


@cache
def _census(anybodys: Keys, own: Keys) -> Select[Any]:
    groups = SPINE.kind, SPINE.author_id, SPINE.course_id
    query = select(*groups, func.count().label("entries"), func.min(SPINE.happened_on).label("first"))
    return query.where(_readable(anybodys, own)).group_by(*groups)


def _readable(anybodys: Keys, own: Keys) -> ColumnElement[bool]:
    """What a viewer may read: entries of some kinds of anybody's, of others their own (the policy's `own`)."""
    whose: list[ColumnElement[bool]] = [SPINE.kind.in_(anybodys)]
    if set(own) - set(anybodys):
        whose.append(and_(SPINE.author_id == ME, SPINE.kind.in_(own)))
    return and_(SPINE.patient_id == bindparam("patient"), SPINE.status == Status.SIGNED.value, or_(*whose))


def _readable_text(standing: Standing) -> ColumnElement[bool]:
    mine = standing.viewer.account_id
    return or_(_part_keys(standing, None), and_(EntryText.author_id == mine, _part_keys(standing, mine)))


def _part_keys(standing: Standing, author_id: int | None) -> ColumnElement[bool]:
    readable = [
        and_(EntryText.kind == kind.key, EntryText.part.in_(_part_names(kind, standing, author_id)))
        for kind in kinds.readable(standing, author_id)
    ]
    return or_(false(), *readable)


def _part_names(kind: Kind, standing: Standing, author_id: int | None) -> list[str]:
    names = [part.name for part in kind.readable_parts(standing, author_id)]
    return [*names, "addendum"] if kind.reads_whole(standing, author_id) else names


def _wanted(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.kind:
        wanted.append(SPINE.kind == filters.kind)
    if filters.author_id:
        wanted.append(SPINE.author_id == filters.author_id)
    if filters.course_id:
        wanted.append(SPINE.course_id == filters.course_id)
    if filters.date_from:
        wanted.append(SPINE.happened_on >= filters.date_from)
    if filters.date_to:
        wanted.append(SPINE.happened_on <= filters.date_to)
    return wanted
