"""The kind of entry for adherence or a side effect that somebody reports, and the part that other kinds share."""

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.medication import observation_rules as rules
from coordcare.medication.observation_forms import ObservationBackground, ObservationForm
from coordcare.medication.observation_models import TOLD_BY, MedicationReport, Observation
from coordcare.medication.rules import ADHERENCE
from coordcare.patients.models import Patient
from coordcare.patients.queries import readers
from coordcare.settings.queries import today
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry

KIND = "observation"
TOLD_PART = Part("told", Sensitivity.TEAM, columns=("told_by",))
# One table and one part, whoever heard it: readers, search and the medication page do not ask where.
HEARD_PART = Part(
    "reported",
    Sensitivity.MEDICATION,
    columns=rules.COLUMNS,
    searched=(*rules.EFFECTS, "barrier_words"),
    model=MedicationReport,
)


def prepare(standing: Standing, patient: Patient) -> ObservationBackground:
    """Who reads what is written here, by the policy and the team as they are now."""
    return ObservationBackground(
        patient.birth_date,
        today(),
        readers(patient.id, TOLD_PART.sensitivity),
        readers(patient.id, HEARD_PART.sensitivity),
        standing.reads(HEARD_PART.sensitivity, standing.viewer.account_id),
    )


def present(values: Values) -> Values:
    """An observation in words. Who does not read what was heard finds that something was told, and by whom."""
    heard = rules.heard(values)
    return {
        **heard,
        "title": _title(values),
        "told_by_word": TOLD_BY[values["told_by"]],
        "reads_reported": _reads(values),
    }


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """Nothing that the form has not checked."""


def _reads(values: Values) -> bool:
    return "adherence" in values


def _title(values: Values) -> str:
    if not _reads(values):
        return "Medication observation"
    said = [ADHERENCE[values["adherence"]].lower()] if values["adherence"] else []
    said += [f"side effect: {effect.name}" for effect in rules.side_effects(values)]
    return f"Observation: {'; '.join(said or ['FIBSER'])}"


OBSERVATION = Kind(
    key=KIND,
    package="medication",
    word="Medication observation",
    plural="Observations",
    icon="eye",
    tone="medication",
    action=Action.WRITE_CONTACT,
    model=Observation,
    form=ObservationForm,
    parts=(TOLD_PART, HEARD_PART),
    prepare=prepare,
    present=present,
    check=check,
)
