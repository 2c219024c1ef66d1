"""The health lists: each read by its category's sensitivity, and never queried for anybody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from coordcare.access.membership import Standing
from coordcare.extensions import db, fetch
from coordcare.patients.models import SENSITIVITY, HealthListItem
from coordcare.patients.rules import LARGEST_ID, NO_KNOWN_ALLERGIES, Category


@dataclass(frozen=True, slots=True)
class Allergies:
    """Standing allergies: rows of .text and .noted_on; `asked` tells an empty list from one that nobody asked for.

    `other_medicines` are what is taken beside, of other prescribers or without one.
    """

    items: Sequence[Any]
    asked: Any | None
    other_medicines: Sequence[str] = ()


def readable_categories(standing: Standing) -> list[Category]:
    """The lists that the viewer reads."""
    return [category for category in Category if standing.reads(SENSITIVITY[category])]


_LISTED = (
    select(HealthListItem)
    .where(HealthListItem.patient_id == bindparam("patient"), HealthListItem.category == bindparam("category"))
    .order_by(HealthListItem.ended_on.is_not(None), HealthListItem.noted_on.desc(), HealthListItem.id.desc())
)


def health_list(standing: Standing, category: Category) -> list[HealthListItem]:
    """A list with its history, standing items first, newest first; empty if the viewer does not read it."""
    if not standing.reads(SENSITIVITY[category]):
        return []
    return list(db.session.scalars(_LISTED, {"patient": standing.patient_id, "category": category.value}))


_STANDING = (
    select(*HealthListItem.__table__.c["text", "code", "noted_on", "category"])
    .where(
        HealthListItem.patient_id == bindparam("patient"),
        HealthListItem.category.in_(bindparam("categories", expanding=True)),
        HealthListItem.ended_on.is_(None),
    )
    .order_by(HealthListItem.noted_on.desc(), HealthListItem.id.desc())
)


def allergies(standing: Standing) -> Allergies:
    """What stands on the list of allergies, newest first, for who reads it: it is on every page of a patient.

    Other medicines come with it, for who reads those.
    """
    listed = [one for one in (Category.ALLERGY, Category.OTHER_MEDICINE) if standing.reads(SENSITIVITY[one])]
    if not listed:
        return Allergies([], None)
    rows = fetch(_STANDING, patient=standing.patient_id, categories=[one.value for one in listed])
    items = [row for row in rows if row.category == Category.ALLERGY.value]
    return Allergies(
        [row for row in items if row.code != NO_KNOWN_ALLERGIES],
        next((row for row in items if row.code == NO_KNOWN_ALLERGIES), None),
        [row.text for row in rows if row.category == Category.OTHER_MEDICINE.value],
    )


def health_item(standing: Standing, item_id: int) -> HealthListItem | None:
    """An item of this patient's, in a list that the viewer reads."""
    if item_id > LARGEST_ID:
        return None
    query = select(HealthListItem).where(
        HealthListItem.id == item_id,
        HealthListItem.patient_id == standing.patient_id,
        HealthListItem.category.in_([category.value for category in readable_categories(standing)]),
    )
    return db.session.scalars(query).one_or_none()


def item_of(patient_id: int, item_id: int) -> HealthListItem | None:
    """An item of this patient's, fresh, for an action; the patient's row is the lock."""
    query = select(HealthListItem).where(HealthListItem.id == item_id, HealthListItem.patient_id == patient_id)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def standing_items(patient_id: int, category: Category) -> list[HealthListItem]:
    """What stands on a list now, fresh, for an action."""
    query = select(HealthListItem).where(
        HealthListItem.patient_id == patient_id,
        HealthListItem.category == category.value,
        HealthListItem.ended_on.is_(None),
    )
    return list(db.session.scalars(query, execution_options={"populate_existing": True}))
