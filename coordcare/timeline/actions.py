"""The life of an entry: draft, sign, recall, discard. Every write with its audit event in one transaction."""

import hashlib
import hmac
import json
from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordcare.access.membership import Standing
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import clock, transaction
from coordcare.settings.queries import today
from coordcare.timeline import kinds, queries, sealing
from coordcare.timeline.forms import Content
from coordcare.timeline.kinds import Kind
from coordcare.timeline.linked_actions import sign_beside, texts
from coordcare.timeline.models import EntryDraft, EntryText, TimelineEntry
from coordcare.timeline.rules import RECALL_WINDOW, SIGNED_ALREADY, Status, typed_again

Typed = dict[str, list[str]]


def save_draft(
    standing: Standing,
    kind: Kind,
    typed: Typed,
    *,
    submission_key: str,
    version: int | None = None,
    opened: int | None = None,
) -> TimelineEntry:
    """Keep what was typed. The submission key finds the draft again, so that a form posted twice is one draft.

    `version` is the version that the form showed, None for a form that has not been saved yet; `opened` the one
    that its window was opened with, whose words are kept for comparison. Raises Conflict when another window
    saved since, or when the entry is signed; Invalid for a kind without drafts.
    """
    if not kind.drafts:
        raise Invalid(f"A {kind.word.lower()} is not kept as a draft: it counts when it is given. Sign it.")

    def save() -> TimelineEntry:
        with transaction() as session:
            entry = queries.entry_by_submission(standing.viewer, submission_key)
            if entry is None:
                return _open_draft(session, standing, kind, typed, submission_key)
            if _require_own_draft(entry, standing, kind, version, typed):
                _keep(entry, typed, opened)
            return entry

    return _once_more_if_raced(save)


def sign(
    standing: Standing, kind: Kind, typed: Typed, content: Content, *, submission_key: str, version: int | None = None
) -> TimelineEntry:
    """Sign what a checked form holds, from its draft or straight away. A form posted twice signs once.

    Raises Conflict when another window saved or signed since, Invalid when the kind refuses.
    """

    def sign_it() -> TimelineEntry:
        with transaction() as session:
            kind.before_signing(standing, content.values)
            entry = queries.entry_by_submission(standing.viewer, submission_key)
            if entry is not None and is_same_form(entry, standing, kind, typed):
                return entry
            if entry is None:
                entry = _open_draft(session, standing, kind, typed, submission_key)
            else:
                _require_own_draft(entry, standing, kind, version, typed)
            _seal_signature(session, standing, kind, entry, typed, content)
            return entry

    return _once_more_if_raced(sign_it)


def is_same_form(entry: TimelineEntry, standing: Standing, kind: Kind, typed: Typed) -> bool:
    """Whether an entry was signed from this very form: the form, posted twice."""
    here = entry.patient_id == standing.patient_id and entry.kind == kind.key
    return here and not entry.is_draft and hmac.compare_digest(entry.form_digest or "", form_digest(typed))


def form_digest(typed: Typed) -> str:
    """A form as a keyed digest: equal for equal forms, and no help in guessing withheld words."""
    text = json.dumps(typed, sort_keys=True).encode()
    return hmac.new(sealing.keys()[-1].secret, text, hashlib.sha256).hexdigest()


def recall(standing: Standing, entry_id: int) -> TimelineEntry:
    """Make a signed entry a draft again: by its author, within 10 minutes, while nobody else has opened it."""
    with transaction() as session:
        queries.kind_of(standing, entry_id).before_withdrawing(standing, entry_id)
        # The event first: it locks the patient's chain, so that nobody opens the record in between.
        record(_event(Happening.RECALLED, standing, entry_id))
        entry = queries.entry_for_update(standing, entry_id)
        if entry.is_draft or entry.signed_at is None or entry.signed_seq is None:
            raise Conflict("This entry is a draft. There is nothing to recall.")
        if not entry.rule.drafts:
            raise Conflict(f"A {entry.rule.word.lower()} cannot be recalled: it counted when it was given. Retract it.")
        if queries.is_retracted(entry.id) or queries.has_addenda(entry.id):
            raise Conflict("This entry has been added to or retracted. It can no longer be recalled.")
        if queries.is_asked_about(standing, entry.id):
            raise Conflict("Somebody was asked about this entry. You can add an addendum instead.")
        if clock.now() - entry.signed_at > RECALL_WINDOW:
            raise Conflict("Ten minutes have passed since you signed. You can add an addendum or retract it.")
        if queries.opened_by_others_since(standing, entry.signed_seq):
            raise Conflict("A colleague has opened the record since you signed. You can add an addendum instead.")
        entry.rule.on_recalled(standing, entry)
        _unsign(session, entry)
        for attendant in kinds.attendants(entry.rule):
            attendant.recalled(standing, entry)
        return entry


def discard_draft(standing: Standing, entry_id: int) -> None:
    """Throw a draft away, for good. Raises Conflict for one that was signed once and is held by what came of it."""
    with transaction() as session:
        record(_event(Happening.DRAFT_DISCARDED, standing, entry_id))
        entry = queries.entry_for_update(standing, entry_id)
        if not entry.is_draft:
            raise Conflict(SIGNED_ALREADY)
        for attendant in kinds.attendants(entry.rule):
            attendant.discarded(standing, entry)
        session.execute(delete(EntryDraft).where(EntryDraft.entry_id == entry.id))
        session.delete(entry)


def _open_draft(session: Session, standing: Standing, kind: Kind, typed: Typed, submission_key: str) -> TimelineEntry:
    now = clock.now()
    entry = TimelineEntry(
        patient_id=standing.patient_id,
        author_id=standing.viewer.account_id,
        kind=kind.key,
        happened_on=today(),
        happened_at=now,
        recorded_at=now,
        submission_key=submission_key,
    )
    session.add(entry)
    session.flush()
    session.add(EntryDraft(entry_id=entry.id, fields=typed, saved_at=now))
    record(_event(Happening.DRAFT_OPENED, standing, entry.id, kind.key))
    return entry


def _keep(entry: TimelineEntry, typed: Typed, opened: int | None) -> None:
    draft = queries.draft_of(entry.id)
    if opened == entry.version and draft.before_from != Status.SIGNED:
        draft.before, draft.before_at, draft.before_from = draft.fields, draft.saved_at, Status.DRAFT
    draft.fields, draft.saved_at = typed, clock.now()
    entry.version += 1


def _require_own_draft(entry: TimelineEntry, standing: Standing, kind: Kind, version: int | None, typed: Typed) -> bool:
    """Whether there is anything to save: False for the very form that is saved already.

    A form without a version is a first save. Meeting a draft with other words, it comes from a second window.
    """
    if entry.patient_id != standing.patient_id or entry.kind != kind.key:
        raise Conflict("This form has lost its mark. Copy your words, reload the form and try again.")
    if not entry.is_draft:
        raise Conflict(SIGNED_ALREADY)
    if queries.draft_of(entry.id).fields == typed:
        return False
    if entry.version != version:
        raise Conflict("This draft was saved in another window since you opened it here.")
    return True


def _seal_signature(
    session: Session, standing: Standing, kind: Kind, entry: TimelineEntry, typed: Typed, content: Content
) -> None:
    # The event first: taking the patient's chain puts signings in the order of their commits, and what
    # `check` reads cannot change before this one commits.
    seq = record(_event(Happening.SIGNED, standing, entry.id, kind.key))[0]
    entry.happened_on, entry.happened_at = content.happened_on, content.happened_at
    entry.course_id = content.course_id
    kind.check(standing, entry, content.values)
    entry.occasion_id = queries.occasion_of(standing, entry) if kind.visit else None
    entry.status, entry.signed_at, entry.signed_seq = Status.SIGNED, clock.now(), seq
    entry.form_digest = form_digest(typed)
    entry.version += 1
    session.execute(delete(EntryDraft).where(EntryDraft.entry_id == entry.id))
    session.add_all(kind.rows(entry.id, content.values))
    session.add_all(texts(kind, entry, content.values))
    session.flush()
    kind.on_signed(standing, entry, content.values)
    for values in content.further:
        kind.check(standing, entry, values)
        sign_beside(standing, entry, values)
    for attendant in kinds.attendants(kind):
        attendant.signed(standing, entry, {**content.values, **(content.aside or {})})


def _unsign(session: Session, entry: TimelineEntry) -> None:
    kind = entry.rule
    columns = queries.all_columns(kind, entry.id)
    typed = typed_again(entry.happened_on, columns) | kind.typed(columns)
    signed_at = entry.signed_at
    entry.status, entry.signed_at, entry.signed_seq = Status.DRAFT, None, None
    entry.version += 1
    session.flush()
    session.execute(delete(EntryText).where(EntryText.entry_id == entry.id))
    for model in kind.models:
        session.execute(delete(model).where(model.entry_id == entry.id))
    before = {"before": typed, "before_at": signed_at, "before_from": Status.SIGNED}
    session.add(EntryDraft(entry_id=entry.id, fields=typed, saved_at=clock.now(), **before))


def _once_more_if_raced(act: Callable[[], TimelineEntry]) -> TimelineEntry:
    """Two first posts of one form may meet: the loser finds the winner's row the second time."""
    try:
        return act()
    except IntegrityError:
        return act()


def _event(happening: Happening, standing: Standing, entry_id: int, kind: str | None = None) -> Event:
    return Event(happening, standing.viewer.actor, standing.patient_id, subject=kind, subject_id=entry_id)
