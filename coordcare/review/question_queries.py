"""What a colleague asks of the viewer on one patient: open items that wait for them, risk tasks apart."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select

from coordcare.access.membership import Standing, as_me
from coordcare.access.policy import Discipline
from coordcare.extensions import fetch
from coordcare.followup.cards import WITHHELD_WORDS
from coordcare.followup.models import FollowUpItem
from coordcare.followup.queries import visible, waits_for
from coordcare.followup.rules import OPEN, is_overdue
from coordcare.settings.queries import clinic
from coordcare.timeline.models import SealedBody

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits for the viewer."""

    id: int
    version: int
    text: str
    by_id: int
    on: date
    seq: int
    late: bool


def waiting_for(standing: Standing, on: date) -> list[Waiting]:
    """Open questions, tasks and flags that wait for the viewer on this patient, the soonest due first."""
    rows = fetch(_waiting(standing.discipline), **as_me(standing.viewer), patient=standing.patient_id)
    return [
        Waiting(
            row.id,
            row.version,
            WITHHELD_WORDS if row.withheld else row.text,
            row.raised_by_id,
            clinic().day(row.raised_at),
            row.seq,
            is_overdue(row.due_on, row.status, on),
        )
        for row in rows
    ]


@cache
def _waiting(discipline: Discipline | None) -> Select[Any]:
    item = FollowUpItem
    table = FollowUpItem.__table__.c
    withheld = exists().where(SealedBody.entry_id == item.entry_id)
    columns = [
        table[name] for name in ("id", "version", "text", "raised_by_id", "raised_at", "seq", "due_on", "status")
    ]
    query: Select[Any] = select(*columns, withheld.label("withheld")).where(
        item.patient_id == bindparam("patient"),
        item.status.in_(OPEN),
        item.nature != "risk",
        visible(discipline),
        waits_for(discipline),
    )
    # What waits for a visit that is not planned has no day: it comes last.
    return query.order_by(item.due_on.is_(None), item.due_on, item.id).limit(SHOWN)
