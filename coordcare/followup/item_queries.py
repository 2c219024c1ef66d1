"""Lists of follow-up items: the viewer first, permission in SQL before LIMIT, and statements that never grow."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Row, Select, select

from coordcare.access import policy
from coordcare.access.membership import Standing, Viewer, as_me
from coordcare.access.policy import Discipline, Sensitivity
from coordcare.accounts.queries import Person, people
from coordcare.extensions import db
from coordcare.followup import list_queries as lists
from coordcare.followup.cards import ItemCard, OnEntry, PatientOfItem, StepCard, step_card
from coordcare.followup.models import FollowUpItem, FollowUpStep
from coordcare.followup.rules import OPEN, due_now, due_words, is_overdue
from coordcare.settings.queries import clinic, today
from coordcare.templating import plain_day
from coordcare.timeline import kinds

MOST = 200
Rows = Sequence[Row[Any]]
Cover = tuple[str | None, bool]
# What has become since of what entries told, by entry, for this viewer; in a number of statements that does not grow.
Became = Callable[[Viewer, Collection[int]], Mapping[int, str]]
BECAME = "followup_became"


def register_became(app: Flask, kind: str, became: Became) -> None:
    """`became(viewer, entry_ids)` is told beside the open items that were raised on entries of a kind."""
    app.extensions.setdefault(BECAME, {})[kind] = became


def owed(viewer: Viewer) -> list[ItemCard]:
    """What waits for the viewer over all their patients, risks first, then by day; at most 200 items.

    Theirs, their discipline's, those of colleagues whom they cover, and every risk task if they may assess a risk.
    """
    return sorted(_listed(viewer, lists.owed), key=lambda card: bool(card.became))


def came_back(viewer: Viewer) -> list[ItemCard]:
    """What the viewer raised and a colleague took up in the last 14 days, unless they noted it since; newest first."""
    return _listed(viewer, lists.came_back)


def asked(viewer: Viewer) -> list[ItemCard]:
    """What the viewer raised and nobody has settled yet, what is due first; but what came back is told there."""
    return _listed(viewer, lists.asked)


def risk_tasks(viewer: Viewer) -> list[ItemCard]:
    """The open risk tasks of all the viewer's patients, for every reader of safety."""
    return _listed(viewer, lists.risk_tasks) if Sensitivity.SAFETY in policy.readable(viewer.discipline) else []


def open_risk_tasks(standing: Standing) -> list[ItemCard]:
    """The open risk tasks of this patient, for every reader of safety."""
    return _listed(standing.viewer, lists.risk_tasks_here, patient=standing.patient_id)


def for_patient(standing: Standing, *, is_open: bool) -> list[ItemCard]:
    """The patient's items that the viewer sees: open ones, what is due first, or settled ones, newest first."""
    found = _listed(standing.viewer, lists.open_here if is_open else lists.settled_here, patient=standing.patient_id)
    return sorted(found, key=lambda card: bool(card.became))


def for_entry(standing: Standing, entry_id: int) -> list[ItemCard]:
    """The items raised on an entry that the viewer sees, oldest first."""
    return _listed(standing.viewer, lists.on_entry, patient=standing.patient_id, entry=entry_id)


def owed_here(standing: Standing) -> list[ItemCard]:
    """What waits for the viewer on this patient beside risk tasks, also what they took up.

    What is due first, then the newest; what asks about a drug that was stopped since comes last.
    """
    found = _listed(standing.viewer, lists.owed_here, patient=standing.patient_id)
    return sorted(found, key=lambda card: bool(card.became))


def one(standing: Standing, item_id: int) -> ItemCard | None:
    """One item of this patient that the viewer sees."""
    found = _listed(standing.viewer, lists.one, patient=standing.patient_id, item=item_id)
    return found[0] if found else None


def some(standing: Standing, item_ids: Collection[int]) -> dict[int, ItemCard]:
    """Those of these items of this patient that the viewer sees, by number."""
    found = _listed(standing.viewer, lists.some, patient=standing.patient_id, items=list(item_ids)) if item_ids else []
    return {card.id: card for card in found}


def steps(item_id: int) -> list[StepCard]:
    """Everything that was done about an item, oldest first; for who sees the item."""
    query = select(FollowUpStep).where(FollowUpStep.item_id == item_id).order_by(FollowUpStep.id)
    rows = db.session.scalars(query).all()
    named = people({row.by_id for row in rows})
    return [_step(row, named) for row in rows]


def _listed(
    viewer: Viewer, made: Callable[[Discipline | None], Select[Any]], **where: int | list[int]
) -> list[ItemCard]:
    return _cards(viewer, db.session.execute(made(viewer.discipline), {**as_me(viewer), "most": MOST, **where}).all())


def _cards(viewer: Viewer, rows: Rows) -> list[ItemCard]:
    if not rows:
        return []
    ids = {one for row in rows for one in (row[0].raised_by_id, row[0].for_account_id, row.covered_by_id)}
    ids |= {row.last_step.by_id for row in rows if row.last_step is not None}
    named = people({one for one in ids if one is not None})
    became = _became(viewer, rows)
    return [_card(viewer, row, named, became.get(row[0].entry_id, "")) for row in rows]


def _became(viewer: Viewer, rows: Rows) -> dict[int, str]:
    """What is told beside open items: the settled ones are history."""
    told: dict[int, str] = {}
    for kind, became in current_app.extensions.get(BECAME, {}).items():
        ids = {row[0].entry_id for row in rows if row.kind == kind and row[0].status in OPEN and not row.withheld}
        told |= became(viewer, ids) if ids else {}
    return told


def _cover(row: Row[Any], named: Mapping[int, Person]) -> Cover:
    """Who covers for the addressee, and whether they are on this team: one who is comes before one who is not."""
    on_team = named[row.covered_by_id].name if row.covered_by_id is not None else None
    if row.away_cover is None or row.away_cover_is_here:
        return row.away_cover or on_team, True
    return (on_team, True) if on_team else (row.away_cover, False)


def _card(
    viewer: Viewer,
    row: Row[Any],
    named: Mapping[int, Person],
    became: str,
) -> ItemCard:
    item: FollowUpItem = row[0]
    last: FollowUpStep | None = row.last_step
    day, cover = today(), _cover(row, named)
    due = due_now(item.due_on, clinic().day(item.raised_at), row.next_visit_on)
    return ItemCard(
        item=item,
        patient=PatientOfItem(item.patient_id, row.name),
        asked_by=named[item.raised_by_id].name,
        for_whom=_for_whom(item, named),
        covered_by=cover[0],
        cover_is_here=cover[1],
        due_words=due_words(item.urgency, due, day),
        overdue=is_overdue(due, item.status, day),
        last=_step(last, named) if last else None,
        entry=_entry(viewer, row),
        me=viewer.account_id,
        waits_for_me=bool(row.mine),
        nobody=not row.asked,
        withheld=bool(row.withheld),
        became=became,
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
