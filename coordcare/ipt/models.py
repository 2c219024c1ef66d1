"""Courses of Interpersonal Psychotherapy, what became of them, and the numbers of their types."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model
from coordcare.ipt.rules import DISPUTE, END_REASONS, FOCUS_WORDS, STAGE_WORDS, CourseStatus, Step
from coordcare.timeline.models import EntryBody
from coordcare.triggers import Trigger, append_only, never_replaced

ONE_ACTIVE = text("status = 'active'")


def _one_of(column: str, keys: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(key)) for key in keys)})"


def areas_of(course: Any) -> dict[str, str | None]:
    """The focus areas of a course, or of its row, with their words, the first one first."""
    first = {course.focus: course.focus_words}
    return first | ({course.second_focus: course.second_focus_words} if course.second_focus else {})


class Course(Model):
    """One course of one patient. `initial_until` and `ending_from` are session numbers, None with no plan.

    With `ending_left` sessions left the ending plan opens. One or two focus areas; `dispute_stage` is the stage at
    the start: later ones are stated by session notes. `follows_id` is the course that a maintenance course follows.
    """

    __tablename__ = "ipt_course"
    __table_args__ = (
        UniqueConstraint("led_by_id", "submission_key"),
        Index("ix_ipt_course_active", "patient_id", unique=True, sqlite_where=ONE_ACTIVE, postgresql_where=ONE_ACTIVE),
        Index("ix_ipt_course_patient", "patient_id", "started_on"),
        CheckConstraint("status IN ('active', 'completed', 'ended_early')", name="status"),
        CheckConstraint("(status = 'active') = (ended_on IS NULL)", name="ended"),
        CheckConstraint("paused_on IS NULL OR status = 'active'", name="paused"),
        CheckConstraint(
            "(planned_sessions IS NULL AND initial_until IS NULL AND ending_from IS NULL)"
            " OR (1 <= initial_until AND initial_until < ending_from AND ending_from <= planned_sessions)",
            name="phases",
        ),
        CheckConstraint("1 <= ending_left AND ending_left <= planned_sessions", name="ending_left"),
        CheckConstraint(_one_of("second_focus", FOCUS_WORDS), name="second_focus"),
        CheckConstraint("second_focus <> focus", name="two_areas"),
        CheckConstraint(_one_of("dispute_stage", STAGE_WORDS), name="dispute_stage"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    course_type: Mapped[str] = mapped_column(String(40))
    planned_sessions: Mapped[int | None]
    initial_until: Mapped[int | None]
    ending_from: Mapped[int | None]
    ending_left: Mapped[int | None]
    started_on: Mapped[date]
    focus: Mapped[str] = mapped_column(String(40))
    focus_words: Mapped[str | None] = mapped_column(String(120))
    second_focus: Mapped[str | None] = mapped_column(String(40))
    second_focus_words: Mapped[str | None] = mapped_column(String(120))
    dispute_stage: Mapped[str | None] = mapped_column(String(20))
    led_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("ipt_course.id"))
    status: Mapped[str] = mapped_column(String(20), default=CourseStatus.ACTIVE)
    ended_on: Mapped[date | None]
    paused_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submission_key: Mapped[str] = mapped_column(String(40))

    @property
    def areas(self) -> dict[str, str | None]:
        return areas_of(self)

    @property
    def has_dispute(self) -> bool:
        return DISPUTE in self.areas

    @property
    def state(self) -> CourseStatus:
        """Its status; an active course may be paused."""
        return CourseStatus.PAUSED if self.paused_on else CourseStatus(self.status)


class CourseStep(Model):
    """A pause, its end, or the end of a course: on which day, why, by whom."""

    __tablename__ = "ipt_course_step"
    __table_args__ = (
        UniqueConstraint("by_id", "submission_key"),
        Index("ix_ipt_course_step_course", "course_id", "id"),
        CheckConstraint(_one_of("step", Step), name="step"),
        CheckConstraint(_one_of("reason", END_REASONS), name="reason"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("ipt_course.id"))
    step: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(String(40))
    words: Mapped[str | None] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submission_key: Mapped[str] = mapped_column(String(40))


class CourseTypeVersion(Model):
    """The numbers of a course type as the clinic set them; the newest version counts for courses that start."""

    __tablename__ = "ipt_course_type"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        UniqueConstraint("saved_by_id", "submission_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    fewest: Mapped[int | None]
    most: Mapped[int | None]
    usual: Mapped[int | None]
    initial_sessions: Mapped[int | None]
    ending_sessions: Mapped[int | None]
    ending_left: Mapped[int | None]
    tasks_by: Mapped[int | None]
    rated_every: Mapped[int | None]
    quiet_days: Mapped[int | None]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submission_key: Mapped[str] = mapped_column(String(40))


class RaisedConcern(Model):
    """That a risk task was raised for the safety concern about one person of one version of the inventory.

    The server alone writes it, with the task, so that no form can pass another task off as this one. A person is the
    number that they keep through all versions.
    """

    __tablename__ = "raised_concern"
    __table_args__ = (Index("ix_raised_concern_patient", "patient_id", "person_number"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("follow_up_item.id"), primary_key=True, autoincrement=False)
    person_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    inventory_version: Mapped[int]


class CourseSummary(EntryBody, Model):
    """The summary of a course, as signed: drafted from the record, edited by its author. The course is the entry's."""

    __tablename__ = "course_summary"

    course_words: Mapped[str] = mapped_column(Text)
    focus_words: Mapped[str] = mapped_column(Text)
    scores: Mapped[str | None] = mapped_column(Text)
    goals: Mapped[str | None] = mapped_column(Text)
    what_helped: Mapped[str] = mapped_column(Text)
    warning_signs: Mapped[str | None] = mapped_column(Text)
    maintenance: Mapped[str | None] = mapped_column(Text)


TRIGGERS: tuple[Trigger, ...] = tuple(
    trigger
    for table, keys in {
        "ipt_course_step": (("id",), ("by_id", "submission_key")),
        "ipt_course_type": (("id",), ("key", "version"), ("saved_by_id", "submission_key")),
        "raised_concern": (("item_id", "person_number"),),
    }.items()
    for trigger in (*append_only(table), never_replaced(table, *keys))
)
