"""Proving the trail: every chain without gap, edit or lost tail, against its head and the anchors."""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import Connection, RowMapping, and_, select

from coordcare.audit import anchors
from coordcare.audit.anchors import Head
from coordcare.audit.models import SEALED_FIELDS, AuditEvent, AuditHead
from coordcare.audit.rules import ChainBroken, Key, parse_keys, seal
from coordcare.extensions import db

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong with a chain: at which sequence number, and what."""

    chain: str
    seq: int
    words: str

    def __str__(self) -> str:
        return f"chain {self.chain}, event {self.seq}: {self.words}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check saw, and the first fault of each broken chain."""

    chains: int
    events: int
    faults: tuple[Fault, ...]


def verify() -> Report:
    """Check every chain, as of one instant. Raises ChainBroken if the anchors file itself was changed."""
    keys = {key.name: key for key in parse_keys(current_app.config["AUDIT_KEYS"])}
    anchored = _anchored()  # before the database is read: chains only grow
    faults, counted = [], _Counted()
    with _one_instant() as connection:
        heads = {row.chain: row.seq for row in connection.execute(select(AuditHead.chain, AuditHead.seq))}
        waiting = set(heads) | set(anchored)
        for chain, rows in groupby(counted.over(_events(connection)), key=lambda row: row["chain"]):
            waiting.discard(chain)
            fault = _first_fault(chain, rows, heads.get(chain), anchored.get(chain), keys)
            faults += [fault] if fault else []
        faults += [_all_gone(chain, heads, anchored) for chain in sorted(waiting)]
    if not faults:
        anchors.append("verified", {})
    return Report(len(heads), counted.events, tuple(faults))


def _anchored() -> dict[str, Head]:
    known = anchors.read()
    if known.anchored_at is None:
        log.warning("No anchors: a cut tail would not show. Run flask audit anchor daily.")
    return known.heads


def anchor() -> int:
    """Write the heads into the anchors file; how many chains there are. Raises ChainBroken."""
    event = AuditEvent
    last = and_(event.chain == AuditHead.chain, event.seq == AuditHead.seq)
    query = select(AuditHead.chain, AuditHead.seq, event.mac).outerjoin(event, last)
    with _one_instant() as connection:
        heads = {row.chain: (row.seq, row.mac) for row in connection.execute(query)}
    for chain, (seq, mac) in heads.items():
        if mac is None:
            raise ChainBroken(str(Fault(chain, seq, "the last event is missing")))
    anchors.append("anchor", heads)
    return len(heads)


class _Counted:
    """Counts what passes, so that a stream need not be kept."""

    def __init__(self) -> None:
        self.events = 0

    def over(self, rows: Iterable[RowMapping]) -> Iterator[RowMapping]:
        for row in rows:
            self.events += 1
            yield row


@contextmanager
def _one_instant() -> Iterator[Connection]:
    """A connection whose statements all see the database at one instant; SQLite's always do."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def _events(connection: Connection) -> Iterable[RowMapping]:
    table = AuditEvent
    columns = [getattr(table, name) for name in (*SEALED_FIELDS, "key_id", "mac")]
    query = select(*columns).order_by(table.chain, table.seq)
    return connection.execute(query, execution_options={"yield_per": 1000}).mappings()


def _first_fault(
    chain: str, rows: Iterable[RowMapping], head: int | None, anchored: Head | None, keys: Mapping[str, Key]
) -> Fault | None:
    seq = 0
    for row in rows:
        if row["seq"] != seq + 1:
            return Fault(chain, seq + 1, "is missing")
        seq += 1
        words = _wrong(row, anchored, keys)
        if words:
            return Fault(chain, seq, words)
    return _wrong_end(chain, seq, head, anchored)


def _wrong(row: RowMapping, anchored: Head | None, keys: Mapping[str, Key]) -> str | None:
    key = keys.get(row["key_id"])
    if key is None:
        return f"is sealed with the unknown key {row['key_id']}"
    fields: dict[str, Any] = {name: row[name] for name in SEALED_FIELDS}
    if not hmac.compare_digest(seal(key, fields), row["mac"]):
        return "was changed: its seal does not fit"
    if anchored and anchored[0] == row["seq"] and not hmac.compare_digest(anchored[1], row["mac"]):
        return "is not the event that was anchored"
    return None


def _wrong_end(chain: str, seq: int, head: int | None, anchored: Head | None) -> Fault | None:
    if anchored and anchored[0] > seq:
        return Fault(chain, seq + 1, f"is missing: the chain was anchored at event {anchored[0]}")
    if head != seq:
        lost_tail = head is not None and head > seq
        return Fault(chain, seq + 1, f"is missing: the head says {head}" if lost_tail else "the head is behind it")
    return None


def _all_gone(chain: str, heads: Mapping[str, int], anchored: Mapping[str, Head]) -> Fault:
    known = max(heads.get(chain, 0), anchored.get(chain, (0, ""))[0])
    return Fault(chain, 1, f"is missing, as is the whole chain: it had {known}")
