"""The kind of entry for a change of medication."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app, has_request_context, request

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.errors import Invalid, NotFound
from coordcare.medication import (
    checks,
    list_queries,
    monitoring_queries,
    queries,
    reading_queries,
    reported_queries,
    switch_entries,
    symptom_queries,
    visit_queries,
)
from coordcare.medication.background_forms import MedicationBackground
from coordcare.medication.change_cards import change_card
from coordcare.medication.detail_forms import symptoms_typed_again
from coordcare.medication.forms import MedicationChangeForm
from coordcare.medication.formulary import capitalized
from coordcare.medication.models import MedicationChange
from coordcare.medication.plan_checks import Proposal
from coordcare.medication.plan_forms import typed_rows
from coordcare.medication.title_rules import draft_words
from coordcare.patients.health_queries import health_list
from coordcare.patients.models import Patient
from coordcare.patients.queries import load
from coordcare.patients.rules import Category
from coordcare.risk.queries import risk_panel
from coordcare.settings.queries import today
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry

REPORTED_BESIDE = 5
REVIEWED = "medication_reviewed"
Reviewed = Callable[[Standing], bool]


def register_reviewed(app: Flask, reviewed: Reviewed) -> None:
    """`reviewed(standing)` says whether the viewer has reviewed this record lately enough to decide on it.

    Without one nobody is asked why there was no review.
    """
    app.extensions[REVIEWED] = reviewed


def prepare(standing: Standing, patient: Patient) -> MedicationBackground:
    """The changes that the form is checked against, what was reported lately, and the visit that it belongs to.

    The address may name a drug of the regimen (?drug=sertraline), and its second line (&beside=1).
    """
    asked = request.args if has_request_context() else {}
    reviewed: Reviewed | None = current_app.extensions.get(REVIEWED)
    known = queries.changes(standing.patient_id)
    benign = monitoring_queries.benign_neutropenia(standing, known) is not None
    return MedicationBackground(
        patient.birth_date,
        today(),
        known,
        reported_queries.observations(standing, REPORTED_BESIDE),
        visit_queries.awaits_change(standing),
        asked.get("drug"),
        asked.get("beside") == "1",
        drugs=list_queries.drug_list(),
        raised_risk=bool(risk_panel(standing, standing.patient_id).level),
        neutrophils=monitoring_queries.neutrophils(standing),
        overdue=monitoring_queries.overdue_words(standing, known),
        measured=reading_queries.measured(standing, known, patient.birth_date, today(), benign=benign),
        reviewed=reviewed(standing) if reviewed else None,
        symptoms=symptom_queries.last_named(standing),
        benign_neutropenia=benign,
        other_medicines=[one.text for one in health_list(standing, Category.OTHER_MEDICINE) if one.ended_on is None],
    )


def present(values: Values) -> Values:
    """A change in words."""
    return change_card(values, today())


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """The change once more, against the regimen as it is now that nobody else can change it."""
    patient, fresh = load(standing.patient_id), queries.changes(standing.patient_id)
    if patient is None:
        raise NotFound
    line = checks.line_on(fresh, values["drug"], values["effective_on"], beside=values["beside"])
    if _basis(line.dose if line else None) != _basis(queries.dose_of(values, "previous_")):
        now = f"now {line.dose_words}" if line else "no longer in the regimen"
        raise Invalid(
            f"{capitalized(values['drug'])} is {now}: it changed while you were writing. Check the dose.", "dose"
        )
    for problem in checks.check_change(
        proposal_of(values), fresh, patient.birth_date, today(), list_queries.drug_list()
    ):
        field = problem.field if problem.step is None else f"{problem.field}_{problem.step + 1}_on"
        raise Invalid(problem.sentence, field)


def proposal_of(values: Mapping[str, Any]) -> Proposal:
    """A signed change as it was proposed."""
    dose = queries.dose_of(values)
    return Proposal(
        values["change_type"],
        values["drug"],
        values["effective_on"],
        dose,
        values["beside"],
        values["unlisted"],
        values["other_drug"],
        queries.steps_of(values["steps"], dose),
        queries.steps_of(values["leaving"], None),
    )


def _basis(dose: Any) -> tuple[Any, ...] | None:
    """What a change begins from, as far as it is kept."""
    return (dose.amount, dose.unit, dose.frequency, dose.form) if dose else None


def typed(values: Values) -> dict[str, list[str]]:
    """Of a change that was recalled, the rows of its plans and symptoms, and what was noted."""
    noted = [one["key"] for one in values["advice"] or () if one["noted"]]
    return {
        **{key: [] for key in ("steps", "leaving", "target_symptoms", "advice")},
        **typed_rows("steps", values["steps"]),
        **typed_rows("leaving", values["leaving"]),
        **symptoms_typed_again(values["target_symptoms"]),
        "advice_noted": noted,
    }


COLUMNS = tuple(column.name for column in MedicationChange.__table__.columns if column.name != "entry_id")
MEDICATION_CHANGE = Kind(
    key=queries.KIND,
    package="medication",
    word="Medication change",
    plural="Medication",
    icon="pill",
    tone="medication",
    action=Action.CHANGE_MEDICATION,
    model=MedicationChange,
    form=MedicationChangeForm,
    parts=(
        Part(
            "change",
            Sensitivity.MEDICATION,
            columns=COLUMNS,
            searched=("drug", "other_drug", "reason", "watch_for", "alternatives", "advice_reason"),
        ),
    ),
    prepare=prepare,
    present=present,
    check=check,
    visit=True,
    on_signed=switch_entries.sign_leaving,
    on_recalled=switch_entries.recall_leaving,
    typed=typed,
    draft_words=draft_words,
)
