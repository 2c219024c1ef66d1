"""Versions and drafts of living documents, for readers of their sensitivity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, bindparam, case, false, func, null, or_, select, true

from coordcare.access.membership import ME, MY_PATIENT_IDS, Standing, Viewer, as_me
from coordcare.accounts.queries import Person, people
from coordcare.documents.kinds import Content, Document, named
from coordcare.documents.models import DocumentDraft, DocumentVersion
from coordcare.errors import NotFound
from coordcare.extensions import db, fetch, fetch_one

FRESH = {"populate_existing": True}
LISTED = 100
# What an integer column holds: a larger number in an address names no version, and would be an error on PostgreSQL.
LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version without its words: its number, when it was saved, by whom."""

    number: int
    saved_at: datetime
    by: Person


@dataclass(frozen=True, slots=True)
class Version(VersionLine):
    """A version with as much of its content as the viewer reads: all of it, or the shared part."""

    content: Content
    whole: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft of the viewer's own, without its words."""

    document: Document
    patient_id: int
    saved_at: datetime

    @property
    def url(self) -> str:
        return url_for(f"{self.document.endpoint}_edit", patient_id=self.patient_id)


def current(standing: Standing, document: Document) -> Version | None:
    """The newest version that the viewer reads, in part or whole; None where there is none."""
    return _version(standing, document, None)


def version(standing: Standing, document: Document, number: int) -> Version:
    """One version. Raises NotFound."""
    found = _version(standing, document, number) if number <= LARGEST_NUMBER else None
    if found is None:
        raise NotFound
    return found


def versions(standing: Standing, document: Document) -> list[VersionLine]:
    """The versions that the viewer reads, without their words, newest first, at most LISTED."""
    rows = db.session.execute(_readable(standing, document).limit(LISTED)).all()
    named = people({row.author_id for row in rows})
    return [VersionLine(row.version, row.saved_at, named[row.author_id]) for row in rows]


_NEWEST = (
    select(DocumentVersion.version, DocumentVersion.saved_at, DocumentVersion.author_id)
    .where(DocumentVersion.patient_id == bindparam("patient"), DocumentVersion.document == bindparam("document"))
    .order_by(DocumentVersion.version.desc())
    .limit(1)
)


def newest(standing: Standing, document: Document) -> VersionLine | None:
    """The newest version that the viewer reads, without its words."""
    row: Any = None
    if standing.reads(document.sensitivity):
        row = fetch_one(_NEWEST, patient=standing.patient_id, document=document.key)
    else:
        row = db.session.execute(_readable(standing, document).limit(1)).one_or_none()
    return VersionLine(row.version, row.saved_at, people({row.author_id})[row.author_id]) if row else None


def may_write(standing: Standing, document: Document) -> bool:
    """Whether the viewer may write the next version: who writes it reads all of the one before."""
    query = select(DocumentVersion.author_id).where(*_place_of(standing, document))
    author_id = db.session.scalar(query.order_by(DocumentVersion.version.desc()).limit(1))
    own = standing.viewer.account_id
    return standing.may(document.action) and standing.reads(document.sensitivity, author_id or own)


def was_overtaken(standing: Standing, document: Document, base: int) -> bool:
    """Whether the viewer, who may not write the next version, had begun it: as a draft, or on their own version."""
    if not standing.may(document.action) or not standing.reads(document.sensitivity, standing.viewer.account_id):
        return False
    own = select(DocumentVersion.id).where(
        *_place_of(standing, document),
        DocumentVersion.version == base,
        DocumentVersion.author_id == standing.viewer.account_id,
    )
    return my_draft(standing, document) is not None or db.session.scalar(own) is not None


def newest_number(standing: Standing, document: Document) -> int:
    """The number of the newest version, 0 before the first."""
    query = select(func.max(DocumentVersion.version)).where(*_place_of(standing, document))
    return db.session.scalar(query) or 0


def by_submission(viewer: Viewer, submission_key: str) -> DocumentVersion | None:
    """The version that this form of the viewer's made, if it did, whatever its patient and document."""
    query = select(DocumentVersion).where(
        DocumentVersion.author_id == viewer.account_id, DocumentVersion.submission_key == submission_key
    )
    return db.session.scalars(query.execution_options(**FRESH)).one_or_none()


def my_draft(standing: Standing, document: Document) -> DocumentDraft | None:
    """What the viewer has typed towards the next version."""
    return db.session.get(DocumentDraft, _place(standing, document), populate_existing=True)


_MY_DRAFTS = (
    select(DocumentDraft.document, DocumentDraft.patient_id, DocumentDraft.saved_at)
    .where(DocumentDraft.author_id == ME, DocumentDraft.patient_id.in_(MY_PATIENT_IDS))
    .order_by(DocumentDraft.saved_at.desc())
    .limit(LISTED)
)


def my_drafts(viewer: Viewer) -> list[Begun]:
    """The viewer's drafts of documents on patients whose team they are on, the newest first."""
    return [Begun(named(row.document), row.patient_id, row.saved_at) for row in fetch(_MY_DRAFTS, **as_me(viewer))]


def my_draft_for_update(standing: Standing, document: Document) -> DocumentDraft | None:
    """The viewer's draft, fresh and locked for an action."""
    place = _place(standing, document)
    return db.session.get(DocumentDraft, place, populate_existing=True, with_for_update=True)


def _place(standing: Standing, document: Document) -> dict[str, Any]:
    return {
        "patient_id": standing.patient_id,
        "document": document.key,
        "author_id": standing.viewer.account_id,
    }


def _place_of(standing: Standing, document: Document) -> tuple[ColumnElement[bool], ...]:
    return (DocumentVersion.patient_id == standing.patient_id, DocumentVersion.document == document.key)


def _whole(standing: Standing, document: Document) -> ColumnElement[bool] | None:
    """The condition that the viewer reads all of a version; None if that is never so."""
    if standing.reads(document.sensitivity):
        return true()
    own = standing.viewer.account_id
    return DocumentVersion.author_id == own if standing.reads(document.sensitivity, own) else None


def _readable(standing: Standing, document: Document) -> Select[int, datetime, int]:
    """The versions of which the viewer reads anything, the newest first."""
    shared = document.shared_sensitivity
    conditions = [_whole(standing, document), true() if shared and standing.reads(shared) else None]
    reads = or_(false(), *(one for one in conditions if one is not None))
    table = DocumentVersion
    query = select(table.version, table.saved_at, table.author_id).where(*_place_of(standing, document), reads)
    return query.order_by(table.version.desc())


def _version(standing: Standing, document: Document, number: int | None) -> Version | None:
    whole = _whole(standing, document)
    content = null() if whole is None else case((whole, DocumentVersion.content), else_=null())
    query = _readable(standing, document).add_columns(content.label("content"), DocumentVersion.shared).limit(1)
    if number is not None:
        query = query.where(DocumentVersion.version == number)
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    by = people({row.author_id})[row.author_id]
    return Version(
        row.version, row.saved_at, by, {**(row.content or {}), **(row.shared or {})}, row.content is not None
    )
