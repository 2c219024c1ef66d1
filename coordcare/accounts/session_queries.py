"""Sessions of staff: the one of a request, and those in which an account is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from flask import current_app
from sqlalchemy import bindparam, select

from coordcare.access.membership import Viewer
from coordcare.accounts.models import Account, StaffSession, viewer_of
from coordcare.accounts.rules import end_of, end_reason, token_hash
from coordcare.extensions import clock, db, fetch_one


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session with its viewer, for one request. As far as Flask-Login asks, the user."""

    id: int
    created_at: datetime
    seen_at: datetime
    viewer: Viewer
    is_authenticated: ClassVar = True


# Asked with every request, so it is made once.
_SESSION = (
    select(
        *StaffSession.__table__.c["id", "created_at", "seen_at", "account_id"],
        *Account.__table__.c["name", "discipline", "is_admin", "can_configure"],
    )
    .join_from(StaffSession.__table__, Account.__table__, Account.id == StaffSession.account_id)
    .where(
        StaffSession.token_hash == bindparam("token_hash"),
        StaffSession.revoked_at.is_(None),
        Account.disabled_at.is_(None),
    )
)


def session_of(token: str) -> SignedIn | None:
    """The session of a cookie's token, if neither it nor its account was ended; it may still have run out."""
    row = fetch_one(_SESSION, token_hash=token_hash(token))
    if row is None:
        return None
    return SignedIn(row.id, row.created_at, row.seen_at, viewer_of(row.account_id, row, row.id))


def end_reason_of(session: SignedIn) -> str | None:
    """Why a session has run out ("idle", "absolute"); None while it lives."""
    idle, absolute = lifetimes()
    return end_reason(session.created_at, session.seen_at, clock.now(), idle, absolute)


def end_of_session(session: SignedIn) -> tuple[datetime, bool]:
    """When a session ends by itself, and whether going on makes it last longer."""
    idle, absolute = lifetimes()
    return end_of(session.created_at, session.seen_at, idle, absolute)


def living_sessions(account_id: int) -> Sequence[StaffSession]:
    """The sessions in which an account is signed in now, last seen first."""
    idle, absolute = lifetimes()
    query = select(StaffSession).where(
        StaffSession.account_id == account_id,
        StaffSession.revoked_at.is_(None),
        StaffSession.seen_at > clock.now() - idle,
        StaffSession.created_at > clock.now() - absolute,
    )
    return db.session.scalars(query.order_by(StaffSession.seen_at.desc(), StaffSession.id.desc())).all()


def lifetimes() -> tuple[timedelta, timedelta]:
    """How long a session lasts without activity, and at the longest."""
    config = current_app.config
    return timedelta(minutes=config["IDLE_MINUTES"]), timedelta(hours=config["ABSOLUTE_HOURS"])
