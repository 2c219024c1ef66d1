"""Names of drugs that are not on the list, told beside a decision for as long as the record itself has them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.extensions import fetch
from coordcare.medication.formulary import capitalized
from coordcare.medication.models import MedicationChange
from coordcare.timeline.models import TimelineEntry

# What is kept at a decision in place of a name that somebody typed.
UNNAMED = "A drug that is not on the list:"

_NAMES = (
    select(MedicationChange.entry_id, MedicationChange.drug)
    .join(TimelineEntry, TimelineEntry.id == MedicationChange.entry_id)
    .where(
        TimelineEntry.patient_id == bindparam("patient"),
        MedicationChange.entry_id.in_(bindparam("entries", expanding=True)),
        MedicationChange.unlisted,
    )
)


def with_names(standing: Standing, facts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Kept facts with the names that their entries still tell; a withheld entry tells none.

    One statement, and none where every drug is on the list.
    """
    known = list(facts)
    sources = sorted({entry for one in known if one["words"].startswith(UNNAMED) for entry in one["from"]})
    if not sources or not standing.reads(Sensitivity.MEDICATION):
        return known
    names = {row.entry_id: row.drug for row in fetch(_NAMES, patient=standing.patient_id, entries=sources)}
    return [_named(one, names) for one in known]


def _named(fact: Mapping[str, Any], names: Mapping[int, str]) -> Mapping[str, Any]:
    name = next((names[entry] for entry in fact["from"] if entry in names), None)
    if name is None or not fact["words"].startswith(UNNAMED):
        return fact
    return {**fact, "words": f"{capitalized(name)} (not on the list):{fact['words'].removeprefix(UNNAMED)}"}
