"""Side effects that press, of all the patients of a caseload, in one statement."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, select

from coordcare.access.membership import MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.extensions import fetch
from coordcare.medication import observation_rules
from coordcare.medication.effect_rules import WINDOW, Told, standing
from coordcare.medication.observation_models import MedicationReport
from coordcare.medication.progress_rules import day_words
from coordcare.medication.reported_queries import read_kinds
from coordcare.timeline.fact_queries import not_retracted
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import Status

_REPORT = MedicationReport.__table__.c
_TELLS = [
    _REPORT[name] for name in observation_rules.COLUMNS if not name.startswith(("adherence", "missed", "barrier"))
]


def burdens(viewer: Viewer, patient_ids: Sequence[int], on: date) -> dict[int, str]:
    """What was reported in the last 28 days and presses: a severe side effect that stands, or FIBSER's burden.

    Source: observation_rules and effect_rules; the window is the clinic's default, not verified.
    """
    read = tuple(kind.key for kind in read_kinds(Standing(viewer, 0, viewer.discipline)))
    found: dict[int, list[Row[Any]]] = {}
    for row in fetch(_told(read), patients=list(patient_ids), since=on - WINDOW, **as_me(viewer)):
        found.setdefault(row.patient_id, []).append(row)
    told = {patient_id: _words(rows, on) for patient_id, rows in found.items()}
    return {patient_id: words for patient_id, words in told.items() if words}


def _words(rows: Sequence[Row[Any]], on: date) -> str:
    """Severe side effect: Rash, 20 Nov 2026. FIBSER burden 5 of 6, 20 Nov 2026; newest reports come first."""
    effects = [
        Told(effect, row.happened_on, "", row.id)
        for row in rows
        for effect in observation_rules.side_effects(row._asdict())
    ]
    severe = [f"{one.effect.name}, {day_words(one.on)}" for one in standing(effects, on - WINDOW) if one.presses]
    scored = next(((row, score) for row in rows if (score := observation_rules.fibser(row._asdict()))), None)
    words = [f"Severe side effect: {'; '.join(severe)}"] if severe else []
    if scored and scored[1].presses:
        words.append(f"FIBSER burden {scored[1].burden} of 6, {day_words(scored[0].happened_on)}")
    return ". ".join(words)


@cache
def _told(read: tuple[str, ...]) -> Select[Any]:
    spine = TimelineEntry.__table__.c
    return (
        select(spine.id, spine.patient_id, spine.happened_on, *_TELLS)
        .select_from(TimelineEntry.__table__.join(MedicationReport.__table__, _REPORT.entry_id == spine.id))
        .where(
            spine.patient_id.in_(bindparam("patients", expanding=True)),
            spine.patient_id.in_(MY_PATIENT_IDS),
            spine.kind.in_(read),
            spine.status == Status.SIGNED.value,
            spine.happened_on >= bindparam("since"),
            or_(_REPORT.side_effect.is_not(None), _REPORT.fibser_burden.is_not(None)),
            not_retracted(),
        )
        .order_by(spine.happened_at.desc(), spine.id.desc())
    )
