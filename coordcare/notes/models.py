"""Session notes and life events, as signed."""

from collections.abc import Iterable
from datetime import date, time

from sqlalchemy import JSON, CheckConstraint, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.extensions import Model
from coordcare.ipt.rules import STAGE_WORDS
from coordcare.ipt.session_rules import ATTENDANCE, ATTENDED, GOALS, HIGHEST, LOWEST, RATINGS
from coordcare.notes import rules
from coordcare.risk.rules import RISK_STATUSES
from coordcare.timeline.models import EntryBody


def _one_of(column: str, keys: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(key) for key in keys)})"


class SessionNote(EntryBody, Model):
    """The shared note of one session. Course type, focus and phase are copied as they were at signing.

    A session that did not take place has no number and may be without an insight (""). Goals are rated by their place
    in the formulation of `formulation_version`; what each rated goal was is copied as it was at signing. `goals_gone`
    tells the ratings of goals that were changed while the note was written. `tasks` are keys of ipt.task_rules, ticked
    in this session. Columns that notes signed before this version of CoordCare do not have are None.
    """

    __tablename__ = "session_note"
    __table_args__ = (
        CheckConstraint("session_number >= 1", name="session_number"),
        CheckConstraint("mood BETWEEN 0 AND 10", name="mood"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint(_one_of("mode", rules.MODES), name="mode"),
        CheckConstraint(_one_of("risk_status", RISK_STATUSES), name="risk_status"),
        CheckConstraint(_one_of("attendance", ATTENDANCE), name="attendance"),
        CheckConstraint(f"session_number IS NULL OR attendance = '{ATTENDED}'", name="numbered"),
        CheckConstraint(f"insight <> '' OR attendance <> '{ATTENDED}'", name="insight"),
        CheckConstraint(_one_of("dispute_stage", STAGE_WORDS), name="dispute_stage"),
        *(CheckConstraint(f"{name} BETWEEN {LOWEST} AND {HIGHEST}", name=name) for name in (*RATINGS, *GOALS)),
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
    attendance: Mapped[str | None] = mapped_column(String(20))
    participants: Mapped[str | None] = mapped_column(String(200))
    functioning: Mapped[str | None] = mapped_column(String(300))
    patient_place: Mapped[str | None] = mapped_column(String(200))
    others_present: Mapped[str | None] = mapped_column(String(200))
    callback: Mapped[str | None] = mapped_column(String(40))
    telehealth_consent: Mapped[bool | None]
    technical_trouble: Mapped[str | None] = mapped_column(String(300))
    tasks: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    dispute_stage: Mapped[str | None] = mapped_column(String(20))
    relationship_satisfaction: Mapped[int | None] = mapped_column(SmallInteger)
    communication: Mapped[int | None] = mapped_column(SmallInteger)
    trigger_confidence: Mapped[int | None] = mapped_column(SmallInteger)
    steadiness: Mapped[int | None] = mapped_column(SmallInteger)
    formulation_version: Mapped[int | None]
    goal_1: Mapped[int | None] = mapped_column(SmallInteger)
    goal_2: Mapped[int | None] = mapped_column(SmallInteger)
    goal_3: Mapped[int | None] = mapped_column(SmallInteger)
    goal_4: Mapped[int | None] = mapped_column(SmallInteger)
    goal_1_words: Mapped[str | None] = mapped_column(String(160))
    goal_2_words: Mapped[str | None] = mapped_column(String(160))
    goal_3_words: Mapped[str | None] = mapped_column(String(160))
    goal_4_words: Mapped[str | None] = mapped_column(String(160))
    goals_gone: Mapped[str | None] = mapped_column(Text)
    next_session_on: Mapped[date | None]
    patient_knows: Mapped[bool | None]


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
    """A call, a message, a missed visit, a talk with somebody else. Anyone on the team writes it."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(_one_of("contact_type", rules.CONTACT_TYPES), name="contact_type"),
        CheckConstraint(_one_of("direction", rules.DIRECTIONS), name="direction"),
        CheckConstraint(_one_of("reached", rules.REACHED), name="reached"),
    )

    contact_type: Mapped[str] = mapped_column(String(20))
    direction: Mapped[str | None] = mapped_column(String(20))
    with_whom: Mapped[str | None] = mapped_column(String(120))
    reached: Mapped[str | None] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
