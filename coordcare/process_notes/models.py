"""A psychotherapist's private notes (45 CFR 164.501): sealed, apart from the record, its author's alone."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import Model


class ProcessNote(Model):
    """One sealed note. Everything that somebody typed, its date and its title too, is in the ciphertext.

    It is bound to the row, the author, the version and the key. `form_key` is the form that it was begun in: of
    a session note's page, that note's key.
    """

    __tablename__ = "process_note"
    __table_args__ = (
        UniqueConstraint("author_id", "form_key"),
        Index("ix_process_note_author", "author_id", "patient_id"),
        Index("ix_process_note_key", "key_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    form_key: Mapped[str] = mapped_column(String(40))
    key_id: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
