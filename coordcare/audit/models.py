"""The append-only trail: one head per chain, one sealed row per event."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model
from coordcare.triggers import Trigger, append_only, never_replaced

SEALED_FIELDS = (
    "chain",
    "seq",
    "at",
    "happening",
    "outcome",
    "rule",
    "subject",
    "subject_id",
    "reason",
    "actor_id",
    "actor_role",
    "session_id",
    "patient_id",
    "request_id",
    "address",
)


class AuditHead(Model):
    """The last sequence number of a chain. Its row lock puts a chain's commits in order."""

    __tablename__ = "audit_head"

    chain: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigId)


class AuditEvent(Model):
    """Who did what to which record, when; coded words only."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_audit_event_patient", "patient_id", "id"),
        Index("ix_audit_event_actor", "actor_id", "id"),
        Index("ix_audit_event_at", "at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chain: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    happening: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str | None] = mapped_column(String(60))
    subject: Mapped[str | None] = mapped_column(String(60))
    subject_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str | None] = mapped_column(String(60))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_role: Mapped[str | None] = mapped_column(String(60))
    session_id: Mapped[int | None] = mapped_column(BigId)
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))
    request_id: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(String(45))
    key_id: Mapped[str] = mapped_column(String(40))
    mac: Mapped[str] = mapped_column(String(64))

    def sealed_fields(self) -> dict[str, object]:
        """What the seal covers, beside the key's name."""
        return {name: getattr(self, name) for name in SEALED_FIELDS}


TRIGGERS = (
    *append_only(AuditEvent.__tablename__),
    never_replaced("audit_event", ("id",), ("chain", "seq")),
    never_replaced("audit_head", ("chain",)),
    Trigger("audit_head", "UPDATE", "a chain only moves on by one", "NEW.seq <> OLD.seq + 1 OR NEW.chain <> OLD.chain"),
    Trigger("audit_head", "DELETE", "a chain keeps its head"),
    Trigger("audit_head", "TRUNCATE", "a chain keeps its head"),
)
