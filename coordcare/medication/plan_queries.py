"""Plans in dated steps as they were signed, for the patient's sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.accounts.queries import people
from coordcare.extensions import db
from coordcare.medication import queries
from coordcare.medication.change_cards import indication_words
from coordcare.medication.formulary import capitalized
from coordcare.medication.lamotrigine_rules import LAMOTRIGINE, RASH
from coordcare.medication.limit_formulary import INDICATIONS
from coordcare.medication.models import MedicationChange
from coordcare.medication.overlap_rules import told_together
from coordcare.medication.rules import Change, regimen
from coordcare.medication.step_rules import changes_of
from coordcare.patients.rules import LARGEST_ID
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A line of the sheet: from a day until another (None: until told otherwise), what to take; None: stop.

    `now`: what is taken already, until the plan begins.
    """

    first: date
    last: date | None
    words: str | None
    now: bool = False


@dataclass(frozen=True, slots=True)
class DrugPlan:
    """The steps of one drug. `replaced`: a change that was signed later says something else."""

    drug: str
    steps: tuple[SheetStep, ...]
    replaced: bool


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """What a patient takes home: the plans of one change, who decided on it and on which day.

    `purpose`: what it is for, `watch_for`: what was asked to watch for, `heed`: what the label says of a drug, or
    what is said of two that are taken together.
    """

    decided_on: date
    by: str
    plans: list[DrugPlan]
    purpose: str | None
    watch_for: str | None
    heed: list[str]


def plan_sheet(standing: Standing, entry_id: int) -> PlanSheet | None:
    """The plans of a signed change of the patient, the drug that a switch leaves among them.

    None without steps, when it was taken back, and for whoever does not read medication.
    """
    if entry_id > LARGEST_ID or not standing.reads(Sensitivity.MEDICATION):
        return None
    table = MedicationChange
    query = (
        select(TimelineEntry.signed_seq, TimelineEntry.happened_on, TimelineEntry.author_id, table.__table__)
        .join(TimelineEntry, TimelineEntry.id == table.entry_id)
        .where(
            TimelineEntry.patient_id == standing.patient_id,
            *counted(queries.KIND),
            or_(table.entry_id == entry_id, table.linked_id == entry_id),
        )
        .order_by(TimelineEntry.signed_seq)
    )
    rows = db.session.execute(query).all()
    acts = [queries.act_of(row) for row in rows]
    first = next((row for row in rows if row.entry_id == entry_id), None)
    if first is None or (len(acts) < 2 and not acts[0].steps):
        return None
    counting, named = queries.changes(standing.patient_id), people({first.author_id})
    return PlanSheet(
        rows[0].happened_on,
        named[first.author_id].name,
        [_plan(changes_of(act), counting, rows[0].happened_on) for act in acts],
        # "Something else" tells a patient nothing.
        indication_words(first.indication) if first.indication in INDICATIONS else None,
        first.watch_for,
        [
            *([RASH] if any(row.drug == LAMOTRIGINE for row in rows) else []),
            *told_together(counting, {row.drug for row in rows}, rows[0].happened_on),
        ],
    )


def _plan(changes: list[Change], counting: list[Change], decided_on: date) -> DrugPlan:
    following = [*changes[1:], None]
    steps = tuple(
        SheetStep(
            one.effective_on,
            after.effective_on - timedelta(days=1) if after else None,
            one.dose.words if one.dose else None,
        )
        for one, after in zip(changes, following, strict=True)
    )
    before = tuple(_until(changes[0], counting, decided_on))
    return DrugPlan(capitalized(changes[0].drug), before + steps, _changed_since(changes, counting))


def _until(first: Change, counting: list[Change], decided_on: date) -> Iterator[SheetStep]:
    """What is taken until a plan begins that was decided before: a sheet that says nothing of today is guessed at."""
    own = [one for one in counting if one.line == first.line and one.effective_on < first.effective_on]
    days = sorted({decided_on, *(one.effective_on for one in own if one.effective_on > decided_on)})
    for day, after in zip(days, [*days[1:], first.effective_on], strict=True):
        line = next(iter(regimen(own, day)), None)
        if day < after and line is not None and not line.held:
            yield SheetStep(day, after - timedelta(days=1), line.dose_words, now=day == decided_on)


def _changed_since(changes: list[Change], counting: list[Change]) -> bool:
    later = any(one.line == changes[0].line and one.order > changes[0].order for one in counting)
    return later or any(one not in counting for one in changes)
