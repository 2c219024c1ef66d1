"""The spine of the record: entries, their drafts, addenda and retractions, and who last looked.

A signed entry's rows are never updated again; triggers of the database refuse it (see `TRIGGERS`). A kind's
row is inserted at signing. Its only deletions: with a recall, and when a withheld body was sealed.
"""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model
from coordcare.timeline import kinds
from coordcare.timeline.rules import Status
from coordcare.triggers import Trigger, append_only, never_replaced


class TimelineEntry(Model):
    """One entry of one patient's timeline, whatever its kind.

    `happened_on` is the clinic's calendar day, which rules use; `happened_at` gives the order.
    `signed_seq` is the sequence number of the signing in the patient's audit chain: the order of commits.
    """

    __tablename__ = "timeline_entry"
    __table_args__ = (
        UniqueConstraint("author_id", "submission_key"),
        Index("ix_timeline_entry_feed", "patient_id", "status", "happened_at", "id"),
        # The last three, so that panels which look at a hundred entries for two lines read none of their rows.
        Index(
            "ix_timeline_entry_kind",
            *("patient_id", "kind", "status", "happened_at", "id"),
            *("happened_on", "author_id", "signed_seq"),
        ),
        Index("ix_timeline_entry_census", "patient_id", "status", "kind", "author_id", "course_id", "happened_on"),
        Index("ix_timeline_entry_new", "patient_id", "signed_seq"),
        Index("ix_timeline_entry_drafts", "author_id", "status"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(40))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("ipt_course.id"))
    occasion_id: Mapped[str | None] = mapped_column(String(36))
    happened_on: Mapped[date]
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(10), default=Status.DRAFT)
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_seq: Mapped[int | None] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(default=1)
    submission_key: Mapped[str] = mapped_column(String(40))
    form_digest: Mapped[str | None] = mapped_column(String(64))

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def rule(self) -> kinds.Kind:
        return kinds.named(self.kind)


class EntryDraft(Model):
    """What somebody typed into a form and has not signed, exactly as typed: field name to list of strings.

    `before` is what it is compared with: what it held at `before_at`, when the window that saved last opened it
    (`before_from` draft), or what had been signed when it was recalled (signed). None while nobody came back to it.
    """

    __tablename__ = "entry_draft"

    entry_id: Mapped[int] = mapped_column(ForeignKey("timeline_entry.id"), primary_key=True, autoincrement=False)
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    before: Mapped[dict[str, list[str]] | None] = mapped_column(JSON(none_as_null=True))
    before_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    before_from: Mapped[str | None] = mapped_column(String(10))


class EntryText(Model):
    """The searchable text of one part of a signed entry, or of an addendum (part `addendum`), case-folded."""

    __tablename__ = "entry_text"
    __table_args__ = (Index("ix_entry_text_patient", "patient_id", "kind"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("timeline_entry.id"), index=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(40))
    part: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)


class EntryAddendum(Model):
    """Words added to a signed entry, by name and time."""

    __tablename__ = "entry_addendum"
    __table_args__ = (UniqueConstraint("author_id", "submission_key"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("timeline_entry.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seq: Mapped[int] = mapped_column(BigId)
    submission_key: Mapped[str] = mapped_column(String(40))


class EntryRetraction(Model):
    """An entry taken back, for a coded reason. Some reasons withhold the body from everyone."""

    __tablename__ = "entry_retraction"

    entry_id: Mapped[int] = mapped_column(ForeignKey("timeline_entry.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(40))
    retracted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    retracted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seq: Mapped[int] = mapped_column(BigId)


class SealedBody(Model):
    """A withheld body, encrypted with a key that is not in the database."""

    __tablename__ = "sealed_body"

    entry_id: Mapped[int] = mapped_column(ForeignKey("timeline_entry.id"), primary_key=True, autoincrement=False)
    key_id: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class RecordLook(Model):
    """How far a reader has seen a patient's record, in sequence numbers of the patient's audit chain.

    `baseline_seq` is where the look before ended: what lies above it is new during this look.
    """

    __tablename__ = "record_look"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    baseline_seq: Mapped[int] = mapped_column(BigId)
    seen_seq: Mapped[int] = mapped_column(BigId)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EntryBody:
    """What every kind's table has: the id of its entry."""

    entry_id: Mapped[int] = mapped_column(ForeignKey("timeline_entry.id"), primary_key=True, autoincrement=False)


def triggers() -> list[Trigger]:
    """What keeps signed entries as they were signed, also from our own code."""
    recalled = "SELECT 1 FROM timeline_entry e WHERE e.id = OLD.entry_id AND e.status = 'draft'"
    sealed = "SELECT 1 FROM sealed_body s WHERE s.entry_id = OLD.entry_id"
    moved = [f"NEW.{column} <> OLD.{column}" for column in ("id", "uid", "patient_id", "author_id", "kind")]
    unless_recalled_or_sealed = f"NOT EXISTS ({recalled}) AND NOT EXISTS ({sealed})"
    refused = [
        Trigger(
            "timeline_entry",
            "UPDATE",
            "a signed entry does not change",
            f"OLD.status = 'signed' AND (NEW.status <> 'draft' OR {' OR '.join(moved)})",
        ),
        Trigger("timeline_entry", "DELETE", "a signed entry stays", "OLD.status = 'signed'"),
        Trigger("timeline_entry", "TRUNCATE", "signed entries stay"),
        never_replaced(
            "timeline_entry", ("id",), ("uid",), ("author_id", "submission_key"), kept="r.status = 'signed'"
        ),
        *append_only("entry_retraction"),
        never_replaced("entry_retraction", ("entry_id",)),
        *append_only("sealed_body"),
        never_replaced("sealed_body", ("entry_id",)),
        never_replaced("entry_addendum", ("id",), ("author_id", "submission_key")),
        Trigger("entry_addendum", "UPDATE", "an addendum does not change"),
        Trigger("entry_addendum", "DELETE", "an addendum stays", unless_recalled_or_sealed),
        Trigger("entry_addendum", "TRUNCATE", "addenda stay"),
    ]
    for model in dict.fromkeys(model for kind in kinds.every() for model in kind.models):
        table, keys = model.__tablename__, ", ".join(f"'{kind.key}'" for kind in kinds.sharing(model))
        of_its_kind = f"SELECT 1 FROM timeline_entry e WHERE e.id = NEW.entry_id AND e.kind IN ({keys})"  # noqa: S608
        refused.append(
            Trigger(table, "INSERT", "the entry is of another kind", f"NOT EXISTS ({of_its_kind})", cause="kind")
        )
        refused.append(never_replaced(table, ("entry_id",)))
        refused.append(Trigger(table, "UPDATE", "a signed entry does not change"))
        refused.append(Trigger(table, "DELETE", "a signed entry stays", unless_recalled_or_sealed))
        refused.append(Trigger(table, "TRUNCATE", "signed entries stay"))
    return refused
