"""Results of monitoring as signed, and the clinic's own versions of what is to be monitored."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model
from coordcare.medication.models import Amount
from coordcare.medication.result_formulary import FINDINGS, MEASUREMENTS, UNITS
from coordcare.timeline.models import EntryBody
from coordcare.triggers import Trigger, append_only, never_replaced


def _one_of(column: str, keys: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(key) for key in keys)})", name=column)


class MonitoringResult(EntryBody, Model):
    """One result: a number with its unit (two for a blood pressure), or a finding in words.

    `test` is a key of result_formulary; the day is the entry's: the day of the sample, not of the report.
    `hours_unknown`: somebody was asked how long after the dose it was taken, and nobody knew.
    """

    __tablename__ = "monitoring_result"
    __table_args__ = (
        _one_of("test", MEASUREMENTS),
        _one_of("unit", UNITS),
        _one_of("finding", FINDINGS),
        CheckConstraint("(value IS NULL) = (unit IS NULL)", name="value_with_unit"),
        CheckConstraint("(value IS NULL) <> (finding IS NULL)", name="one_answer"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("(second_value IS NULL) = (test <> 'blood_pressure')", name="second_value"),
        CheckConstraint("hours_since_dose BETWEEN 0 AND 96", name="hours_since_dose"),
        CheckConstraint("hours_since_dose IS NULL OR NOT hours_unknown", name="hours_unknown"),
    )

    test: Mapped[str] = mapped_column(String(40))
    value: Mapped[Decimal | None] = mapped_column(Amount)
    second_value: Mapped[Decimal | None] = mapped_column(Amount)
    unit: Mapped[str | None] = mapped_column(String(20))
    finding: Mapped[str | None] = mapped_column(String(20))
    hours_since_dose: Mapped[Decimal | None] = mapped_column(Amount)
    hours_unknown: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)


class MonitoringVersion(Model):
    """A rule of monitoring as the clinic set it, or (key `choices`) which schedules count; the newest one counts."""

    __tablename__ = "monitoring_version"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        UniqueConstraint("saved_by_id", "submission_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submission_key: Mapped[str] = mapped_column(String(40))


TRIGGERS: tuple[Trigger, ...] = (
    *append_only("monitoring_version"),
    never_replaced("monitoring_version", ("id",), ("key", "version"), ("saved_by_id", "submission_key")),
)
