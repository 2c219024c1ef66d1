"""Session notes and life events, as signed."""

from collections.abc import Iterable
from datetime import date, time

from sqlalchemy import JSON, CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.extensions import Model
from coordcare.medication.rules import ADHERENCE
from coordcare.notes import rules
from coordcare.risk.rules import RISK_STATUSES
from coordcare.timeline.models import EntryBody


def _one_of(column: str, keys: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(key) for key in keys)})"


class SessionNote(EntryBody, Model):
    """The shared note of one session. Course type, focus and phase are copied as they were at signing."""

    __tablename__ = "session_note"
    __table_args__ = (
        CheckConstraint("session_number >= 1", name="session_number"),
        CheckConstraint("mood BETWEEN 0 AND 10", name="mood"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint(_one_of("mode", rules.MODES), name="mode"),
        CheckConstraint(_one_of("risk_status", RISK_STATUSES), name="risk_status"),
    )

    session_number: Mapped[int | None]
    course_type: Mapped[str | None] = mapped_column(String(40))
    focus: Mapped[str | None] = mapped_column(String(40))
    phase: Mapped[str | None] = mapped_column(String(20))
    mode: Mapped[str] = mapped_column(String(20))
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    insight: Mapped[str] = mapped_column(Text)
    mood: Mapped[int | None]
    mood_link: Mapped[str | None] = mapped_column(String(300))
    techniques: Mapped[list[str]] = mapped_column(JSON)
    plan: Mapped[str | None] = mapped_column(Text)
    for_prescriber: Mapped[str | None] = mapped_column(Text)
    risk_status: Mapped[str] = mapped_column(String(40))


class LifeEvent(EntryBody, Model):
    """Something that happened in the patient's life. It may span days, from the entry's day to `ended_on`."""

    __tablename__ = "life_event"
    __table_args__ = (
        CheckConstraint(_one_of("category", rules.CATEGORIES), name="category"),
        CheckConstraint(_one_of("impact", rules.IMPACTS), name="impact"),
    )

    category: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    impact: Mapped[str] = mapped_column(String(20))
    ended_on: Mapped[date | None]


class Contact(EntryBody, Model):
    """A call, a message, a missed visit, a talk with somebody else. Anyone on the team writes it.

    `adherence` and `side_effect` are as heard: an observation, never advice.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(_one_of("contact_type", rules.CONTACT_TYPES), name="contact_type"),
        CheckConstraint(_one_of("direction", rules.DIRECTIONS), name="direction"),
        CheckConstraint(_one_of("reached", rules.REACHED), name="reached"),
        CheckConstraint(_one_of("adherence", ADHERENCE), name="adherence"),
    )

    contact_type: Mapped[str] = mapped_column(String(20))
    direction: Mapped[str | None] = mapped_column(String(20))
    with_whom: Mapped[str | None] = mapped_column(String(120))
    reached: Mapped[str | None] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    adherence: Mapped[str | None] = mapped_column(String(20))
    side_effect: Mapped[str | None] = mapped_column(String(300))
