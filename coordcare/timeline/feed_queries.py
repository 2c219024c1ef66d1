"""The feed: one page of the spine by keyset, then one SELECT per kind present.

The number of statements depends on the kinds on the page, never on rows. Every condition on who may read
stands in the WHERE clause, before LIMIT, and a part that the viewer may not read is not selected.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_

from coordcare.access.membership import Standing, Viewer, my_patient_ids
from coordcare.accounts.queries import Person, people
from coordcare.extensions import db
from coordcare.timeline import kinds
from coordcare.timeline.card_queries import cards
from coordcare.timeline.cards import Card
from coordcare.timeline.kinds import Kind
from coordcare.timeline.models import EntryText, TimelineEntry
from coordcare.timeline.rules import (
    PAGE_SIZE,
    Cursor,
    Status,
    like_pattern,
)

SPINE = TimelineEntry.__table__.c


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked to see of the timeline."""

    kind: str | None = None
    author_id: int | None = None
    course_id: int | None = None
    date_from: date | None = None
    date_to: date | None = None


def feed(
    standing: Standing, filters: Filters, before: Cursor | None, baseline: int, limit: int = PAGE_SIZE
) -> tuple[list[Card], Cursor | None]:
    """A page of signed entries, newest first, and where the next page starts."""
    query = _signed(standing).where(*_wanted(filters)).order_by(SPINE.happened_at.desc(), SPINE.id.desc())
    if before is not None:
        query = query.where(tuple_(SPINE.happened_at, SPINE.id) < tuple_(before.happened_at, before.entry_id))
    rows = db.session.execute(query.limit(limit + 1)).all()
    page = rows[:limit]
    following = Cursor(page[-1].happened_at, page[-1].id) if len(rows) > limit else None
    return cards(standing, page, baseline), following


def card(standing: Standing, entry_id: int, baseline: int = 0) -> Card | None:
    """One signed entry as this viewer may see it; None if they may not."""
    rows = db.session.execute(_signed(standing).where(SPINE.id == entry_id)).all()
    return cards(standing, rows, baseline)[0] if rows else None


def find(standing: Standing, words: str, limit: int = PAGE_SIZE) -> list[Card]:
    """Signed entries of which a readable part holds the words."""
    hits = select(EntryText.entry_id).where(
        EntryText.patient_id == standing.patient_id,
        EntryText.text.like(like_pattern(words), escape="\\"),
        _readable_text(standing),
    )
    query = _signed(standing).where(SPINE.id.in_(hits)).order_by(SPINE.happened_at.desc(), SPINE.id.desc())
    return cards(standing, db.session.execute(query.limit(limit)).all(), baseline=None)


def counts_by_kind(standing: Standing) -> dict[str, int]:
    """How many signed entries of each kind the viewer may read."""
    query = select(SPINE.kind, func.count()).where(*_readable(standing)).group_by(SPINE.kind)
    return {row[0]: row[1] for row in db.session.execute(query)}


def authors(standing: Standing) -> list[Person]:
    """Who signed what the viewer may read, for the filter."""
    ids = db.session.scalars(select(SPINE.author_id).where(*_readable(standing)).distinct()).all()
    return sorted(people(ids).values(), key=lambda person: person.name)


def courses(standing: Standing) -> list[tuple[int, date]]:
    """The courses of the readable entries, each with its first day, for the filter."""
    first = func.min(SPINE.happened_on)
    query = select(SPINE.course_id, first).where(*_readable(standing), SPINE.course_id.is_not(None))
    return [(row[0], row[1]) for row in db.session.execute(query.group_by(SPINE.course_id).order_by(first))]


def new_counts(viewer: Viewer, looks: dict[int, int]) -> dict[int, dict[str, int]]:
    """Per patient of the viewer's, how many readable entries of each kind others signed since the last look."""
    if not looks or viewer.discipline is None:
        return {}
    anywhere = Standing(viewer, 0, viewer.discipline)
    unseen = or_(*(and_(SPINE.patient_id == patient, SPINE.signed_seq > seq) for patient, seq in looks.items()))
    query = (
        select(SPINE.patient_id, SPINE.kind, func.count())
        .where(
            SPINE.patient_id.in_(my_patient_ids(viewer)),
            SPINE.status == Status.SIGNED.value,
            SPINE.author_id != viewer.account_id,
            SPINE.kind.in_([kind.key for kind in kinds.readable(anywhere)]),
            unseen,
        )
        .group_by(SPINE.patient_id, SPINE.kind)
    )
    counts: dict[int, dict[str, int]] = {}
    for patient_id, kind, count in db.session.execute(query):
        counts.setdefault(patient_id, {})[kind] = count
    return counts


def _signed(standing: Standing) -> Select[Any]:
    return select(
        SPINE.id, SPINE.author_id, SPINE.kind, SPINE.happened_on, SPINE.happened_at, SPINE.recorded_at,
        SPINE.signed_at, SPINE.signed_seq, SPINE.course_id, SPINE.occasion_id,
    ).where(*_readable(standing))  # fmt: skip


def _readable(standing: Standing) -> list[ColumnElement[bool]]:
    return [
        SPINE.patient_id == standing.patient_id,
        SPINE.status == Status.SIGNED.value,
        _by_author(standing, SPINE.author_id, lambda author: _kind_keys(standing, author)),
    ]


def _kind_keys(standing: Standing, author_id: int | None) -> ColumnElement[bool]:
    keys = [kind.key for kind in kinds.readable(standing, author_id)]
    return SPINE.kind.in_(keys) if keys else false()


def _readable_text(standing: Standing) -> ColumnElement[bool]:
    return _by_author(standing, EntryText.author_id, lambda author: _part_keys(standing, author))


def _part_keys(standing: Standing, author_id: int | None) -> ColumnElement[bool]:
    readable = [
        and_(EntryText.kind == kind.key, EntryText.part.in_(_part_names(kind, standing, author_id)))
        for kind in kinds.readable(standing, author_id)
    ]
    return or_(false(), *readable)


def _part_names(kind: Kind, standing: Standing, author_id: int | None) -> list[str]:
    names = [part.name for part in kind.readable_parts(standing, author_id)]
    return [*names, "addendum"] if kind.reads_whole(standing, author_id) else names


def _by_author(standing: Standing, column: Any, condition: Any) -> ColumnElement[bool]:
    """What the viewer reads of anybody's, or of their own: the policy's `own` as SQL."""
    mine = standing.viewer.account_id
    return or_(condition(None), and_(column == mine, condition(mine)))


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
