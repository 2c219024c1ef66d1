"""What was shown at a decision on medication. Rows are only ever added: a decision is evidence of what was seen.

One thing can go: the reason that somebody wrote for no change, once it was sealed.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model
from coordcare.triggers import Trigger, append_only, never_replaced


class ReviewOpening(Model):
    """A review that somebody took to the form of a change, found again by that form's key; the last row counts.

    A further row says that what was new since was shown beside the form. `opened_seq` is a place in the patient's
    audit chain: what has a higher number was not shown. `digest` is of the facts as shown on `seen_on`; `parts` are
    the folded parts that were opened, None where the page could not tell.
    """

    __tablename__ = "review_opening"
    __table_args__ = (UniqueConstraint("viewer_id", "form_key", "opened_seq"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    viewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    form_key: Mapped[str] = mapped_column(String(40))
    opened_seq: Mapped[int] = mapped_column(BigId)
    seen_on: Mapped[date]
    digest: Mapped[str] = mapped_column(String(64))
    parts: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReviewDecision(Model):
    """A change, or the decision not to make one, with what was shown at it.

    `shown` holds ids, versions and derived facts, never what anybody wrote; `sha256` is of its canonical form.
    `seq` is the decision's own place in the patient's audit chain.
    """

    __tablename__ = "review_decision"
    __table_args__ = (
        UniqueConstraint("decided_by_id", "submission_key"),
        Index("ix_review_decision_patient", "patient_id", "seq"),
        Index("ix_review_decision_entry", "entry_id"),
        CheckConstraint("decision IN ('change', 'no_change')", name="decision"),
        CheckConstraint("(decision = 'change') = (entry_id IS NOT NULL)", name="of_change"),
        CheckConstraint("(decision = 'no_change') = (reason IS NOT NULL)", name="reason_needed"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decision: Mapped[str] = mapped_column(String(20))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("timeline_entry.id"))
    reason: Mapped[str | None] = mapped_column(String(300))
    opened_seq: Mapped[int] = mapped_column(BigId)
    shown: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(BigId)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submission_key: Mapped[str] = mapped_column(String(60))


class ReviewWithheld(Model):
    """A reason for no change that its author withheld, sealed with a key that is not in the database.

    It is bound to the decision and its author. `seq` is the withholding's own place in the patient's audit chain.
    """

    __tablename__ = "review_withheld"
    __table_args__ = (CheckConstraint("reason IN ('wrong_patient', 'private_text')", name="reason"),)

    decision_id: Mapped[int] = mapped_column(ForeignKey("review_decision.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(20))
    withheld_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    withheld_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seq: Mapped[int] = mapped_column(BigId)
    key_id: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


# What stays of a decision whose reason was sealed; the reason itself can only become empty.
_STAYS = (
    *("id", "uid", "patient_id", "decided_by_id", "decision", "opened_seq", "sha256", "seq", "decided_at"),
    *("submission_key", "shown"),
)
_SEALED = "EXISTS (SELECT 1 FROM review_withheld w WHERE w.decision_id = OLD.id)"
_MOVED = " OR ".join(f"CAST(NEW.{name} AS TEXT) <> CAST(OLD.{name} AS TEXT)" for name in _STAYS)
TRIGGERS: tuple[Trigger, ...] = (
    *append_only("review_opening"),
    never_replaced("review_opening", ("id",), ("viewer_id", "form_key", "opened_seq")),
    Trigger(
        "review_decision",
        "UPDATE",
        "review_decision is append-only",
        f"NOT {_SEALED} OR NEW.reason IS NULL OR NEW.reason <> '' OR {_MOVED}",
    ),
    Trigger("review_decision", "DELETE", "review_decision is append-only"),
    Trigger("review_decision", "TRUNCATE", "review_decision is append-only"),
    *append_only("review_withheld"),
    never_replaced("review_withheld", ("decision_id",)),
    never_replaced("review_decision", ("id",), ("uid",), ("decided_by_id", "submission_key")),
)
