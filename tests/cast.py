"""A cast of test people whose rights are obvious, on one patient's team and off it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from coordcare.access.membership import CareTeamMembership, Standing, Viewer, standing
from coordcare.access.policy import Discipline
from coordcare.accounts.hashing import hash_password
from coordcare.accounts.models import Account, StaffSession
from coordcare.accounts.rules import new_token, token_hash
from coordcare.extensions import clock, db, transaction
from coordcare.patients.models import Patient

PASSWORD = "a long walk by the harbor"
BORN = date(1989, 3, 14)


@cache
def password_hash() -> str:
    return hash_password(PASSWORD)


@dataclass
class Cast:
    """Accounts by name, patients by name; signs people in without the cost of a password."""

    app: Flask
    accounts: dict[str, int] = field(default_factory=dict)
    patients: dict[str, int] = field(default_factory=dict)

    def hire(self, name: str, discipline: Discipline | None, *, admin: bool = False) -> int:
        """A member of staff, e-mail name@test.example."""
        with self.app.app_context(), transaction() as session:
            return self._hire(session, name, discipline, admin=admin)

    def _hire(self, session: Session, name: str, discipline: Discipline | None, *, admin: bool = False) -> int:
        account = Account(
            email=f"{name}@test.example",
            name=name.replace("_", " ").title(),
            title="",
            discipline=discipline.value if discipline else None,
            is_admin=admin,
            can_configure=False,
            password_hash=password_hash(),
            created_at=clock.now(),
        )
        session.add(account)
        session.flush()
        self.accounts[name] = account.id
        return account.id

    def admit(self, name: str, *, team: tuple[str, ...] = ()) -> int:
        """A patient with a team."""
        with self.app.app_context(), transaction() as session:
            return self._admit(session, name, team)

    def _admit(self, session: Session, name: str, team: tuple[str, ...]) -> int:
        patient = Patient(
            name=name,
            record_number=f"T-{len(self.patients) + 1:05}",
            birth_date=BORN,
            status="active",
            search_name=f"{name} T-{len(self.patients) + 1:05}".casefold(),
            created_at=clock.now(),
            created_by_id=next(iter(self.accounts.values())),
        )
        session.add(patient)
        session.flush()
        self.patients[name] = patient.id
        for member in team:
            self._join(session, name, member)
        return patient.id

    def join(self, patient: str, member: str) -> int:
        """Put somebody on a team, a day ago."""
        with self.app.app_context(), transaction() as session:
            return self._join(session, patient, member)

    def _join(self, session: Session, patient: str, member: str) -> int:
        row = CareTeamMembership(
            patient_id=self.patients[patient],
            account_id=self.accounts[member],
            started_at=clock.now() - timedelta(days=1),
            added_by_id=self.accounts[member],
        )
        session.add(row)
        session.flush()
        return row.id

    def leave(self, patient: str, member: str) -> None:
        """Take somebody off a team, as of now."""
        with self.app.app_context(), transaction() as session:
            rows = session.query(CareTeamMembership).filter_by(
                patient_id=self.patients[patient], account_id=self.accounts[member], ended_at=None
            )
            for row in rows:
                row.ended_at = clock.now()

    def client(self, name: str) -> FlaskClient:
        """A browser in which somebody is signed in."""
        token = new_token()
        with self.app.app_context(), transaction() as session:
            now = clock.now()
            session.add(
                StaffSession(
                    token_hash=token_hash(token),
                    account_id=self.accounts[name],
                    created_at=now,
                    seen_at=now,
                    address="127.0.0.1",
                    browser="Test",
                )
            )
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client

    def viewer(self, name: str) -> Viewer:
        """Somebody as actions and queries know them; needs an application context."""
        return db.session.get_one(Account, self.accounts[name]).in_session(0, "").as_viewer()

    def standing(self, name: str, patient: str) -> Standing:
        """Somebody on a patient; needs an application context."""
        return standing(self.viewer(name), self.patients[patient])

    @contextmanager
    def without_csrf(self) -> Iterator[None]:
        """For tests whose subject is not the token."""
        self.app.config["WTF_CSRF_ENABLED"] = False
        try:
            yield
        finally:
            self.app.config["WTF_CSRF_ENABLED"] = True


def gather(app: Flask) -> Cast:
    """One of each discipline on Amara Osei's team, outsiders of two disciplines, and an admin."""
    cast = Cast(app)
    # In one transaction, for thousands of tests begin with it.
    with app.app_context(), transaction() as session:
        for discipline in Discipline:
            cast._hire(session, discipline.value, discipline)
        cast._hire(session, "outside_therapist", Discipline.THERAPIST)
        cast._hire(session, "outside_psychiatrist", Discipline.PSYCHIATRIST)
        cast._hire(session, "admin", None, admin=True)
        cast._admit(session, "Amara Osei", team=tuple(discipline.value for discipline in Discipline))
        cast._admit(session, "Ben Ruiz", team=("outside_therapist", "outside_psychiatrist"))
    return cast
