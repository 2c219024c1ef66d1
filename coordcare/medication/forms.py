"""The form of a medication change."""

from collections.abc import Collection, Sequence
from typing import Any

from wtforms import RadioField, TextAreaField, ValidationError

from coordcare.fields import DayField
from coordcare.medication import checks, rules
from coordcare.medication.advice_rules import ASKS_REASON, QUIET, REFUSED, Advice
from coordcare.medication.background_forms import MedicationBackground
from coordcare.medication.caution_rules import DECIMAL_POINT, MANIFOLD_KEY
from coordcare.medication.detail_forms import DetailFields, symptoms_typed
from coordcare.medication.detail_rules import BENIGN_NEUTROPENIA, REVIEWED_TYPES
from coordcare.medication.dose_forms import DoseFields, dose_columns, dose_typed, previous_columns
from coordcare.medication.formulary import FORMS, FREQUENCIES, ROUTES, UNITS
from coordcare.medication.plan_forms import PlanFields, step_columns
from coordcare.medication.proposed_rules import advice_on
from coordcare.timeline.forms import EntryForm, long_text, tidy

REASON_LENGTH = 4_000
IF_MEANT = "If it is meant, tick the box below it."
REASON_ASKED = "Say in one sentence why it is meant."
# The fields of each fold begin like this.
FOLDS = {
    "use": ("form", "route", "most_per_day", "beside"),
    "plan": ("other_drug", "steps_", "leaving_"),
    "for": ("indication", "conditions", "target_symptoms_", "alternatives", "risk_talk", "pdmp_checked_on"),
}
# These ask for the fold of the plan.
PLANNED_TYPES = rules.WITH_OTHER_DRUG | {"taper"}
# Without these a change cannot be read at all.
KNOWN_KEYS: dict[str, Collection[Any]] = {
    "change_type": rules.CHANGE_TYPES,
    "unit": UNITS,
    "frequency": FREQUENCIES,
    "form": {"", None, *FORMS},
    "route": {"", None, *ROUTES},
}
READ_FIRST = ("change_type", "drug", "dose", "unit", "frequency", "most_per_day", "form", "route")
# Where a refusal of advice is told.
REFUSED_AT = {"unit_misfit": "unit", "unit_slip": "dose"}


class MedicationChangeForm(DoseFields, DetailFields, PlanFields, EntryForm):
    """One change of one drug. Checked against the regimen here, and again in the signing transaction."""

    background: MedicationBackground

    reason = TextAreaField("Reason", validators=[long_text(REASON_LENGTH)])
    watch_for = TextAreaField("Watch for", validators=[long_text(REASON_LENGTH)])

    def __init__(self, typed: Any = None, *, background: MedicationBackground, **defaults: Any) -> None:
        defaults = {
            "happened_on": background.visit_on or background.today,
            "effective_on": background.today,
            "unit": "mg",
            "frequency": "once_daily",
            "conditions": [BENIGN_NEUTROPENIA] if background.benign_neutropenia else [],
            **symptoms_typed(list(background.symptoms)),
            **self._asked_for(background),
        } | defaults
        super().__init__(typed, background=background, **defaults)
        self._advised: list[Advice] | None = None

    @staticmethod
    def _asked_for(background: MedicationBackground) -> dict[str, Any]:
        """The drug that the form was opened for, as it is taken; nothing for a drug that is not."""
        asked = (background.drug, background.beside)
        line = next((line for line in background.regimen if (line.drug, line.beside) == asked), None)
        if line is None:
            return {}
        taken = {"drug": line.drug, "beside": line.beside, **dose_typed(line.dose)}
        # The present dose is no beginning of another one: 100 typed behind 50 is 50100.
        return {name: value for name, value in taken.items() if name != "dose"}

    def validate_reason(self, field: TextAreaField) -> None:
        if not tidy(field.data) and self.change_type.data != "taking_already":
            raise ValidationError("Say why. The whole team works with this reason.")

    def validate_next_review_on(self, field: DayField) -> None:
        if field.data is not None and self.happened_on.data is not None and field.data < self.happened_on.data:
            raise ValidationError("The next review lies before the day of this decision.")

    def validate_pdmp_checked_on(self, field: DayField) -> None:
        if field.data is not None and field.data > self.background.today:
            raise ValidationError("This date is in the future. Enter the day on which it was checked.")

    def validate_without_review(self, field: RadioField) -> None:
        asked = self.asks_review and self.without_review_asked.data
        if asked and self.change_type.data in REVIEWED_TYPES and not field.data:
            raise ValidationError("Choose one. It is for the record only.")

    def validate(self, extra_validators: Any = None) -> bool:
        """Every fault in one round: what the fields say, what the regimen says, and what advice asks for."""
        sound = super().validate(extra_validators)
        rows = [self.check_rows("steps"), self.check_rows("leaving"), self.check_symptoms()]
        if any(self._fields[name].errors for name in READ_FIRST):
            return False
        told = self._tell(self._problems()) or self._tell_advice()
        return sound and all(rows) and not told

    @property
    def asks_review(self) -> bool:
        """Whether the form asks why there was no review."""
        return self.background.reviewed is False

    def advice(self) -> list[Advice]:
        """What is advised on what stands in the form; empty while that is not a change that makes sense."""
        if self._advised is None:
            sensible = self._readable() and not self._problems()
            self._advised = advice_on(self.proposal(), self.background.known, self.details()) if sensible else []
        return self._advised

    def step_told(self) -> str | None:
        """What is wrong with a step while it is typed, for nothing is advised then; once checked, its field says it."""
        found = self._problems() if self._readable() and not self.errors else []
        told = [(self._row(one.field, one.step).label.text, one.sentence) for one in found if one.step is not None]
        return next((label.removesuffix("from") + sentence for label, sentence in told), None)

    def advice_asking(self) -> list[Advice]:
        return [one for one in self.advice() if one.level == ASKS_REASON]

    def advice_quiet(self) -> list[Advice]:
        return [one for one in self.advice() if one.level == QUIET]

    @property
    def planned_types(self) -> list[str]:
        """The changes at whose choice the fold of the plan opens."""
        return sorted(PLANNED_TYPES)

    def filled_fold(self, fold: str) -> bool:
        """Whether something stands in the fields of a fold, or is wrong with them, so that it opens."""
        if fold == "plan" and self.errors and self.change_type.data in PLANNED_TYPES:
            return True
        return any(
            one.errors or (one.data and one.data != one.default) for one in self if one.name.startswith(FOLDS[fold])
        )

    def offered(self) -> Sequence[str]:
        return self.background.symptoms

    def proposal(self) -> checks.Proposal:
        """What the form proposes; call when change, drug and dose are sound. A day that is not one counts as today."""
        dose, other = self.read_dose(), tidy(self.other_drug.data)
        left = self.other_line() if self.change_type.data == "switch" else None
        return checks.Proposal(
            self.change_type.data,
            tidy(self.drug.data) or "",
            self.day(),
            dose,
            bool(self.beside.data),
            bool(self.unlisted.data),
            other if self.change_type.data in rules.WITH_OTHER_DRUG else None,
            self.steps_of("steps", dose),
            self.steps_of("leaving", left.dose if left else dose),
        )

    def values(self) -> dict[str, Any]:
        """The columns: the generic name with its code, what was taken before, and what was advised."""
        proposal, line, drug = self.proposal(), self.line(), self.found_drug()
        if drug is None:
            raise ValueError("a form that was not checked")
        known = self.background
        other = proposal.find_other(known.drugs, known.changes)
        advice, reason = self.advice(), tidy(self.advice_reason.data)
        return {
            "change_type": proposal.change_type,
            "drug": drug.generic,
            "unlisted": not drug.coded,
            "beside": proposal.beside,
            "rxcui": drug.rxcui,
            **dose_columns(proposal.dose),
            "dose_confirmed": any(one.key == "over_maximum" for one in advice) and reason is not None,
            "effective_on": proposal.effective_on,
            "steps": step_columns(proposal.steps),
            "other_drug": other.generic if other else None,
            "leaving": step_columns(proposal.leaving_steps()) if proposal.change_type == "switch" else None,
            "linked_id": None,
            **previous_columns(line.dose if line else None),
            "reason": tidy(self.reason.data),
            "watch_for": tidy(self.watch_for.data),
            **self.detail_columns(),
            "advice": [self._advice_kept(one) for one in advice] or None,
            "advice_reason": reason if self.advice_asking() else None,
        }

    def _readable(self) -> bool:
        return all(self[name].data in known for name, known in KNOWN_KEYS.items()) and self.found_drug() is not None

    def _problems(self) -> list[checks.Problem]:
        known = self.background
        return checks.check_change(self.proposal(), known.changes, known.birth_date, known.today, known.drugs)

    def _tell(self, problems: list[checks.Problem]) -> bool:
        """Put each problem at its field, unless something stands there already; whether there were any."""
        told = False
        for problem in problems:
            at = self._fields[problem.field] if problem.step is None else self._row(problem.field, problem.step)
            if not at.errors:
                at.errors, told = [problem.sentence], True
        return told

    def _row(self, plan: str, step: int) -> DayField:
        filled = self.filled(plan)
        return filled[step][0] if step < len(filled) else self.rows(plan)[0][0]

    def _tell_advice(self) -> bool:
        """Whether advice stands in the way: it refuses what makes no sense, and asks a reason for some."""
        for one in self.advice():
            if one.level == REFUSED:
                self._fields[REFUSED_AT.get(one.key, "dose")].errors = [one.words]
                return True
        if self.advice_asking() and not tidy(self.advice_reason.data):
            self.advice_reason.errors = [self._reason_asked()]
        if self.manifold and not self.is_meant:
            self.dose.errors = [f"{self.manifold} {IF_MEANT}"]
        return bool(self.advice_reason.errors or self.dose.errors)

    @property
    def manifold(self) -> str | None:
        """What must be seen of a dose far above the present one; None where a reason for that dose is asked anyway."""
        found = {one.key: one.words for one in self.advice()}
        return None if "over_maximum" in found else found.get(MANIFOLD_KEY)

    @property
    def manifold_fact(self) -> str:
        """500 mg is 10 times the dose now (50 mg): the fact without what to check."""
        return (self.manifold or "").removesuffix(DECIMAL_POINT)

    @property
    def is_meant(self) -> bool:
        """Whether just this dose was said to be meant: a tick for another one does not count."""
        return self.manifold is not None and self.dose_meant.data == self.manifold

    def _reason_asked(self) -> str:
        """What the advice says, for it stands far below the list of errors; a likely slip of the pen too."""
        told = [one.words for one in self.advice() if one.level == ASKS_REASON or one.key == MANIFOLD_KEY]
        return " ".join([*told, REASON_ASKED])

    def _advice_kept(self, one: Advice) -> dict[str, Any]:
        return {
            "key": one.key,
            "words": one.words,
            "level": one.level,
            "source": one.source,
            "verified": one.verified,
            "noted": one.key in (self.advice_noted.data or []),
            **({"meant": True} if self.is_meant and one.key == MANIFOLD_KEY else {}),
        }
