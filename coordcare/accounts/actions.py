"""Signing in and out, ending sessions, and setting passwords."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Update, update
from sqlalchemy.orm import Session

from coordcare.access.membership import Viewer
from coordcare.accounts import queries
from coordcare.accounts.hashing import hash_password, is_outdated, verify_password
from coordcare.accounts.models import Account, PasswordLink, StaffSession
from coordcare.accounts.passwords import Owner, common_passwords, weakness
from coordcare.accounts.rules import (
    ACCOUNT,
    ADDRESS,
    LINK,
    SEEN_EVERY,
    account_key,
    address_key,
    new_token,
    normal_email,
    token_hash,
)
from coordcare.accounts.session_queries import SignedIn
from coordcare.accounts.throttling import count_attempt, forgive, refuse_blocked
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid, NotFound
from coordcare.extensions import clock, transaction
from coordcare.settings.queries import clinic


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: network address and browser in words."""

    address: str | None
    browser: str


def sign_in(typed_email: str, password: str, origin: Origin) -> Account | None:
    """Start a session for the right password of an active account; None, recorded, for anything else.

    Exactly one hash is verified whoever asks. Raises TooMany before that where one must wait.
    """
    email = normal_email(typed_email)
    keys = account_key(email), address_key(ADDRESS, origin.address)
    with transaction():
        count_attempt((keys[0], ACCOUNT), (keys[1], ADDRESS))
        known = queries.by_email(email)
        kept = known.password_hash if known else None
    right = verify_password(password, kept)
    if known is None or not right or not known.is_active:
        _record_failure(known)
        return None
    rehashed = hash_password(password) if kept and is_outdated(kept) else kept
    with transaction() as session:
        account = queries.locked(known.id)
        if not account.is_active or account.password_hash != kept:
            _record_failure(account)
            return None
        account.password_hash = rehashed
        _start_session(session, account, origin)
        record(Event(Happening.SIGN_IN, _actor(account.as_viewer())))
        forgive(*keys)
    return account


def mark_seen(session_row: SignedIn | StaffSession) -> None:
    """Remember that the session is in use; written at most every SEEN_EVERY."""
    now = clock.now()
    if now - session_row.seen_at < SEEN_EVERY:
        return
    table = StaffSession
    with transaction() as session:
        this = table.id == session_row.id, table.revoked_at.is_(None), table.seen_at <= now - SEEN_EVERY
        session.execute(update(table).where(*this).values(seen_at=now))


def sign_out(viewer: Viewer) -> None:
    """End the viewer's own session."""
    with transaction() as session:
        _revoke(session, StaffSession.id == viewer.session_id, "signed_out")
        record(Event(Happening.SIGN_OUT, _actor(viewer)))


def end_session(viewer: Viewer, session_id: int) -> None:
    """End one of the viewer's own sessions. Raises NotFound for anybody else's, or one that is over."""
    mine = (StaffSession.id == session_id) & (StaffSession.account_id == viewer.account_id)
    with transaction() as session:
        if session_id > queries.LARGEST_ID or not _revoke(session, mine, "ended_by_owner"):
            raise NotFound
        record(Event(Happening.SESSION_REVOKED, _actor(viewer), subject_id=session_id, reason="ended_by_owner"))


def end_other_sessions(viewer: Viewer) -> int:
    """End all of the viewer's sessions but the one they are in; how many there were."""
    others = (StaffSession.id != viewer.session_id) & (StaffSession.account_id == viewer.account_id)
    with transaction() as session:
        count = _revoke(session, others, "ended_by_owner")
        if count:
            record(Event(Happening.SESSION_REVOKED, _actor(viewer), reason="ended_by_owner"))
    return count


def revoke_all(session: Session, account_id: int, reason: str) -> int:
    """Inside an action: end every session of an account; how many there were."""
    return _revoke(session, StaffSession.account_id == account_id, reason)


def change_password(viewer: Viewer, current: str, new: str, origin: Origin) -> Account:
    """Set one's own password, ending every session and starting a new one here.

    Raises Invalid with the field, TooMany, or Conflict if it was set elsewhere meanwhile.
    """
    known = queries.account(viewer.account_id)
    if known is None:
        raise NotFound
    _refuse_weak(known, new)
    key, kept = account_key(known.email), known.password_hash
    count_attempt((key, ACCOUNT))
    if not verify_password(current, kept):
        _record_failure(known, _actor(viewer))
        raise Invalid("This is not your current password.", "current")
    if current == new:
        raise Invalid("This is the password you have now. Choose another.", "password")
    hashed = hash_password(new)
    with transaction() as session:
        account = queries.locked(known.id)
        if account.password_hash != kept:
            raise Conflict("Your password was changed somewhere else just now.")
        _set_password(session, account, hashed)
        _start_session(session, account, origin)
        record(Event(Happening.PASSWORD_CHANGED, _actor(viewer), reason="by_owner"))
        forgive(key)
    return account


def link_owner(token: str, origin: Origin) -> Account:
    """Whose password a link sets. Raises NotFound, counted and recorded, for a link that cannot be used."""
    key = address_key(LINK, origin.address)
    refuse_blocked(key)
    found = queries.open_link(token)
    if found is None:
        count_attempt((key, LINK))
        record(Event(Happening.REFUSED, Actor(), outcome="refused", subject="accounts.set_password"))
        raise NotFound
    return found[1]


def set_password_by_link(token: str, new: str) -> None:
    """Use a password link once. Raises NotFound for one that cannot be used, Invalid for a weak password."""
    with transaction():
        found = queries.open_link(token)
    if found is None:
        raise NotFound
    link, owner = found
    _refuse_weak(owner, new)
    hashed = hash_password(new)
    with transaction() as session:
        account = queries.locked(owner.id)
        use = update(PasswordLink).where(PasswordLink.id == link.id, queries.link_is_open())
        if not account.is_active or _rows(session, use.values(used_at=clock.now())) == 0:
            raise NotFound
        _set_password(session, account, hashed)
        record(
            Event(
                Happening.PASSWORD_CHANGED, _actor(account.as_viewer()), reason=f"by_link_of_account_{link.made_by_id}"
            )
        )
        forgive(account_key(account.email))


def expire_links(session: Session, account_id: int) -> None:
    """Inside an action: an account's open password links can no longer be used."""
    mine = update(PasswordLink).where(PasswordLink.account_id == account_id, queries.link_is_open())
    _rows(session, mine.values(expires_at=clock.now()))


def check_password(name: str, email: str, password: str) -> None:
    """Raise Invalid, with the field `password`, for a password too weak for its owner."""
    words = weakness(password, Owner(name, email, clinic().name), common_passwords())
    if words:
        raise Invalid(words, "password")


def _refuse_weak(account: Account, password: str) -> None:
    check_password(account.name, account.email, password)


def _set_password(session: Session, account: Account, hashed: str) -> None:
    account.password_hash = hashed
    revoke_all(session, account.id, "password_changed")
    expire_links(session, account.id)


def _start_session(session: Session, account: Account, origin: Origin) -> None:
    token, now = new_token(), clock.now()
    row = StaffSession(
        token_hash=token_hash(token),
        account_id=account.id,
        created_at=now,
        seen_at=now,
        address=origin.address,
        browser=origin.browser,
    )
    session.add(row)
    session.flush()
    account.in_session(row.id, token)


def _revoke(session: Session, which: ColumnElement[bool], reason: str) -> int:
    living = update(StaffSession).where(which, StaffSession.revoked_at.is_(None))
    return _rows(session, living.values(revoked_at=clock.now(), revoked_reason=reason))


def _rows(session: Session, statement: Update) -> int:
    """Run an UPDATE; how many rows it met."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount


def _record_failure(account: Account | None, actor: Actor | None = None) -> None:
    reasons = {"disabled": "disabled", "invited": "no_password", "active": "wrong_password"}
    record(
        Event(
            Happening.SIGN_IN_FAILED,
            actor or Actor(),
            about_account_id=account.id if account else None,
            outcome="refused",
            reason=reasons[account.status] if account else "unknown_email",
        )
    )


def _actor(viewer: Viewer) -> Actor:
    return Actor(viewer.account_id, viewer.role_code, viewer.session_id or None)
