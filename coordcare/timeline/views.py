"""Reading the timeline: the feed, one entry, its history, search. Writing is in entry_views."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import may, on_entry, on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Verb
from coordcare.accounts.queries import people
from coordcare.audit.models import AuditEvent
from coordcare.audit.rules import WORDS, Happening
from coordcare.errors import NotFound
from coordcare.extensions import clock
from coordcare.patients.models import Patient
from coordcare.patients.panels import Tab, patient_page
from coordcare.templating import Link, address, clock_time
from coordcare.timeline import amendment_actions, feed_queries, kinds, panels, queries
from coordcare.timeline.cards import Card, Feed
from coordcare.timeline.drawing import Tellers, entry_card, entry_list
from coordcare.timeline.feed_queries import Filters
from coordcare.timeline.forms import FilterForm, SearchForm
from coordcare.timeline.kinds import Kind
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import PAGE_SIZE, REASON_WORDS, RECALL_WINDOW, Cursor, RetractionReason

blueprint = Blueprint("timeline", __name__, url_prefix="/patients/<int:patient_id>")
KEPT = ("kind", "author", "course", "date_from", "date_to", "whole")
TAB = Tab("Timeline", "timeline.feed", Action.OPEN_RECORD)


@blueprint.get("/timeline")
@on_patient(Action.OPEN_RECORD, looks=True)
def feed(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The patient's timeline, newest first."""
    census = feed_queries.census(standing)
    form = FilterForm(request.args, authors=census.authors, courses=census.courses)
    before = _cursor()
    filters = Filters(
        kind=_kind_wanted(),
        author_id=form.chosen(form.author),
        course_id=form.chosen(form.course),
        date_from=form.date_from.data,
        date_to=form.date_to.data,
    )
    whole = request.args.get("whole") == "1"
    entries, following = feed_queries.feed(standing, filters, before, g.baseline, whole=whole)
    readable = kinds.readable(standing)
    page = Feed(
        entries=entries,
        older=_older(patient.id, following),
        newest=url_for("timeline.feed", patient_id=patient.id) if before else None,
        other_length=_other_length(whole),
        whole=whole,
        new_count=sum(card.new for card in entries),
        filters=_kind_links(standing, readable, census.by_kind),
        form=form,
        reads_entries=bool(readable),
        drafts=[] if before else queries.my_drafts_here(standing),
    )
    frame = patient_page(standing, patient, "timeline.feed")
    return render_template("timeline/feed.html", page=frame, feed=page, entry_list=entry_list)


@blueprint.post("/search")
@on_patient(Action.OPEN_RECORD)
def search_patient(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Entries of this patient that hold the words; the words stay out of addresses and logs."""
    form = SearchForm(request.form)
    valid = form.validate()
    if valid:
        amendment_actions.record_search(standing)
    found = feed_queries.find(standing, form.q.data or "") if valid else []
    body = render_template(
        "timeline/search.html",
        page=patient_page(standing, patient, "timeline.feed"),
        query=form.q.data or "",
        errors=form.q.errors,
        entries=found,
        entry_card=partial(entry_card, tellers=Tellers()),
        more=len(found) == PAGE_SIZE,
    )
    return body, 200 if valid else 422


@blueprint.get("/entries/<int:entry_id>")
@on_entry(Verb.READ)
def entry(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """One entry in full, with what the viewer may do with it. A draft opens in its form."""
    if entry.is_draft:
        return redirect(url_for("timeline.edit", patient_id=patient.id, entry_id=entry.id), 303)
    return entry_page(standing, patient, entry)


@blueprint.get("/entries/<int:entry_id>/history")
@on_entry(Verb.HISTORY)
def history(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """Who opened, signed, recalled, added to or took back the entry, and when."""
    if entry.is_draft:
        return redirect(url_for("timeline.edit", patient_id=patient.id, entry_id=entry.id), 303)
    events = queries.history(standing, entry.id)
    named = people({event.actor_id for event in events if event.actor_id})
    return render_template(
        "timeline/history.html",
        page=patient_page(standing, patient, "timeline.feed"),
        entry=_card(standing, entry),
        history=[
            {"at": event.at, "by": named[event.actor_id].name, "words": _history_words(event)}
            for event in events
            if event.actor_id
        ],
    )


def entry_page(standing: Standing, patient: Patient, entry: TimelineEntry) -> str:
    """A signed entry in full, with what the viewer may do with it."""
    card = _card(standing, entry, queries.baseline(standing))
    return render_template(
        "timeline/entry.html",
        page=patient_page(standing, patient, "timeline.feed"),
        entry=card,
        paper=_paper(standing, entry, card),
        actions=[*panels.entry_offers(standing, entry), *_entry_actions(standing, entry)],
        recall=_recall(standing, entry),
        panels=panels.entry_panels(standing, entry),
    )


def add_links(standing: Standing) -> list[Link]:
    """What the viewer may add to this patient's timeline, the main one first."""
    return [
        Link(
            f"Add {kind.word.lower()}",
            address("timeline.new", patient_id=standing.patient_id, kind=kind.key),
            icon=kind.icon,
        )
        for kind in kinds.writable(standing)
    ]


def _paper(standing: Standing, entry: TimelineEntry, card: Card) -> str | None:
    """Where a viewer who may print or copy the entry finds it for that; what is withheld leaves the record nowhere."""
    if card.retraction is not None and card.retraction.withheld:
        return None
    if not may(standing, Verb.PRINT, entry.rule, entry.author_id):
        return None
    return url_for("timeline.paper", patient_id=entry.patient_id, entry_id=entry.id)


def _card(standing: Standing, entry: TimelineEntry, baseline: int = 0) -> Card:
    card = feed_queries.card(standing, entry.id, baseline)
    if card is None:
        raise refuse(NotFound(), standing.patient_id, subject_id=entry.id)
    return card


def _cursor() -> Cursor | None:
    text = request.args.get("before")
    if not text:
        return None
    try:
        return Cursor.parse(text)
    except (ValueError, OverflowError) as error:
        raise NotFound from error


def _kind_wanted() -> str | None:
    key = request.args.get("kind") or None
    if key is not None and kinds.find(key) is None:
        raise NotFound
    return key


def _older(patient_id: int, following: Cursor | None) -> str | None:
    if following is None:
        return None
    kept: dict[str, Any] = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return url_for("timeline.feed", patient_id=patient_id, before=str(following), **kept)


def _other_length(whole: bool) -> Link:
    """The same page with whole texts, or with their beginnings."""
    asked: dict[str, Any] = {name: request.args[name] for name in (*KEPT, "before") if request.args.get(name)}
    asked["whole"] = None if whole else "1"
    address = url_for("timeline.feed", **request.view_args or {}, **asked)
    return Link("Beginnings only" if whole else "Whole texts", address)


def _kind_links(standing: Standing, readable: Sequence[Kind], counts: Mapping[str, int]) -> list[Link]:
    here = request.args.get("kind") or None
    page = "timeline.feed"
    everything = Link(
        "All", address(page, patient_id=standing.patient_id), current=here is None, count=sum(counts.values())
    )
    return [everything] + [
        Link(
            kind.plural,
            address(page, patient_id=standing.patient_id, kind=kind.key),
            current=here == kind.key,
            count=counts.get(kind.key, 0),
        )
        for kind in readable
    ]


def _history_words(event: AuditEvent) -> str:
    words = WORDS[Happening(event.happening)]
    return f"{words}: {REASON_WORDS[RetractionReason(event.reason)].lower()}" if event.reason else words


def _recall(standing: Standing, entry: TimelineEntry) -> dict[str, str] | None:
    """The offer to recall, to the author while it lasts; whether anybody looked is asked when it is taken up."""
    if entry.author_id != standing.viewer.account_id or entry.signed_at is None or not entry.rule.drafts:
        return None
    until = entry.signed_at + RECALL_WINDOW
    if clock.now() > until or queries.is_retracted(entry.id) or queries.has_addenda(entry.id):
        return None
    url = url_for("timeline.recall", patient_id=entry.patient_id, entry_id=entry.id)
    return {"url": url, "until_words": f"until {clock_time(until)}, while nobody else has opened the record"}


def _entry_actions(standing: Standing, entry: TimelineEntry) -> list[Link]:
    offered = []
    address: dict[str, Any] = {"patient_id": entry.patient_id, "entry_id": entry.id}
    open_still = not queries.is_retracted(entry.id)
    if open_still and may(standing, Verb.ADDEND, entry.rule, entry.author_id):
        offered.append(Link("Add an addendum", url_for("timeline.addenda", **address), icon="plus"))
    if open_still and may(standing, Verb.RETRACT, entry.rule, entry.author_id):
        offered.append(Link("Retract", url_for("timeline.retract", **address), icon="x"))
    return [*offered, Link("History", url_for("timeline.history", **address), icon="clock")]
