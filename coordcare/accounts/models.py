"""Members of staff, where they are signed in, their password links, and the throttle's counters."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.access.membership import Viewer
from coordcare.access.policy import Discipline, Duty
from coordcare.accounts.rules import EMAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH, TITLE_LENGTH
from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model


class Account(Model):
    """A member of staff. Without a password hash they are invited and cannot sign in yet.

    Speaks Flask-Login's protocol by itself: UserMixin compares by `get_id`, which two accounts that are
    not signed in would share.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("discipline IS NOT NULL OR NOT can_configure", name="configure_discipline"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    discipline: Mapped[str | None] = mapped_column(String(30))
    is_admin: Mapped[bool] = mapped_column(default=False)
    can_configure: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH), default="", server_default=text("''"))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    submission_key: Mapped[str | None] = mapped_column(String(36), unique=True)

    is_authenticated = True
    is_anonymous = False
    # What this request's session is; set by `in_session`, never stored.
    _session_id = 0
    _session_token = ""

    def in_session(self, session_id: int, token: str) -> "Account":
        """The account as signed in by a session, whose token Flask-Login keeps in the cookie."""
        self._session_id, self._session_token = session_id, token
        return self

    def get_id(self) -> str:
        """What Flask-Login stores: the session's token, so that ending the session ends the cookie."""
        return self._session_token

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def status(self) -> str:
        """active, invited (no password yet) or disabled."""
        if self.disabled_at is not None:
            return "disabled"
        return "active" if self.password_hash else "invited"

    @property
    def duties(self) -> frozenset[Duty]:
        return _duties(self)

    @property
    def discipline_held(self) -> Discipline | None:
        return Discipline(self.discipline) if self.discipline else None

    @property
    def full_name(self) -> str:
        """Name with title: "Maya Lindqvist, PhD"."""
        return f"{self.name}, {self.title}" if self.title else self.name

    def as_viewer(self) -> Viewer:
        return viewer_of(self.id, self, self._session_id)


def viewer_of(account_id: int, account: Any, session_id: int) -> Viewer:
    """The viewer that an account is, or a row with its name, discipline and duties."""
    discipline = Discipline(account.discipline) if account.discipline else None
    return Viewer(account_id, account.name, discipline, _duties(account), session_id)


def _duties(account: Any) -> frozenset[Duty]:
    held = {Duty.ADMIN: account.is_admin, Duty.CONFIGURE: account.can_configure}
    return frozenset(duty for duty, holds in held.items() if holds)


class StaffSession(Model):
    """One browser in which an account is signed in. Only the token's SHA-256 is kept."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_account", "account_id", "revoked_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_reason: Mapped[str | None] = mapped_column(String(30))
    address: Mapped[str | None] = mapped_column(String(45))
    browser: Mapped[str] = mapped_column(String(60))


class PasswordLink(Model):
    """A link to set a password once: `purpose` is invite or reset. Replaced links are expired."""

    __tablename__ = "password_link"
    __table_args__ = (Index("ix_password_link_account", "account_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Throttle(Model):
    """Failures of one account, address or other key. Nobody's name or e-mail stands in the key."""

    __tablename__ = "throttle"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(90), unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
