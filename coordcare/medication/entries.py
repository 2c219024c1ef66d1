"""The kind of entry for a change of medication."""

from flask import has_request_context, request

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.errors import Invalid, NotFound
from coordcare.medication import checks, queries, reported_queries, rules, visit_queries
from coordcare.medication.forms import MedicationBackground, MedicationChangeForm
from coordcare.medication.formulary import capitalized
from coordcare.medication.models import MedicationChange
from coordcare.patients.models import Patient
from coordcare.patients.queries import load
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry

REPORTED_BESIDE = 5


def prepare(standing: Standing, patient: Patient) -> MedicationBackground:
    """The changes that the form is checked against, what was reported lately, and the visit that it belongs to.

    The address may name a drug of the regimen (?drug=sertraline).
    """
    return MedicationBackground(
        patient.birth_date,
        today(),
        queries.changes(standing.patient_id),
        reported_queries.observations(standing, REPORTED_BESIDE),
        visit_queries.awaits_change(standing),
        request.args.get("drug") if has_request_context() else None,
    )


def present(values: Values) -> Values:
    """A change in words."""
    dose, previous = queries.dose_of(values), queries.dose_of(values, "previous_")
    name = capitalized(values["drug"])
    title = rules.title(values["change_type"], name, dose, previous)
    if values["effective_on"] > today():
        title = f"Planned from {plain_day(values['effective_on'])}: {title}"
    return {
        "title": title,
        "change_word": rules.CHANGE_TYPES[values["change_type"]],
        "drug": name,
        "change_words": _dose_words(dose, previous),
        "effective_on": values["effective_on"],
        "reason": values["reason"],
        "watch_for": values["watch_for"],
        "above_maximum": values["dose_confirmed"],
    }


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """The change once more, against the regimen as it is now that nobody else can change it."""
    patient, fresh = load(standing.patient_id), queries.changes(standing.patient_id)
    if patient is None:
        raise NotFound
    line = checks.line_of(fresh, values["drug"])
    if (line.dose if line else None) != queries.dose_of(values, "previous_"):
        now = f"now {line.dose_words}" if line else "no longer in the regimen"
        raise Invalid(
            f"{capitalized(values['drug'])} is {now}: it changed while you were writing. Check the dose.", "dose"
        )
    proposal = checks.Proposal(
        values["change_type"], values["drug"], values["effective_on"], queries.dose_of(values), values["dose_confirmed"]
    )
    for problem in checks.check_change(proposal, fresh, patient.birth_date, today()):
        raise Invalid(problem.sentence, problem.field)


def _dose_words(dose: rules.Dose | None, previous: rules.Dose | None) -> str:
    if dose is None:
        return previous.words if previous else ""
    return rules.dose_change_words(previous, dose) if previous and previous != dose else dose.words


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
            columns=(
                "change_type",
                "drug",
                "rxcui",
                "dose",
                "unit",
                "frequency",
                "dose_confirmed",
                "effective_on",
                "previous_dose",
                "previous_unit",
                "previous_frequency",
                "reason",
                "watch_for",
            ),
            searched=("drug", "reason", "watch_for"),
        ),
    ),
    prepare=prepare,
    present=present,
    check=check,
    visit=True,
)
