"""Entries, drafts, addenda and looks as the actions and pages ask for them. The feed is in feed_queries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select

from coordcare.access.membership import ME, MY_PATIENT_IDS, CareTeamMembership, Standing, Viewer, active, as_me
from coordcare.audit.models import AuditEvent
from coordcare.audit.rules import Happening, patient_chain
from coordcare.errors import NotFound
from coordcare.extensions import clock, db, fetch
from coordcare.timeline import kinds
from coordcare.timeline.cards import DraftCard
from coordcare.timeline.kinds import Kind, Values
from coordcare.timeline.models import (
    EntryAddendum,
    EntryDraft,
    EntryRetraction,
    RecordLook,
    SealedBody,
    TimelineEntry,
)
from coordcare.timeline.rules import LOOK_ENDS_AFTER, RAISED_BY_SIGNING, Status, typed_again

FRESH = {"populate_existing": True}


def load_entry(patient_id: int, entry_id: int) -> TimelineEntry | None:
    """The gate's loader: an entry of this patient, whoever asks; the gate decides."""
    query = select(TimelineEntry).where(TimelineEntry.id == entry_id, TimelineEntry.patient_id == patient_id)
    return db.session.scalars(query).one_or_none()


def kind_of(standing: Standing, entry_id: int) -> Kind:
    """The kind of an entry of the patient, which never changes. Raises NotFound."""
    query = select(TimelineEntry.kind).where(
        TimelineEntry.id == entry_id, TimelineEntry.patient_id == standing.patient_id
    )
    key = db.session.scalar(query)
    if key is None:
        raise NotFound
    return kinds.named(key)


def entry_for_update(standing: Standing, entry_id: int) -> TimelineEntry:
    """An entry of the patient, fresh and locked for an action. Raises NotFound."""
    query = (
        select(TimelineEntry)
        .where(TimelineEntry.id == entry_id, TimelineEntry.patient_id == standing.patient_id)
        .with_for_update()
        .execution_options(**FRESH)
    )
    entry = db.session.scalars(query).one_or_none()
    if entry is None:
        raise NotFound
    return entry


def entry_by_submission(viewer: Viewer, submission_key: str, *, locked: bool = True) -> TimelineEntry | None:
    """The viewer's own entry that this form made, fresh, whatever its patient; locked, where an action asks."""
    query = (
        select(TimelineEntry)
        .where(TimelineEntry.author_id == viewer.account_id, TimelineEntry.submission_key == submission_key)
        .execution_options(**FRESH)
    )
    return db.session.scalars(query.with_for_update() if locked else query).one_or_none()


def draft_of(entry_id: int) -> EntryDraft:
    """What was typed into an unsigned entry. Raises NotFound when there is no draft (any more)."""
    draft = db.session.get(EntryDraft, entry_id, populate_existing=True)
    if draft is None:
        raise NotFound
    return draft


_MY_DRAFTS = (
    select(TimelineEntry.id, TimelineEntry.patient_id, TimelineEntry.kind, EntryDraft.saved_at, EntryDraft.fields)
    .join(EntryDraft, EntryDraft.entry_id == TimelineEntry.id)
    .where(TimelineEntry.author_id == ME, TimelineEntry.status == Status.DRAFT)
    .order_by(EntryDraft.saved_at.desc(), TimelineEntry.id.desc())
    .limit(50)
)
_MY_DRAFTS_ANYWHERE = _MY_DRAFTS.where(TimelineEntry.patient_id.in_(MY_PATIENT_IDS))
_MY_DRAFTS_HERE = _MY_DRAFTS.where(TimelineEntry.patient_id == bindparam("patient"))


def my_drafts(viewer: Viewer) -> list[DraftCard]:
    """The viewer's drafts on patients whose team they are on, newest first."""
    return _draft_cards(_MY_DRAFTS_ANYWHERE, **as_me(viewer))


def my_drafts_here(standing: Standing) -> list[DraftCard]:
    """The viewer's drafts on this patient, newest first."""
    return _draft_cards(_MY_DRAFTS_HERE, me=standing.viewer.account_id, patient=standing.patient_id)


def _draft_cards(query: Select[*tuple[Any, ...]], **who: int) -> list[DraftCard]:
    return [
        DraftCard(row.id, row.patient_id, kinds.named(row.kind), row.saved_at, row.fields)
        for row in fetch(query, **who)
    ]


def all_columns(kind: Kind, entry_id: int) -> Values:
    """Every column of a signed entry's kind; for its author's recall and for sealing, not for pages."""
    query = select(*(getattr(kind.model_of(name), name) for name in kind.columns)).select_from(kind.model)
    for shared in kind.models[1:]:
        query = query.outerjoin(shared, shared.entry_id == kind.model.entry_id)
    return dict(db.session.execute(query.where(kind.model.entry_id == entry_id)).mappings().one())


def is_retracted(entry_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(EntryRetraction.entry_id == entry_id))))


def is_withheld(entry_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(SealedBody.entry_id == entry_id))))


def has_addenda(entry_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(EntryAddendum.entry_id == entry_id))))


def addenda_of(entry_id: int) -> Sequence[EntryAddendum]:
    query = select(EntryAddendum).where(EntryAddendum.entry_id == entry_id).order_by(EntryAddendum.id)
    return db.session.scalars(query).all()


def addendum_by_submission(viewer: Viewer, submission_key: str) -> EntryAddendum | None:
    query = select(EntryAddendum).where(
        EntryAddendum.author_id == viewer.account_id, EntryAddendum.submission_key == submission_key
    )
    return db.session.scalars(query).one_or_none()


def opened_by_others_since(standing: Standing, seq: int) -> bool:
    """Whether anybody else has opened any page of the record after this event."""
    query = select(
        exists().where(
            AuditEvent.chain == patient_chain(standing.patient_id),
            AuditEvent.seq > seq,
            AuditEvent.happening.in_([Happening.VIEW.value, Happening.SEARCHED.value]),
            AuditEvent.outcome == "allowed",
            AuditEvent.actor_id != standing.viewer.account_id,
        )
    )
    return bool(db.session.scalar(query))


def is_asked_about(standing: Standing, entry_id: int) -> bool:
    """Whether a follow-up item was raised on an entry, by anybody; what its signing raised goes with a recall."""
    query = select(
        exists().where(
            AuditEvent.chain == patient_chain(standing.patient_id),
            AuditEvent.happening == Happening.FOLLOW_UP_RAISED.value,
            AuditEvent.subject_id == entry_id,
            AuditEvent.rule.is_distinct_from(RAISED_BY_SIGNING),
        )
    )
    return bool(db.session.scalar(query))


def last_view_seq(standing: Standing) -> int:
    """The viewer's last view of this record: what has a lower number was there to be seen; 0 before the first."""
    query = select(func.max(AuditEvent.seq)).where(
        AuditEvent.chain == patient_chain(standing.patient_id),
        AuditEvent.happening == Happening.VIEW.value,
        AuditEvent.actor_id == standing.viewer.account_id,
    )
    return db.session.scalar(query) or 0


def seq_when_joined(standing: Standing) -> int:
    """The patient's last event before the viewer joined the team: a newcomer's record is not all "new"."""
    joined = (
        select(func.max(CareTeamMembership.started_at))
        .where(
            CareTeamMembership.patient_id == standing.patient_id,
            CareTeamMembership.account_id == standing.viewer.account_id,
            active(),
        )
        .scalar_subquery()
    )
    query = select(func.max(AuditEvent.seq)).where(
        AuditEvent.chain == patient_chain(standing.patient_id), AuditEvent.at < joined
    )
    return db.session.scalar(query) or 0


def history(standing: Standing, entry_id: int) -> Sequence[AuditEvent]:
    """What happened to an entry, oldest first: opened, signed, recalled, added to, taken back; not its views."""
    told = (Happening.DRAFT_OPENED, Happening.SIGNED, Happening.RECALLED, Happening.ADDENDUM, Happening.RETRACTED)
    query = (
        select(AuditEvent)
        .where(
            AuditEvent.chain == patient_chain(standing.patient_id),
            AuditEvent.subject_id == entry_id,
            AuditEvent.happening.in_([happening.value for happening in told]),
            AuditEvent.outcome == "allowed",
        )
        .order_by(AuditEvent.seq)
    )
    return db.session.scalars(query).all()


def occasion_of(standing: Standing, entry: TimelineEntry) -> str:
    """The occasion of what the viewer wrote on this patient on the entry's day; a new one if there is none."""
    mine = (
        TimelineEntry.patient_id == standing.patient_id,
        TimelineEntry.author_id == standing.viewer.account_id,
        TimelineEntry.happened_on == entry.happened_on,
        TimelineEntry.status == Status.SIGNED,
        TimelineEntry.occasion_id.is_not(None),
    )
    query = select(TimelineEntry.occasion_id).where(*mine).order_by(TimelineEntry.id).limit(1)
    with db.session.no_autoflush:
        return db.session.scalar(query) or entry.uid


def baseline(standing: Standing) -> int:
    """The number above which things are new during the viewer's present look at this record."""
    look = db.session.get(RecordLook, (standing.viewer.account_id, standing.patient_id))
    if look is None:
        return 0
    return look.seen_seq if clock.now() - look.seen_at >= LOOK_ENDS_AFTER else look.baseline_seq


def words_of(entry: TimelineEntry) -> dict[str, list[str]]:
    """An entry of the viewer's own as typed: its draft, or what was signed; empty when withheld."""
    if entry.is_draft:
        return draft_of(entry.id).fields
    return {} if is_withheld(entry.id) else typed_again(entry.happened_on, all_columns(entry.rule, entry.id))
