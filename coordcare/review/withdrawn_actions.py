"""What somebody had taken up was withdrawn under their hands: they are told."""

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.followup.actions import raise_item
from coordcare.followup.models import FollowUpItem
from coordcare.followup.team_queries import colleagues_on
from coordcare.timeline.rules import RAISED_BY_RETRACTING


def tell_of_withdrawal(standing: Standing, item: FollowUpItem, words: str, *, key: str) -> None:
    """In the transaction that withdraws an item: a flag to whom it was for. Who left the team is not told.

    On no entry, and `words` without any of what was withdrawn: all of that may be withheld. `key` begins its
    submission key.
    """
    whom = next((one for one in colleagues_on(standing.patient_id) if one.id == item.for_account_id), None)
    if whom is None or not whom.reads(Sensitivity.MEDICATION):
        return
    raise_item(
        standing,
        nature="flag",
        text=words,
        sensitivity=Sensitivity.MEDICATION,
        urgency=item.urgency,
        submission_key=f"{key}-{item.id}",
        for_account_id=whom.id,
        rule=RAISED_BY_RETRACTING,
    )
