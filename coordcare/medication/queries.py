"""Medication changes as the rest of the house asks for them. Drafts have no row; retracted ones do not count."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, RowMapping, bindparam, select

from coordcare.access.membership import MY_PATIENT_IDS, Standing, Viewer, as_me, my_patient_ids
from coordcare.access.policy import Sensitivity
from coordcare.accounts.queries import people
from coordcare.extensions import db, fetch
from coordcare.medication import rules
from coordcare.medication.formulary import capitalized
from coordcare.medication.models import MedicationChange
from coordcare.medication.step_rules import Act, PlannedStep, in_force
from coordcare.medication.title_rules import title
from coordcare.settings.queries import today
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

KIND = "medication_change"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A signed change with its reason and author, for readers of medication parts."""

    entry_id: int
    effective_on: date
    title: str
    reason: str | None
    watch_for: str | None
    by: str


@dataclass(frozen=True, slots=True)
class RegimenPanel:
    """What is taken, what is planned, what was stopped lately: drugs, doses and days, never reasons."""

    lines: Sequence[rules.RegimenLine]
    planned: Sequence[rules.Change]
    stopped: Sequence[rules.Trial]


_TABLE = MedicationChange.__table__.c
_ACTS = (
    select(
        TimelineEntry.__table__.c.signed_seq, _TABLE.change_type, _TABLE.drug, _TABLE.beside, _TABLE.effective_on,
        _TABLE.dose, _TABLE.unit, _TABLE.frequency, _TABLE.most_per_day, _TABLE.form, _TABLE.route, _TABLE.steps,
    )
    .select_from(MedicationChange.__table__.join(TimelineEntry.__table__, TimelineEntry.id == _TABLE.entry_id))
    .where(*counted(KIND))
    .order_by(_TABLE.effective_on, TimelineEntry.signed_seq)
)  # fmt: skip
_CHANGES = _ACTS.where(TimelineEntry.patient_id == bindparam("patient"))
_CHANGES_OF = _ACTS.add_columns(TimelineEntry.__table__.c.patient_id).where(
    TimelineEntry.patient_id.in_(bindparam("patients", expanding=True)), TimelineEntry.patient_id.in_(MY_PATIENT_IDS)
)


def changes(patient_id: int) -> list[rules.Change]:
    """The patient's changes that count, steps of plans too; only what the regimen needs is selected."""
    return in_force(acts(patient_id))


def acts(patient_id: int) -> list[Act]:
    """The patient's changes that count, as they were signed."""
    return [act_of(row) for row in fetch(_CHANGES, patient=patient_id)]


def changes_of_mine(viewer: Viewer, drugs: Collection[str]) -> dict[int, list[rules.Change]]:
    """The changes of these drugs that count, of all the viewer's patients, by patient; one statement."""
    query = _ACTS.add_columns(TimelineEntry.patient_id).where(
        _TABLE.drug.in_(sorted(drugs)), TimelineEntry.patient_id.in_(my_patient_ids(viewer))
    )
    found: dict[int, list[Act]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.patient_id, []).append(act_of(row))
    return {patient_id: in_force(own) for patient_id, own in found.items()}


def changes_of(viewer: Viewer, patient_ids: Collection[int]) -> dict[int, list[rules.Change]]:
    """The changes that count of those of these patients who are the viewer's, by patient; one statement."""
    found: dict[int, list[Act]] = {}
    for row in fetch(_CHANGES_OF, patients=list(patient_ids), **as_me(viewer)):
        found.setdefault(row.patient_id, []).append(act_of(row))
    return {patient_id: in_force(own) for patient_id, own in found.items()}


def regimen_panel(standing: Standing, patient_id: int) -> RegimenPanel:
    """The regimen today; what was stopped and what is planned are changes, for those who read changes."""
    known, day = changes(patient_id), today()
    taken = rules.taken(known, day)
    if not standing.reads(Sensitivity.MEDICATION):
        return RegimenPanel(taken.lines, [], [])
    return RegimenPanel(taken.lines, rules.planned(known, day), rules.stopped(taken.trials, day))


def change_rows(standing: Standing) -> list[ChangeRow]:
    """All changes with their reasons, the newest first; none for a viewer who does not read them."""
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    table = MedicationChange
    query = (
        select(TimelineEntry.author_id, *table.__table__.columns)
        .join(TimelineEntry, TimelineEntry.id == table.entry_id)
        .where(*_counted(standing.patient_id))
        .order_by(table.effective_on.desc(), TimelineEntry.signed_seq.desc())
    )
    rows = [{**row} for row in db.session.execute(query).mappings()]
    named = people({row["author_id"] for row in rows})
    return [
        ChangeRow(
            row["entry_id"],
            row["effective_on"],
            change_title(row),
            row["reason"],
            row["watch_for"],
            named[row["author_id"]].name,
        )
        for row in rows
    ]


def dose_of(row: Mapping[str, Any] | RowMapping, prefix: str = "") -> rules.Dose | None:
    """The dose in a row's columns (or with prefix `previous_`, the dose before); None for hold and stop."""
    amount = row[f"{prefix}dose"]
    if amount is None:
        return None
    more = {name: row.get(f"{prefix}{name}") for name in ("most_per_day", "form", "route")}
    return rules.Dose(amount, row[f"{prefix}unit"], row[f"{prefix}frequency"], **more)


def left_by(entry_id: int) -> int | None:
    """The entry of the drug that a switch left."""
    return db.session.scalar(select(MedicationChange.entry_id).where(MedicationChange.linked_id == entry_id))


def leads_to(entry_id: int) -> int | None:
    """The switch that this entry is the second half of."""
    return db.session.scalar(select(MedicationChange.linked_id).where(MedicationChange.entry_id == entry_id))


def code_of(patient_id: int, drug: str) -> tuple[str | None, bool]:
    """The code under which a drug of the patient was last recorded, and whether it was not on the list."""
    query = (
        select(MedicationChange.rxcui, MedicationChange.unlisted)
        .join(TimelineEntry, TimelineEntry.id == MedicationChange.entry_id)
        .where(*_counted(patient_id), MedicationChange.drug == drug)
        .order_by(TimelineEntry.signed_seq.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return (row.rxcui, row.unlisted) if row else (None, False)


def steps_of(kept: Sequence[Mapping[str, Any]] | None, like: rules.Dose | None) -> tuple[PlannedStep, ...]:
    """Kept steps as values; form and route are those of the dose that they follow."""
    form, route = (like.form, like.route) if like else (None, None)
    return tuple(
        PlannedStep(
            date.fromisoformat(step["on"]),
            rules.Dose(Decimal(step["dose"]), step["unit"], step["frequency"], None, form, route)
            if step["dose"] is not None
            else None,
        )
        for step in kept or ()
    )


def act_of(row: Row[Any]) -> Act:
    """A row of changes, with its place in the order of signing, as it was signed."""
    dose = None
    if row.dose is not None:
        dose = rules.Dose(row.dose, row.unit, row.frequency, row.most_per_day, row.form, row.route)
    first = rules.Change(row.change_type, row.drug, row.effective_on, row.signed_seq, dose, bool(row.beside))
    return Act(first, steps_of(row.steps, dose) if row.steps else ())


def change_title(row: Mapping[str, Any] | RowMapping) -> str:
    """A row of changes in one line."""
    dose = dose_of(row)
    later = [(step.on, step.dose) for step in steps_of(row.get("steps"), dose)]
    previous, other = dose_of(row, "previous_"), row.get("other_drug")
    return title(row["change_type"], capitalized(row["drug"]), dose, previous, other, later)


def _counted(patient_id: int) -> list[ColumnElement[bool]]:
    return [TimelineEntry.patient_id == patient_id, *counted(KIND)]
