"""The lists of follow-up items as statements, each made once for a discipline: to make one costs more than to run it.

Their parameters are ME and how many at `most`; what is on one patient has `patient` too.
"""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, case, exists, func, select
from sqlalchemy.orm import aliased

from coordcare.access.membership import ME, CareTeamMembership, active
from coordcare.access.policy import Discipline
from coordcare.accounts.models import Account
from coordcare.columns import UtcDateTime
from coordcare.extensions import clock
from coordcare.followup.models import Absence, FollowUpItem, FollowUpStep
from coordcare.followup.queries import can_be_asked, visible, waits_for
from coordcare.followup.rules import CAME_BACK_FOR, OPEN, SETTLED
from coordcare.followup.team_queries import away_now
from coordcare.patients.models import Patient
from coordcare.timeline.models import EntryRetraction, SealedBody, TimelineEntry

_OPEN = FollowUpItem.status.in_(OPEN)
_RISK = FollowUpItem.nature == "risk"
_RECENT = bindparam("recent", type_=UtcDateTime, callable_=lambda: clock.now() - CAME_BACK_FOR)


@cache
def _items(discipline: Discipline | None) -> Select[Any]:
    """The columns of a card, of what a viewer of this discipline (ME) sees, with the last step but calls."""
    team = CareTeamMembership
    away_cover = _away_cover()
    # Not the mapped class itself: `came_back` joins steps too.
    step = aliased(FollowUpStep, name="last_step")
    covered_by = (
        select(team.covered_by_id)
        .where(team.patient_id == FollowUpItem.patient_id, team.account_id == FollowUpItem.for_account_id, active())
        .order_by(team.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            FollowUpItem,
            step,
            Patient.name,
            Patient.next_visit_on,
            TimelineEntry.kind,
            TimelineEntry.happened_on,
            TimelineEntry.author_id,
            waits_for(discipline).label("mine"),
            can_be_asked().label("asked"),
            covered_by.label("covered_by_id"),
            select(Account.name).where(Account.id == away_cover).scalar_subquery().label("away_cover"),
            exists()
            .where(team.patient_id == FollowUpItem.patient_id, team.account_id == away_cover, active())
            .label("away_cover_is_here"),
            exists().where(EntryRetraction.entry_id == FollowUpItem.entry_id).label("retracted"),
            exists().where(SealedBody.entry_id == FollowUpItem.entry_id).label("withheld"),
        )
        .join(Patient, Patient.id == FollowUpItem.patient_id)
        .outerjoin(TimelineEntry, TimelineEntry.id == FollowUpItem.entry_id)
        .outerjoin(step, step.id == _last_step_id())
        .where(visible(discipline))
        .limit(bindparam("most"))
        .execution_options(populate_existing=True)
    )


def _last_step_id() -> ScalarSelect[int]:
    """The last thing that was done about an item but calls."""
    last = aliased(FollowUpStep)
    query = select(func.max(last.id)).where(last.item_id == FollowUpItem.id, last.step != "called")
    return query.correlate(FollowUpItem).scalar_subquery()


def _away_cover() -> ScalarSelect[int]:
    """Who covers today for an item's addressee, where they are away; of several absences the one set last."""
    query = select(Absence.covered_by_id).where(Absence.account_id == FollowUpItem.for_account_id, away_now())
    return query.order_by(Absence.id.desc()).limit(1).correlate(FollowUpItem).scalar_subquery()


def _here() -> ColumnElement[bool]:
    return FollowUpItem.patient_id == bindparam("patient")


def _due_first(discipline: Discipline | None, *conditions: ColumnElement[bool]) -> Select[Any]:
    due = func.coalesce(FollowUpItem.due_on, Patient.next_visit_on)
    risk_first = case((_RISK, 0), else_=1)
    return _items(discipline).where(*conditions).order_by(risk_first, due.asc().nulls_last(), FollowUpItem.id.desc())


@cache
def owed(discipline: Discipline | None) -> Select[Any]:
    return _due_first(discipline, _OPEN, waits_for(discipline))


@cache
def came_back(discipline: Discipline | None) -> Select[Any]:
    back = _taken_up().subquery()
    query = _items(discipline).join(back, back.c.item_id == FollowUpItem.id)
    return query.where(FollowUpItem.raised_by_id == ME).order_by(back.c.id.desc())


@cache
def asked(discipline: Discipline | None) -> Select[Any]:
    back = select(_taken_up().subquery().c.item_id)
    return _due_first(discipline, _OPEN, FollowUpItem.raised_by_id == ME, FollowUpItem.id.not_in(back))


@cache
def risk_tasks(discipline: Discipline | None) -> Select[Any]:
    return _due_first(discipline, _OPEN, _RISK)


@cache
def risk_tasks_here(discipline: Discipline | None) -> Select[Any]:
    return _due_first(discipline, _here(), _OPEN, _RISK)


@cache
def open_here(discipline: Discipline | None) -> Select[Any]:
    return _due_first(discipline, _here(), _OPEN)


@cache
def owed_here(discipline: Discipline | None) -> Select[Any]:
    return _due_first(discipline, _here(), _OPEN, ~_RISK, waits_for(discipline))


@cache
def settled_here(discipline: Discipline | None) -> Select[Any]:
    return _items(discipline).where(_here(), FollowUpItem.status.in_(SETTLED)).order_by(FollowUpItem.id.desc())


@cache
def on_entry(discipline: Discipline | None) -> Select[Any]:
    return _items(discipline).where(_here(), FollowUpItem.entry_id == bindparam("entry")).order_by(FollowUpItem.id)


@cache
def one(discipline: Discipline | None) -> Select[Any]:
    return _due_first(discipline, _here(), FollowUpItem.id == bindparam("item"))


@cache
def some(discipline: Discipline | None) -> Select[Any]:
    items: Any = bindparam("items", expanding=True)
    return _items(discipline).where(_here(), FollowUpItem.id.in_(items)).order_by(FollowUpItem.id)


def _taken_up() -> Select[int, int]:
    """Items with their last step but calls, where that is a colleague's (not ME's) and at most 14 days old."""
    step, last = FollowUpStep, aliased(FollowUpStep)
    ids = select(func.max(last.id)).where(last.step != "called").group_by(last.item_id)
    return select(step.id, step.item_id).where(step.id.in_(ids), step.by_id != ME, step.at > _RECENT)
