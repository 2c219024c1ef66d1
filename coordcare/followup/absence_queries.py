"""Absences as pages and actions ask for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from coordcare.access.membership import CareTeamMembership, Viewer, active, my_patient_ids
from coordcare.accounts.queries import people
from coordcare.extensions import db
from coordcare.followup.models import Absence
from coordcare.patients.models import Patient
from coordcare.settings.queries import today


@dataclass(frozen=True, slots=True)
class AbsenceCard:
    """One absence with the names of both, and the viewer's patients on whose team the cover is not (id, name)."""

    absence: Absence
    who: str
    covered_by: str
    cover_disabled: bool
    not_on_team: list[tuple[int, str]]


def mine(viewer: Viewer) -> list[AbsenceCard]:
    """The viewer's absences that last or lie ahead, the first one first."""
    found = _current(Absence.account_id == viewer.account_id)
    named = people({one.covered_by_id for one in found})
    return [
        AbsenceCard(
            one,
            viewer.name,
            named[one.covered_by_id].name,
            named[one.covered_by_id].disabled or named[one.covered_by_id].discipline is None,
            _without(viewer, one.covered_by_id),
        )
        for one in found
    ]


def i_cover(viewer: Viewer) -> list[AbsenceCard]:
    """Absences of colleagues for whom the viewer covers, now or later."""
    found = _current(Absence.covered_by_id == viewer.account_id)
    named = people({one.account_id for one in found})
    return [AbsenceCard(one, named[one.account_id].name, viewer.name, False, []) for one in found]


def for_update(viewer: Viewer, absence_id: int) -> Absence | None:
    """An absence of the viewer's own, fresh and locked for an action."""
    query = select(Absence).where(Absence.id == absence_id, Absence.account_id == viewer.account_id)
    return db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def standing_absences(account_id: int) -> Sequence[Absence]:
    """The account's absences that were not ended and are not over."""
    return _current(Absence.account_id == account_id)


def _current(whose: ColumnElement[bool]) -> Sequence[Absence]:
    query = select(Absence).where(whose, Absence.ended_at.is_(None), Absence.to_on >= today())
    return db.session.scalars(query.order_by(Absence.from_on, Absence.id)).all()


def _without(viewer: Viewer, cover_id: int) -> list[tuple[int, str]]:
    theirs = select(CareTeamMembership.patient_id).where(CareTeamMembership.account_id == cover_id, active())
    query = select(Patient.id, Patient.name).where(
        Patient.id.in_(my_patient_ids(viewer)), Patient.id.not_in(theirs), Patient.status == "active"
    )
    return [(row.id, row.name) for row in db.session.execute(query.order_by(Patient.search_name, Patient.id))]
