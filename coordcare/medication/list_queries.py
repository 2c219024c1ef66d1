"""The clinic's list of drugs as it counts now: the package's, and over it the newest version of what was changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from coordcare.access.membership import Viewer
from coordcare.accounts.queries import Person, people
from coordcare.extensions import db
from coordcare.medication.formulary import Drug, brand_names, formulary
from coordcare.medication.list_formulary import ClinicDrug, DrugList, with_clinic
from coordcare.medication.models import FormularyVersion

LISTED = 100
FRESH = {"populate_existing": True}


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
    newest = (
        select(FormularyVersion.generic, func.max(FormularyVersion.version).label("version"))
        .group_by(FormularyVersion.generic)
        .subquery()
    )
    query = select(FormularyVersion).join(
        newest, (newest.c.generic == FormularyVersion.generic) & (newest.c.version == FormularyVersion.version)
    )
    return {row.generic: _as_set(row) for row in db.session.scalars(query.execution_options(**FRESH))}


def list_changes() -> Sequence[ListChange]:
    """What the clinic changed, newest first, at most LISTED."""
    rows = db.session.scalars(select(FormularyVersion).order_by(FormularyVersion.id.desc()).limit(LISTED)).all()
    named = people({row.saved_by_id for row in rows})
    return [ListChange(_as_set(row), row.saved_at, named[row.saved_by_id]) for row in rows]


def version_by_submission(viewer: Viewer, submission_key: str) -> FormularyVersion | None:
    """The version that this form of the viewer's has made."""
    query = select(FormularyVersion).where(
        FormularyVersion.saved_by_id == viewer.account_id, FormularyVersion.submission_key == submission_key
    )
    return db.session.scalars(query.execution_options(**FRESH)).one_or_none()


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
