"""What the form of a medication change knows of its patient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from coordcare.medication import rules
from coordcare.medication.advice_rules import NeutrophilCount, not_checked_beside
from coordcare.medication.formulary import Drug
from coordcare.medication.list_formulary import DrugList
from coordcare.medication.measured_rules import Measured
from coordcare.medication.proposed_rules import Known
from coordcare.medication.reported_queries import Observation
from coordcare.timeline.forms import Background


@dataclass(frozen=True)
class MedicationBackground(Background):
    """The signed changes that a new one is checked against, and the regimen they make today.

    `visit_on` is the day of the author's own visit that announced a change which is not recorded yet. `drug` is the
    drug of the regimen that the form was opened for, `beside` its second line. `reviewed`: whether the viewer has
    reviewed the record within the last day, None where nobody asks. `symptoms` are those named last.
    `benign_neutropenia` as the last change of clozapine says. `other_medicines` as the health list names them.
    """

    changes: Sequence[rules.Change]
    observations: Sequence[Observation] = ()
    visit_on: date | None = None
    drug: str | None = None
    beside: bool = False
    drugs: DrugList = field(default_factory=DrugList)
    raised_risk: bool = False
    neutrophils: Sequence[NeutrophilCount] = ()
    overdue: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measured: Measured = field(default_factory=Measured)
    reviewed: bool | None = None
    symptoms: Sequence[str] = ()
    benign_neutropenia: bool = False
    other_medicines: Sequence[str] = ()

    @property
    def not_checked(self) -> str:
        return not_checked_beside(self.other_medicines)

    @property
    def regimen(self) -> list[rules.RegimenLine]:
        return rules.regimen(self.changes, self.today)

    @property
    def planned(self) -> list[rules.Change]:
        return rules.planned(self.changes, self.today)

    @property
    def offered(self) -> list[Drug]:
        return [drug for drug in self.drugs.drugs.values() if drug.offered]

    @property
    def known(self) -> Known:
        return Known(
            self.birth_date,
            self.today,
            self.changes,
            self.drugs,
            self.raised_risk,
            self.neutrophils,
            overdue=self.overdue,
            measured=self.measured,
        )
