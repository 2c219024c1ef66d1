"""Raising follow-up items: who is asked, by when, and who is told. What is done about them is in step_actions."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordcare.access import gate, membership, policy
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Discipline, Sensitivity
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid, NotFound
from coordcare.extensions import clock, transaction
from coordcare.fields import kept_words
from coordcare.followup import queries, rules
from coordcare.followup.models import FollowUpItem
from coordcare.followup.outbox_actions import enqueue
from coordcare.followup.step_actions import (
    USED,
    acknowledge,
    answer,
    close,
    close_unchanged,
    record_call,
    settle_risk_tasks,
    withdraw,
)
from coordcare.followup.team_queries import Colleague, colleagues_on, covers_of, risk_owner
from coordcare.patients.queries import next_visit
from coordcare.settings.queries import today
from coordcare.timeline.queries import load_entry

__all__ = [
    "acknowledge",
    "answer",
    "close",
    "close_unchanged",
    "raise_item",
    "raise_risk_task",
    "record_call",
    "settle_risk_tasks",
    "withdraw",
]


def raise_item(
    standing: Standing,
    *,
    nature: str,
    text: str,
    sensitivity: Sensitivity,
    urgency: str,
    submission_key: str,
    for_account_id: int | None = None,
    for_discipline: str | None = None,
    entry_id: int | None = None,
    rule: str | None = None,
) -> FollowUpItem:
    """Ask a member of the team, or a discipline of it, for something. The same form twice raises one item.

    Nature is question, task, flag or risk; urgency is next_visit, two_days or same_day. `rule` says in the trail what
    raised it, if nobody did by hand. Raises Invalid with the field
    ("for_whom", "text", ...), NotFound for an entry that is not the patient's or not the viewer's to see, Conflict for
    a form that was used for something else.
    """
    try:
        with transaction() as session:
            item = FollowUpItem(
                patient_id=standing.patient_id,
                entry_id=entry_id,
                nature=nature,
                text=_checked(text),
                sensitivity=sensitivity.value,
                urgency=urgency,
                for_account_id=for_account_id,
                for_discipline=for_discipline,
                raised_by_id=standing.viewer.account_id,
                submission_key=submission_key,
            )
            _check_codes(item)
            return _raise_once(session, standing, item, rule)
    except IntegrityError:
        # The same form, posted twice at once: the other post may have raised the item.
        before = queries.item_by_submission(standing.viewer, submission_key)
        if before is None:
            raise
        return _require_same(before, item)


def raise_risk_task(
    standing: Standing, text: str, *, entry_id: int | None, submission_key: str, urgency: str = "same_day"
) -> FollowUpItem:
    """Ask the treating clinician to see to a risk: the team's lead if they may assess one, else who first may.

    Joins the transaction of what states the risk. It never fails for want of an owner: then it is for a discipline,
    and everybody who may assess a risk and joins the team finds it.
    """
    with transaction() as session:
        before = queries.item_by_submission(standing.viewer, submission_key)
        if before is not None:
            return before
        team = colleagues_on(standing.patient_id)
        for_account_id, for_discipline = risk_owner(team)
        item = FollowUpItem(
            patient_id=standing.patient_id,
            entry_id=entry_id,
            nature="risk",
            text=text[: rules.TEXT_LENGTH],
            sensitivity=Sensitivity.SAFETY.value,
            urgency=urgency,
            for_account_id=for_account_id,
            for_discipline=for_discipline,
            raised_by_id=standing.viewer.account_id,
            submission_key=submission_key,
        )
        return _insert(session, standing, item, team)


def _raise_once(session: Session, standing: Standing, item: FollowUpItem, rule: str | None) -> FollowUpItem:
    before = queries.item_by_submission(standing.viewer, item.submission_key)
    if before is not None:
        return _require_same(before, item)
    if not membership.standing(standing.viewer, standing.patient_id).may(Action.FOLLOW_UP):
        raise NotFound
    if item.entry_id is not None:
        entry = load_entry(standing.patient_id, item.entry_id)
        if entry is None or entry.is_draft or not gate.sees(standing, entry):
            raise NotFound
    team = colleagues_on(standing.patient_id)
    _check_addressee(item, standing, team)
    return _insert(session, standing, item, team, rule)


def _require_same(before: FollowUpItem, item: FollowUpItem) -> FollowUpItem:
    columns = ("patient_id", "entry_id", "nature", "text", "urgency", "for_account_id", "for_discipline")
    if any(getattr(before, name) != getattr(item, name) for name in columns):
        raise Conflict(USED)
    return before


def _checked(text: str) -> str:
    words = kept_words(text, rules.TEXT_LENGTH, "text")
    if not words:
        raise Invalid("Write what you ask for.", "text")
    return words


def _check_codes(item: FollowUpItem) -> None:
    if item.nature not in rules.NATURE_WORDS:
        raise Invalid("Choose what it is.", "nature")
    if item.urgency not in rules.URGENCY_WORDS:
        raise Invalid("Choose by when.", "urgency")
    if (item.for_account_id is None) == (item.for_discipline is None):
        raise Invalid("Choose for whom it is.", "for_whom")


def _check_addressee(item: FollowUpItem, standing: Standing, team: list[Colleague]) -> None:
    """Somebody who is on the team now and reads what the item speaks of."""
    if item.for_account_id == standing.viewer.account_id:
        raise Invalid("You cannot ask yourself. Choose a colleague of this patient's team.", "for_whom")
    asked = [one for one in team if one.id == item.for_account_id or one.discipline.value == item.for_discipline]
    if not asked:
        raise Invalid(
            "They are not on this patient's team now, or their account is disabled. Choose somebody else.", "for_whom"
        )
    if all(one.id == standing.viewer.account_id for one in asked):
        raise Invalid("You are the only one of this discipline on the team. Choose somebody else.", "for_whom")
    sensitivity = Sensitivity(item.sensitivity)
    if not asked[0].reads(sensitivity):
        raise Invalid(unreadable(asked[0].discipline, sensitivity), "for_whom")


def unreadable(discipline: Discipline, sensitivity: Sensitivity) -> str:
    """Why an item of this sensitivity cannot be for this discipline, and what to do instead."""
    who = policy.DISCIPLINE_WORDS[discipline].lower()
    what = policy.SENSITIVITY_WORDS[sensitivity].split(",")[0]
    return f"A {who} does not read {what}. Ask without the entry, in words for the team."


def _insert(
    session: Session, standing: Standing, item: FollowUpItem, team: list[Colleague], rule: str | None = None
) -> FollowUpItem:
    event = Event(
        Happening.FOLLOW_UP_RAISED,
        standing.viewer.actor,
        standing.patient_id,
        rule=rule,
        subject=item.nature,
        subject_id=item.entry_id,
        reason=item.urgency,
    )
    item.seq = record(event)[0]
    item.raised_at = clock.now()
    item.due_on = rules.due_on(item.urgency, today(), next_visit(standing).on)
    session.add(item)
    session.flush()
    enqueue(session, _told(item, team, standing.viewer.account_id), "waits")
    return item


def _told(item: FollowUpItem, team: list[Colleague], by_id: int) -> set[int]:
    """Whom a mail tells that something waits: the addressees, and whoever covers for them on this team.

    Of a risk somebody else is always told: all who may assess it, where its owner is away or raised it.
    """
    asked = [one for one in team if one.id == item.for_account_id or one.discipline.value == item.for_discipline]
    away = covers_of([one.id for one in asked])
    covers = {one.covered_by_id for one in asked} | set(away.values())
    told = {one.id for one in asked} | {one.id for one in team if one.id in covers}
    if item.nature == "risk" and (covers - {None} or not told - {by_id}):
        told |= {one.id for one in team if one.may(Action.ASSESS_RISK)}
    return told - {by_id}
