"""What the admin's pages show of patients and of one member of staff: names and numbers, nothing clinical."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from coordcare.accounts import queries as staff
from coordcare.accounts.models import Account, StaffSession
from coordcare.accounts.session_queries import living_sessions
from coordcare.audit import anchors
from coordcare.audit.anchors import Anchored
from coordcare.audit.queries import Row
from coordcare.audit.rules import ChainBroken
from coordcare.errors import NotFound
from coordcare.extensions import db
from coordcare.patients.models import Patient
from coordcare.patients.queries import Assignment, PatientName, memberships_of


@dataclass(frozen=True, slots=True)
class Member:
    """One member of staff as their page shows them."""

    account: Account
    sessions: Sequence[StaffSession]
    link_expires_at: datetime | None
    assignments: Sequence[Assignment]

    @property
    def can_join_a_team(self) -> bool:
        return self.account.is_active and self.account.discipline is not None


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of the trail with the names in it; `anchored` is None when the anchors file was changed."""

    rows: Sequence[Row]
    people: dict[int, str]
    patients: dict[int, PatientName]
    anchored: Anchored | None


def member(account_id: int) -> Member:
    """Everything on a member of staff's page. Raises NotFound."""
    account = staff.account(account_id)
    if account is None:
        raise NotFound
    return Member(
        account,
        living_sessions(account_id),
        staff.open_link_expiry(account_id),
        memberships_of(account_id),
    )


def trail(rows: Sequence[Row]) -> Trail:
    """The rows with the names of their people and patients."""
    people = {number for row in rows for number in (row.actor_id, row.about_id) if number}
    patients = {row.patient_id for row in rows if row.patient_id}
    return Trail(rows, staff.names(people), patient_names(patients), _anchored())


def patient_names(patient_ids: Collection[int]) -> dict[int, PatientName]:
    """Patients' names and record numbers by number."""
    query = select(Patient.id, Patient.name, Patient.record_number).where(Patient.id.in_(patient_ids))
    return {row.id: PatientName(*row) for row in db.session.execute(query)}


def _anchored() -> Anchored | None:
    try:
        return anchors.read()
    except ChainBroken:
        return None
