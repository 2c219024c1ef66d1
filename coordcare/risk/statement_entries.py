"""What follows when an entry states a risk, whatever its kind: a task for today, and the risk page."""

from flask import url_for

from coordcare.access.membership import Standing
from coordcare.followup.actions import raise_risk_task
from coordcare.risk import queries
from coordcare.risk.rules import ASKS_FOR_SAFETY, LEADS_TO_RISK_PAGE, RISK_STATUSES
from coordcare.templating import plain_day
from coordcare.timeline.kinds import Values
from coordcare.timeline.models import TimelineEntry


def answer_statement(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """A plan or an intent is never silently stored: the team owes an answer, as of the same transaction.

    Source: sources.md 6 (new or worse suicidal thoughts ask for contact the same day).
    """
    status = values["risk_status"]
    if status in ASKS_FOR_SAFETY:
        words = f"{RISK_STATUSES[status].word} stated on {plain_day(entry.happened_on)}. See to safety today."
        raise_risk_task(standing, words, entry_id=entry.id, submission_key=entry.uid)


def next_page(standing: Standing, entry: TimelineEntry) -> str | None:
    """The risk page, with the numbers to call and the plan, after active thoughts; None where nothing calls for it."""
    if queries.stated_in(entry) not in LEADS_TO_RISK_PAGE:
        return None
    return url_for("risk.page", patient_id=entry.patient_id)
