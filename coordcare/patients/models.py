"""The patient, and the short dated lists of allergies, other medicines and diagnoses."""

import uuid
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.access.policy import Sensitivity
from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model
from coordcare.patients.rules import (
    END_REASON_WORDS,
    ENTERED_IN_ERROR,
    HEALTH_TEXT_LENGTH,
    LENGTHS,
    NO_KNOWN_ALLERGIES,
    STATUS_WORDS,
    Category,
    PatientValues,
)

SENSITIVITY = {
    Category.ALLERGY: Sensitivity.REGIMEN,
    Category.OTHER_MEDICINE: Sensitivity.REGIMEN,
    Category.DIAGNOSIS: Sensitivity.CLINICAL,
}


class Patient(Model):
    """A person in the clinic's care: particulars only, nothing clinical."""

    __tablename__ = "patient"
    __table_args__ = (
        CheckConstraint(f"status IN ({', '.join(repr(code) for code in STATUS_WORDS)})", name="status"),
        UniqueConstraint("created_by_id", "submission_key"),
        # Partial on PostgreSQL: a change to a column of a full unique index locks out every foreign key
        # to the row, and deadlocks with the trail's rows that point here.
        Index(
            "uq_patient_record_number",
            "record_number",
            unique=True,
            postgresql_where=text("record_number IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    record_number: Mapped[str] = mapped_column(String(LENGTHS["record_number"]))
    name: Mapped[str] = mapped_column(String(LENGTHS["name"]))
    preferred_name: Mapped[str] = mapped_column(String(LENGTHS["preferred_name"]), default="")
    pronouns: Mapped[str] = mapped_column(String(LENGTHS["pronouns"]), default="")
    birth_date: Mapped[date]
    phone: Mapped[str] = mapped_column(String(LENGTHS["phone"]), default="")
    may_text: Mapped[bool] = mapped_column(default=False)
    may_voicemail: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str] = mapped_column(String(LENGTHS["email"]), default="")
    preferred_language: Mapped[str] = mapped_column(String(LENGTHS["preferred_language"]), default="")
    emergency_name: Mapped[str] = mapped_column(String(LENGTHS["emergency_name"]), default="")
    emergency_relation: Mapped[str] = mapped_column(String(LENGTHS["emergency_relation"]), default="")
    emergency_phone: Mapped[str] = mapped_column(String(LENGTHS["emergency_phone"]), default="")
    status: Mapped[str] = mapped_column(String(20), default="active")
    after_hours_words: Mapped[str] = mapped_column(String(LENGTHS["after_hours_words"]), default="")
    next_visit_on: Mapped[date | None]
    next_visit_words: Mapped[str] = mapped_column(String(LENGTHS["next_visit_words"]), default="")
    search_name: Mapped[str] = mapped_column(Text, index=True)
    submission_key: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    @property
    def particulars(self) -> PatientValues:
        return PatientValues(**{field.name: getattr(self, field.name) for field in fields(PatientValues)})

    @property
    def status_word(self) -> str:
        return STATUS_WORDS[self.status]


class HealthListItem(Model):
    """One line of a health list. Never edited: it is ended, with a day and a coded reason."""

    __tablename__ = "health_list_item"
    __table_args__ = (
        CheckConstraint(f"category IN ({', '.join(repr(category.value) for category in Category)})", name="category"),
        CheckConstraint("ended_on >= noted_on", name="ended_after_noted"),
        CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="ended_with_reason"),
        Index("ix_health_list_item_patient", "patient_id", "category"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    category: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(HEALTH_TEXT_LENGTH))
    code: Mapped[str | None] = mapped_column(String(20))
    noted_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(20))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def says_none_known(self) -> bool:
        return self.code == NO_KNOWN_ALLERGIES

    @property
    def in_error(self) -> bool:
        return self.end_reason == ENTERED_IN_ERROR

    @property
    def end_reason_words(self) -> str:
        return END_REASON_WORDS[self.end_reason] if self.end_reason else ""
