"""What was last reported of taking the medication and of its side effects, with the day and who wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, select, union_all

from coordcare.access.membership import Standing
from coordcare.accounts.queries import people
from coordcare.extensions import db
from coordcare.medication.observation_models import MedicationReport
from coordcare.medication.reported_queries import Observation, observation, reports
from coordcare.timeline.models import TimelineEntry

_SAYS = {
    "adherence": MedicationReport.adherence,
    "side_effects": MedicationReport.side_effect,
    "fibser": MedicationReport.fibser_burden,
}


READ = 60


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest report that speaks of each; None where nobody ever did, or the viewer does not read it.

    The three may come from different entries: each says its day, its writer and where it stands. `adherences` and
    `effects` are the last 60 reports of adherence and of side effects, newest first.
    """

    adherence: Observation | None
    side_effects: Observation | None
    fibser: Observation | None
    adherences: Sequence[Observation] = ()
    effects: Sequence[Observation] = ()


def latest(standing: Standing) -> Latest:
    """The newest adherence, side effects and FIBSER of the patient; two statements, however long the record is."""
    arms = [_newest(standing, asked, column, 1 if asked == "fibser" else READ) for asked, column in _SAYS.items()]
    rows = db.session.execute(union_all(*arms)).mappings().all()
    named = people({row["author_id"] for row in rows})
    found: dict[str, list[Observation]] = {asked: [] for asked in _SAYS}
    for row in sorted(rows, key=lambda row: (row["happened_at"], row["id"]), reverse=True):
        found[row["asked"]].append(observation(dict(row), named))
    newest = {asked: next(iter(told), None) for asked, told in found.items()}
    return Latest(**newest, adherences=found["adherence"], effects=found["side_effects"])


def _newest(standing: Standing, asked: str, column: Any, limit: int) -> Select[Any]:
    newest = reports(standing).add_columns(TimelineEntry.happened_at).where(column.is_not(None)).limit(limit).subquery()
    return select(literal(asked).label("asked"), *newest.c)
