"""What is typed into the forms of what stands around a story's sessions. Pure."""

from datetime import date, timedelta

from coordcare.demo.care_rules import Assessed, Contact, Heard, Measured, Visit
from coordcare.demo.fields_rules import Fields, typed
from coordcare.demo.score_rules import Filled

FIBSER = ("fibser_frequency", "fibser_intensity", "fibser_burden")
# What this clinic measures in, where there is a choice.
UNITS = {"weight": "lb", "waist": "in", "sodium": "mEq/L"}


def score_fields(filled: Filled, on: date) -> Fields:
    """A measure's fields; an item left open is not sent, as a browser does with radio buttons."""
    fields = typed({"happened_on": on, "measure": filled.measure, "given": filled.given})
    answers = [(f"item_{number}", str(answer)) for number, answer in enumerate(filled.answers, 1) if answer is not None]
    hindered = [] if filled.difficulty is None else [("difficulty", str(filled.difficulty))]
    return [*fields, *answers, *hindered]


def visit_fields(visit: Visit, on: date) -> Fields:
    """A medication visit's fields."""
    return typed(
        {
            "happened_on": on,
            "interval_history": visit.interval_history,
            "adherence": visit.adherence,
            "side_effect": visit.side_effect,
            "mental_state": visit.mental_state,
            "assessment": visit.assessment,
            "outcome": visit.outcome,
            "plan": visit.plan,
            "risk_status": visit.risk_status,
            "mode": visit.mode,
        }
    )


def contact_fields(contact: Contact, on: date) -> Fields:
    """A contact's fields."""
    return typed(
        {
            "happened_on": on,
            "contact_type": contact.contact_type,
            "direction": contact.direction,
            "with_whom": contact.with_whom,
            "reached": contact.reached,
            "text": contact.text,
            "adherence": contact.adherence or "not_asked",
            "side_effect": contact.side_effect,
        }
    )


def heard_fields(heard: Heard, on: date) -> Fields:
    """An observation's fields."""
    scores = dict(zip(FIBSER, heard.fibser or (), strict=False))
    return [
        *typed(
            {
                "happened_on": on,
                "told_by": heard.told_by,
                "adherence": heard.adherence,
                "missed_doses": heard.missed_doses,
                "side_effect": heard.side_effect,
                "side_effect_severity": heard.severity,
                "side_effect_onset": None if heard.onset is None else on - timedelta(days=heard.onset),
                "side_effect_action": heard.action,
                **scores,
            }
        ),
        *(("barriers", key) for key in heard.barriers.split()),
    ]


def measured_fields(measured: Measured, on: date) -> Fields:
    """A result's fields."""
    unit = UNITS.get(measured.test, "")
    told = {"happened_on": on, "test": measured.test, "value": measured.value, "finding": measured.finding}
    return typed({**told, "unit": unit})


def assessment_fields(assessed: Assessed, on: date) -> Fields:
    """A risk assessment's fields."""
    answers = {
        f"screener_{number}": "" if letter == "-" else letter for number, letter in enumerate(assessed.screener, 1)
    }
    return typed(
        {
            "happened_on": on,
            "risk_status": assessed.risk_status,
            "assessment": assessed.assessment,
            "actions_taken": assessed.actions_taken,
            "told": assessed.told,
            **answers,
            "screener_recent": "",
        }
    )
