"""Changing the clinic's list of drugs, for changes that are signed from now on."""

from typing import Any

from coordcare.access.membership import Viewer
from coordcare.audit.rules import Happening
from coordcare.errors import Invalid
from coordcare.medication import list_queries
from coordcare.medication.list_formulary import ClinicDrug
from coordcare.medication.list_rules import check_drug
from coordcare.medication.models import FormularyVersion
from coordcare.versions.actions import add_version


def set_drug(viewer: Viewer, shown_version: int, one: ClinicDrug, *, new: bool, submission_key: str) -> int:
    """Make the version after the one that was shown, or the first of a `new` drug, and answer its number.

    A form posted twice makes one.

    Raises Invalid with the field, Conflict when somebody else made that version first.
    """

    def check() -> None:
        for field, sentence in check_drug(one, list_queries.drug_list(), new=new):
            raise Invalid(sentence, field)

    made = add_version(
        viewer,
        FormularyVersion,
        Happening.DRUG_CHANGED,
        _columns(one),
        key="generic",
        shown=shown_version,
        submission_key=submission_key,
        check=check,
        subject="formulary",
    )
    return made.version


def _columns(one: ClinicDrug) -> dict[str, Any]:
    drug = one.drug
    return {
        "generic": drug.generic,
        "brands": " / ".join(drug.brands),
        "drug_class": drug.drug_class,
        "schedule": drug.schedule,
        "family": drug.family,
        "common_start": drug.common_start,
        "usual_maximum": drug.usual_maximum,
        "rxcui": drug.rxcui,
        "maximum": one.maximum,
        "maximum_unit": one.unit,
        "offered": drug.offered,
    }
