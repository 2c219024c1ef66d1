"""The care team: who joins, leaves, leads and covers."""

from datetime import date, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from coordcare.access.membership import CareTeamMembership, Viewer, member_ids
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Invalid, NotFound
from coordcare.extensions import clock, transaction
from coordcare.patients import team_queries
from coordcare.patients.actions import locked
from coordcare.patients.queries import colleagues
from coordcare.patients.rules import LATEST_PLAN_YEARS
from coordcare.settings.queries import clinic, today

LAST_MEMBER = "This is the last member of the team. Add a colleague first: without a team nobody can open this record."


def add_member(
    viewer: Viewer,
    patient_id: int,
    account_id: int,
    *,
    is_lead: bool = False,
    by_admin: bool = False,
    until: date | None = None,
) -> CareTeamMembership:
    """Put a colleague on the team from now on, through the end of the day `until` if that is given.

    Raises Invalid with the field for somebody who is on the team, cannot be, or is the viewer.
    """
    with transaction() as session:
        locked(viewer, patient_id, by_admin)
        _refuse_member(viewer, patient_id, account_id)
        if until is not None and until < today():
            raise Invalid("The last day lies in the past.", "until")
        if until is not None and until.year > today().year + LATEST_PLAN_YEARS:
            raise Invalid("The last day lies too far ahead. Leave it empty for a membership without end.", "until")
        if is_lead:
            _clear_lead(session, patient_id)
        membership = CareTeamMembership(
            patient_id=patient_id,
            account_id=account_id,
            is_lead=is_lead,
            started_at=clock.now(),
            ended_at=clinic().instant(until + timedelta(days=1), hour=0) if until else None,
            added_by_id=viewer.account_id,
            added_by_admin=by_admin,
        )
        session.add(membership)
        session.flush()
        record(_event(Happening.MEMBER_ADDED, viewer, membership, "by_an_admin" if by_admin else "by_a_colleague"))
        return membership


def end_membership(
    viewer: Viewer,
    patient_id: int,
    membership_id: int,
    *,
    by_admin: bool = False,
    leaving_nobody: bool = False,
) -> None:
    """End a membership now, and the cover that its holder gave. Ended already: nothing changes.

    Raises Invalid for the last member unless `leaving_nobody` says that it is meant.
    """
    with transaction() as session:
        locked(viewer, patient_id, by_admin)
        membership = _membership(patient_id, membership_id)
        now = clock.now()
        if membership.ended_at is not None and membership.ended_at <= now:
            return
        if not leaving_nobody and set(member_ids(patient_id)) <= {membership.account_id}:
            raise Invalid(LAST_MEMBER, "leaving_nobody")
        membership.ended_at, membership.is_lead = now, False
        _end_cover_by(session, membership)
        record(_event(Happening.MEMBER_REMOVED, viewer, membership, "by_an_admin" if by_admin else "by_a_colleague"))


def set_cover(viewer: Viewer, patient_id: int, membership_id: int, covered_by_id: int | None) -> None:
    """Say which member of the team covers for a member, or nobody (None). Cover opens no record.

    Raises Invalid with the field for somebody outside the team or the member themselves.
    """
    with transaction():
        locked(viewer, patient_id)
        membership = _current(patient_id, membership_id)
        if covered_by_id == membership.covered_by_id:
            return
        if covered_by_id == membership.account_id:
            raise Invalid("Nobody covers for themselves.", "covered_by_id")
        if covered_by_id is not None and covered_by_id not in member_ids(patient_id):
            raise Invalid("Only a member of this team can cover. Add them first.", "covered_by_id")
        membership.covered_by_id = covered_by_id
        reason = "cover_set" if covered_by_id else "cover_ended"
        record(_event(Happening.MEMBER_CHANGED, viewer, membership, reason))


def set_lead(viewer: Viewer, patient_id: int, membership_id: int) -> None:
    """Make a member the one who leads the team."""
    with transaction() as session:
        locked(viewer, patient_id)
        membership = _current(patient_id, membership_id)
        if membership.is_lead:
            return
        _clear_lead(session, patient_id)
        membership.is_lead = True
        record(_event(Happening.MEMBER_CHANGED, viewer, membership, "made_lead"))


def _refuse_member(viewer: Viewer, patient_id: int, account_id: int) -> None:
    if account_id == viewer.account_id:
        raise Invalid("Nobody adds themselves to a team. Ask a colleague on it or an admin.", "account_id")
    if account_id not in {person.id for person in colleagues()}:
        raise Invalid("Choose a colleague with an active account and a discipline.", "account_id")
    if account_id in member_ids(patient_id):
        raise Invalid("This colleague is on the team already.", "account_id")


def _membership(patient_id: int, membership_id: int) -> CareTeamMembership:
    membership = team_queries.for_update(patient_id, membership_id)
    if membership is None:
        raise NotFound
    return membership


def _current(patient_id: int, membership_id: int) -> CareTeamMembership:
    membership = _membership(patient_id, membership_id)
    if membership.ended_at is not None and membership.ended_at <= clock.now():
        raise NotFound
    return membership


def _clear_lead(session: Session, patient_id: int) -> None:
    table = CareTeamMembership
    session.execute(update(table).where(table.patient_id == patient_id, table.is_lead).values(is_lead=False))


def _end_cover_by(session: Session, membership: CareTeamMembership) -> None:
    table = CareTeamMembership
    given = (table.patient_id == membership.patient_id, table.covered_by_id == membership.account_id)
    session.execute(update(table).where(*given).values(covered_by_id=None))


def _event(happening: Happening, viewer: Viewer, membership: CareTeamMembership, reason: str) -> Event:
    return Event(
        happening,
        viewer.actor,
        membership.patient_id,
        subject="account",
        subject_id=membership.account_id,
        reason=reason,
    )
