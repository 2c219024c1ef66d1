"""The kind of entry for a visit about medication."""

from collections.abc import Callable

from flask import Flask, current_app, url_for

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.medication import queries, reported_queries, rules, symptom_queries, visit_queries
from coordcare.medication.detail_forms import symptoms_typed_again
from coordcare.medication.detail_rules import symptom_words
from coordcare.medication.entries import REPORTED_BESIDE
from coordcare.medication.models import MedicationVisit
from coordcare.medication.observation_entries import HEARD_PART
from coordcare.medication.observation_rules import heard
from coordcare.medication.visit_forms import MedicationVisitForm, VisitBackground
from coordcare.patients.models import Patient
from coordcare.risk import statement_entries
from coordcare.risk.rules import RISK_STATUSES
from coordcare.settings.queries import today
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry

DECIDED = "medication_decided"
Decided = Callable[[Standing], tuple[int, tuple[int, ...]]]


def register_decided(app: Flask, decided: Decided) -> None:
    """`decided(standing)`: the place in the order of signing of the viewer's last decision, and what it left asked.

    What was left are ids of entries signed before it that still ask.
    """
    app.extensions[DECIDED] = decided


def prepare(standing: Standing, patient: Patient) -> VisitBackground:
    """The regimen, the plan of last time, what colleagues reported and asked.

    What was asked stands until a decision of the viewer's that showed it, as on the review; a visit shows and decides
    nothing by itself.
    """
    decided: Decided = current_app.extensions[DECIDED]
    return VisitBackground(
        patient.birth_date,
        today(),
        queries.changes(standing.patient_id),
        visit_queries.last_plan(standing),
        reported_queries.asks(standing, *decided(standing)),
        reported_queries.observations(standing, REPORTED_BESIDE),
        symptom_queries.last_named(standing),
    )


def present(values: Values) -> Values:
    """A visit in words. What was not asked about is not told; a change that is not recorded is."""
    risk = RISK_STATUSES[values["risk_status"]]
    missing = values.get("change_missing", False)
    told = rules.CHANGE_MISSING.lower() if missing else rules.OUTCOME_TITLES[values["outcome"]]
    return {
        **values,
        **heard(values),
        "title": f"Medication visit: {told}",
        "outcome_word": rules.CHANGE_MISSING if missing else rules.OUTCOMES[values["outcome"]],
        "change_missing": missing,
        "mode_word": rules.MODES[values["mode"]],
        "risk_word": risk.word,
        "risk_level": risk.level,
        "symptoms": symptom_words(values["target_symptoms"]),
    }


def typed(values: Values) -> dict[str, list[str]]:
    """Of a visit that was recalled, the rows of its symptoms."""
    return {"target_symptoms": [], **symptoms_typed_again(values["target_symptoms"])}


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """Nothing that the form has not checked."""


def next_page(standing: Standing, entry: TimelineEntry) -> str | None:
    """To the risk where one was stated, which comes first; else to the change itself, when the visit came to one."""
    risk = statement_entries.next_page(standing, entry)
    if risk is not None:
        return risk
    if visit_queries.outcome_of(entry.id) != visit_queries.CHANGED or not standing.may(Action.CHANGE_MEDICATION):
        return None
    return url_for("timeline.new", patient_id=entry.patient_id, kind=queries.KIND)


MEDICATION_VISIT = Kind(
    key=visit_queries.KIND,
    package="medication",
    word="Medication visit",
    plural="Medication visits",
    icon="medication_visit",
    tone="medication",
    action=Action.CHANGE_MEDICATION,
    model=MedicationVisit,
    form=MedicationVisitForm,
    parts=(
        Part(
            "visit",
            Sensitivity.MEDICATION,
            columns=(
                "outcome",
                "interval_history",
                "mental_state",
                "assessment",
                "plan",
                "mode",
                "risk_status",
                "regimen",
                "target_symptoms",
            ),
            searched=("assessment", "interval_history", "mental_state", "plan"),
        ),
        HEARD_PART,
    ),
    prepare=prepare,
    present=present,
    typed=typed,
    check=check,
    visit=True,
    leads_visit=True,
    facts={"risk_status": "risk_status"},
    on_signed=statement_entries.answer_statement,
    next_page=next_page,
    since=visit_queries.changes_missing,
)
