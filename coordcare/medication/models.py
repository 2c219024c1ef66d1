"""Medication changes and visits, as signed. The regimen is derived from changes, never stored."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from coordcare.extensions import Model
from coordcare.medication.rules import ADHERENCE
from coordcare.risk.rules import RISK_STATUSES
from coordcare.timeline.models import EntryBody


class Amount(TypeDecorator[Decimal]):
    """A dose to a thousandth: exact on PostgreSQL, and read back as the same decimal from SQLite's float."""

    impl = Numeric(10, 3, asdecimal=False)
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(str(value)).quantize(Decimal("0.001")).normalize()


class MedicationChange(EntryBody, Model):
    """One decision about one drug. What was taken before is copied as it was at signing."""

    __tablename__ = "medication_change"
    __table_args__ = (
        CheckConstraint(
            "change_type IN ('start', 'taking_already', 'increase', 'decrease', 'hold', 'resume', 'stop')",
            name="change_type",
        ),
        CheckConstraint("dose > 0", name="dose"),
        CheckConstraint("(change_type IN ('hold', 'stop')) = (dose IS NULL)", name="dose_needed"),
        CheckConstraint("(dose IS NULL) = (unit IS NULL) AND (dose IS NULL) = (frequency IS NULL)", name="dose_whole"),
        CheckConstraint(
            "(previous_dose IS NULL) = (previous_unit IS NULL)"
            " AND (previous_dose IS NULL) = (previous_frequency IS NULL)",
            name="previous_whole",
        ),
    )

    change_type: Mapped[str] = mapped_column(String(20))
    drug: Mapped[str] = mapped_column(String(80))
    rxcui: Mapped[str | None] = mapped_column(String(20))
    dose: Mapped[Decimal | None] = mapped_column(Amount)
    unit: Mapped[str | None] = mapped_column(String(10))
    frequency: Mapped[str | None] = mapped_column(String(20))
    dose_confirmed: Mapped[bool]
    effective_on: Mapped[date]
    previous_dose: Mapped[Decimal | None] = mapped_column(Amount)
    previous_unit: Mapped[str | None] = mapped_column(String(10))
    previous_frequency: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    watch_for: Mapped[str | None] = mapped_column(Text)


class MedicationVisit(EntryBody, Model):
    """A visit about medication. What was changed stands in entries of its own, of the same occasion.

    `regimen` is what was taken on the day of the visit, in words, as recorded at signing; None without drugs.
    """

    __tablename__ = "medication_visit"
    __table_args__ = (
        CheckConstraint("outcome IN ('no_change', 'continue', 'change')", name="outcome"),
        CheckConstraint("mode IN ('in_person', 'video', 'phone')", name="mode"),
        CheckConstraint(f"risk_status IN ({', '.join(repr(key) for key in RISK_STATUSES)})", name="risk_status"),
        CheckConstraint(f"adherence IN ({', '.join(repr(key) for key in ADHERENCE)})", name="adherence"),
    )

    outcome: Mapped[str] = mapped_column(String(20))
    interval_history: Mapped[str | None] = mapped_column(Text)
    mental_state: Mapped[str | None] = mapped_column(Text)
    assessment: Mapped[str] = mapped_column(Text)
    plan: Mapped[str | None] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(String(20))
    risk_status: Mapped[str] = mapped_column(String(40))
    adherence: Mapped[str] = mapped_column(String(20))
    side_effect: Mapped[str | None] = mapped_column(String(300))
    regimen: Mapped[str | None] = mapped_column(Text)
