"""Follow-up items and their steps as actions ask for them, and the conditions of who sees and owes which."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from coordcare.access import policy
from coordcare.access.membership import ME, MY_PATIENT_IDS, CareTeamMembership, Standing, Viewer, active, as_me
from coordcare.access.policy import Action, Discipline, Grant
from coordcare.accounts.models import Account
from coordcare.extensions import db, fetch
from coordcare.followup.models import FollowUpItem, FollowUpStep
from coordcare.followup.rules import OPEN
from coordcare.followup.team_queries import covered_by_me

FRESH = {"populate_existing": True}


def item_by_submission(viewer: Viewer, submission_key: str) -> FollowUpItem | None:
    """The item that this form of the viewer's raised, if it did, whatever its patient."""
    query = select(FollowUpItem).where(
        FollowUpItem.raised_by_id == viewer.account_id, FollowUpItem.submission_key == submission_key
    )
    return db.session.scalars(query).one_or_none()


def items_by_signing(viewer: Viewer, entry_id: int, begins: str) -> list[FollowUpItem]:
    """What the viewer's signings of an entry raised, by how their submission keys begin; oldest first, fresh."""
    query = select(FollowUpItem).where(
        FollowUpItem.raised_by_id == viewer.account_id,
        FollowUpItem.entry_id == entry_id,
        FollowUpItem.submission_key.startswith(begins, autoescape=True),
    )
    return list(db.session.scalars(query.order_by(FollowUpItem.id), execution_options=FRESH))


def step_by_submission(viewer: Viewer, submission_key: str) -> FollowUpStep | None:
    """The step that this form of the viewer's made, if it did, whatever its item."""
    query = select(FollowUpStep).where(
        FollowUpStep.by_id == viewer.account_id, FollowUpStep.submission_key == submission_key
    )
    return db.session.scalars(query).one_or_none()


def visible_item(standing: Standing, item_id: int) -> FollowUpItem | None:
    """An item of this patient that the viewer sees, fresh."""
    query = (
        select(FollowUpItem)
        .where(
            FollowUpItem.id == item_id,
            FollowUpItem.patient_id == standing.patient_id,
            visible(standing.viewer.discipline),
        )
        .execution_options(**FRESH)
    )
    return db.session.scalars(query, as_me(standing.viewer)).one_or_none()


def owes(standing: Standing, item_id: int) -> bool:
    """Whether the viewer is somebody who may take the item up: it waits for them."""
    query = select(FollowUpItem.id).where(
        FollowUpItem.id == item_id,
        visible(standing.viewer.discipline),
        waits_for(standing.viewer.discipline),
    )
    return db.session.scalar(query, as_me(standing.viewer)) is not None


def settled_with(by_id: int, entry_key: str) -> bool:
    """Whether signing this entry closed a risk task: the steps' keys end with the entry's own."""
    query = select(FollowUpStep.id).where(
        FollowUpStep.by_id == by_id,
        FollowUpStep.outcome == "assessed",
        FollowUpStep.submission_key.contains(f":{entry_key[:30]}", autoescape=True),
    )
    return db.session.scalar(query.limit(1)) is not None


def last_step(item_id: int, step: str | None = None) -> FollowUpStep | None:
    """The last step of an item, of one sort if asked for."""
    query = select(FollowUpStep).where(FollowUpStep.item_id == item_id).order_by(FollowUpStep.id.desc()).limit(1)
    if step is not None:
        query = query.where(FollowUpStep.step == step)
    return db.session.scalars(query).one_or_none()


_OPEN_RISK_TASK = (
    select(FollowUpItem.id)
    .where(
        FollowUpItem.patient_id == bindparam("patient"), FollowUpItem.nature == "risk", FollowUpItem.status.in_(OPEN)
    )
    .limit(1)
)


def has_open_risk_task(patient_id: int) -> bool:
    """Whether a risk task of this patient is open; for readers of safety."""
    return bool(fetch(_OPEN_RISK_TASK, patient=patient_id))


def with_open_risk_task(viewer: Viewer, patient_ids: Collection[int]) -> set[int]:
    """Those of these patients of the viewer's of whom a risk task is open; for readers of safety."""
    item = FollowUpItem
    query = select(item.patient_id).where(
        item.patient_id.in_(patient_ids),
        item.patient_id.in_(MY_PATIENT_IDS),
        item.nature == "risk",
        item.status.in_(OPEN),
    )
    return set(db.session.scalars(query, as_me(viewer)))


def open_risk_item_ids(standing: Standing, before_seq: int | None = None) -> list[int]:
    """The risk tasks of this patient that nobody has closed (raised before this event), oldest first."""
    query = select(FollowUpItem.id).where(
        FollowUpItem.patient_id == standing.patient_id,
        FollowUpItem.nature == "risk",
        FollowUpItem.status.in_(OPEN),
        visible(standing.viewer.discipline),
    )
    if before_seq is not None:
        query = query.where(FollowUpItem.seq < before_seq)
    return list(db.session.scalars(query.order_by(FollowUpItem.id), as_me(standing.viewer)))


def visible(discipline: Discipline | None) -> ColumnElement[bool]:
    """The condition that an item exists for a viewer of this discipline (ME): on a team of theirs, and read, addressed
    or raised by them.
    """
    item = FollowUpItem
    readable = [part.value for part in policy.readable(discipline)]
    return and_(
        item.patient_id.in_(MY_PATIENT_IDS),
        or_(item.sensitivity.in_(readable), item.for_account_id == ME, item.raised_by_id == ME),
    )


def waits_for(discipline: Discipline | None) -> ColumnElement[bool]:
    """The condition that an item, whatever its status, waits for a viewer of this discipline (ME) to take it up.

    For them, for their discipline, for somebody whom they cover; a risk for everyone who may assess one. What is for
    somebody who can no longer be asked waits for whoever raised it, or for everybody if they cannot either.
    """
    item = FollowUpItem
    ways = [item.for_account_id == ME, item.for_discipline == (discipline.value if discipline else ""), covered_by_me()]
    if policy.grant(Action.ASSESS_RISK, discipline) is not Grant.NO:
        ways.append(item.nature == "risk")
    orphaned = and_(~can_be_asked(), or_(item.raised_by_id == ME, ~_on_team(item.raised_by_id)))
    return or_(*ways, orphaned)


def can_be_asked() -> ColumnElement[bool]:
    """The condition that somebody for whom an item is can still be asked."""
    return or_(_on_team(FollowUpItem.for_account_id), _has_discipline())


def _on_team(account_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    return _somebody(lambda team, _person: team.account_id == account_id)


def _has_discipline() -> ColumnElement[bool]:
    return _somebody(lambda _team, person: person.discipline == FollowUpItem.for_discipline)


def _somebody(of: Callable[[Any, Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    """The condition that somebody of an item's team, who can be asked now, is of a sort."""
    team, person = aliased(CareTeamMembership), aliased(Account)
    query = (
        select(team.id)
        .join(person, person.id == team.account_id)
        .where(
            team.patient_id == FollowUpItem.patient_id,
            of(team, person),
            active(team),
            person.disabled_at.is_(None),
            person.discipline.is_not(None),
        )
    )
    return query.correlate(FollowUpItem).exists()
