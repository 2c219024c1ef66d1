"""The life of a living document: drafts that save as one types, and versions that are only added."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordcare.access.membership import Standing
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.documents import queries
from coordcare.documents.kinds import Content, Document
from coordcare.documents.models import DocumentDraft, DocumentVersion
from coordcare.documents.rules import LOST_MARK, published_words, raced_words, unchanged_words
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import clock, transaction

Typed = dict[str, list[str]]
Done = TypeVar("Done")


class _MadeMeanwhile(Exception):
    """The same form, posted twice at once, has made its version while this one waited."""


def save_draft(
    standing: Standing, document: Document, typed: Typed, *, submission_key: str, base: int, version: int | None
) -> DocumentDraft:
    """Keep what was typed towards the next version; each writer has one draft of a document.

    `version` is the save that the form showed (None: not saved yet), `base` the version of the document that
    the writer last saw. Raises Conflict when another window saved the draft or made a version of it.
    """

    def save() -> DocumentDraft:
        with transaction() as session:
            if queries.newest_number(standing, document) < base:
                raise Invalid(LOST_MARK)
            draft = queries.my_draft_for_update(standing, document)
            if draft is None:
                _require_unpublished(standing, submission_key)
                return _open(session, standing, document, typed, submission_key, base)
            _require_same_draft(draft, typed, version)
            if draft.fields != typed or draft.base_version != base:
                draft.fields, draft.base_version, draft.saved_at = typed, base, clock.now()
                draft.version += 1
            return draft

    return _once_more_if_raced(save)


def publish(
    standing: Standing,
    document: Document,
    typed: Typed,
    content: Content,
    *,
    submission_key: str,
    base: int,
    version: int | None,
) -> int:
    """Make the version after `base` of a checked form and answer its number. A form posted twice makes one.

    Raises Conflict when another window saved the draft, or when somebody made that version first: then the
    words stay where they are. Raises Invalid when nothing differs from the version before.
    """

    def make() -> int:
        with transaction() as session:
            before = queries.by_submission(standing.viewer, submission_key)
            if before is not None:
                return _same_version(before, standing, document, content)
            number = base + 1
            # The event first: it locks the patient's chain, so that nobody makes a version in between.
            seq = record(_event(Happening.DOCUMENT_SAVED, standing, document, number))[0]
            if queries.by_submission(standing.viewer, submission_key) is not None:
                raise _MadeMeanwhile
            draft = queries.my_draft_for_update(standing, document)
            if draft is not None:
                _require_same_draft(draft, typed, version)
            _require_newest(standing, document, base, content)
            session.add(_version(standing, document, number, seq, content, submission_key))
            if draft is not None:
                session.delete(draft)
            session.flush()
            return number

    return _once_more_if_raced(make)


def discard_draft(standing: Standing, document: Document) -> None:
    """Throw the viewer's draft away, for good; nothing happens where there is none."""
    with transaction() as session:
        draft = queries.my_draft_for_update(standing, document)
        if draft is not None:
            record(_event(Happening.DRAFT_DISCARDED, standing, document))
            session.delete(draft)


def _open(
    session: Session, standing: Standing, document: Document, typed: Typed, submission_key: str, base: int
) -> DocumentDraft:
    draft = DocumentDraft(
        patient_id=standing.patient_id,
        document=document.key,
        author_id=standing.viewer.account_id,
        base_version=base,
        version=1,
        fields=typed,
        submission_key=submission_key,
        saved_at=clock.now(),
    )
    session.add(draft)
    session.flush()
    record(_event(Happening.DRAFT_OPENED, standing, document))
    return draft


def _version(
    standing: Standing, document: Document, number: int, seq: int, content: Content, submission_key: str
) -> DocumentVersion:
    rest, shared = document.parts(content)
    return DocumentVersion(
        patient_id=standing.patient_id,
        document=document.key,
        version=number,
        author_id=standing.viewer.account_id,
        saved_at=clock.now(),
        seq=seq,
        content=rest,
        shared=shared,
        submission_key=submission_key,
    )


def _require_unpublished(standing: Standing, submission_key: str) -> None:
    before = queries.by_submission(standing.viewer, submission_key)
    if before is not None:
        raise Conflict(published_words(before.version))


def _require_same_draft(draft: DocumentDraft, typed: Typed, version: int | None) -> None:
    """A form without a version is a first save. Meeting a draft with other words, it comes from a second window."""
    if draft.fields != typed and draft.version != version:
        raise Conflict("This draft was saved in another window since you opened it here.")


def _require_newest(standing: Standing, document: Document, base: int, content: Content) -> None:
    newest, number = queries.current(standing, document), queries.newest_number(standing, document)
    if number < base:
        raise Invalid(LOST_MARK)
    if number > base or not queries.may_write(standing, document):
        raise Conflict(raced_words(number, newest.by.name if newest and newest.number == number else "A colleague"))
    if newest is not None and newest.content == content:
        raise Invalid(unchanged_words(number))


def _same_version(before: DocumentVersion, standing: Standing, document: Document, content: Content) -> int:
    """The version that this very form made. The key of a form on another patient or document is none of ours."""
    if before.patient_id != standing.patient_id or before.document != document.key:
        raise Invalid(LOST_MARK)
    if {**before.content, **(before.shared or {})} != content:
        raise Conflict(published_words(before.version))
    return before.version


def _once_more_if_raced(act: Callable[[], Done]) -> Done:
    """Two first posts of one form may meet: the loser finds the winner's row the second time."""
    try:
        return act()
    except (IntegrityError, _MadeMeanwhile):
        return act()


def _event(happening: Happening, standing: Standing, document: Document, number: int | None = None) -> Event:
    return Event(happening, standing.viewer.actor, standing.patient_id, subject=document.key, subject_id=number)
