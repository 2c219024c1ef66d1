"""Whoever asked the prescriber hears of a decision not to change: nothing else of it stands on their pages."""

from itertools import count

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.followup.actions import close, raise_item
from coordcare.followup.queries import item_by_submission
from coordcare.followup.rules import OPEN
from coordcare.followup.team_queries import colleagues_on
from coordcare.review.ask_rules import PART
from coordcare.review.decision_queries import NO_CHANGE
from coordcare.review.models import ReviewDecision
from coordcare.review.record_queries import Record
from coordcare.review.withdrawn_actions import tell_of_withdrawal
from coordcare.settings.queries import clinic, today
from coordcare.templating import plain_day

TOLD = (
    "No change of medication: decided on {on}, after your line for the prescriber of {asked}. "
    "Why stands with the decision, under Earlier decisions in the progress review."
)
MISTAKEN = (
    "The decision of {on} not to change medication, after your line for the prescriber, was not meant for this patient:"
    " your line is not answered yet."
)


def tell_who_asked(standing: Standing, made: ReviewDecision, record: Record) -> None:
    """In the transaction of a decision: an item for each writer of a line that it settled, on their newest note.

    Without the reason: that can be withheld later.
    """
    settled = set(made.shown[PART]["settled"])
    newest = {row.author_id: row for row in record.sessions if row.id in settled}
    reading = [one.id for one in colleagues_on(standing.patient_id) if one.reads(Sensitivity.MEDICATION)]
    asked = [newest[one] for one in reading if one in newest and one != standing.viewer.account_id]
    for number, row in enumerate(asked):
        raise_item(
            standing,
            nature="flag",
            text=TOLD.format(on=plain_day(today()), asked=plain_day(row.happened_on)),
            sensitivity=Sensitivity.MEDICATION,
            urgency="next_visit",
            submission_key=_key(made.id, number),
            for_account_id=row.author_id,
            entry_id=row.id,
            rule=NO_CHANGE,
        )


def take_back(standing: Standing, decision_id: int) -> None:
    """In the transaction that withholds a decision on the wrong patient: close what nobody has answered of it.

    Who has taken it up goes on as if the prescriber had answered: they are told, without a word of it.
    """
    for number in count():
        item = item_by_submission(standing.viewer, _key(decision_id, number))
        if item is None:
            return
        if item.status != "open":
            words = MISTAKEN.format(on=plain_day(clinic().day(item.raised_at)))
            tell_of_withdrawal(standing, item, words, key="mistaken")
        if item.status in OPEN:
            close(standing, item.id, "not_needed", "", version=item.version, submission_key=f"w{item.id}")


def _key(decision_id: int, number: int) -> str:
    return f"decided-{decision_id}-{number}"
