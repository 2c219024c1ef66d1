"""A patient's care team with its people: now, before, and one membership of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select

from coordcare.access.membership import CareTeamMembership, Standing, active, member_ids
from coordcare.extensions import clock, db, fetch
from coordcare.patients.queries import Person, people
from coordcare.patients.rules import LARGEST_ID
from coordcare.settings.queries import clinic


@dataclass(frozen=True, slots=True)
class Member:
    """A membership (or its row) with its people: who, covered by whom, added by whom."""

    membership: CareTeamMembership | Any
    person: Person
    covered_by: Person | None
    added_by: Person

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def role_words(self) -> str:
        return self.person.role_words

    @property
    def last_day(self) -> date | None:
        """The last whole or begun day of the membership; None while it has no end."""
        end = self.membership.ended_at
        return clinic().day(end - timedelta(microseconds=1)) if end else None

    @property
    def lead(self) -> bool:
        return self.membership.is_lead


# Made once, for every page of a patient shows the team.
_TEAM = (
    select(CareTeamMembership.__table__)
    .where(CareTeamMembership.patient_id == bindparam("patient"), active())
    .order_by(CareTeamMembership.is_lead.desc(), CareTeamMembership.id)
)


def team(standing: Standing) -> list[Member]:
    """The team now, lead first, then in the order in which they joined."""
    return _named(standing, fetch(_TEAM, patient=standing.patient_id))


def former_team(standing: Standing) -> list[Member]:
    """Everyone who was on the team and is not now, whoever left last first."""
    left = CareTeamMembership.ended_at <= clock.now()
    return _members(standing, left)


def membership(standing: Standing, membership_id: int) -> Member | None:
    """A membership of this patient's team that counts now."""
    if membership_id > LARGEST_ID:
        return None
    found = _members(standing, CareTeamMembership.id == membership_id, active())
    return found[0] if found else None


def _members(standing: Standing, *conditions: ColumnElement[bool]) -> list[Member]:
    table = CareTeamMembership
    query = select(table).where(table.patient_id == standing.patient_id, *conditions)
    return _named(standing, db.session.scalars(query.order_by(table.ended_at.desc(), table.id.desc())).all())


def _named(standing: Standing, rows: Sequence[CareTeamMembership | Any]) -> list[Member]:
    covered = any(row.covered_by_id for row in rows)
    on_team = member_ids(standing.patient_id) if covered else ()
    known = people(
        account_id
        for row in rows
        for account_id in (row.account_id, row.covered_by_id, row.added_by_id)
        if account_id is not None
    )
    return [
        Member(
            row,
            known[row.account_id],
            known[row.covered_by_id] if row.covered_by_id and row.covered_by_id in on_team else None,
            known[row.added_by_id],
        )
        for row in rows
    ]


def for_update(patient_id: int, membership_id: int) -> CareTeamMembership | None:
    """A membership of this patient's, fresh and locked for an action, whether it counts now or not."""
    query = select(CareTeamMembership).where(
        CareTeamMembership.id == membership_id, CareTeamMembership.patient_id == patient_id
    )
    query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()
