"""What is done about a risk beside assessing it: raising one in words, and saying that nothing has changed."""

from sqlalchemy.exc import IntegrityError

from coordcare.access.membership import Standing
from coordcare.documents.queries import newest_number
from coordcare.errors import Conflict, Invalid, NotFound
from coordcare.followup import item_queries
from coordcare.followup.actions import close_unchanged, raise_risk_task
from coordcare.followup.models import FollowUpItem
from coordcare.followup.step_actions import USED
from coordcare.risk import queries
from coordcare.risk.documents import SAFETY_PLAN
from coordcare.risk.rules import unchanged_is_enough, unchanged_words
from coordcare.settings.queries import today


def raise_risk(standing: Standing, text: str, *, submission_key: str) -> FollowUpItem:
    """Ask the treating clinician, the same day, to see to what somebody saw or heard. The same form twice asks once.

    Raises Conflict for a form that was used for other words or another patient.
    """
    try:
        item = raise_risk_task(standing, text, entry_id=None, submission_key=submission_key)
    except IntegrityError:
        # Two posts of one form met: the loser finds the winner's task.
        item = raise_risk_task(standing, text, entry_id=None, submission_key=submission_key)
    if (item.patient_id, item.text) != (standing.patient_id, text):
        raise Conflict(USED)
    return item


def keep_unchanged(standing: Standing, item_id: int, *, version: int, submission_key: str) -> FollowUpItem:
    """Close a risk task that does not ask for the full panel: the last assessment still holds.

    Raises NotFound for what is no risk task of this patient, Invalid where the risk has to be assessed, Conflict
    when somebody was faster.
    """
    card = item_queries.one(standing, item_id)
    if card is None or not card.is_risk:
        raise NotFound
    last = queries.last_assessment(standing.patient_id)
    if last is None or not unchanged_is_enough(card.item.urgency, last.on, today()):
        raise Invalid("This asks for a new assessment. Assess the risk now.")
    words = unchanged_words(last.on, newest_number(standing, SAFETY_PLAN) > 0)
    return close_unchanged(standing, item_id, words, version=version, submission_key=submission_key)
