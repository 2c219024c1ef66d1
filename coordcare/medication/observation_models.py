"""What entries of several kinds heard of medication, as signed."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import JSON, CheckConstraint, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.extensions import Model
from coordcare.medication.observation_rules import ACTIONS, EFFECTS, FIBSER, FIBSER_MOST, LAST_DOSES, SEVERITIES
from coordcare.medication.rules import ADHERENCE, NOT_ASKED
from coordcare.timeline.models import EntryBody

TOLD_BY = {
    "patient": "The patient",
    "family": "Family or a friend",
    "other_clinician": "Another clinician or a pharmacy",
    "seen": "Seen by myself",
}


def _one_of(column: str, keys: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(key) for key in keys)})", name=column)


class MedicationReport(EntryBody, Model):
    """What one entry heard: a session, a visit, a contact, an observation. An entry that heard nothing has no row.

    `missed_doses` are of the last 14; `barriers` are keys of observation_rules. FIBSER has three scores or none.
    """

    __tablename__ = "medication_report"
    __table_args__ = (
        _one_of("adherence", [key for key in ADHERENCE if key != NOT_ASKED]),
        CheckConstraint(f"missed_doses BETWEEN 0 AND {LAST_DOSES}", name="missed_doses"),
        CheckConstraint("missed_doses IS NULL OR adherence IS NOT NULL", name="missed_of_taken"),
        *(_one_of(f"{name}_severity", SEVERITIES) for name in EFFECTS),
        *(_one_of(f"{name}_action", ACTIONS) for name in EFFECTS),
        *(
            CheckConstraint(
                f"{name} IS NOT NULL OR ({name}_severity IS NULL AND {name}_onset IS NULL AND {name}_action IS NULL)",
                name=name,
            )
            for name in EFFECTS
        ),
        *(CheckConstraint(f"{name} BETWEEN 0 AND {FIBSER_MOST}", name=name) for name in FIBSER),
        CheckConstraint(
            "(fibser_frequency IS NULL) = (fibser_burden IS NULL)"
            " AND (fibser_intensity IS NULL) = (fibser_burden IS NULL)",
            name="fibser_whole",
        ),
    )

    adherence: Mapped[str | None] = mapped_column(String(20))
    missed_doses: Mapped[int | None] = mapped_column(SmallInteger)
    barriers: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    barrier_words: Mapped[str | None] = mapped_column(String(300))
    side_effect: Mapped[str | None] = mapped_column(String(300))
    side_effect_severity: Mapped[str | None] = mapped_column(String(20))
    side_effect_onset: Mapped[date | None]
    side_effect_action: Mapped[str | None] = mapped_column(String(20))
    side_effect_2: Mapped[str | None] = mapped_column(String(300))
    side_effect_2_severity: Mapped[str | None] = mapped_column(String(20))
    side_effect_2_onset: Mapped[date | None]
    side_effect_2_action: Mapped[str | None] = mapped_column(String(20))
    side_effect_3: Mapped[str | None] = mapped_column(String(300))
    side_effect_3_severity: Mapped[str | None] = mapped_column(String(20))
    side_effect_3_onset: Mapped[date | None]
    side_effect_3_action: Mapped[str | None] = mapped_column(String(20))
    fibser_frequency: Mapped[int | None] = mapped_column(SmallInteger)
    fibser_intensity: Mapped[int | None] = mapped_column(SmallInteger)
    fibser_burden: Mapped[int | None] = mapped_column(SmallInteger)


class Observation(EntryBody, Model):
    """Who told it, of an observation that stands alone. What was told stands in `medication_report`."""

    __tablename__ = "observation"
    __table_args__ = (_one_of("told_by", TOLD_BY),)

    told_by: Mapped[str] = mapped_column(String(20))
