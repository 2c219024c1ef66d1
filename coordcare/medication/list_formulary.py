"""The clinic's list of drugs with their limits: the package's beginning, and over it what the clinic changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from coordcare.medication import formulary
from coordcare.medication.formulary import Drug, find_drug
from coordcare.medication.limit_formulary import Limit, Use, limit_of, limits
from coordcare.medication.name_formulary import typed_drug


@dataclass(frozen=True, slots=True)
class ClinicDrug:
    """A drug as the clinic set it, and its usual maximum by mouth a day in `unit` (None: the list keeps its own)."""

    drug: Drug
    maximum: Decimal | None = None
    unit: str = "mg"

    @property
    def limit(self) -> Limit | None:
        """The general limit by mouth that the clinic set."""
        if self.maximum is None:
            return None
        return Limit(
            self.drug.generic, "oral", None, None, None, None, None, self.maximum, self.unit, "day",
            self.drug.standing, True,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DrugList:
    """Every drug by its generic name, in the order of the list, and every limit."""

    drugs: Mapping[str, Drug] = field(default_factory=formulary.formulary)
    limits: tuple[Limit, ...] = field(default_factory=limits)

    def find(self, name: str) -> Drug | None:
        """The drug of a generic or brand name, however it is capitalized."""
        return find_drug(name, self.drugs)

    def find_typed(self, name: str) -> Drug | None:
        """The one drug that a typed name means, also without its release words or by its salt."""
        return typed_drug(name, self.drugs)

    def search(self, letters: str) -> list[Drug]:
        """Every drug of a few letters, also those that the clinic no longer offers."""
        return formulary.search(letters, len(self.drugs), self.drugs)

    def nearest(self, name: str) -> list[str]:
        """Generic names that somebody may have meant, nearest first."""
        return formulary.nearest(name, drugs=self.drugs)

    def limit_of(self, drug: str, use: Use) -> Limit | None:
        """The limit that fits a use; None where the list states none."""
        return limit_of(drug, use, self.limits)

    def general_limit(self, drug: str) -> Limit | None:
        """The limit by mouth that no age, form, indication or condition narrows."""
        return next((limit for limit in self.limits if limit.drug == drug and _is_general(limit)), None)


def with_clinic(changed: Iterable[ClinicDrug]) -> DrugList:
    """The package's list under what the clinic changed. A limit of the clinic's replaces the general one by mouth."""
    own = {one.drug.generic: one for one in changed}
    drugs = {**formulary.formulary(), **{generic: one.drug for generic, one in own.items()}}
    replaced = {generic for generic, one in own.items() if one.limit is not None}
    kept = [limit for limit in limits() if not (limit.drug in replaced and _is_general(limit))]
    return DrugList(drugs, (*kept, *(one.limit for one in own.values() if one.limit is not None)))


def _is_general(limit: Limit) -> bool:
    narrowed = (limit.form, limit.indication, limit.age_from, limit.age_to, limit.condition)
    return limit.route == "oral" and limit.per == "day" and all(one is None for one in narrowed)
