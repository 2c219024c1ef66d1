"""What a drug of the clinic's list must satisfy, and the words of its schedules. Pure."""

from decimal import Decimal

from coordcare.medication.formulary import FAMILIES, MILLIGRAMS
from coordcare.medication.list_formulary import ClinicDrug, DrugList

SCHEDULES = {"": "not controlled", "CII": "CII", "CIII": "CIII", "CIV": "CIV", "CV": "CV"}
FAMILY_CHOICES = {"": "none of these", **{key: words[:1].upper() + words[1:] for key, words in FAMILIES.items()}}
MAXIMUM_UNITS = {key: key for key in MILLIGRAMS}
HIGHEST = Decimal(100_000)


def check_drug(one: ClinicDrug, known: DrugList, *, new: bool) -> list[tuple[str, str]]:
    """What is wrong with a drug, as (field, sentence). A `new` one must not empty what stands under its name."""
    found = []
    name = one.drug.generic
    if new and name in known.drugs:
        found.append(("generic", f"“{name}” is on the list already. Open it there to change it."))
    if not any(letter.isalpha() for letter in name):
        found.append(("generic", "Enter the generic name."))
    for typed in (name, *one.drug.brands):
        other = known.find(typed)
        if other is not None and other.generic != name:
            field = "generic" if typed == name else "brands"
            found.append((field, f"“{typed}” is a name of {other.generic} already."))
    if one.maximum is not None and not 0 < one.maximum <= HIGHEST:
        found.append(("maximum", "Enter the usual maximum a day as a number above 0, or leave it empty."))
    if not one.drug.drug_class:
        found.append(("drug_class", "Name its class, for example SSRI."))
    return found
