"""What is new since a review was opened, told in full: it is read before anything is signed."""

from dataclasses import replace

from sqlalchemy import select

from coordcare.access.policy import Sensitivity
from coordcare.extensions import db
from coordcare.review.progress_cards import News
from coordcare.review.progress_queries import news
from coordcare.review.reading_queries import Reading
from coordcare.risk.queries import FACT
from coordcare.risk.rules import NOT_ASSESSED, RISK_STATUSES, RiskStatus
from coordcare.timeline.fact_queries import stated
from coordcare.timeline.models import TimelineEntry


def notices(known: Reading, after: int) -> list[News]:
    """What is new after a place in the patient's chain, with the risk that each entry states, for readers of safety."""
    found = news(known, after)
    if not found or not known.standing.reads(Sensitivity.SAFETY):
        return found
    risks = _stated([one.entry_id for one in found])
    return [replace(one, risk=risks.get(one.entry_id)) for one in found]


def _stated(entry_ids: list[int]) -> dict[int, RiskStatus]:
    said = stated([FACT], TimelineEntry.id.in_(entry_ids), silent=NOT_ASSESSED).c
    return {row.id: RISK_STATUSES[row.risk_status] for row in db.session.execute(select(said.id, said.risk_status))}
