"""Lists of follow-up items: the viewer first, permission in SQL before LIMIT, and statements that never grow."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, select
from sqlalchemy.orm import aliased

from coordcare.access import policy
from coordcare.access.membership import CareTeamMembership, Standing, Viewer, active
from coordcare.access.policy import Discipline, Sensitivity
from coordcare.accounts.queries import Person, people
from coordcare.extensions import clock, db
from coordcare.followup.cards import ItemCard, OnEntry, PatientOfItem, StepCard, step_card
from coordcare.followup.models import FollowUpItem, FollowUpStep
from coordcare.followup.queries import can_be_asked, visible, waits_for
from coordcare.followup.rules import CAME_BACK_FOR, OPEN, SETTLED, due_now, due_words, is_overdue
from coordcare.followup.team_queries import covers_of, together_on
from coordcare.patients.models import Patient
from coordcare.settings.queries import clinic, today
from coordcare.templating import plain_day
from coordcare.timeline import kinds
from coordcare.timeline.models import EntryRetraction, SealedBody, TimelineEntry

MOST = 200
Rows = Sequence[Row[Any]]
Cover = tuple[int | None, bool]


def owed(viewer: Viewer) -> list[ItemCard]:
    """What waits for the viewer over all their patients, risks first, then by day; at most 200 items.

    Theirs, their discipline's, those of colleagues whom they cover, and every risk task if they may assess a risk.
    """
    return _listed(viewer, FollowUpItem.status.in_(OPEN), waits_for(viewer))


def came_back(viewer: Viewer) -> list[ItemCard]:
    """What the viewer raised and a colleague took up in the last 14 days, unless they noted it since; newest first."""
    back = _taken_up(viewer).subquery()
    query = _items(viewer).join(back, back.c.item_id == FollowUpItem.id)
    query = query.where(FollowUpItem.raised_by_id == viewer.account_id).order_by(back.c.id.desc()).limit(MOST)
    return _cards(viewer, db.session.execute(query).all())


def asked(viewer: Viewer) -> list[ItemCard]:
    """What the viewer raised and nobody has settled yet, what is due first; but what came back is told there."""
    back = _taken_up(viewer).subquery()
    return _listed(
        viewer,
        FollowUpItem.status.in_(OPEN),
        FollowUpItem.raised_by_id == viewer.account_id,
        FollowUpItem.id.not_in(select(back.c.item_id)),
    )


def risk_tasks(viewer: Viewer) -> list[ItemCard]:
    """The open risk tasks of all the viewer's patients, for every reader of safety."""
    if Sensitivity.SAFETY not in policy.readable(viewer.discipline):
        return []
    return _listed(viewer, FollowUpItem.status.in_(OPEN), FollowUpItem.nature == "risk")


def open_risk_tasks(standing: Standing) -> list[ItemCard]:
    """The open risk tasks of this patient, for every reader of safety."""
    return _listed(standing.viewer, *_on(standing), FollowUpItem.status.in_(OPEN), FollowUpItem.nature == "risk")


def for_patient(standing: Standing, *, is_open: bool) -> list[ItemCard]:
    """The patient's items that the viewer sees: open ones, what is due first, or settled ones, newest first."""
    if is_open:
        return _listed(standing.viewer, *_on(standing), FollowUpItem.status.in_(OPEN))
    query = _items(standing.viewer).where(*_on(standing), FollowUpItem.status.in_(SETTLED))
    return _cards(standing.viewer, db.session.execute(query.order_by(FollowUpItem.id.desc()).limit(MOST)).all())


def for_entry(standing: Standing, entry_id: int) -> list[ItemCard]:
    """The items raised on an entry that the viewer sees, oldest first."""
    query = _items(standing.viewer).where(*_on(standing), FollowUpItem.entry_id == entry_id)
    return _cards(standing.viewer, db.session.execute(query.order_by(FollowUpItem.id).limit(MOST)).all())


def one(standing: Standing, item_id: int) -> ItemCard | None:
    """One item of this patient that the viewer sees."""
    found = _listed(standing.viewer, *_on(standing), FollowUpItem.id == item_id)
    return found[0] if found else None


def steps(item_id: int) -> list[StepCard]:
    """Everything that was done about an item, oldest first; for who sees the item."""
    query = select(FollowUpStep).where(FollowUpStep.item_id == item_id).order_by(FollowUpStep.id)
    rows = db.session.scalars(query).all()
    named = people({row.by_id for row in rows})
    return [_step(row, named) for row in rows]


def _on(standing: Standing) -> tuple[ColumnElement[bool], ...]:
    return (FollowUpItem.patient_id == standing.patient_id,)


def _items(viewer: Viewer) -> Select[Any]:
    """The columns of a card, of what the viewer sees."""
    team = CareTeamMembership
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
            Patient.name,
            Patient.next_visit_on,
            TimelineEntry.kind,
            TimelineEntry.happened_on,
            TimelineEntry.author_id,
            waits_for(viewer).label("mine"),
            can_be_asked().label("asked"),
            covered_by.label("covered_by_id"),
            exists().where(EntryRetraction.entry_id == FollowUpItem.entry_id).label("retracted"),
            exists().where(SealedBody.entry_id == FollowUpItem.entry_id).label("withheld"),
        )
        .join(Patient, Patient.id == FollowUpItem.patient_id)
        .outerjoin(TimelineEntry, TimelineEntry.id == FollowUpItem.entry_id)
        .where(visible(viewer))
        .execution_options(populate_existing=True)
    )


def _listed(viewer: Viewer, *conditions: ColumnElement[bool]) -> list[ItemCard]:
    due = func.coalesce(FollowUpItem.due_on, Patient.next_visit_on)
    risk_first = case((FollowUpItem.nature == "risk", 0), else_=1)
    query = _items(viewer).where(*conditions).order_by(risk_first, due.asc().nulls_last(), FollowUpItem.id).limit(MOST)
    return _cards(viewer, db.session.execute(query).all())


def _taken_up(viewer: Viewer) -> Select[int, int]:
    """Items with their last step but calls, where that is a colleague's and at most 14 days old."""
    step, last = FollowUpStep, aliased(FollowUpStep)
    ids = select(func.max(last.id)).where(last.step != "called").group_by(last.item_id)
    return select(step.id, step.item_id).where(
        step.id.in_(ids), step.by_id != viewer.account_id, step.at > clock.now() - CAME_BACK_FOR
    )


def _last_steps(item_ids: Iterable[int]) -> dict[int, FollowUpStep]:
    step = FollowUpStep
    last = select(func.max(step.id)).where(step.item_id.in_(list(item_ids)), step.step != "called")
    query = select(step).where(step.id.in_(last.group_by(step.item_id)))
    return {row.item_id: row for row in db.session.scalars(query)}


def _cards(viewer: Viewer, rows: Rows) -> list[ItemCard]:
    if not rows:
        return []
    items: list[FollowUpItem] = [row[0] for row in rows]
    last = _last_steps(item.id for item in items)
    away = covers_of({item.for_account_id for item in items if item.for_account_id})
    ids = {item.raised_by_id for item in items} | {item.for_account_id for item in items}
    ids |= {step.by_id for step in last.values()} | set(away.values()) | {row.covered_by_id for row in rows}
    named = people({one for one in ids if one is not None})
    together = together_on({item.patient_id for item in items}, set(away.values())) if away else set()
    covers = {row[0].id: _cover(row, away, together) for row in rows}
    return [_card(viewer, row, last.get(row[0].id), named, covers[row[0].id]) for row in rows]


def _cover(row: Row[Any], away: Mapping[int, int], together: Container[tuple[int, int]]) -> Cover:
    """Who covers for the addressee, and whether they are on this team: one who is comes before one who is not."""
    item: FollowUpItem = row[0]
    cover = away.get(item.for_account_id or 0)
    if cover is not None and (item.patient_id, cover) not in together and row.covered_by_id is None:
        return cover, False
    return cover if (item.patient_id, cover) in together else row.covered_by_id, True


def _card(
    viewer: Viewer,
    row: Row[Any],
    last: FollowUpStep | None,
    named: Mapping[int, Person],
    cover: Cover,
) -> ItemCard:
    item: FollowUpItem = row[0]
    day = today()
    due = due_now(item.due_on, clinic().day(item.raised_at), row.next_visit_on)
    return ItemCard(
        item=item,
        patient=PatientOfItem(item.patient_id, row.name),
        asked_by=named[item.raised_by_id].name,
        for_whom=_for_whom(item, named),
        covered_by=named[cover[0]].name if cover[0] is not None else None,
        cover_is_here=cover[1],
        due_words=due_words(item.urgency, due, day),
        overdue=is_overdue(due, item.status, day),
        last=_step(last, named) if last else None,
        entry=_entry(viewer, row),
        me=viewer.account_id,
        waits_for_me=bool(row.mine),
        nobody=not row.asked,
        withheld=bool(row.withheld),
    )


def _for_whom(item: FollowUpItem, named: Mapping[int, Person]) -> str:
    if item.for_account_id is not None:
        return named[item.for_account_id].name
    return f"any {policy.DISCIPLINE_WORDS[Discipline(item.for_discipline)].lower()}"


def _entry(viewer: Viewer, row: Row[Any]) -> OnEntry | None:
    item: FollowUpItem = row[0]
    if item.entry_id is None or row.kind is None:
        return None
    kind = kinds.named(row.kind)
    words = f"{kind.word}, {plain_day(row.happened_on)}{' (the entry was retracted)' if row.retracted else ''}"
    reads = kind.readable_parts(Standing(viewer, item.patient_id, viewer.discipline), row.author_id)
    return OnEntry(words, item.patient_id, item.entry_id, bool(reads))


def _step(row: FollowUpStep, named: Mapping[int, Person]) -> StepCard:
    return step_card(row, named[row.by_id].name)
