"""Writing the trail. Every event joins the transaction of what it tells of."""

from dataclasses import dataclass
from typing import cast

from flask import current_app, g, has_request_context, request
from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from coordcare import metrics
from coordcare.audit.models import AuditEvent, AuditHead
from coordcare.audit.queries import PRIVATE
from coordcare.audit.rules import Happening, Key, account_chain, parse_keys, patient_chain, seal
from coordcare.extensions import clock, transaction, write


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the trail keeps them. All None for somebody not signed in."""

    account_id: int | None = None
    role: str | None = None
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event to record. `patient_id` puts it on that patient's chain, else on an account's chain.

    `subject` and `reason` are codes of ours, never what somebody typed.
    """

    happening: Happening
    actor: Actor
    patient_id: int | None = None
    about_account_id: int | None = None
    outcome: str = "allowed"
    rule: str | None = None
    subject: str | None = None
    subject_id: int | None = None
    reason: str | None = None

    @property
    def chain(self) -> str:
        if self.patient_id is not None:
            return patient_chain(self.patient_id)
        return account_chain(self.about_account_id or self.actor.account_id)

    @property
    def is_private(self) -> bool:
        """Whether it tells of a psychotherapist's private notes, of which nothing is counted."""
        return PRIVATE in f"{self.rule} {self.subject}"


def record(*events: Event) -> list[int]:
    """Append events in one transaction (the caller's, if one is open); their sequence numbers, in order.

    Chain heads are taken in sorted order, so that two acts on the same chains cannot wait for each other.
    """
    numbers: dict[int, int] = {}
    key = writing_key()
    try:
        with transaction() as session:
            for index in sorted(range(len(events)), key=lambda position: events[position].chain):
                numbers[index] = _append(session, key, events[index])
    except SQLAlchemyError:
        metrics.UNRECORDED.inc()
        raise
    metrics.count_recorded(event.happening.value for event in events if not event.is_private)
    return [numbers[index] for index in range(len(events))]


def writing_key() -> Key:
    """The key that seals new events."""
    return parse_keys(current_app.config["AUDIT_KEYS"])[0]


def _append(session: Session, key: Key, event: Event) -> int:
    seq = _next(session, event.chain)
    fields: dict[str, object] = {
        "chain": event.chain,
        "seq": seq,
        "at": clock.now(),
        "happening": event.happening.value,
        "outcome": event.outcome,
        "rule": event.rule,
        "subject": event.subject,
        "subject_id": event.subject_id,
        "reason": event.reason,
        "actor_id": event.actor.account_id,
        "actor_role": event.actor.role,
        "session_id": event.actor.session_id,
        "patient_id": event.patient_id,
        "request_id": g.get("request_id") if has_request_context() else None,
        "address": request.remote_addr if has_request_context() else None,
    }
    write(_APPEND, **fields, key_id=key.name, mac=seal(key, fields))
    return seq


# Every page view appends an event, so both statements are made once.
_APPEND = insert(cast(Table, AuditEvent.__table__)).inline()
_HEAD = cast(Table, AuditHead.__table__)
_BUMP = update(_HEAD).where(_HEAD.c.chain == bindparam("which")).values(seq=_HEAD.c.seq + 1).returning(_HEAD.c.seq)


def _next(session: Session, chain: str) -> int:
    found = write(_BUMP, which=chain)
    if not found:
        session.execute(_first_head(session, chain))
        found = write(_BUMP, which=chain)
    return int(found[0].seq)


def _first_head(session: Session, chain: str) -> sqlite.Insert | postgresql.Insert:
    """A chain's head at 0. Two first events may race: the loser finds the winner's row and goes on.

    On PostgreSQL only: SQLite has one writer, which looked before, and its triggers refuse a second row.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(AuditHead).values(chain=chain, seq=0).on_conflict_do_nothing()
