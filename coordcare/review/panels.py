"""What reviews put on other pages of a patient: the tab, what is new above a change's form, and a change's window."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, url_for

from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action, Sensitivity
from coordcare.medication.entries import register_reviewed
from coordcare.medication.visit_entries import register_decided
from coordcare.patients.panels import (
    CaseloadColumn,
    Cell,
    Companion,
    LoadedPanel,
    Tab,
    register_caseload_column,
    register_companion,
)
from coordcare.review import actions, caseload_queries, decision_queries, watch_actions
from coordcare.review.folded_queries import change_lines
from coordcare.review.notice_queries import notices
from coordcare.review.progress_cards import ChangeLine, News
from coordcare.review.reading_queries import reading
from coordcare.review.record_queries import MEDICATION, settled_lines
from coordcare.review.shown_rules import Fact
from coordcare.settings.queries import today
from coordcare.timeline.kinds import Attendant, Values, attend
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.panels import register_entry_panel


@dataclass(frozen=True, slots=True)
class BesideChange:
    """The review that a change's form comes from: what it showed, and what is new since."""

    opened_at: datetime
    facts: Sequence[Fact]
    news: Sequence[News]


@dataclass(frozen=True, slots=True)
class AfterChange:
    """A change's window, and where what was shown at its decision stands (None: it came from no review)."""

    line: ChangeLine | None
    decision_url: str | None


def beside_change(standing: Standing, form_key: str) -> BesideChange | None:
    """None for a form that comes from no review."""
    found = decision_queries.openings_of(standing, form_key)
    if not found:
        return None
    first = found[0]
    known = reading(standing, first.seen_on)
    shown = decision_queries.since(standing, first.opened_seq, first.seen_on, first.digest).shown
    told = [fact for fact in shown.facts if fact.topic != "questions"]
    return BesideChange(first.kept_at, told, notices(known, first.opened_seq))


def after_change(standing: Standing, entry: TimelineEntry) -> LoadedPanel | None:
    """On the page of a signed change, for who may open the review."""
    if entry.kind != MEDICATION or not standing.may(Action.OPEN_PROGRESS_REVIEW):
        return None
    if not standing.reads(Sensitivity.MEDICATION):
        return None
    url, decisions = None, decision_queries.decisions_of_entries(standing, [entry.id])
    if decision_id := decisions.get(entry.id):
        url = url_for("review.decision", patient_id=standing.patient_id, decision_id=decision_id)
    lines = change_lines(reading(standing, today()))
    own = url_for("timeline.entry", patient_id=standing.patient_id, entry_id=entry.id)
    line = next((one for one in lines if one.url == own), None)
    told = url or (line is not None and line.window)
    return LoadedPanel("after_change", "review/_after_change.html", AfterChange(line, url)) if told else None


def pressing(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, Cell]:
    """What presses of each of these patients, for the caseload."""
    told = caseload_queries.pressing(viewer, patient_ids)
    return {one: Cell(words, pressing=True) for one, words in told.items()}


def _left(standing: Standing) -> tuple[int, tuple[int, ...]]:
    """For the form of a visit: up to which place the viewer's last decision settled, and the lines that it left."""
    found = settled_lines(standing)
    return found.seq, found.left


def _signed(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    actions.keep_with_change(standing, entry, values)
    watch_actions.tell_therapist(standing, entry, values)


def _discarded(standing: Standing, entry: TimelineEntry) -> None:
    actions.keep_decided(standing, entry)
    watch_actions.let_go(standing, entry)


def _held(standing: Standing, entry_ids: Collection[int]) -> dict[int, str]:
    return dict.fromkeys(decision_queries.decisions_of_entries(standing, entry_ids), actions.STAYS_DECIDED)


TAB = Tab("Review", "review.progress", Action.OPEN_PROGRESS_REVIEW)
PRESSING_COLUMN = CaseloadColumn("What presses", Sensitivity.MEDICATION, pressing, leads=True)
BESIDE_CHANGE = Companion(
    MEDICATION, Action.CHANGE_MEDICATION, "review/_beside_change.html", beside_change, "", place="above"
)
AT_SIGNING = Attendant(
    actions.look_again, _signed, watch_actions.take_back, watch_actions.withdraw_item, _discarded, _held
)


def attend_changes(app: Flask) -> None:
    """Be there where a change is written, signed, recalled and shown, and in the caseload; called in create_app."""
    register_caseload_column(app, PRESSING_COLUMN)
    register_companion(app, BESIDE_CHANGE)
    register_entry_panel(app, after_change)
    attend(MEDICATION, AT_SIGNING)
    register_decided(app, _left)
    register_reviewed(app, decision_queries.reviewed_lately)
