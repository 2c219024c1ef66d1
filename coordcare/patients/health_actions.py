"""The health lists: items are added and ended, never edited."""

from datetime import date

from sqlalchemy.orm import Session

from coordcare.access.membership import Viewer, standing
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Invalid, NotFound
from coordcare.extensions import clock, transaction
from coordcare.patients import health_queries
from coordcare.patients.actions import locked
from coordcare.patients.models import SENSITIVITY, HealthListItem, Patient
from coordcare.patients.rules import (
    END_REASONS,
    HEALTH_TEXT_LENGTH,
    NO_KNOWN_ALLERGIES,
    NO_KNOWN_ALLERGIES_WORDS,
    REPLACED,
    WORDS_FOR_NONE,
    Category,
    is_icd_10,
    search_key,
    too_long,
)
from coordcare.settings.queries import today


def add_health_item(
    viewer: Viewer, patient_id: int, category: Category, text: str, noted_on: date, code: str | None = None
) -> HealthListItem:
    """Add an item that holds since the day `noted_on`; a first allergy ends "no known allergies".

    The very same item twice is one. Raises Invalid with the field.
    """
    text, code = text.strip(), (code or "").strip().upper() or None
    _check_item(category, text, code)
    with transaction() as session:
        patient = _readable(viewer, patient_id, category)
        _check_day(noted_on, patient, "noted_on")
        standing_items = health_queries.standing_items(patient_id, category)
        for item in standing_items:
            if search_key(item.text) == search_key(text):
                if item.noted_on == noted_on:
                    return item
                raise Invalid("This stands on the list already, with another date.", "text")
        if category is Category.ALLERGY:
            _replace(viewer, [item for item in standing_items if item.says_none_known], noted_on)
        return _append(session, viewer, patient_id, category, text, noted_on, code)


def record_no_known_allergies(viewer: Viewer, patient_id: int, noted_on: date) -> HealthListItem:
    """Keep that the patient was asked on that day and knows of no allergy.

    Asked again, the later answer replaces the earlier. Raises Invalid while allergies are listed.
    """
    with transaction() as session:
        patient = _readable(viewer, patient_id, Category.ALLERGY)
        _check_day(noted_on, patient, "noted_on")
        earlier = health_queries.standing_items(patient_id, Category.ALLERGY)
        if any(not item.says_none_known for item in earlier):
            raise Invalid("Allergies are listed. End them first, each with its reason.", "noted_on")
        for item in earlier:
            if item.noted_on >= noted_on:
                return item
        _replace(viewer, earlier, noted_on)
        words, code = NO_KNOWN_ALLERGIES_WORDS, NO_KNOWN_ALLERGIES
        return _append(session, viewer, patient_id, Category.ALLERGY, words, noted_on, code)


def end_health_item(viewer: Viewer, patient_id: int, item_id: int, ended_on: date, reason: str) -> HealthListItem:
    """End an item on a day, for a coded reason of its category. Ended already: nothing changes.

    Raises Invalid with the field, NotFound for another patient's item or one that the viewer cannot read.
    """
    with transaction():
        patient = locked(viewer, patient_id)
        item = health_queries.item_of(patient_id, item_id)
        if item is None or not standing(viewer, patient_id).reads(SENSITIVITY[Category(item.category)]):
            raise NotFound
        if item.ended_on is not None:
            return item
        if reason not in END_REASONS[Category(item.category)]:
            raise Invalid("Choose why it ends.", "reason")
        _check_day(ended_on, patient, "ended_on")
        if ended_on < item.noted_on:
            raise Invalid("It cannot end before the day it was noted.", "ended_on")
        item.ended_on, item.end_reason, item.ended_by_id = ended_on, reason, viewer.account_id
        record(_event(viewer, item, reason))
        return item


def _check_item(category: Category, text: str, code: str | None) -> None:
    if not text:
        raise Invalid("Enter what to put on the list.", "text")
    if len(text) > HEALTH_TEXT_LENGTH:
        raise Invalid(too_long(HEALTH_TEXT_LENGTH), "text")
    if search_key(text) in WORDS_FOR_NONE:
        raise Invalid("The list holds what there is. Nothing is not an item of it.", "text")
    if code is not None and (category is not Category.DIAGNOSIS or not is_icd_10(code)):
        raise Invalid("Enter an ICD-10-CM code, as in F33.1, or leave it empty.", "code")


def _check_day(day: date, patient: Patient, field: str) -> None:
    if day > today():
        raise Invalid("This day lies in the future.", field)
    if day < patient.birth_date:
        raise Invalid("This day lies before the patient's birth.", field)


def _readable(viewer: Viewer, patient_id: int, category: Category) -> Patient:
    patient = locked(viewer, patient_id)
    if not standing(viewer, patient_id).reads(SENSITIVITY[category]):
        raise NotFound
    return patient


def _replace(viewer: Viewer, items: list[HealthListItem], on: date) -> None:
    for item in items:
        item.ended_on, item.end_reason, item.ended_by_id = max(on, item.noted_on), REPLACED, viewer.account_id
        record(_event(viewer, item, REPLACED))


def _append(
    session: Session,
    viewer: Viewer,
    patient_id: int,
    category: Category,
    text: str,
    noted_on: date,
    code: str | None,
) -> HealthListItem:
    item = HealthListItem(
        patient_id=patient_id,
        category=category.value,
        text=text,
        code=code,
        noted_on=noted_on,
        recorded_by_id=viewer.account_id,
        recorded_at=clock.now(),
    )
    session.add(item)
    session.flush()
    record(_event(viewer, item, "added"))
    return item


def _event(viewer: Viewer, item: HealthListItem, reason: str) -> Event:
    return Event(
        Happening.PATIENT_CHANGED,
        viewer.actor,
        item.patient_id,
        subject=item.category,
        subject_id=item.id,
        reason=reason,
    )
