"""What was last reported of taking the medication and of its side effects, with the day and who wrote it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, select, union_all

from coordcare.access.membership import Standing
from coordcare.accounts.queries import people
from coordcare.extensions import db
from coordcare.medication.observation_models import MedicationReport
from coordcare.medication.reported_queries import Observation, observation, reports

_SAYS = {
    "adherence": MedicationReport.adherence,
    "side_effects": MedicationReport.side_effect,
    "fibser": MedicationReport.fibser_burden,
}


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest report that speaks of each; None where nobody ever did, or the viewer does not read it.

    The three may come from different entries: each says its day, its writer and where it stands.
    """

    adherence: Observation | None
    side_effects: Observation | None
    fibser: Observation | None


def latest(standing: Standing) -> Latest:
    """The newest adherence, side effects and FIBSER of the patient; two statements, however long the record is."""
    arms = [_newest(standing, asked, column) for asked, column in _SAYS.items()]
    rows = db.session.execute(union_all(*arms)).mappings().all()
    named = people({row["author_id"] for row in rows})
    found = {row["asked"]: observation(dict(row), named) for row in rows}
    return Latest(**{asked: found.get(asked) for asked in _SAYS})


def _newest(standing: Standing, asked: str, column: Any) -> Select[Any]:
    newest = reports(standing).where(column.is_not(None)).limit(1).subquery()
    return select(literal(asked).label("asked"), *newest.c)
