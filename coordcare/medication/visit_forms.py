"""The form of a medication visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import RadioField, TextAreaField, ValidationError
from wtforms.validators import AnyOf

from coordcare.medication import rules
from coordcare.medication.detail_forms import SymptomFields, symptoms_typed
from coordcare.medication.observation_forms import HeardForm
from coordcare.medication.reported_queries import Ask, Observation
from coordcare.medication.visit_queries import LastPlan
from coordcare.risk.rules import RISK_STATUSES
from coordcare.timeline.forms import Background, long_text, required, tidy

TEXT_LENGTH = 4_000


@dataclass(frozen=True)
class VisitBackground(Background):
    """The changes that make the regimen, the plan of last time, and what colleagues asked and reported."""

    changes: Sequence[rules.Change]
    last_plan: LastPlan | None
    asks: Sequence[Ask] = ()
    observations: Sequence[Observation] = ()
    symptoms: Sequence[str] = ()

    @property
    def regimen(self) -> list[rules.RegimenLine]:
        return rules.regimen(self.changes, self.today)


class MedicationVisitForm(SymptomFields, HeardForm):
    """One visit about medication. A change of dose is an entry of its own; this says that there is one."""

    background: VisitBackground

    interval_history = TextAreaField("Since the last visit", validators=[long_text(TEXT_LENGTH)])
    mental_state = TextAreaField("Mental state", validators=[long_text(TEXT_LENGTH)])
    assessment = TextAreaField("Assessment", validators=[required("Write your assessment."), long_text(TEXT_LENGTH)])
    outcome = RadioField(
        "Outcome",
        choices=list(rules.OUTCOMES.items()),
        validate_choice=False,
        validators=[
            required("Choose what the visit came to. “No change” is an answer too."),
            AnyOf(rules.OUTCOMES, message="Choose one of these outcomes."),
        ],
    )
    plan = TextAreaField("Plan until next time", validators=[long_text(TEXT_LENGTH)])
    risk_status = RadioField(
        "Risk",
        choices=[(status.key, status.word) for status in RISK_STATUSES.values()],
        validate_choice=False,
        validators=[
            required("Choose the risk status. “Not assessed” is an answer too."),
            AnyOf(RISK_STATUSES, message="Choose one of these answers."),
        ],
    )
    mode = RadioField(
        "How you met",
        choices=list(rules.MODES.items()),
        validate_choice=False,
        validators=[AnyOf(rules.MODES, message="Choose how you met.")],
    )

    def __init__(self, typed: Any = None, *, background: VisitBackground, **defaults: Any) -> None:
        offered = symptoms_typed(list(background.symptoms))
        super().__init__(typed, background=background, **({"mode": "in_person", **offered} | defaults))

    def validate_assessment(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Write your assessment.")

    def validate(self, extra_validators: Any = None) -> bool:
        """All checks, and that each rating has its symptom."""
        sound = super().validate(extra_validators)
        return self.check_symptoms() and sound

    def offered(self) -> Sequence[str]:
        return self.background.symptoms

    def values(self) -> dict[str, Any]:
        """The columns, with the regimen of the visit's day as it is recorded now."""
        day = self.happened_on.data or self.background.today
        plain = {name: value for name, value in super().values().items() if not name.startswith("target_symptoms_")}
        return plain | {
            "target_symptoms": self.target_symptoms(),
            "regimen": rules.regimen_words(rules.regimen(self.background.changes, day)),
        }
