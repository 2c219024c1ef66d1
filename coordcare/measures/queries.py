"""Results of measures. Retracted ones are told apart and do not count; withheld ones have no row."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, union_all

from coordcare.access.membership import Standing, Viewer, my_patient_ids
from coordcare.access.policy import Sensitivity
from coordcare.accounts.queries import people
from coordcare.extensions import db, fetch
from coordcare.measures import rules
from coordcare.measures.cards import Result
from coordcare.measures.models import MeasureResult
from coordcare.measures.rules import Point
from coordcare.measures.wording_rules import MEASURES, PHQ9
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import EntryRetraction, TimelineEntry
from coordcare.timeline.rules import REASON_WORDS, RetractionReason, Status

KIND = "measure_result"
SHOWN_IN_PANEL = 12

_NEWEST_FIRST = (TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())


def results(standing: Standing) -> dict[str, list[Result]]:
    """All results by measure, newest first, retracted ones among them."""
    if not standing.reads(Sensitivity.TEAM):
        return {}
    query = (
        _columns(standing.reads(Sensitivity.SAFETY))
        .add_columns(EntryRetraction.reason)
        .outerjoin(EntryRetraction, EntryRetraction.entry_id == TimelineEntry.id)
        .where(
            TimelineEntry.kind == KIND,
            TimelineEntry.status == Status.SIGNED.value,
            TimelineEntry.patient_id == bindparam("patient"),
        )
        .order_by(*_NEWEST_FIRST)
    )
    return _by_measure(query, standing)


def latest(standing: Standing) -> dict[str, list[Result]]:
    """The last results that count, by measure, newest first: enough for the change and a short line."""
    if not standing.reads(Sensitivity.TEAM):
        return {}
    return _by_measure(_latest(standing.reads(Sensitivity.SAFETY)), standing)


@cache
def _latest(with_safety: bool) -> Select[Any]:
    """Made once, for every page of a patient shows it. Each measure by itself, so that an index ends the search."""
    counts = *counted(KIND), TimelineEntry.patient_id == bindparam("patient")
    every = _columns(with_safety).add_columns(TimelineEntry.happened_at).where(*counts).order_by(*_NEWEST_FIRST)
    newest = [every.where(MeasureResult.measure == key).limit(SHOWN_IN_PANEL).subquery() for key in MEASURES]
    found = union_all(*[select(one) for one in newest]).subquery()
    return select(found).order_by(found.c.happened_at.desc(), found.c.id.desc())


def last_phq9_words(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, str]:
    """The last PHQ-9 of each of these patients with its change, for the caseload."""
    place = func.row_number().over(partition_by=TimelineEntry.patient_id, order_by=_NEWEST_FIRST)
    placed = (
        select(TimelineEntry.patient_id, TimelineEntry.happened_on, MeasureResult.total, place.label("place"))
        .join(MeasureResult, MeasureResult.entry_id == TimelineEntry.id)
        .where(
            *counted(KIND),
            TimelineEntry.patient_id.in_(patient_ids),
            TimelineEntry.patient_id.in_(my_patient_ids(viewer)),
            MeasureResult.measure == PHQ9.key,
            MeasureResult.total.is_not(None),
        )
        .subquery()
    )
    query = select(placed).where(placed.c.place <= 2).order_by(placed.c.patient_id, placed.c.place)
    points: dict[int, list[Point]] = {}
    for row in db.session.execute(query):
        points.setdefault(row.patient_id, []).append(Point(row.happened_on, row.total))
    return {patient_id: rules.caseload_words(PHQ9, found) for patient_id, found in points.items()}


def item_9_before(standing: Standing, entry: TimelineEntry) -> int | None:
    """The last answer to item 9 before an entry: for the rule of its risk task, never shown to the viewer."""
    query = (
        select(MeasureResult.item_9)
        .join(TimelineEntry, TimelineEntry.id == MeasureResult.entry_id)
        .where(
            *counted(KIND),
            TimelineEntry.patient_id == standing.patient_id,
            TimelineEntry.id != entry.id,
            TimelineEntry.happened_at <= entry.happened_at,
            MeasureResult.item_9.is_not(None),
        )
        .order_by(*_NEWEST_FIRST)
        .limit(1)
    )
    return db.session.scalar(query)


def item_9_is_positive(standing: Standing, entry_id: int) -> bool:
    """Whether item 9 of a result was answered above 0, for readers of safety."""
    if not standing.reads(Sensitivity.SAFETY):
        return False
    query = select(MeasureResult.item_9_positive).where(MeasureResult.entry_id == entry_id)
    return bool(db.session.scalar(query))


def _columns(with_safety: bool) -> Select[Any]:
    table = MeasureResult
    columns: list[Any] = [table.measure, table.total, table.band, table.answered, table.prorated]
    columns += [table.item_9_positive] if with_safety else []
    query: Select[Any] = select(TimelineEntry.id, TimelineEntry.author_id, TimelineEntry.happened_on, *columns)
    return query.join(table, table.entry_id == TimelineEntry.id)


def _by_measure(query: Select[Any], standing: Standing) -> dict[str, list[Result]]:
    rows = [row._asdict() for row in fetch(query, patient=standing.patient_id)]
    named = people({row["author_id"] for row in rows})
    found: dict[str, list[Result]] = {}
    for row in rows:
        found.setdefault(row["measure"], []).append(_result(row, named[row["author_id"]].name))
    return found


def _result(row: dict[str, Any], by: str) -> Result:
    measure, reason = MEASURES[row["measure"]], row.get("reason")
    item_9 = None
    if measure.safety_item is not None and "item_9_positive" in row:
        item_9 = {True: "above 0", False: "0", None: "not answered"}[row["item_9_positive"]]
    return Result(
        row["id"],
        measure.key,
        row["happened_on"],
        row["total"],
        rules.band_word(measure, row["band"]) if row["band"] else None,
        rules.answered_words(row),
        by,
        item_9,
        REASON_WORDS[RetractionReason(reason)] if reason else None,
    )
