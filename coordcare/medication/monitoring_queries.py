"""The results of monitoring that count, and what is due or overdue, for one patient and for all of a viewer's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select

from coordcare.access.membership import MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.access.policy import Sensitivity
from coordcare.accounts.queries import people
from coordcare.extensions import fetch, fetch_one
from coordcare.medication import queries
from coordcare.medication.advice_rules import NeutrophilCount
from coordcare.medication.clozapine_rules import CLOZAPINE
from coordcare.medication.detail_rules import BENIGN_NEUTROPENIA
from coordcare.medication.models import MedicationChange
from coordcare.medication.monitoring_models import MonitoringResult
from coordcare.medication.monitoring_rule_queries import monitored
from coordcare.medication.monitoring_rules import OVERDUE, Due, Result, monitoring_due, overdue_tests
from coordcare.medication.result_rules import ANC, as_result, cells
from coordcare.medication.rules import Change
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

KIND = "monitoring_result"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result that counts, with where it stands and who wrote it."""

    entry_id: int
    on: date
    by: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NeutropeniaStated:
    """Benign ethnic neutropenia as recorded: with which change of clozapine, when, by whom."""

    entry_id: int
    on: date
    by: str


def due(
    standing: Standing, changes: Sequence[Change] | None = None, found: Sequence[Result] | None = None
) -> list[Due]:
    """The next of every test of the regimen: overdue, due within 14 days, later; the longest overdue first.

    Nothing for who does not read medication. `changes` and the results `found` each save a statement where the caller
    has them.
    """
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    known = queries.changes(standing.patient_id) if changes is None else changes
    if not known:
        return []
    what = monitored()
    if found is None:
        found = [as_result(row.values["test"], row.on, row.values) for row in _rows(standing)]
    return monitoring_due(known, found, today(), choices=what.choices, rules=what.counting)


def overdue(standing: Standing, changes: Sequence[Change] | None = None) -> list[Due]:
    """Of what is due, what is overdue."""
    return [one for one in due(standing, changes) if one.state == OVERDUE]


def overdue_words(standing: Standing, changes: Sequence[Change] | None = None) -> dict[str, tuple[str, ...]]:
    """The tests that are overdue, by drug, as the advice on a change names them."""
    found = overdue(standing, changes)
    return {drug: overdue_tests(found, drug) for drug in {one.drug for one in found}}


def neutrophils(standing: Standing) -> list[NeutrophilCount]:
    """The patient's neutrophil counts, as the advice on clozapine weighs them; none for who does not read them."""
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    return [NeutrophilCount(row.on, cells(row.values)) for row in _rows(standing) if row.values["test"] == ANC]


def results_that_count(standing: Standing) -> list[ResultRow]:
    """As `results`, without the names of who wrote them."""
    return _rows(standing) if standing.reads(Sensitivity.MEDICATION) else []


def benign_neutropenia(standing: Standing, changes: Sequence[Change]) -> NeutropeniaStated | None:
    """What the clozapine change signed last says of benign ethnic neutropenia; None where it says nothing of it."""
    taken = any(change.drug == CLOZAPINE for change in changes)
    if not taken or not standing.reads(Sensitivity.MEDICATION):
        return None
    row = fetch_one(_LAST_CLOZAPINE, patient=standing.patient_id)
    if row is None or BENIGN_NEUTROPENIA not in (row.conditions or ()):
        return None
    return NeutropeniaStated(row.entry_id, row.happened_on, people({row.author_id})[row.author_id].name)


def results(standing: Standing) -> list[ResultRow]:
    """All results that count, the newest first; none for who does not read medication."""
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    rows = _rows(standing)
    named = people({row.values["author_id"] for row in rows})
    return [ResultRow(row.entry_id, row.on, named[row.values["author_id"]].name, row.values) for row in rows]


def results_of(viewer: Viewer, patient_ids: Collection[int]) -> dict[int, list[ResultRow]]:
    """The results that count of those of these patients who are the viewer's, the newest first; one statement.

    Beside the columns of a result, its values name the patient's birth date.
    """
    found: dict[int, list[ResultRow]] = {}
    for row in fetch(_OF_PATIENTS, patients=list(patient_ids), **as_me(viewer)):
        found.setdefault(row.patient_id, []).append(ResultRow(row.entry_id, row.happened_on, "", row._asdict()))
    return found


def results_of_mine(viewer: Viewer) -> dict[int, list[ResultRow]]:
    """The results that count of all the viewer's patients, by patient, the newest first; one statement."""
    found: dict[int, list[ResultRow]] = {}
    for row in fetch(_OF_MINE, **as_me(viewer)):
        found.setdefault(row.patient_id, []).append(ResultRow(row.entry_id, row.happened_on, "", row._asdict()))
    return found


def stands_already(standing: Standing, on: date, values: Mapping[str, Any]) -> bool:
    """Whether a result of this test, day and answer counts already."""
    names = ("test", "value", "second_value", "unit", "finding", "hours_since_dose")
    told = {name: values[name] for name in names}
    return any(row.on == on and {name: row.values[name] for name in names} == told for row in _rows(standing))


def _results() -> Select[Any]:
    return (
        select(
            TimelineEntry.patient_id,
            TimelineEntry.author_id,
            TimelineEntry.happened_on,
            *MonitoringResult.__table__.columns,
        )
        .join(MonitoringResult, MonitoringResult.entry_id == TimelineEntry.id)
        .where(*counted(KIND))
        .order_by(TimelineEntry.happened_on.desc(), TimelineEntry.id.desc())
    )


_OF_PATIENT = _results().where(TimelineEntry.patient_id == bindparam("patient"))
_OF_MINE = _results().where(TimelineEntry.patient_id.in_(MY_PATIENT_IDS))
_OF_PATIENTS = (
    _results()
    .join(Patient, Patient.id == TimelineEntry.patient_id)
    .add_columns(Patient.birth_date)
    .where(
        TimelineEntry.patient_id.in_(bindparam("patients", expanding=True)),
        TimelineEntry.patient_id.in_(MY_PATIENT_IDS),
    )
)


_CHANGE = MedicationChange.__table__.c
# Not the half of a switch that is left: it was never asked.
_LAST_CLOZAPINE = (
    select(_CHANGE.entry_id, _CHANGE.conditions, TimelineEntry.happened_on, TimelineEntry.author_id)
    .join(TimelineEntry, TimelineEntry.id == _CHANGE.entry_id)
    .where(TimelineEntry.patient_id == bindparam("patient"), *counted(queries.KIND))
    .where(_CHANGE.drug == CLOZAPINE, _CHANGE.linked_id.is_(None))
    .order_by(TimelineEntry.signed_seq.desc())
    .limit(1)
)


def _rows(standing: Standing) -> list[ResultRow]:
    found = fetch(_OF_PATIENT, patient=standing.patient_id)
    return [ResultRow(row.entry_id, row.happened_on, "", row._asdict()) for row in found]
