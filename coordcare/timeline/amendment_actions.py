"""What comes after signing: addenda, retractions, and how far a reader has looked."""

from typing import Any, cast

from sqlalchemy import Table, bindparam, case, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordcare.access.membership import Standing
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.columns import UtcDateTime
from coordcare.errors import Conflict
from coordcare.extensions import clock, transaction, write
from coordcare.timeline import kinds, queries, sealing
from coordcare.timeline.models import (
    EntryAddendum,
    EntryRetraction,
    EntryText,
    RecordLook,
    SealedBody,
    TimelineEntry,
)
from coordcare.timeline.rules import LOOK_ENDS_AFTER, WITHHOLDING, RetractionReason, searchable


def addend(standing: Standing, entry_id: int, text: str, *, submission_key: str) -> None:
    """Add words to a signed entry; posted twice, they stand once. Raises Conflict on a draft or a retraction."""
    try:
        with transaction() as session:
            before = queries.addendum_by_submission(standing.viewer, submission_key)
            if before is not None:
                return _require_same(before, entry_id, text)
            seq = _record(Happening.ADDENDUM, standing, entry_id)
            entry = _signed(standing, entry_id)
            session.add(
                EntryAddendum(
                    entry_id=entry.id,
                    author_id=standing.viewer.account_id,
                    text=text,
                    recorded_at=clock.now(),
                    seq=seq,
                    submission_key=submission_key,
                )
            )
            session.add(_addendum_text(standing, entry, text))
    except IntegrityError:
        # The same form, posted twice at once: the other post may have made the row.
        before = queries.addendum_by_submission(standing.viewer, submission_key)
        if before is None:
            raise
        _require_same(before, entry_id, text)


def _require_same(before: EntryAddendum, entry_id: int, text: str) -> None:
    if (before.entry_id, before.text) != (entry_id, text):
        raise Conflict("This form has been used already. Copy your words, reload the form and sign them again.")


def retract(standing: Standing, entry_id: int, reason: RetractionReason) -> None:
    """Take a signed entry back. Wrong patient and private text seal the body away from everyone.

    Raises Conflict on a draft or an entry that is retracted already.
    """
    with transaction() as session:
        queries.kind_of(standing, entry_id).before_withdrawing(standing, entry_id)
        seq = _record(Happening.RETRACTED, standing, entry_id, reason.value)
        entry = _signed(standing, entry_id)
        session.add(
            EntryRetraction(
                entry_id=entry.id,
                reason=reason.value,
                retracted_by_id=standing.viewer.account_id,
                retracted_at=clock.now(),
                seq=seq,
            )
        )
        # While the row is there: a withheld body leaves the kind's table.
        entry.rule.on_retracted(standing, entry)
        for attendant in kinds.attendants(entry.rule):
            attendant.retracted(standing, entry)
        if reason in WITHHOLDING:
            _withhold(session, entry)


# Made once, for it goes with every view. Right of a `=` stands what the row held before.
_LOOK = cast(Table, RecordLook.__table__)
_LOOK_AGAIN = (
    update(_LOOK)
    .where(_LOOK.c.account_id == bindparam("account"), _LOOK.c.patient_id == bindparam("patient"))
    .values(
        baseline_seq=case(
            (_LOOK.c.seen_at <= bindparam("ended", type_=UtcDateTime), _LOOK.c.seen_seq), else_=_LOOK.c.baseline_seq
        ),
        seen_seq=case((_LOOK.c.seen_seq < bindparam("view"), bindparam("view")), else_=_LOOK.c.seen_seq),
        seen_at=bindparam("now", type_=UtcDateTime),
    )
    .returning(_LOOK.c.baseline_seq)
)


def look(standing: Standing, view_seq: int) -> int:
    """Note that the viewer looks at the record now; returns the sequence number above which things are new.

    `view_seq` is this view's own event: what commits later has a higher number and stays new. It was recorded in
    the transaction that this joins, so nobody else is looking for the first time at this moment.
    """
    now = clock.now()
    who = {"account": standing.viewer.account_id, "patient": standing.patient_id}
    with transaction() as session:
        again = write(_LOOK_AGAIN, **who, view=view_seq, now=now, ended=now - LOOK_ENDS_AFTER)
        if again:
            return int(again[0].baseline_seq)
        baseline = queries.seq_when_joined(standing)
        session.add(
            RecordLook(
                account_id=standing.viewer.account_id,
                patient_id=standing.patient_id,
                baseline_seq=baseline,
                seen_seq=view_seq,
                seen_at=now,
            )
        )
        return baseline


def record_search(standing: Standing) -> None:
    """Note that the record was searched; not for what."""
    record(Event(Happening.SEARCHED, standing.viewer.actor, standing.patient_id))


def _signed(standing: Standing, entry_id: int) -> TimelineEntry:
    entry = queries.entry_for_update(standing, entry_id)
    if entry.is_draft:
        raise Conflict("This entry is still a draft. Its author can change it.")
    if queries.is_retracted(entry.id):
        raise Conflict("This entry has been retracted already.")
    return entry


def _addendum_text(standing: Standing, entry: TimelineEntry, text: str) -> EntryText:
    return EntryText(
        entry_id=entry.id,
        patient_id=entry.patient_id,
        author_id=entry.author_id,
        kind=entry.kind,
        part="addendum",
        text=searchable(text),
    )


def _withhold(session: Session, entry: TimelineEntry) -> None:
    addenda = queries.addenda_of(entry.id)
    body: dict[str, Any] = {
        "values": queries.all_columns(entry.rule, entry.id),
        "addenda": [{"author_id": row.author_id, "text": row.text, "at": row.recorded_at} for row in addenda],
    }
    key_id, nonce, ciphertext = sealing.seal(body, "sealed_body", entry.id, entry.author_id, entry.version)
    session.add(SealedBody(entry_id=entry.id, key_id=key_id, nonce=nonce, ciphertext=ciphertext))
    session.flush()
    tables: tuple[type[Any], ...] = (EntryText, EntryAddendum, *entry.rule.models)
    for table in tables:
        session.execute(delete(table).where(table.entry_id == entry.id))


def _record(happening: Happening, standing: Standing, entry_id: int, reason: str | None = None) -> int:
    event = Event(happening, standing.viewer.actor, standing.patient_id, subject_id=entry_id, reason=reason)
    return record(event)[0]
