"""The clinic's list of drugs, and the units and frequencies of a dose. Reference data, read once.

Source: psychotropics.csv beside this file; each row names where its RxNorm and ATC codes come from. Doses are
[GK], "clinic default, not verified against the current label". Numeric limits: limit_formulary.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from coordcare.medication import spelling_rules

SOURCE = "clinic default, not verified against the current label"
UNLISTED = "Not on the list"
ANY_AGE = 150
FAMILIES = {
    "reuptake_inhibitor": "serotonin reuptake inhibitors",
    "tca": "tricyclics",
    "maoi": "MAOIs",
    "sari": "serotonin antagonist and reuptake inhibitors",
    "ndri": "norepinephrine-dopamine reuptake inhibitors",
    "nassa": "noradrenergic and specific serotonergic drugs",
    "multimodal": "multimodal serotonergic drugs",
    "nmda_antagonist": "NMDA antagonists",
    "antipsychotic": "antipsychotics",
    "benzodiazepine": "benzodiazepines",
    "z_hypnotic": "Z-hypnotics",
    "orexin_antagonist": "orexin antagonists",
    "stimulant": "stimulants",
    "alpha_2_agonist": "alpha-2 agonists",
    "vmat2_inhibitor": "VMAT2 inhibitors",
    "anticholinergic": "anticholinergics",
    "wakefulness_agent": "wakefulness agents",
    "opioid": "opioids",
    "gabapentinoid": "gabapentinoids",
}
ANTIDEPRESSANTS = frozenset(
    {"reuptake_inhibitor", "tca", "maoi", "sari", "ndri", "nassa", "multimodal", "nmda_antagonist"}
)
FORMS = {
    "xl": "XL",
    "xr": "XR",
    "er": "ER",
    "sr": "SR",
    "cr": "CR",
    "dr": "DR",
    "ir": "IR",
    "odt": "ODT",
    "liquid": "liquid",
    "patch": "patch",
    "depot": "depot injection",
}
ROUTES = {
    "oral": "by mouth",
    "sublingual": "under the tongue",
    "transdermal": "as a patch",
    "intranasal": "into the nose",
    "intramuscular": "into a muscle",
}
UNITS = {"mg": "mg", "mcg": "mcg", "g": "g", "mL": "mL", "units": "units"}
MILLIGRAMS = {"mg": Decimal(1), "mcg": Decimal("0.001"), "g": Decimal(1000)}


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a dose is taken. As needed counts one dose a day: how many were taken is not known."""

    key: str
    word: str
    doses: int
    days: int = 1

    def per_day(self, dose: Decimal) -> Decimal:
        return dose * self.doses / self.days


AS_NEEDED = "as_needed"
_FREQUENCIES = (
    Frequency("once_daily", "once daily", 1),
    Frequency("twice_daily", "twice daily", 2),
    Frequency("three_times_daily", "three times daily", 3),
    Frequency("four_times_daily", "four times daily", 4),
    Frequency("at_bedtime", "at bedtime", 1),
    Frequency("every_other_day", "every other day", 1, 2),
    Frequency("weekly", "weekly", 1, 7),
    Frequency("every_2_weeks", "every 2 weeks", 1, 14),
    Frequency("every_4_weeks", "every 4 weeks", 1, 28),
    Frequency(AS_NEEDED, "as needed", 1),
)
FREQUENCIES: dict[str, Frequency] = {row.key: row for row in _FREQUENCIES}


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug, by its generic name. What the list leaves blank is None.

    `schedule`: US, CII to CV. `family`: what two drugs of a kind have in common. `suicidality_box_to_age`: the
    last year of age that the FDA box names. `adequate_start`: mg a day from which a trial counts as adequate.
    `offered`: whether the clinic still offers it; `version`: the clinic's own, 0 for the package's.
    """

    generic: str
    brands: tuple[str, ...]
    drug_class: str
    common_start: str
    usual_maximum: str
    rxcui: str | None
    atc: str | None = None
    schedule: str | None = None
    family: str | None = None
    suicidality_box_to_age: int | None = None
    adequate_start: Decimal | None = None
    offered: bool = True
    version: int = 0

    @property
    def standing(self) -> str:
        """Where what is said of it comes from, in words."""
        return f"set by this clinic, version {self.version}" if self.version else SOURCE

    @property
    def coded(self) -> bool:
        """Whether the drug stands on the list; of one that does not, nothing is checked."""
        return self.drug_class != UNLISTED

    @property
    def controlled(self) -> bool:
        return self.schedule is not None

    @property
    def antidepressant(self) -> bool:
        return self.family in ANTIDEPRESSANTS


@cache
def formulary() -> dict[str, Drug]:
    """Every drug by its generic name, in the order of the list."""
    with (Path(__file__).with_name("psychotropics.csv")).open(encoding="utf-8", newline="") as file:
        return {row["generic"]: _drug(row) for row in csv.DictReader(file)}


def find_drug(name: str, drugs: Mapping[str, Drug] | None = None) -> Drug | None:
    """The drug of a generic or brand name, however it is capitalized; of the package's list, or of another."""
    return _names(drugs).get(_key(name))


def search(letters: str, count: int = 8, drugs: Mapping[str, Drug] | None = None) -> list[Drug]:
    """Drugs of a few letters: those whose generic or a brand name begins with them first, then those that hold them.

    A match of the generic name stands before one of a brand; then the alphabet decides.
    """
    typed = _key(letters)
    if not typed:
        return []
    known = (formulary() if drugs is None else drugs).values()
    found = [(rank, drug.generic, drug) for drug in known if (rank := _rank(drug, typed)) is not None]
    return [drug for _, _, drug in sorted(found, key=lambda one: one[:2])[:count]]


def unlisted(name: str) -> Drug:
    """A drug that is not on the list, as typed and uncoded. Raises ValueError for a name without a letter."""
    typed = " ".join(name.split())
    if not any(letter.isalpha() for letter in typed):
        raise ValueError("the name of a drug has letters")
    return Drug(typed.casefold(), (), UNLISTED, "", "", None)


def nearest(name: str, count: int = 3, drugs: Mapping[str, Drug] | None = None) -> list[str]:
    """Generic names that somebody may have meant who mistyped one; spelling_rules has the bar."""
    names = _names(drugs)
    return list(dict.fromkeys(names[key].generic for key in spelling_rules.meant(_key(name), names)))[:count]


def capitalized(drug: str) -> str:
    return drug[:1].upper() + drug[1:]


def amount_words(dose: Decimal) -> str:
    """37.5, 100: no exponent and no trailing zeros."""
    return f"{dose.normalize():f}"


def brand_names(text: str) -> tuple[str, ...]:
    """Brands as a row of the list names them: between slashes, what stands in brackets left out."""
    brands = (re.sub(r"\(.*?\)", "", brand).strip() for brand in text.split("/"))
    return tuple(brand for brand in brands if brand)


def _names(drugs: Mapping[str, Drug] | None) -> Mapping[str, Drug]:
    return _package_names() if drugs is None else _by_name(drugs)


@cache
def _package_names() -> Mapping[str, Drug]:
    return _by_name(formulary())


def _by_name(drugs: Mapping[str, Drug]) -> dict[str, Drug]:
    names: dict[str, Drug] = {}
    for drug in drugs.values():
        for name in (*drug.brands, drug.generic):
            names[_key(name)] = drug
    return names


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _rank(drug: Drug, typed: str) -> int | None:
    brands = [_key(brand) for brand in drug.brands]
    ways = (
        drug.generic.startswith(typed),
        any(brand.startswith(typed) for brand in brands),
        typed in drug.generic,
        any(typed in brand for brand in brands),
    )
    return next((rank for rank, found in enumerate(ways) if found), None)


def _drug(row: dict[str, str]) -> Drug:
    box = row["suicidality_box_to_age"]
    return Drug(
        generic=row["generic"],
        brands=brand_names(row["brand"]),
        drug_class=row["class"],
        common_start=row["common_start"],
        usual_maximum=row["usual_max_daily"],
        rxcui=row["rxcui_ingredient"] or None,
        atc=row["atc"] or None,
        schedule=row["us_schedule"] or None,
        family=row["family"] or None,
        suicidality_box_to_age=(ANY_AGE if box == "any" else int(box)) if box else None,
        adequate_start=Decimal(row["adequate_start_mg"]) if row["adequate_start_mg"] else None,
    )
