"""Mail that waits: put in the outbox by actions, sent by `flask tick`.

A message is claimed in a transaction, sent outside of any, and marked in another. Two ticks at once send it once. If
the process dies after sending and before marking, the message is sent again when its claim runs out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from coordcare.accounts.queries import account
from coordcare.extensions import clock, transaction
from coordcare.followup import mail, outbox_queries
from coordcare.followup.models import OutboxMessage
from coordcare.settings.queries import today

CLAIM = timedelta(minutes=10)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)


@dataclass(slots=True)
class Drained:
    """What a tick did with the outbox. `errors` are codes."""

    sent: int = 0
    failed: int = 0
    errors: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Claimed:
    address: str
    reason: str
    tries: int


def enqueue(session: Session, account_ids: Iterable[int], reason: str) -> int:
    """Let each account know by mail that something waits, once for each reason and day; how many are new.

    In the transaction of what there is to tell. Ids go in sorted order, so that two actions cannot wait for each other.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    added = 0
    for account_id in sorted(set(account_ids)):
        now = clock.now()
        row = dialect.insert(OutboxMessage).values(
            account_id=account_id, reason=reason, day=today(), created_at=now, next_try_at=now, tries=0
        )
        added += session.execute(row.on_conflict_do_nothing().returning(OutboxMessage.id)).first() is not None
    return added


def enqueue_overdue() -> int:
    """Let everybody who owes something overdue know, once a day; how many were not told yet today."""
    with transaction() as session:
        return enqueue(session, outbox_queries.overdue_account_ids(), "overdue")


def drain() -> Drained:
    """Send what waits. Stops at the first sign that there is no server to send by; the rest waits for a later tick."""
    done = Drained()
    for message_id in outbox_queries.waiting_ids():
        claimed = _claim(message_id)
        if claimed is None:
            continue
        try:
            mail.send(claimed.address, claimed.reason)
        except mail.MailError as error:
            _put_off(message_id, claimed.tries, error.code)
            done.failed += 1
            done.errors.add(error.code)
            if error.no_server:
                break
        else:
            _mark_sent(message_id)
            done.sent += 1
    return done


def _claim(message_id: int) -> _Claimed | None:
    """Take a message for the next ten minutes; None if another tick has it."""
    table, now = OutboxMessage, clock.now()
    free = (table.id == message_id, table.sent_at.is_(None), table.next_try_at <= now)
    with transaction() as session:
        take = update(table).where(*free).values(next_try_at=now + CLAIM, tries=table.tries + 1)
        row = session.execute(
            take.returning(table.account_id, table.reason, table.tries),
            execution_options={"synchronize_session": False},
        ).one_or_none()
        if row is None:
            return None
        whose = account(row.account_id)
        return _Claimed(whose.email, row.reason, row.tries) if whose else None


def _mark_sent(message_id: int) -> None:
    _set(message_id, sent_at=clock.now(), last_error=None)


def _put_off(message_id: int, tries: int, code: str) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
    _set(message_id, next_try_at=clock.now() + pause, last_error=code[:80])


def _set(message_id: int, **values: object) -> None:
    with transaction() as session:
        change = update(OutboxMessage).where(OutboxMessage.id == message_id).values(**values)
        session.execute(change, execution_options={"synchronize_session": False})
