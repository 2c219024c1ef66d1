"""What the signature of a change brings with it: a switch makes an entry for the drug that is left."""

from typing import Any

from coordcare.access.membership import Standing
from coordcare.errors import Conflict
from coordcare.medication import checks, queries
from coordcare.medication.dose_forms import dose_columns, previous_columns
from coordcare.medication.plan_forms import step_columns
from coordcare.timeline.linked_actions import recall_beside, sign_beside
from coordcare.timeline.models import TimelineEntry

SECOND_HALF = "This is the second half of a switch. Recall the switch itself, and this goes with it."


def sign_leaving(standing: Standing, entry: TimelineEntry, values: dict[str, Any]) -> None:
    """Of a switch, sign the entry of the drug that is left: stopped at once, or by the steps of its cross-taper."""
    if values["change_type"] != "switch":
        return
    line = checks.line_on(queries.changes(standing.patient_id), values["other_drug"], values["effective_on"])
    like = line.dose if line else None
    begin, *steps = queries.steps_of(values["leaving"], like)
    code, uncoded = queries.code_of(standing.patient_id, values["other_drug"])
    sign_beside(
        standing,
        entry,
        {
            "change_type": "stop" if begin.dose is None else "taper",
            "drug": values["other_drug"],
            "unlisted": uncoded,
            "rxcui": code,
            **dose_columns(begin.dose),
            "dose_confirmed": False,
            "effective_on": begin.on,
            "steps": step_columns(tuple(steps)),
            "other_drug": values["drug"],
            "linked_id": entry.id,
            **previous_columns(like),
            "reason": values["reason"],
            "watch_for": None,
        },
    )


def recall_leaving(standing: Standing, entry: TimelineEntry) -> None:
    """A switch is recalled whole, from its first entry. Raises Conflict from the second."""
    if queries.leads_to(entry.id) is not None:
        raise Conflict(SECOND_HALF)
    second = queries.left_by(entry.id)
    if second is not None:
        recall_beside(standing, second)
