"""Whether the drug of a change was stopped after it, for what still asks about that change."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from coordcare.access.membership import MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.access.policy import Sensitivity
from coordcare.extensions import fetch
from coordcare.medication.formulary import capitalized
from coordcare.medication.models import MedicationChange
from coordcare.medication.queries import KIND, changes_of
from coordcare.medication.stop_rules import stopped_after
from coordcare.medication.title_rules import day_words
from coordcare.settings.queries import today
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry


def stopped_since(viewer: Viewer, entry_ids: Collection[int]) -> Mapping[int, str]:
    """Lamotrigine was stopped on 23 Nov 2026: of those of these entries that are changes of the viewer's patients.

    Two statements at the most. Nothing for who does not read medication.
    """
    if not entry_ids or not Standing(viewer, 0, viewer.discipline).reads(Sensitivity.MEDICATION):
        return {}
    rows = fetch(_signed(), entries=list(entry_ids), **as_me(viewer))
    known = changes_of(viewer, {row.patient_id for row in rows}) if rows else {}
    found = {}
    for row in rows:
        stop = stopped_after(known.get(row.patient_id, []), row.drug, row.signed_seq, today())
        if stop is not None:
            found[row.entry_id] = f"{capitalized(row.drug)} was stopped on {day_words(stop)}"
    return found


@cache
def _signed() -> Select[Any]:
    spine, change = TimelineEntry.__table__.c, MedicationChange.__table__.c
    query = select(change.entry_id, change.drug, spine.patient_id, spine.signed_seq).select_from(
        TimelineEntry.__table__.join(MedicationChange.__table__, change.entry_id == spine.id)
    )
    asked = (change.entry_id.in_(bindparam("entries", expanding=True)), spine.patient_id.in_(MY_PATIENT_IDS))
    return query.where(*counted(KIND), *asked)
