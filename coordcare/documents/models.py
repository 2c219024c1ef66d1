"""Living documents of a patient: versions that are only added, and each writer's draft of the next one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model
from coordcare.triggers import Trigger, append_only, never_replaced


class DocumentVersion(Model):
    """One version of one document of a patient. `seq` is its place in the patient's audit chain.

    `shared` is the part of a document that has readers of its own, apart from `content` so that it is read alone.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("patient_id", "document", "version"),
        UniqueConstraint("author_id", "submission_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    document: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seq: Mapped[int] = mapped_column(BigId)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    shared: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    submission_key: Mapped[str] = mapped_column(String(40))


class DocumentDraft(Model):
    """What one writer has typed towards the next version, exactly as typed, and the version it began from.

    `version` counts the saves of the draft, so that two windows of one writer do not overwrite each other.
    """

    __tablename__ = "document_draft"

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    document: Mapped[str] = mapped_column(String(40), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    base_version: Mapped[int]
    version: Mapped[int]
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    submission_key: Mapped[str] = mapped_column(String(40))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


TRIGGERS: tuple[Trigger, ...] = (
    *append_only("document_version"),
    never_replaced("document_version", ("id",), ("patient_id", "document", "version"), ("author_id", "submission_key")),
)
