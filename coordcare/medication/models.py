"""Medication changes and visits, as signed. The regimen is derived from changes, never stored."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model
from coordcare.medication.detail_rules import RISK_TALKS, WITHOUT_REVIEW
from coordcare.medication.formulary import FORMS, ROUTES
from coordcare.medication.rules import CHANGE_TYPES, MODES, OUTCOMES
from coordcare.risk.rules import RISK_STATUSES
from coordcare.timeline.models import EntryBody
from coordcare.triggers import Trigger, append_only, never_replaced

JsonOrNull = JSON(none_as_null=True)


def _one_of(column: str, keys: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(key) for key in keys)})", name=column)


class Amount(TypeDecorator[Decimal]):
    """A dose to a thousandth: exact on PostgreSQL, and read back as the same decimal from SQLite's float."""

    impl = Numeric(10, 3, asdecimal=False)
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return _to_a_thousandth(value)


@lru_cache(maxsize=1000)
def _to_a_thousandth(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.001")).normalize()


class MedicationChange(EntryBody, Model):
    """One decision about one drug. What was taken before is copied as it was at signing.

    `steps` are the dated steps after the first dose ({on, dose, unit, frequency}, dose None for a stop), `leaving`
    those of the drug that a switch leaves. The drug that is left has an entry of its own, `linked_id` naming the
    switch. `advice` is what was advised at signing ({key, words, level, source, verified, noted, and meant
    where a dose far above the one before was said to be meant}).
    """

    __tablename__ = "medication_change"
    __table_args__ = (
        _one_of("change_type", CHANGE_TYPES),
        CheckConstraint("dose > 0", name="dose"),
        CheckConstraint("(change_type IN ('hold', 'stop')) = (dose IS NULL)", name="dose_needed"),
        CheckConstraint("(dose IS NULL) = (unit IS NULL) AND (dose IS NULL) = (frequency IS NULL)", name="dose_whole"),
        CheckConstraint(
            "(previous_dose IS NULL) = (previous_unit IS NULL)"
            " AND (previous_dose IS NULL) = (previous_frequency IS NULL)",
            name="previous_whole",
        ),
        CheckConstraint("change_type NOT IN ('switch', 'augment') OR other_drug IS NOT NULL", name="other_drug"),
        CheckConstraint("linked_id IS NULL OR change_type IN ('stop', 'taper')", name="linked"),
        CheckConstraint("most_per_day IS NULL OR (most_per_day > 0 AND frequency = 'as_needed')", name="most_per_day"),
        _one_of("form", FORMS),
        _one_of("route", ROUTES),
        _one_of("risk_talk", RISK_TALKS),
        _one_of("without_review", WITHOUT_REVIEW),
        Index("ix_medication_change_linked", "linked_id"),
    )

    change_type: Mapped[str] = mapped_column(String(20))
    drug: Mapped[str] = mapped_column(String(80))
    unlisted: Mapped[bool] = mapped_column(default=False, server_default=false())
    beside: Mapped[bool] = mapped_column(default=False, server_default=false())
    rxcui: Mapped[str | None] = mapped_column(String(20))
    dose: Mapped[Decimal | None] = mapped_column(Amount)
    unit: Mapped[str | None] = mapped_column(String(10))
    frequency: Mapped[str | None] = mapped_column(String(20))
    most_per_day: Mapped[int | None] = mapped_column(SmallInteger)
    form: Mapped[str | None] = mapped_column(String(20))
    route: Mapped[str | None] = mapped_column(String(20))
    dose_confirmed: Mapped[bool]
    effective_on: Mapped[date]
    steps: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonOrNull)
    other_drug: Mapped[str | None] = mapped_column(String(80))
    leaving: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonOrNull)
    linked_id: Mapped[int | None] = mapped_column(ForeignKey("timeline_entry.id"))
    previous_dose: Mapped[Decimal | None] = mapped_column(Amount)
    previous_unit: Mapped[str | None] = mapped_column(String(10))
    previous_frequency: Mapped[str | None] = mapped_column(String(20))
    previous_form: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    watch_for: Mapped[str | None] = mapped_column(Text)
    indication: Mapped[str | None] = mapped_column(String(40))
    conditions: Mapped[list[str] | None] = mapped_column(JsonOrNull)
    target_symptoms: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonOrNull)
    alternatives: Mapped[str | None] = mapped_column(Text)
    risk_talk: Mapped[str | None] = mapped_column(String(20))
    pdmp_checked_on: Mapped[date | None]
    next_review_on: Mapped[date | None]
    without_review: Mapped[str | None] = mapped_column(String(20))
    advice: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonOrNull)
    advice_reason: Mapped[str | None] = mapped_column(Text)


class MedicationVisit(EntryBody, Model):
    """A visit about medication. What was changed stands in entries of its own, of the same occasion.

    `regimen` is what was taken on the day of the visit, in words, as recorded at signing; None without drugs.
    """

    __tablename__ = "medication_visit"
    __table_args__ = (
        _one_of("outcome", OUTCOMES),
        _one_of("mode", MODES),
        _one_of("risk_status", RISK_STATUSES),
    )

    outcome: Mapped[str] = mapped_column(String(20))
    interval_history: Mapped[str | None] = mapped_column(Text)
    mental_state: Mapped[str | None] = mapped_column(Text)
    assessment: Mapped[str] = mapped_column(Text)
    plan: Mapped[str | None] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(String(20))
    risk_status: Mapped[str] = mapped_column(String(40))
    regimen: Mapped[str | None] = mapped_column(Text)
    target_symptoms: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonOrNull)


class FormularyVersion(Model):
    """A drug as the clinic set it: a row for each version, over the package's list. Version 1 follows the package."""

    __tablename__ = "formulary_version"
    __table_args__ = (
        UniqueConstraint("generic", "version"),
        UniqueConstraint("saved_by_id", "submission_key"),
        CheckConstraint("maximum > 0", name="maximum"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    generic: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    brands: Mapped[str] = mapped_column(String(200))
    drug_class: Mapped[str] = mapped_column(String(80))
    schedule: Mapped[str | None] = mapped_column(String(4))
    family: Mapped[str | None] = mapped_column(String(40))
    common_start: Mapped[str] = mapped_column(String(80))
    usual_maximum: Mapped[str] = mapped_column(String(120))
    rxcui: Mapped[str | None] = mapped_column(String(20))
    maximum: Mapped[Decimal | None] = mapped_column(Amount)
    maximum_unit: Mapped[str] = mapped_column(String(10))
    offered: Mapped[bool]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submission_key: Mapped[str] = mapped_column(String(40))


TRIGGERS: tuple[Trigger, ...] = (
    *append_only("formulary_version"),
    never_replaced("formulary_version", ("id",), ("generic", "version"), ("saved_by_id", "submission_key")),
)
