"""Telling the team of a safety concern that is ticked in the inventory."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordcare.access.membership import Standing
from coordcare.documents import kinds as documents
from coordcare.documents.queries import version
from coordcare.errors import Conflict
from coordcare.extensions import transaction
from coordcare.followup.actions import raise_risk_task
from coordcare.followup.models import FollowUpItem
from coordcare.followup.queries import item_by_submission
from coordcare.followup.step_actions import USED
from coordcare.ipt import concern_queries
from coordcare.ipt.models import RaisedConcern
from coordcare.ipt.people_rules import people
from coordcare.ipt.task_rules import INVENTORY

TOLD_ALREADY = "The team was told of this meanwhile, and the task is open."


def raise_concern(standing: Standing, text: str, *, inventory_version: int, submission_key: str) -> FollowUpItem:
    """Raise a risk task for the concerns of that version of which no task is open. The same form twice raises one.

    Raises NotFound for a version that the viewer does not read, Conflict where the team knows of every concern, or for
    a form that was used for something else.
    """
    try:
        with transaction() as session:
            return _raise(session, standing, text, inventory_version, submission_key)
    except IntegrityError:
        # Two posts of one form met: the loser finds the winner's task.
        with transaction() as session:
            return _raise(session, standing, text, inventory_version, submission_key)


def _raise(session: Session, standing: Standing, text: str, number: int, submission_key: str) -> FollowUpItem:
    content = version(standing, documents.named(INVENTORY), number).content
    concerned = {one.number for one in people(content) if one.safety_concern}
    before = item_by_submission(standing.viewer, submission_key)
    if before is not None:
        return _require_same(before, standing, text, concerned)
    item = raise_risk_task(standing, text, entry_id=None, submission_key=submission_key)
    # Its event has locked the patient's chain: asked again, nobody raises the same concern beside this.
    untold = concerned - concern_queries.people_told_of(standing.patient_id)
    if not untold:
        raise Conflict(TOLD_ALREADY)
    session.add_all(
        RaisedConcern(item_id=item.id, person_number=one, patient_id=standing.patient_id, inventory_version=number)
        for one in sorted(untold)
    )
    session.flush()
    return item


def _require_same(before: FollowUpItem, standing: Standing, text: str, concerned: set[int]) -> FollowUpItem:
    told = concern_queries.people_of(standing.patient_id, before.id)
    if before.text != text or not told or not told <= concerned:
        raise Conflict(USED)
    return before
