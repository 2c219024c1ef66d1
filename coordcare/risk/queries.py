"""The risk that stands, from whatever kinds of entry state one. Drafts have no row; retracted ones do not count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from coordcare.access.membership import MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.accounts.queries import Person, people
from coordcare.extensions import db, fetch
from coordcare.risk.cards import Statement
from coordcare.risk.models import RiskAssessment
from coordcare.risk.rules import NOT_ASSESSED, RISK_STATUSES, CurrentRisk, RiskStatus, StatedRisk, current_risk
from coordcare.timeline import kinds
from coordcare.timeline.fact_queries import counted, stated
from coordcare.timeline.models import TimelineEntry

ASSESSMENT = "risk_assessment"
FACT = "risk_status"
# Enough for "since" in two years of weekly sessions.
STATED_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class LastAssessment:
    """A signed risk assessment: when, by whom, and the key of the status that it stated."""

    entry_id: int
    on: date
    by: str
    risk_status: str

    @property
    def word(self) -> str:
        """The status in words."""
        return RISK_STATUSES[self.risk_status].word

    @property
    def level(self) -> int | None:
        """0 (calm) to 3; None when it was not assessed."""
        return RISK_STATUSES[self.risk_status].level


def last_assessment(patient_id: int) -> LastAssessment | None:
    """The newest signed risk assessment that was not retracted, for readers of safety."""
    query = (
        select(TimelineEntry.id, TimelineEntry.happened_on, TimelineEntry.author_id, RiskAssessment.risk_status)
        .join(RiskAssessment, RiskAssessment.entry_id == TimelineEntry.id)
        .where(
            TimelineEntry.patient_id == patient_id,
            *counted(ASSESSMENT),
        )
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    return LastAssessment(row.id, row.happened_on, people({row.author_id})[row.author_id].name, row.risk_status)


def risk_panel(standing: Standing, patient_id: int) -> CurrentRisk:
    """The risk status that stands. For readers of safety, so nothing else of the entries is selected."""
    rows = fetch(_standing_risk(), patient=patient_id)
    named = people({row.author_id for row in rows})
    return current_risk(StatedRisk(row.risk_status, row.happened_on, named[row.author_id].name) for row in rows)


@cache
def _standing_risk() -> Select[Any]:
    """Made once, for every page of a patient shows it; not before all kinds are known.

    No more in all than of each kind: beyond, a kind that states less often would speak for one that is cut off.
    """
    whose = TimelineEntry.patient_id == bindparam("patient")
    found = stated([FACT], whose, silent=NOT_ASSESSED, newest=STATED_LOOKED_AT).c
    query = select(found.risk_status, found.happened_on, found.author_id)
    return query.order_by(found.happened_at.desc(), found.id.desc()).limit(STATED_LOOKED_AT)


def history(standing: Standing, limit: int = 12) -> list[Statement]:
    """What was stated of risk, newest first. The entry itself is named only to who reads something of it."""
    rows = _newest(TimelineEntry.patient_id == standing.patient_id, limit)
    named = people({row.author_id for row in rows})
    return [_statement(standing, row, named) for row in rows]


def stated_in(entry: TimelineEntry) -> str | None:
    """The status that a signed entry states; None for a kind that states none, and while its body is withheld."""
    kind = kinds.named(entry.kind)
    if FACT not in kind.facts:
        return None
    column: InstrumentedAttribute[str] = getattr(kind.model, kind.facts[FACT])
    return db.session.scalar(select(column).where(kind.model.entry_id == entry.id))


def risks(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, RiskStatus]:
    """The risk last stated of each of these patients, of whom it was; for readers of safety on their teams."""
    rows = fetch(_last_stated(), patients=list(patient_ids), **as_me(viewer))
    return {row[0]: RISK_STATUSES[row[1]] for row in rows}


@cache
def _last_stated() -> Select[Any]:
    """Made once; not before all kinds are known."""
    asked = TimelineEntry.patient_id.in_(bindparam("patients", expanding=True))
    found = _stated(asked & TimelineEntry.patient_id.in_(MY_PATIENT_IDS)).subquery()
    place = func.row_number().over(
        partition_by=found.c.patient_id, order_by=(found.c.happened_at.desc(), found.c.id.desc())
    )
    placed = select(found.c.patient_id, found.c.risk_status, place.label("place")).subquery()
    return select(placed.c.patient_id, placed.c.risk_status).where(placed.c.place == 1)


def _statement(standing: Standing, row: Row[Any], named: Mapping[int, Person]) -> Statement:
    kind = kinds.named(row.kind)
    reads = kind.readable_parts(standing, row.author_id)
    return Statement(
        RISK_STATUSES[row.risk_status],
        row.happened_on,
        named[row.author_id].name,
        kind.word if reads else None,
        url_for("timeline.entry", patient_id=standing.patient_id, entry_id=row.id) if reads else None,
    )


def _newest(whose: ColumnElement[bool], limit: int) -> Sequence[Row[Any]]:
    found = _stated(whose).subquery()
    query = select(found).order_by(found.c.happened_at.desc(), found.c.id.desc()).limit(limit)
    return db.session.execute(query).all()


def _stated(whose: ColumnElement[bool]) -> Select[Any]:
    """Every statement of risk, whatever the kind of entry; a status that nobody assessed states nothing."""
    return select(stated([FACT], whose, silent=NOT_ASSESSED))
