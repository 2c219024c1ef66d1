"""Keeping the staff: adding, changing, disabling, enabling, ending sessions, password links."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordcare.access.membership import Viewer
from coordcare.access.policy import Discipline, Duty
from coordcare.accounts import queries
from coordcare.accounts.actions import check_password, expire_links, revoke_all
from coordcare.accounts.hashing import hash_password
from coordcare.accounts.models import Account, PasswordLink
from coordcare.accounts.rules import (
    BAD_EMAIL,
    BAD_PHONE,
    LINK_LIFE,
    NAME_LENGTH,
    NEEDS_DISCIPLINE,
    NEEDS_SOMETHING,
    is_email,
    is_phone,
    new_token,
    normal_email,
    token_hash,
)
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import clock, transaction

TAKEN = "Somebody on the staff has this e-mail address already."
SENT_BEFORE = "This form was sent before."
LAST_ADMIN = "This is the last active admin. Give somebody else the admin duty first."


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an admin keeps of a member of staff."""

    name: str
    title: str
    discipline: Discipline | None
    duties: frozenset[Duty]
    phone: str = ""


def add_account(
    viewer: Viewer, email: str, values: Particulars, *, submission_key: str | None = None
) -> tuple[Account, str]:
    """Add a member of staff; the account and the token of the link that sets its first password.

    Raises Conflict if this form was sent before, Invalid with the field for bad values or an e-mail taken.
    """
    _check(values)
    try:
        with transaction() as session:
            account = _insert(session, email, values, submission_key=submission_key)
            record(_event(Happening.ACCOUNT_ADDED, viewer, account))
            return account, _new_link(session, viewer, account)
    except IntegrityError as lost_race:
        if submission_key and queries.added_by_form(submission_key):
            raise Conflict(SENT_BEFORE) from lost_race
        raise Invalid(TAKEN, "email") from lost_race


def create_admin(email: str, name: str, password: str) -> Account:
    """Add an admin from the command line. Raises Invalid with the field."""
    values = Particulars(name.strip(), "", None, frozenset({Duty.ADMIN}))
    _check(values)
    email = _checked(email)
    check_password(values.name, email, password)
    hashed = hash_password(password)
    with transaction() as session:
        account = _insert(session, email, values, password_hash=hashed)
        about = account.id
        record(Event(Happening.ACCOUNT_ADDED, Actor(), about_account_id=about, subject_id=about, reason="command_line"))
    return account


def change_account(viewer: Viewer, account_id: int, values: Particulars, version: int) -> Account:
    """Write the particulars over those of `version`. Raises Conflict, Invalid with the field, NotFound."""
    _check(values)
    with transaction():
        admins = queries.locked_admins()
        account = queries.locked(account_id)
        if particulars(account) == values:
            return account
        if account.version != version:
            raise Conflict("Somebody changed this account while you were editing it.")
        changed = _changed_words(account, values)
        if account_id == viewer.account_id and changed != "particulars":
            raise Invalid("Your own discipline and duties are changed by another admin.", changed)
        if Duty.ADMIN not in values.duties:
            _keep_one_admin(admins, account)
        _write(account, values)
        account.version += 1
        record(_event(Happening.ACCOUNT_CHANGED, viewer, account, changed))
    return account


def change_own_phone(viewer: Viewer, phone: str) -> Account:
    """Write the number at which colleagues reach the viewer. Raises Invalid with the field."""
    phone = phone.strip()
    if not is_phone(phone):
        raise Invalid(BAD_PHONE, "phone")
    with transaction():
        account = queries.locked(viewer.account_id)
        if account.phone != phone:
            account.phone = phone
            account.version += 1
            record(_event(Happening.ACCOUNT_CHANGED, viewer, account, "phone"))
    return account


def disable(viewer: Viewer, account_id: int) -> None:
    """Disable an account: every session ends now, and no link or password opens it. Raises Invalid."""
    if account_id == viewer.account_id:
        raise Invalid("Nobody disables themselves. Ask another admin.")
    with transaction() as session:
        admins = queries.locked_admins()
        account = queries.locked(account_id)
        if not account.is_active:
            return
        _keep_one_admin(admins, account)
        account.disabled_at = clock.now()
        account.version += 1
        revoke_all(session, account_id, "disabled")
        expire_links(session, account_id)
        record(_event(Happening.ACCOUNT_DISABLED, viewer, account))


def enable(viewer: Viewer, account_id: int) -> None:
    """Let a disabled account sign in again, with the password it had."""
    with transaction():
        account = queries.locked(account_id)
        if account.is_active:
            return
        account.disabled_at = None
        account.version += 1
        record(_event(Happening.ACCOUNT_ENABLED, viewer, account))


def end_sessions(viewer: Viewer, account_id: int) -> int:
    """End every session of a member of staff; how many there were."""
    with transaction() as session:
        account = queries.locked(account_id)
        count = revoke_all(session, account_id, "revoked_by_admin")
        if count:
            record(_event(Happening.SESSION_REVOKED, viewer, account, "revoked_by_admin"))
    return count


def make_password_link(viewer: Viewer, account_id: int) -> str:
    """The token of a new link to set a password, in place of any before. Raises Invalid, NotFound."""
    with transaction() as session:
        account = queries.locked(account_id)
        if not account.is_active:
            raise Invalid("This account is disabled. Enable it first.")
        return _new_link(session, viewer, account)


def particulars(account: Account) -> Particulars:
    """An account's particulars as they are."""
    return Particulars(account.name, account.title, account.discipline_held, account.duties, account.phone)


def _check(values: Particulars) -> None:
    if not 0 < len(values.name) <= NAME_LENGTH:
        raise Invalid(f"Enter the name, in at most {NAME_LENGTH} characters.", "name")
    if not is_phone(values.phone):
        raise Invalid(BAD_PHONE, "phone")
    if Duty.CONFIGURE in values.duties and values.discipline is None:
        raise Invalid(NEEDS_DISCIPLINE, "duties")
    if values.discipline is None and not values.duties:
        raise Invalid(NEEDS_SOMETHING, "discipline")


def _checked(typed_email: str) -> str:
    email = normal_email(typed_email)
    if not is_email(email):
        raise Invalid(BAD_EMAIL, "email")
    return email


def _insert(
    session: Session,
    email: str,
    values: Particulars,
    *,
    password_hash: str | None = None,
    submission_key: str | None = None,
) -> Account:
    email = _checked(email)
    taken = queries.by_email(email)
    if taken is not None:
        if submission_key and taken.submission_key == submission_key:
            raise Conflict(SENT_BEFORE)
        raise Invalid(TAKEN, "email")
    account = Account(email=email, password_hash=password_hash, submission_key=submission_key, created_at=clock.now())
    _write(account, values)
    session.add(account)
    session.flush()
    return account


def _write(account: Account, values: Particulars) -> None:
    account.name, account.title, account.phone = values.name, values.title, values.phone
    account.discipline = values.discipline.value if values.discipline else None
    account.is_admin, account.can_configure = Duty.ADMIN in values.duties, Duty.CONFIGURE in values.duties


def _changed_words(account: Account, values: Particulars) -> str:
    """A code for the trail: the weightiest of what changes, as the field is called."""
    if account.duties != values.duties:
        return "duties"
    return "discipline" if account.discipline_held != values.discipline else "particulars"


def _keep_one_admin(admins: set[int], account: Account) -> None:
    if admins == {account.id}:
        raise Invalid(LAST_ADMIN, "duties")


def _new_link(session: Session, viewer: Viewer, account: Account) -> str:
    token, now = new_token(), clock.now()
    expire_links(session, account.id)
    session.add(
        PasswordLink(
            token_hash=token_hash(token),
            account_id=account.id,
            purpose="reset" if account.password_hash else "invite",
            made_by_id=viewer.account_id,
            created_at=now,
            expires_at=now + LINK_LIFE,
        )
    )
    record(_event(Happening.PASSWORD_LINK_MADE, viewer, account, "reset" if account.password_hash else "invite"))
    return token


def _event(happening: Happening, viewer: Viewer, account: Account, reason: str | None = None) -> Event:
    actor = Actor(viewer.account_id, viewer.role_code, viewer.session_id)
    return Event(happening, actor, about_account_id=account.id, reason=reason)
