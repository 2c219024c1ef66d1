"""The trail as people may read it: coded words, newest first, never free text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select

from coordcare.audit.models import AuditEvent
from coordcare.audit.rules import Happening, code_words, happening_words, role_words
from coordcare.extensions import db

PAGE = 50
# A psychotherapist's private notes leave no trace in anyone else's pages.
PRIVATE = "process_note"


@dataclass(frozen=True, slots=True)
class Row:
    """One event in words. Callers know the names of `actor_id` and `about_id` (accounts, or None)."""

    id: int
    at: datetime
    actor_id: int | None
    about_id: int | None
    actor_role_words: str
    what_words: str
    detail_words: str
    outcome: str
    address: str | None
    patient_id: int | None

    @property
    def is_refused(self) -> bool:
        return self.outcome == "refused"


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for: from an instant, up to another, by one account, about one patient, only refusals."""

    since: datetime | None = None
    until: datetime | None = None
    actor_id: int | None = None
    patient_id: int | None = None
    only_refused: bool = False


def search(wanted: Filter, before_id: int | None = None, limit: int = PAGE) -> list[Row]:
    """Up to `limit` events that fit, newest first, older than the event `before_id`."""
    table = AuditEvent
    query = _page(before_id, limit)
    if wanted.since is not None:
        query = query.where(table.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(table.at < wanted.until)
    if wanted.actor_id is not None:
        # What the account did, and what was done to it or tried in its name.
        query = query.where(or_(table.actor_id == wanted.actor_id, table.chain == f"account:{wanted.actor_id}"))
    if wanted.patient_id is not None:
        query = query.where(table.patient_id == wanted.patient_id)
    if wanted.only_refused:
        query = query.where(table.outcome == "refused")
    return _rows(query)


def access_log(patient_id: int, before_id: int | None = None, limit: int = PAGE) -> list[Row]:
    """Who opened or changed a patient's record: up to `limit` events older than `before_id`, newest first."""
    return search(Filter(patient_id=patient_id), before_id, limit)


def _page(before_id: int | None, limit: int) -> Select[AuditEvent]:
    query = select(AuditEvent).where(*_nobodys_secret()).order_by(AuditEvent.id.desc()).limit(limit)
    return query.where(AuditEvent.id < before_id) if before_id is not None else query


def _nobodys_secret() -> list[ColumnElement[bool]]:
    """Process notes, and drafts: an unsigned draft exists for its author alone, on these pages too."""
    columns = (AuditEvent.rule, AuditEvent.subject)
    unseen = (Happening.DRAFT_OPENED, Happening.DRAFT_DISCARDED, Happening.PROCESS_NOTE_SAVED)
    hidden = [or_(column.is_(None), ~column.contains(PRIVATE, autoescape=True)) for column in columns]
    return [AuditEvent.happening.not_in([happening.value for happening in unseen]), *hidden]


def _rows(query: Select[AuditEvent]) -> list[Row]:
    found: Sequence[AuditEvent] = db.session.scalars(query).all()
    return [_row(event) for event in found]


def _row(event: AuditEvent) -> Row:
    kind, _, number = event.chain.partition(":")
    return Row(
        id=event.id,
        at=event.at,
        actor_id=event.actor_id,
        about_id=int(number) if kind == "account" and int(number) != event.actor_id else None,
        actor_role_words=role_words(event.actor_role),
        what_words=happening_words(Happening(event.happening), event.rule),
        detail_words=", ".join(filter(None, (code_words(event.subject), code_words(event.reason)))),
        outcome=event.outcome,
        address=event.address,
        patient_id=event.patient_id,
    )
