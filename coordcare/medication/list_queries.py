"""The clinic's list of drugs as it counts now: the package's, and over it the newest version of what was changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from coordcare.accounts.queries import Person
from coordcare.medication.formulary import Drug, brand_names, formulary
from coordcare.medication.list_formulary import ClinicDrug, DrugList, with_clinic
from coordcare.medication.models import FormularyVersion
from coordcare.versions.queries import changes, newest


@dataclass(frozen=True, slots=True)
class ListChange:
    """A version of a drug that the clinic made."""

    set_to: ClinicDrug
    saved_at: datetime
    by: Person


def drug_list() -> DrugList:
    """Every drug and limit that counts now."""
    return with_clinic(clinic_drugs().values())


def clinic_drugs() -> dict[str, ClinicDrug]:
    """What the clinic set, by generic name, the newest version of each."""
    return {generic: _as_set(row) for generic, row in newest(FormularyVersion, "generic").items()}


def list_changes() -> Sequence[ListChange]:
    """What the clinic changed, newest first."""
    return [ListChange(_as_set(row), row.saved_at, by) for row, by in changes(FormularyVersion)]


def _as_set(row: FormularyVersion) -> ClinicDrug:
    beginning = formulary().get(row.generic) or Drug(row.generic, (), row.drug_class, "", "", None)
    drug = replace(
        beginning,
        brands=brand_names(row.brands),
        drug_class=row.drug_class,
        schedule=row.schedule,
        family=row.family,
        common_start=row.common_start,
        usual_maximum=row.usual_maximum,
        rxcui=row.rxcui,
        offered=row.offered,
        version=row.version,
    )
    return ClinicDrug(drug, row.maximum, row.maximum_unit)
