"""The kind of entry for a result of monitoring: a laboratory value, a weight, a blood pressure."""

from datetime import date

from flask import has_request_context, request, url_for

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.errors import Invalid
from coordcare.medication import monitoring_queries
from coordcare.medication.monitoring_models import MonitoringResult
from coordcare.medication.monitoring_rules import LATER
from coordcare.medication.result_formulary import MEASUREMENTS, Measurement, answering
from coordcare.medication.result_rules import result_words, trough_words
from coordcare.medication.sample_forms import MonitoringResultForm, ResultBackground
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry


def prepare(standing: Standing, patient: Patient) -> ResultBackground:
    """What is due, and the test and day that the address asks for (?test=lithium_level&on=2026-11-17)."""
    asked = request.args if has_request_context() else {}
    return ResultBackground(
        patient.birth_date,
        today(),
        asked.get("test") if asked.get("test") in MEASUREMENTS else None,
        _day(asked.get("on")),
        _due(standing) if has_request_context() else (),
    )


def present(values: Values) -> Values:
    """A result in words."""
    measured = MEASUREMENTS[values["test"]]
    return {
        **values,
        "title": f"{measured.word}: {result_words(values)}",
        "word": measured.word,
        "result_words": result_words(values),
        "trough_words": trough_words(values["test"], values["hours_since_dose"]),
    }


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """The very same result of the same day is not recorded twice. The refusal names the test, not a field."""
    if monitoring_queries.stands_already(standing, entry.happened_on, values):
        day = plain_day(entry.happened_on)
        told = f"{MEASUREMENTS[values['test']].word} {result_words(values)}"
        raise Invalid(f"This result of {day} stands in the record already: {told}.", values["test"])


def next_page(standing: Standing, entry: TimelineEntry) -> str:
    """To what is due, where the next result of the same sheet is one click away."""
    return url_for("monitoring.patient", patient_id=entry.patient_id, on=entry.happened_on.isoformat())


def _due(standing: Standing) -> list[tuple[Measurement, str]]:
    """What is due or overdue, each with the address of its form."""
    tests = dict.fromkeys(one.rule.test for one in monitoring_queries.due(standing) if one.state != LATER)
    return [
        (row, url_for("timeline.new", patient_id=standing.patient_id, kind=KIND, test=row.key))
        for row in (answering(test)[0] for test in tests)
    ]


def _day(typed: str | None) -> date | None:
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return None
    return day if day <= today() else None


KIND = monitoring_queries.KIND
MONITORING_RESULT = Kind(
    key=KIND,
    package="medication",
    word="Monitoring result",
    plural="Monitoring",
    icon="measure_result",
    tone="medication",
    action=Action.CHANGE_MEDICATION,
    model=MonitoringResult,
    form=MonitoringResultForm,
    parts=(
        Part(
            "result",
            Sensitivity.MEDICATION,
            columns=("test", "value", "second_value", "unit", "finding", "hours_since_dose", "hours_unknown", "note"),
            searched=("note",),
        ),
    ),
    prepare=prepare,
    present=present,
    check=check,
    drafts=False,
    visit=True,
    next_page=next_page,
)
