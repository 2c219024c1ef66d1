"""What entries of any kind report about medication. Drafts have no row; retracted ones do not count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, Subquery, or_, select

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.accounts.queries import people
from coordcare.extensions import db
from coordcare.medication import rules
from coordcare.timeline import kinds
from coordcare.timeline.fact_queries import stated
from coordcare.timeline.kinds import Kind
from coordcare.timeline.models import TimelineEntry

ADHERENCE, SIDE_EFFECT, ASK = "adherence", "side_effect", "for_prescriber"
OBSERVATIONS_SHOWN = 20
ASKS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Observation:
    """Adherence (in words) and a side effect as somebody reported them, and where it is written."""

    entry_id: int
    kind: Kind
    on: date
    by: str
    adherence: str | None
    side_effect: str | None


@dataclass(frozen=True, slots=True)
class Ask:
    """What a colleague asks of whoever prescribes."""

    entry_id: int
    kind: Kind
    on: date
    by: str
    text: str


def observations(standing: Standing, limit: int = OBSERVATIONS_SHOWN) -> list[Observation]:
    """Adherence and side effects as reported, the newest first; none for a viewer who does not read medication."""
    if not standing.reads(Sensitivity.MEDICATION):
        return []
    said = stated([ADHERENCE, SIDE_EFFECT], TimelineEntry.patient_id == standing.patient_id, standing)
    asked_after = said.c.adherence != rules.NOT_ASKED
    rows = _newest(select(said).where(or_(asked_after, said.c.side_effect.is_not(None))), said, limit)
    named = people({row.author_id for row in rows})
    return [
        Observation(
            row.id,
            kinds.named(row.kind),
            row.happened_on,
            named[row.author_id].name,
            rules.ADHERENCE[row.adherence] if row.adherence not in {None, rules.NOT_ASKED} else None,
            row.side_effect,
        )
        for row in rows
    ]


def asks(standing: Standing, after: int = 0, limit: int = ASKS_SHOWN) -> list[Ask]:
    """What was last asked of whoever prescribes, the newest first; only what the viewer reads.

    `after` is a place in the order of signing: what was signed before it was seen then, however late it happened.
    """
    said = stated([ASK], TimelineEntry.patient_id == standing.patient_id, standing)
    rows = _newest(select(said).where(said.c.for_prescriber.is_not(None), said.c.signed_seq > after), said, limit)
    named = people({row.author_id for row in rows})
    return [
        Ask(row.id, kinds.named(row.kind), row.happened_on, named[row.author_id].name, row.for_prescriber)
        for row in rows
    ]


def _newest(query: Select[Any], said: Subquery, limit: int) -> Sequence[Row[Any]]:
    return db.session.execute(query.order_by(said.c.happened_at.desc(), said.c.id.desc()).limit(limit)).all()
