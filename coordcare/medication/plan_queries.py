"""Plans in dated steps as they were signed, for the patient's sheet, and the two halves of a switch."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from coordcare.extensions import db
from coordcare.medication import queries
from coordcare.medication.formulary import capitalized
from coordcare.medication.models import MedicationChange
from coordcare.medication.rules import Change
from coordcare.medication.step_rules import changes_of
from coordcare.timeline.models import EntryRetraction, TimelineEntry


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A line of the sheet: from a day until another (None: until told otherwise), what to take; None: stop."""

    first: date
    last: date | None
    words: str | None


@dataclass(frozen=True, slots=True)
class DrugPlan:
    """The steps of one drug. `replaced`: a later change has ended some of them."""

    drug: str
    steps: tuple[SheetStep, ...]
    replaced: bool


@dataclass(frozen=True, slots=True)
class OtherHalf:
    """The other entry of a switch."""

    entry_id: int
    title: str
    retracted: bool


def drug_plans(entry: TimelineEntry) -> list[DrugPlan]:
    """The plans of a signed change: its own, and that of the drug which a switch leaves. Empty without steps."""
    table = MedicationChange
    query = (
        select(TimelineEntry.signed_seq, table.__table__)
        .join(TimelineEntry, TimelineEntry.id == table.entry_id)
        .outerjoin(EntryRetraction, EntryRetraction.entry_id == table.entry_id)
        .where(or_(table.entry_id == entry.id, table.linked_id == entry.id), EntryRetraction.entry_id.is_(None))
        .order_by(TimelineEntry.signed_seq)
    )
    acts = [queries.act_of(row) for row in db.session.execute(query).mappings()]
    if not any(act.steps for act in acts) and len(acts) < 2:
        return []
    counting = queries.changes(entry.patient_id)
    return [_plan(list(changes_of(act)), counting) for act in acts]


def other_half(entry: TimelineEntry) -> OtherHalf | None:
    """The other entry of a switch; None for an entry that is no half, and while the other's body is withheld."""
    own = select(MedicationChange.linked_id).where(MedicationChange.entry_id == entry.id).scalar_subquery()
    query = (
        select(MedicationChange.__table__, EntryRetraction.entry_id.label("retracted"))
        .outerjoin(EntryRetraction, EntryRetraction.entry_id == MedicationChange.entry_id)
        .where(or_(MedicationChange.linked_id == entry.id, MedicationChange.entry_id == own))
    )
    row = db.session.execute(query).mappings().first()
    return OtherHalf(row["entry_id"], queries.change_title(row), row["retracted"] is not None) if row else None


def _plan(changes: list[Change], counting: list[Change]) -> DrugPlan:
    following = [*changes[1:], None]
    steps = tuple(
        SheetStep(
            one.effective_on,
            after.effective_on - timedelta(days=1) if after else None,
            one.dose.words if one.dose else None,
        )
        for one, after in zip(changes, following, strict=True)
    )
    return DrugPlan(capitalized(changes[0].drug), steps, any(one not in counting for one in changes))
