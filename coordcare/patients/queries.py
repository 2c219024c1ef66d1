"""Patients, their lists and their teams as the rest of the house asks for them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from flask import current_app
from sqlalchemy import Select, bindparam, func, select, tuple_

from coordcare.access import policy
from coordcare.access.membership import MY_PATIENT_IDS, CareTeamMembership, Standing, Viewer, active, as_me
from coordcare.access.policy import Discipline, Sensitivity
from coordcare.extensions import db, fetch, fetch_one
from coordcare.patients.models import Patient
from coordcare.patients.rules import LARGEST_ID, search_key

PAGE = 100


class Person(Protocol):
    """A member of staff as accounts tells of them."""

    id: int
    name: str
    title: str
    role_words: str
    disabled: bool
    phone: str
    discipline: Discipline | None


@dataclass(frozen=True, slots=True)
class PatientName:
    """What an admin may know of a patient."""

    id: int
    name: str
    record_number: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """One patient of a member of staff: names and dates, nothing clinical."""

    membership_id: int
    patient: PatientName
    is_lead: bool
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A patient of the viewer's, and who leads the team (an account id, or None)."""

    patient: Patient
    lead_id: int | None


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """Up to PAGE rows; `next_after` is the patient id after which the next page begins, if there is one."""

    rows: Sequence[CaseloadRow]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class NextVisit:
    """The planned day (None if none is) and what it is for."""

    on: date | None
    words: str


# Made once: every page of a patient asks it.
_PATIENT = select(Patient.__table__).where(Patient.id == bindparam("patient"))


def load(patient_id: int) -> Patient | None:
    """The gate's loader: a patient as they are now, whoever asks; the gate decides.

    To read: it stands in no session, so nothing that is set on it is kept. Actions ask `for_update`.
    """
    row = fetch_one(_PATIENT, patient=patient_id) if patient_id <= LARGEST_ID else None
    return Patient(**row._asdict()) if row else None


def for_update(patient_id: int) -> Patient | None:
    """A patient, fresh and locked for an action.

    FOR NO KEY UPDATE: the trail's rows point at the patient, and must not wait for this lock while they hold
    the chain that the action takes next.
    """
    query = select(Patient).where(Patient.id == patient_id).with_for_update(key_share=True)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def by_submission(viewer: Viewer, submission_key: str | None) -> Patient | None:
    """The patient whom this form of the viewer's added, if it did."""
    if not submission_key:
        return None
    query = select(Patient).where(Patient.created_by_id == viewer.account_id, Patient.submission_key == submission_key)
    return db.session.scalars(query).one_or_none()


def named(record_number: str) -> PatientName | None:
    """The patient of a record number, for an admin who assigns a team."""
    query = select(Patient.id, Patient.name, Patient.record_number).where(
        Patient.record_number == record_number.strip().upper()
    )
    row = db.session.execute(query).one_or_none()
    return PatientName(*row) if row else None


def next_visit(standing: Standing) -> NextVisit:
    """When the patient comes next."""
    query = select(Patient.next_visit_on, Patient.next_visit_words).where(Patient.id == standing.patient_id)
    return NextVisit(*db.session.execute(query).one())


def memberships_of(account_id: int) -> list[Assignment]:
    """The teams that an account is on now, by patients' names, for handing a caseload over."""
    table = CareTeamMembership
    query = (
        select(table, Patient.id, Patient.name, Patient.record_number)
        .join(Patient, Patient.id == table.patient_id)
        .where(table.account_id == account_id, active())
        .order_by(Patient.search_name, Patient.id)
    )
    return [
        Assignment(one.id, PatientName(patient_id, name, number), one.is_lead, one.started_at, one.ended_at)
        for one, patient_id, name, number in db.session.execute(query)
    ]


_LEAD = (
    select(CareTeamMembership.account_id)
    .where(CareTeamMembership.patient_id == Patient.id, CareTeamMembership.is_lead, active())
    .order_by(CareTeamMembership.id.desc())
    .limit(1)
    .scalar_subquery()
)
_MINE = (
    select(Patient, _LEAD)
    .where(Patient.id.in_(MY_PATIENT_IDS))
    .order_by(Patient.search_name, Patient.id)
    .limit(bindparam("most"))
)


def my_patients(
    viewer: Viewer, statuses: Collection[str] | None = None, after_id: int | None = None, limit: int = PAGE
) -> CaseloadPage:
    """The viewer's patients by name, of these statuses (all if None), after that patient."""
    query = _MINE
    if statuses is not None:
        query = query.where(Patient.status.in_(statuses))
    if after_id is not None:
        here = tuple_(Patient.search_name, Patient.id)
        last = select(Patient.search_name).where(Patient.id == after_id, Patient.id.in_(MY_PATIENT_IDS))
        query = query.where(here > tuple_(last.scalar_subquery(), after_id))
    return _page(viewer, query, limit)


def find_mine(viewer: Viewer, q: str, limit: int = PAGE) -> CaseloadPage:
    """The viewer's patients in whose name, preferred name or record number every word of `q` stands."""
    words = search_key(q).split()
    if not words:
        return CaseloadPage([], None)
    found = (Patient.search_name.contains(word, autoescape=True) for word in words)
    return _page(viewer, _MINE.where(*found), limit)


_STATUSES = select(Patient.status, func.count()).where(Patient.id.in_(MY_PATIENT_IDS)).group_by(Patient.status)


def status_counts(viewer: Viewer) -> Mapping[str, int]:
    """How many of the viewer's patients have each status."""
    return {row[0]: row[1] for row in fetch(_STATUSES, **as_me(viewer))}


def _page(viewer: Viewer, query: Select[Patient, int | None], limit: int) -> CaseloadPage:
    found = db.session.execute(query, {**as_me(viewer), "most": limit + 1})
    rows = [CaseloadRow(row[0], row[1]) for row in found]
    more = len(rows) > limit
    return CaseloadPage(rows[:limit], rows[limit - 1].patient.id if more else None)


def people(account_ids: Iterable[int]) -> Mapping[int, Person]:
    """Members of staff by id; the loader is handed over in create_app, for accounts stands beside us."""
    found: Mapping[int, Person] = current_app.extensions["people"](set(account_ids))
    return found


def colleagues() -> Sequence[Person]:
    """Everyone who can be on a care team: active, with a discipline."""
    found: Sequence[Person] = current_app.extensions["colleagues"]()
    return found


def readers(patient_id: int, sensitivity: Sensitivity = Sensitivity.TEAM, author_id: int | None = None) -> list[Person]:
    """Who reads parts of this sensitivity in the patient's record now, whoever wrote them, or this author did."""
    query = select(CareTeamMembership.account_id).where(CareTeamMembership.patient_id == patient_id, active())
    ids = db.session.scalars(query.order_by(CareTeamMembership.id)).all()
    found = people(ids)
    members = [found[account_id] for account_id in ids]
    return [
        person
        for person in members
        if not person.disabled
        and sensitivity in (policy.readable_if_own if person.id == author_id else policy.readable)(person.discipline)
    ]
