"""The two halves of a switch: the other one of an entry, and switches that lost one."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, RowMapping, and_, exists, or_, select

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.extensions import db
from coordcare.medication import half_rules, queries
from coordcare.medication.half_rules import LostHalf, Signed
from coordcare.medication.models import MedicationChange
from coordcare.medication.step_rules import changes_of, in_force
from coordcare.settings.queries import today
from coordcare.timeline.models import EntryRetraction, TimelineEntry
from coordcare.timeline.rules import Status

_SPINE, _CHANGE = TimelineEntry.__table__.c, MedicationChange.__table__.c


@dataclass(frozen=True, slots=True)
class OtherHalf:
    """The other entry of a switch; `without` says what the regimen is if the entry that was asked of does not count."""

    entry_id: int
    author_id: int
    title: str
    retracted: bool
    without: str


def other_half(entry: TimelineEntry) -> OtherHalf | None:
    """The other entry of a switch; None for an entry that is no half, and while the other's body is withheld."""
    own = select(_CHANGE.linked_id).where(_CHANGE.entry_id == entry.id).scalar_subquery()
    # The entry's own body may be withheld: then its place tells, right after the switch.
    withheld = ~exists().where(_CHANGE.entry_id == entry.id)
    before = and_(withheld, _CHANGE.change_type == "switch", _SPINE.signed_seq == (entry.signed_seq or 0) - 1)
    query = (
        select(
            MedicationChange.__table__,
            _SPINE.author_id,
            _SPINE.signed_seq,
            EntryRetraction.entry_id.label("retracted"),
            withheld.label("withheld"),
        )
        .join(TimelineEntry, TimelineEntry.id == _CHANGE.entry_id)
        .outerjoin(EntryRetraction, EntryRetraction.entry_id == _CHANGE.entry_id)
        .where(
            _SPINE.patient_id == entry.patient_id, or_(_CHANGE.linked_id == entry.id, _CHANGE.entry_id == own, before)
        )
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    told: RowMapping = row._mapping
    return OtherHalf(
        row.entry_id, row.author_id, queries.change_title(told), row.retracted is not None, _without(entry, row)
    )


def lost_halves(standing: Standing) -> list[LostHalf]:
    """Switches of the patient that lost a half; none for a viewer who does not read changes."""
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    query = (
        select(
            _SPINE.id, _SPINE.signed_seq, EntryRetraction.seq.label("taken_back_seq"),
            _CHANGE.change_type, _CHANGE.drug, _CHANGE.other_drug, _CHANGE.linked_id,
        )
        .outerjoin(MedicationChange, _CHANGE.entry_id == _SPINE.id)
        .outerjoin(EntryRetraction, EntryRetraction.entry_id == _SPINE.id)
        .where(
            _SPINE.patient_id == standing.patient_id,
            _SPINE.kind == queries.KIND,
            _SPINE.status == Status.SIGNED.value,
        )
        .order_by(_SPINE.signed_seq)
    )  # fmt: skip
    return half_rules.lost_halves([signed_of(row) for row in db.session.execute(query)])


def signed_of(row: Row[Any]) -> Signed:
    """A row of signed changes, those taken back too."""
    return Signed(row.id, row.signed_seq, row.taken_back_seq, row.change_type, row.drug, row.other_drug, row.linked_id)


def _without(entry: TimelineEntry, other: Row[Any]) -> str:
    acts = [act for act in queries.acts(entry.patient_id) if act.first.order != entry.signed_seq]
    begun, left = other.drug, other.other_drug
    if other.linked_id is not None:
        begun, left = half_rules.WITHHELD if other.withheld else left, begun
    return half_rules.left_alone(in_force(acts), changes_of(queries.act_of(other)), begun, left, today())
