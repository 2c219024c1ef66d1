"""Courses of Interpersonal Psychotherapy."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.extensions import BigId, Model, UtcDateTime
from coordcare.ipt.rules import CourseStatus

ONE_ACTIVE = text("status = 'active'")


class Course(Model):
    """One course of one patient. `initial_until` and `ending_from` are session numbers, None with no plan."""

    __tablename__ = "ipt_course"
    __table_args__ = (
        UniqueConstraint("led_by_id", "submission_key"),
        Index("ix_ipt_course_active", "patient_id", unique=True, sqlite_where=ONE_ACTIVE, postgresql_where=ONE_ACTIVE),
        Index("ix_ipt_course_patient", "patient_id", "started_on"),
        CheckConstraint("status IN ('active', 'completed', 'ended_early')", name="status"),
        CheckConstraint("(status = 'active') = (ended_on IS NULL)", name="ended"),
        CheckConstraint(
            "(planned_sessions IS NULL AND initial_until IS NULL AND ending_from IS NULL)"
            " OR (1 <= initial_until AND initial_until < ending_from AND ending_from <= planned_sessions)",
            name="phases",
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    course_type: Mapped[str] = mapped_column(String(40))
    planned_sessions: Mapped[int | None]
    initial_until: Mapped[int | None]
    ending_from: Mapped[int | None]
    started_on: Mapped[date]
    focus: Mapped[str] = mapped_column(String(40))
    focus_words: Mapped[str | None] = mapped_column(String(120))
    led_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    status: Mapped[str] = mapped_column(String(20), default=CourseStatus.ACTIVE)
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submission_key: Mapped[str] = mapped_column(String(40))
