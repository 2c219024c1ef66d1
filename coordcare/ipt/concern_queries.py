"""Safety concerns of the inventory, and the risk tasks that tell the team of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from coordcare.access.membership import Standing
from coordcare.extensions import db
from coordcare.followup import item_queries
from coordcare.followup.cards import ItemCard
from coordcare.followup.models import FollowUpItem
from coordcare.followup.rules import OPEN
from coordcare.ipt.models import RaisedConcern
from coordcare.ipt.people_rules import Person


@dataclass(frozen=True, slots=True)
class Concerns:
    """The people with a safety concern: those of whom a task is open, those whose last task was closed since the
    concern was written, and those of whom the team is to be told: with their last task, closed before that, or None.
    """

    told: Sequence[tuple[Person, ItemCard]]
    settled: Sequence[tuple[Person, ItemCard]]
    untold: Sequence[tuple[Person, ItemCard | None]]

    @property
    def names(self) -> str:
        """Of whom the team is to be told."""
        return ", ".join(one.name for one, _ in self.untold)


def concerns(standing: Standing, found: Sequence[Person], written_at: datetime) -> Concerns:
    """Whether the team knows of the safety concerns among these people, in a version written then.

    A task that was closed before that tells of nothing that was written since.
    """
    concerned = [one for one in found if one.safety_concern]
    last = _last_task_ids(standing.patient_id, [one.number for one in concerned])
    cards = item_queries.some(standing, set(last.values()))
    tasks = [(one, cards.get(last.get(one.number, 0))) for one in concerned]
    settled = [(one, task) for one, task in tasks if task and not task.is_open and _closed_since(task, written_at)]
    known = {one.number for one, _ in settled} | {one.number for one, task in tasks if task and task.is_open}
    return Concerns(
        [(one, task) for one, task in tasks if task and task.is_open],
        settled,
        [(one, task) for one, task in tasks if one.number not in known],
    )


def _closed_since(task: ItemCard, moment: datetime) -> bool:
    return task.last is not None and task.last.at >= moment


def people_of(patient_id: int, item_id: int) -> set[int]:
    """The numbers of the people for whose concerns a task was raised; empty for any other task."""
    query = select(RaisedConcern.person_number).where(
        RaisedConcern.item_id == item_id, RaisedConcern.patient_id == patient_id
    )
    return set(db.session.scalars(query))


def people_told_of(patient_id: int) -> set[int]:
    """The numbers of the people of whom a task is open."""
    query = (
        select(RaisedConcern.person_number)
        .join(FollowUpItem, FollowUpItem.id == RaisedConcern.item_id)
        .where(RaisedConcern.patient_id == patient_id, FollowUpItem.status.in_(OPEN))
    )
    return set(db.session.scalars(query))


def _last_task_ids(patient_id: int, numbers: Collection[int]) -> dict[int, int]:
    query = (
        select(RaisedConcern.person_number, func.max(RaisedConcern.item_id))
        .where(RaisedConcern.patient_id == patient_id, RaisedConcern.person_number.in_(numbers))
        .group_by(RaisedConcern.person_number)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
