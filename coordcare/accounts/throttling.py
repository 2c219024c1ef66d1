"""One throttle for whatever can be guessed: counted in the database, never for good, never sleeping."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from coordcare.accounts.models import Throttle
from coordcare.accounts.rules import FORGOTTEN_AFTER, Failures, Limit, one_more
from coordcare.errors import TooMany
from coordcare.extensions import clock, db, transaction

Counter = tuple[str, Limit]


def refuse_blocked(*keys: str) -> None:
    """Raise TooMany if one of the keys must wait."""
    blocked = db.session.scalars(select(Throttle.blocked_until).where(Throttle.key.in_(keys))).all()
    _raise_if_waiting(blocked)


def count_attempt(*counters: Counter) -> None:
    """Count an attempt as failed before it is evaluated, so that attempts at once cannot outrun the count.

    A right one is taken back by `forgive`. Raises TooMany, and counts nothing, where one must wait.
    """
    with transaction() as session:
        rows = [(_locked(session, key), limit) for key, limit in sorted(counters, key=lambda counter: counter[0])]
        _raise_if_waiting(row.blocked_until for row, _ in rows)
        for row, limit in rows:
            after = one_more(Failures(row.failures, row.last_failed_at), limit, clock.now())
            row.failures, row.last_failed_at, row.blocked_until = after.count, after.last_at, after.blocked_until


def forgive(account_key: str, address_key: str | None = None) -> None:
    """After a right attempt: the account's failures are gone, and as many of the address's with them."""
    with transaction() as session:
        account = _locked(session, account_key)
        made, account.failures, account.blocked_until = account.failures, 0, None
        if address_key is not None:
            address = _locked(session, address_key)
            address.failures, address.blocked_until = max(address.failures - made, 0), None


def forget_old() -> int:
    """Drop the counters that no longer count for anything; how many there were."""
    quiet = Throttle.last_failed_at < clock.now() - FORGOTTEN_AFTER
    free = or_(Throttle.blocked_until.is_(None), Throttle.blocked_until < clock.now())
    with transaction() as session:
        return len(session.execute(delete(Throttle).where(quiet, free).returning(Throttle.id)).all())


def _raise_if_waiting(blocked: Iterable[datetime | None]) -> None:
    waits = [(until - clock.now()).total_seconds() for until in blocked if until is not None]
    longest = max(waits, default=0)
    if longest > 0:
        raise TooMany(ceil(longest))


def _locked(session: Session, key: str) -> Throttle:
    """The counter of a key, made if new, held until the transaction ends. Keys go in sorted order."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    fresh = dialect.insert(Throttle).values(key=key, failures=0, last_failed_at=clock.now())
    # On a conflict the row is written as it is, which holds it: `forget_old` cannot take it away meanwhile.
    session.execute(fresh.on_conflict_do_update(index_elements=["key"], set_={"key": key}))
    query = select(Throttle).where(Throttle.key == key).with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one()
