"""What a drug of the clinic's list must satisfy, and the words of its schedules. Pure."""

import re
from decimal import Decimal

from coordcare.medication.formulary import FAMILIES, MILLIGRAMS, amount_words
from coordcare.medication.list_formulary import ClinicDrug, DrugList

SCHEDULES = {"": "not controlled", "CII": "CII", "CIII": "CIII", "CIV": "CIV", "CV": "CV"}
FAMILY_CHOICES = {"": "none of these", **{key: words[:1].upper() + words[1:] for key, words in FAMILIES.items()}}
MAXIMUM_UNITS = {key: key for key in MILLIGRAMS}
HIGHEST = Decimal(100_000)
# A number or a span in words, with what follows it: 20 mg; 6-8 mg; 20 to 40 mg a day; .5 mg.
_NUMBER = r"(\d+(?:\.\d+)?|\.\d+)"
_AMOUNT = re.compile(rf"(?<![\d.]){_NUMBER}(?:\s*(?:-|to)\s*{_NUMBER})?\s*([^\s,;()/.]*)", re.ASCII)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))", re.ASCII)
_OF_A_DAY = re.compile(r"\s*(?:/|per)\s*(?:day|d)\b|\b(?:a day|daily)\b", re.IGNORECASE)
# 5 mg/kg is no amount of a day, nor is what is taken at one time.
_NOT_OF_A_DAY = re.compile(r"twice|times|every|per |/", re.IGNORECASE)


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
    elif one.maximum is not None and (told := _disagreement(one)):
        found.append(("maximum", told))
    if not one.drug.drug_class:
        found.append(("drug_class", "Name its class, for example SSRI."))
    return found


def _unit(told: str) -> str:
    lower = told.casefold()
    return "mg" if lower.startswith("milligram") else lower


def _disagreement(one: ClinicDrug) -> str | None:
    """How the number contradicts the words beside it; None where it lies within what they name, or they name nothing.

    Advice goes by the number, and a clinician reads the words: two maxima would be two answers.
    """
    words = one.drug.usual_maximum
    plain = _OF_A_DAY.sub("", _THOUSANDS.sub("", words)).strip()
    named = [] if _NOT_OF_A_DAY.search(plain) else _AMOUNT.findall(plain)
    bare = plain.replace(".", "", 1).isdecimal()
    told = [
        Decimal(number) * MILLIGRAMS[one.unit if bare else _unit(unit)]
        for *span, unit in named
        for number in span
        if number and (bare or _unit(unit) in MILLIGRAMS)
    ]
    if one.maximum is None or not told or min(told) <= one.maximum * MILLIGRAMS[one.unit] <= max(told):
        return None
    number = f"{amount_words(one.maximum)} {one.unit}"
    return f"The words beside it say {words}, the number {number}: make the two agree."
