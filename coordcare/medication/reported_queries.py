"""What entries of any kind report about medication. Drafts have no row; retracted ones do not count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, Subquery, and_, or_, select

from coordcare.access.membership import Standing
from coordcare.accounts.queries import Person, people
from coordcare.extensions import db
from coordcare.medication import observation_rules
from coordcare.medication.observation_models import MedicationReport
from coordcare.medication.observation_rules import Fibser, SideEffect
from coordcare.timeline import kinds
from coordcare.timeline.fact_queries import not_retracted, stated
from coordcare.timeline.kinds import Kind
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import Status

ASK = "for_prescriber"
OBSERVATIONS_SHOWN = 20
ASKS_SHOWN = 20
_COLUMNS = [column for column in MedicationReport.__table__.c if column.name != "entry_id"]


@dataclass(frozen=True, slots=True)
class Observation:
    """What somebody reported of taking the medication, and where it is written. What nobody asked about is None.

    `adherence` is in words, with the doses missed and what gets in the way; `adherence_key` one of rules.ADHERENCE;
    `missed_doses` of the last 14.
    """

    entry_id: int
    kind: Kind
    on: date
    by: str
    adherence: str | None
    side_effects: tuple[SideEffect, ...]
    fibser: Fibser | None
    adherence_key: str | None
    missed_doses: int | None

    @property
    def side_effect(self) -> str | None:
        """The side effects in one line."""
        return "; ".join(effect.words for effect in self.side_effects) or None


@dataclass(frozen=True, slots=True)
class Ask:
    """What a colleague asks of whoever prescribes."""

    entry_id: int
    kind: Kind
    on: date
    by: str
    text: str


def observations(standing: Standing, limit: int = OBSERVATIONS_SHOWN) -> list[Observation]:
    """Adherence, side effects and FIBSER as reported, the newest first; only what the viewer reads."""
    rows = db.session.execute(reports(standing).limit(limit)).mappings().all()
    named = people({row["author_id"] for row in rows})
    return [observation(dict(row), named) for row in rows]


def reports(standing: Standing) -> Select[Any]:
    """The rows of what was reported of the patient that count and that the viewer reads, the newest first."""
    mine = standing.viewer.account_id
    read = [kind.key for kind in read_kinds(standing)]
    read_if_own = [kind.key for kind in kinds.sharing(MedicationReport) if _reads(standing, kind, mine)]
    return (
        select(TimelineEntry.id, TimelineEntry.kind, TimelineEntry.author_id, TimelineEntry.happened_on, *_COLUMNS)
        .join(MedicationReport, MedicationReport.entry_id == TimelineEntry.id)
        .where(
            TimelineEntry.patient_id == standing.patient_id,
            or_(
                TimelineEntry.kind.in_(read),
                and_(TimelineEntry.kind.in_(read_if_own), TimelineEntry.author_id == mine),
            ),
            TimelineEntry.status == Status.SIGNED.value,
            not_retracted(),
        )
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
    )


def read_kinds(standing: Standing) -> list[Kind]:
    """The kinds whose reports the viewer reads, whoever wrote them."""
    return [kind for kind in kinds.sharing(MedicationReport) if _reads(standing, kind)]


def observation(row: Mapping[str, Any], named: Mapping[int, Person]) -> Observation:
    """What one row of `reports` says."""
    return Observation(
        row["id"],
        kinds.named(row["kind"]),
        row["happened_on"],
        named[row["author_id"]].name,
        observation_rules.adherence_words(row),
        tuple(observation_rules.side_effects(row)),
        observation_rules.fibser(row),
        row["adherence"],
        row["missed_doses"],
    )


def asks(standing: Standing, after: int = 0, left: Sequence[int] = (), limit: int = ASKS_SHOWN) -> list[Ask]:
    """What was last asked of whoever prescribes, the newest first; only what the viewer reads.

    `after` is a place in the order of signing: of what was signed before it only `left` still asks, ids of entries.
    """
    said = stated([ASK], TimelineEntry.patient_id == standing.patient_id, standing)
    standing_still = or_(said.c.signed_seq > after, said.c.id.in_(left))
    rows = _newest(select(said).where(said.c.for_prescriber.is_not(None), standing_still), said, limit)
    named = people({row.author_id for row in rows})
    return [
        Ask(row.id, kinds.named(row.kind), row.happened_on, named[row.author_id].name, row.for_prescriber)
        for row in rows
    ]


def _reads(standing: Standing, kind: Kind, author_id: int | None = None) -> bool:
    return any(part.model is MedicationReport for part in kind.readable_parts(standing, author_id))


def _newest(query: Select[Any], said: Subquery, limit: int) -> Sequence[Row[Any]]:
    return db.session.execute(query.order_by(said.c.happened_at.desc(), said.c.id.desc()).limit(limit)).all()
