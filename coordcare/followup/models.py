"""What somebody owes somebody on a patient, its steps, absences, and the mail that says that something waits."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model
from coordcare.triggers import Trigger, append_only, never_replaced


class FollowUpItem(Model):
    """One item for one person or one discipline of the team. What was asked is never changed; `status` moves on.

    `due_on` is None while it waits for a next visit that is not planned. `seq` is its place in the patient's
    audit chain. `version` counts its steps.
    """

    __tablename__ = "follow_up_item"
    __table_args__ = (
        UniqueConstraint("raised_by_id", "submission_key"),
        Index("ix_follow_up_item_patient", "patient_id", "status"),
        Index("ix_follow_up_item_account", "for_account_id", "status"),
        Index("ix_follow_up_item_discipline", "for_discipline", "status"),
        Index("ix_follow_up_item_raised", "raised_by_id", "status"),
        Index("ix_follow_up_item_entry", "entry_id"),
        CheckConstraint("(for_account_id IS NULL) <> (for_discipline IS NULL)", name="for_somebody"),
        CheckConstraint("nature IN ('question', 'task', 'flag', 'risk')", name="nature"),
        CheckConstraint("urgency IN ('next_visit', 'two_days', 'same_day')", name="urgency"),
        CheckConstraint("status IN ('open', 'acknowledged', 'answered', 'closed')", name="status"),
        CheckConstraint("sensitivity IN ('team', 'safety', 'medication', 'clinical')", name="sensitivity"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("timeline_entry.id"))
    nature: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    sensitivity: Mapped[str] = mapped_column(String(20))
    for_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    for_discipline: Mapped[str | None] = mapped_column(String(30))
    urgency: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date | None]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seq: Mapped[int] = mapped_column(BigId)
    status: Mapped[str] = mapped_column(String(20), default="open")
    version: Mapped[int] = mapped_column(default=1)
    submission_key: Mapped[str] = mapped_column(String(40))


class FollowUpStep(Model):
    """What somebody did about an item, by name and time. Rows are only added."""

    __tablename__ = "follow_up_step"
    __table_args__ = (
        UniqueConstraint("by_id", "submission_key"),
        Index("ix_follow_up_step_item", "item_id", "id"),
        CheckConstraint("step IN ('acknowledged', 'answered', 'closed', 'called')", name="step"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("follow_up_item.id"))
    step: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    seq: Mapped[int] = mapped_column(BigId)
    text: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(String(40))
    submission_key: Mapped[str] = mapped_column(String(40))


class Absence(Model):
    """A colleague away from one day through another, and who covers. Cover opens no record by itself."""

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_account", "account_id", "to_on"),
        Index("ix_absence_covered_by", "covered_by_id", "to_on"),
        CheckConstraint("from_on <= to_on", name="days"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    covered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    set_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OutboxMessage(Model):
    """A mail that waits to be sent. It says that something waits, never what: there is no text to keep."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("account_id", "reason", "day"),
        Index("ix_outbox_message_waiting", "sent_at", "next_try_at"),
        CheckConstraint("reason IN ('waits', 'overdue', 'came_back')", name="reason"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(80))


TRIGGERS: tuple[Trigger, ...] = (
    *append_only("follow_up_step"),
    never_replaced("follow_up_step", ("id",), ("by_id", "submission_key")),
    Trigger(
        "follow_up_item",
        "UPDATE",
        "what was asked does not change",
        " OR ".join(
            f"NEW.{column} <> OLD.{column}"
            for column in ("id", "uid", "patient_id", "nature", "text", "sensitivity", "raised_by_id", "seq")
        ),
    ),
    Trigger("follow_up_item", "DELETE", "what was asked stays"),
    Trigger("follow_up_item", "TRUNCATE", "what was asked stays"),
    never_replaced("follow_up_item", ("id",), ("uid",), ("raised_by_id", "submission_key")),
)
