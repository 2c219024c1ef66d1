"""Adding a patient, keeping their particulars, and what every write on a patient begins with."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordcare.access import policy
from coordcare.access.membership import CareTeamMembership, Viewer, standing
from coordcare.access.policy import Action, Duty, Grant
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid, NotFound
from coordcare.extensions import clock, transaction
from coordcare.patients import queries
from coordcare.patients.models import Patient
from coordcare.patients.rules import TAKEN, PatientValues, problems, search_key
from coordcare.settings.queries import today


def add_patient(viewer: Viewer, values: PatientValues, *, submission_key: str | None = None) -> Patient:
    """Add a patient, with the viewer as the first of the care team: an empty team means nobody.

    A form posted twice (same `submission_key`) makes one patient. Raises Invalid with the field.
    """
    if policy.grant(Action.MANAGE_PATIENT, viewer.discipline) is Grant.NO:
        raise NotFound
    values = _checked(values)
    try:
        with transaction() as session:
            earlier = queries.by_submission(viewer, submission_key)
            return earlier or _add(session, viewer, values, submission_key)
    except IntegrityError as lost_race:
        with transaction() as session:
            winner = queries.by_submission(viewer, submission_key)
        if winner is None:
            raise Invalid(TAKEN, "record_number") from lost_race
        return winner


def change_particulars(viewer: Viewer, patient_id: int, values: PatientValues, version: int) -> Patient:
    """Write the particulars over those of `version`.

    Raises Conflict when they changed since (and are not these very ones), Invalid with the field.
    """
    values = _checked(values)
    try:
        with transaction():
            patient = locked(viewer, patient_id)
            if patient.particulars == values:
                return patient
            if patient.version != version:
                raise Conflict("Somebody changed these particulars while you were editing them.")
            if patient.next_visit_on != values.next_visit_on and _has_passed(values.next_visit_on):
                raise Invalid("This day has passed. Enter a day to come, or leave it empty.", "next_visit_on")
            if patient.record_number != values.record_number:
                _refuse_taken(values.record_number)
            _write(patient, values)
            record(_changed(viewer, patient_id))
            return patient
    except IntegrityError as lost_race:
        raise Invalid(TAKEN, "record_number") from lost_race


def _has_passed(day: date | None) -> bool:
    return day is not None and day < today()


def plan_next_visit(viewer: Viewer, patient_id: int, on: date | None, words: str = "") -> None:
    """Set or clear (None) the day of the next visit and what it is for."""
    with transaction():
        patient = locked(viewer, patient_id)
        if (patient.next_visit_on, patient.next_visit_words) == (on, words.strip()):
            return
        patient.next_visit_on, patient.next_visit_words = on, words.strip()
        _checked(patient.particulars)
        patient.version += 1
        record(_changed(viewer, patient_id, "next_visit"))


def propose_next_visit(
    viewer: Viewer, patient_id: int, on: date, words: str, *, since: date, replaces: Callable[[str], bool]
) -> None:
    """Make a day agreed on at a visit the next one, unless another visit after `since` stands no later than that.

    `replaces(words)` tells whether the visit that stands is the one that was agreed on anew. Joins the transaction of
    what tells of it, which holds the patient already (see `locked`).
    """
    with transaction():
        patient = locked(viewer, patient_id)
        stands = patient.next_visit_on
        if stands is None or not since < stands <= on or replaces(patient.next_visit_words):
            plan_next_visit(viewer, patient_id, on, words)


def revise_next_visit(viewer: Viewer, patient_id: int, revise: Callable[[date, str], tuple[date | None, str]]) -> None:
    """Set the visit that stands, if one does, to what `revise(on, words)` answers. Joins, like `propose_next_visit`."""
    with transaction():
        patient = locked(viewer, patient_id)
        if patient.next_visit_on is not None:
            plan_next_visit(viewer, patient_id, *revise(patient.next_visit_on, patient.next_visit_words))


def record_search(viewer: Viewer) -> None:
    """Note that the viewer looked for one of their patients; never for what."""
    record(Event(Happening.SEARCHED, viewer.actor, subject="patient"))


def locked(viewer: Viewer, patient_id: int, by_admin: bool = False) -> Patient:
    """The patient, fresh and locked, for a viewer who may manage them now. Raises NotFound.

    Every write on a patient begins here, so that two of them never meet.
    """
    patient = queries.for_update(patient_id)
    if patient is None or not _may_manage(viewer, patient_id, by_admin):
        raise NotFound
    return patient


def _may_manage(viewer: Viewer, patient_id: int, by_admin: bool) -> bool:
    if by_admin:
        return Duty.ADMIN in viewer.duties
    return standing(viewer, patient_id).may(Action.MANAGE_PATIENT)


def _add(session: Session, viewer: Viewer, values: PatientValues, submission_key: str | None) -> Patient:
    _refuse_taken(values.record_number)
    now = clock.now()
    patient = Patient(
        submission_key=submission_key or None,
        version=0,
        created_at=now,
        created_by_id=viewer.account_id,
    )
    _write(patient, values)
    session.add(patient)
    session.flush()
    session.add(
        CareTeamMembership(
            patient_id=patient.id, account_id=viewer.account_id, started_at=now, added_by_id=viewer.account_id
        )
    )
    added = Event(Happening.PATIENT_ADDED, viewer.actor, patient.id)
    joined = Event(
        Happening.MEMBER_ADDED,
        viewer.actor,
        patient.id,
        subject="account",
        subject_id=viewer.account_id,
        reason="added_patient",
    )
    record(added, joined)
    return patient


def _write(patient: Patient, values: PatientValues) -> None:
    for name, value in asdict(values).items():
        setattr(patient, name, value)
    patient.search_name = search_key(values.name, values.preferred_name, values.record_number)
    patient.version += 1


def _checked(values: PatientValues) -> PatientValues:
    tidied = values.tidied()
    for field, sentence in problems(tidied, today()):
        raise Invalid(sentence, field)
    return tidied


def _refuse_taken(record_number: str) -> None:
    if queries.named(record_number) is not None:
        raise Invalid(TAKEN, "record_number")


def _changed(viewer: Viewer, patient_id: int, what: str | None = None) -> Event:
    return Event(Happening.PATIENT_CHANGED, viewer.actor, patient_id, subject=what)
