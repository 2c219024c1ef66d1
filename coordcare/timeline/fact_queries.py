"""Which entries count, and what entries of any kind state. Drafts have no row; retracted ones do not count."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, cast, exists, false, null, select, union_all

from coordcare.access.membership import Standing
from coordcare.timeline import kinds
from coordcare.timeline.kinds import Kind
from coordcare.timeline.models import EntryRetraction, TimelineEntry
from coordcare.timeline.rules import Status

SPINE = TimelineEntry.__table__.c


def counted(kind_key: str, table: Any = TimelineEntry) -> tuple[ColumnElement[bool], ...]:
    """The conditions that an entry of a kind counts: signed, and not taken back. `table` may be an alias."""
    return (table.kind == kind_key, table.status == Status.SIGNED.value, not_retracted(table))


def not_retracted(table: Any = TimelineEntry) -> ColumnElement[bool]:
    """The condition that an entry was not taken back."""
    return ~exists().where(EntryRetraction.entry_id == table.id)


def stated(
    facts: Sequence[str],
    whose: ColumnElement[bool],
    reader: Standing | None = None,
    *,
    silent: str | None = None,
    newest: int | None = None,
) -> Subquery:
    """The spine's columns and one column for each fact, of every entry that counts and states one of them.

    A value of the first fact that is `silent` states nothing. With `newest` at most so many of each kind, so that a
    long record costs no more than a short one.

    With a reader only what that reader reads. Without one every statement: for pages whose own sensitivity is
    that of the fact, which may be lower than that of the entry.
    """
    stating = dict.fromkeys(kind for fact in facts for kind in kinds.stating(fact))
    arms = [_stated_by(kind, told, facts, whose, silent) for kind in stating if (told := _told(kind, facts, reader))]
    if newest is not None:
        arms = [_newest(arm, newest) for arm in arms]
    return union_all(*(arms or [_nothing(facts)])).subquery()


def _told(kind: Kind, facts: Sequence[str], reader: Standing | None) -> dict[str, str]:
    """The facts that the kind states to this reader, each with its column."""
    parts = kind.parts if reader is None else kind.readable_parts(reader)
    readable = {column for part in parts for column in part.columns}
    return {fact: column for fact in facts if (column := kind.facts.get(fact)) in readable and column is not None}


def _stated_by(
    kind: Kind, told: dict[str, str], facts: Sequence[str], whose: ColumnElement[bool], silent: str | None
) -> Select[Any]:
    columns = [getattr(kind.model, told[fact]) if fact in told else cast(null(), String) for fact in facts]
    named = [column.label(fact) for column, fact in zip(columns, facts, strict=True)]
    query = _spine(named).join(kind.model, kind.model.entry_id == SPINE.id).where(whose, *counted(kind.key))
    return query if silent is None else query.where(columns[0] != silent)


def _newest(arm: Select[Any], newest: int) -> Select[Any]:
    return select(arm.order_by(SPINE.happened_at.desc(), SPINE.id.desc()).limit(newest).subquery())


def _nothing(facts: Sequence[str]) -> Select[Any]:
    return _spine([cast(null(), String).label(fact) for fact in facts]).where(false())


def _spine(columns: Sequence[Any]) -> Select[Any]:
    return select(
        SPINE.id, SPINE.kind, SPINE.patient_id, SPINE.author_id, SPINE.happened_on, SPINE.happened_at,
        SPINE.signed_seq, *columns,
    )  # fmt: skip
