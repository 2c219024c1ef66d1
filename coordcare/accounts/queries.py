"""Members of staff, sessions and password links as the rest of the house asks for them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import has_request_context, request
from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select

from coordcare.access.membership import CareTeamMembership, active
from coordcare.access.policy import DISCIPLINE_WORDS, Discipline
from coordcare.accounts.models import Account, PasswordLink, StaffSession
from coordcare.accounts.rules import TOLD_OF_LINK_FOR, token_hash
from coordcare.errors import NotFound
from coordcare.extensions import clock, db, fetch

LARGEST_ID = 2**63 - 1
KNOWN = "coordcare.people"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as other packages may know them."""

    id: int
    name: str
    title: str
    discipline: Discipline | None
    disabled: bool
    phone: str = ""

    @property
    def role_words(self) -> str:
        return DISCIPLINE_WORDS[self.discipline] if self.discipline else "Admin"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A line of the staff list: when last seen (None: never), and on how many patients' teams."""

    account: Account
    seen_at: datetime | None
    patient_count: int


def by_email(email: str) -> Account | None:
    """The account of a normalised e-mail address."""
    query = select(Account).where(Account.email == email)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def account(account_id: int) -> Account | None:
    """An account by its number."""
    if account_id > LARGEST_ID:
        return None
    return db.session.get(Account, account_id, populate_existing=True)


def locked(account_id: int) -> Account:
    """An account as it is now, held until the action's transaction ends. Raises NotFound."""
    if account_id > LARGEST_ID:
        raise NotFound
    # KEY SHARE: the trail's foreign keys to this row must not wait for it.
    query = select(Account).where(Account.id == account_id).with_for_update(key_share=True)
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def locked_admins() -> set[int]:
    """The active admins, held until the action's transaction ends: two of them cannot strip each other at once."""
    query = select(Account.id).where(Account.is_admin, Account.disabled_at.is_(None)).order_by(Account.id)
    return set(db.session.scalars(query.with_for_update(key_share=True)))


def added_by_form(submission_key: str) -> Account | None:
    """The account that a form with this key has added."""
    return db.session.scalars(select(Account).where(Account.submission_key == submission_key)).one_or_none()


def open_link(token: str) -> tuple[PasswordLink, Account] | None:
    """An unused link that has not run out, with its account, if that is not disabled."""
    query = (
        select(PasswordLink, Account)
        .join(Account, Account.id == PasswordLink.account_id)
        .where(PasswordLink.token_hash == token_hash(token), Account.disabled_at.is_(None), link_is_open())
    )
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def link_is_open() -> ColumnElement[bool]:
    """The condition that a password link can be used now."""
    return and_(PasswordLink.used_at.is_(None), PasswordLink.expires_at > clock.now())


def open_link_expiry(account_id: int) -> datetime | None:
    """Until when an account's newest password link can be used; None without one."""
    query = select(func.max(PasswordLink.expires_at)).where(PasswordLink.account_id == account_id, link_is_open())
    return db.session.scalar(query)


def recent_resets(account_id: int) -> list[tuple[datetime, str]]:
    """When links that somebody made were lately used to replace an account's password, and the makers' names."""
    query = (
        select(PasswordLink.used_at, Account.name)
        .join(Account, Account.id == PasswordLink.made_by_id)
        .where(
            PasswordLink.account_id == account_id,
            PasswordLink.purpose == "reset",
            PasswordLink.used_at > clock.now() - TOLD_OF_LINK_FOR,
        )
    )
    rows = db.session.execute(query.order_by(PasswordLink.used_at.desc()).limit(3))
    return [(row.used_at, row.name) for row in rows]


def staff(status: str = "", words: str = "") -> list[StaffRow]:
    """The staff by name: of a status (all if empty), with every word in name, e-mail or discipline."""
    seen = select(func.max(StaffSession.seen_at)).where(StaffSession.account_id == Account.id).scalar_subquery()
    patients = (
        select(func.count(CareTeamMembership.patient_id.distinct()))
        .where(CareTeamMembership.account_id == Account.id, active())
        .scalar_subquery()
    )
    rows = db.session.execute(select(Account, seen, patients).execution_options(populate_existing=True))
    found = [StaffRow(*row) for row in rows if _matches(row, status, words.casefold().split())]
    return sorted(found, key=lambda row: (row.account.name.casefold(), row.account.id))


def names(account_ids: Collection[int]) -> dict[int, str]:
    """Names by account number."""
    query = select(Account.id, Account.name).where(Account.id.in_(account_ids))
    return {row.id: row.name for row in db.session.execute(query)}


def everybody() -> dict[int, str]:
    """All names by account number, in the order of names, for a choice."""
    rows = db.session.execute(select(Account.id, Account.name))
    return {row.id: row.name for row in sorted(rows, key=lambda row: (row.name.casefold(), row.id))}


_PERSON = select(
    Account.id, Account.name, Account.title, Account.discipline, Account.disabled_at, Account.phone
)  # fmt: skip
_NAMED = Account.id.in_(bindparam("ids", expanding=True))
_PEOPLE = _PERSON.where(_NAMED)
_WAS_HERE = select(CareTeamMembership.account_id).where(CareTeamMembership.patient_id == bindparam("patient"))
_PEOPLE_AROUND = _PERSON.where(_NAMED | Account.id.in_(_WAS_HERE))


def people(account_ids: Collection[int]) -> Mapping[int, Person]:
    """Members of staff by account number. A page that only reads asks the database for each of them once."""
    known = _known_to_page()
    missing = set(account_ids) - known.keys()
    if missing:
        known |= {row.id: _person(row) for row in fetch(_PEOPLE, ids=sorted(missing))}
    return {one: known[one] for one in account_ids if one in known}


def people_around(patient_id: int, account_ids: Collection[int]) -> Mapping[int, Person]:
    """The same, for a page that names many: whoever is or was on the patient's team is known to it then, too."""
    found = fetch(_PEOPLE_AROUND, ids=sorted(account_ids), patient=patient_id)
    known = {row.id: _person(row) for row in found}
    _known_to_page().update(known)
    return {one: known[one] for one in account_ids if one in known}


def _known_to_page() -> dict[int, Person]:
    """Who was asked for already; nobody outside a GET, for an action reads what it decides on inside itself."""
    if not has_request_context() or request.method not in {"GET", "HEAD"}:
        return {}
    known: dict[int, Person] = request.environ.setdefault(KNOWN, {})
    return known


def colleagues() -> Sequence[Person]:
    """Everyone who can be on a care team: not disabled, with a discipline; by name."""
    query = select(Account).where(Account.disabled_at.is_(None), Account.discipline.is_not(None))
    return [_person(one) for one in sorted(db.session.scalars(query), key=lambda one: one.name.casefold())]


def _person(one: Account | Row[Any]) -> Person:
    discipline = Discipline(one.discipline) if one.discipline else None
    return Person(one.id, one.name, one.title, discipline, one.disabled_at is not None, one.phone)


def _matches(row: Row[Account, datetime | None, int], status: str, words: list[str]) -> bool:
    one = row[0]
    role = DISCIPLINE_WORDS[one.discipline_held] if one.discipline_held else "Admin"
    text = f"{one.full_name} {one.email} {role}".casefold()
    return (not status or one.status == status) and all(word in text for word in words)
