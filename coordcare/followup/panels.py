"""What follow-up puts on a patient's pages: its tab, and on an entry's page the offer to ask and what was asked."""

from flask import Flask, url_for

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.followup import item_queries
from coordcare.followup.cards import ItemCard
from coordcare.patients.panels import Companion, LoadedPanel, Tab, register_companion
from coordcare.templating import Link
from coordcare.timeline.kinds import Kind
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.panels import register_entry_offers, register_entry_panel

TAB = Tab("Follow-up", "followup.page", Action.FOLLOW_UP)
# The first of these among an entry's parts is the sensitivity of what is asked about it.
STRONGEST_FIRST = (Sensitivity.CLINICAL, Sensitivity.MEDICATION, Sensitivity.SAFETY, Sensitivity.TEAM)


def strongest(kind: Kind) -> Sensitivity:
    """The sensitivity of an item raised on an entry of this kind; parts that few read count as clinical."""
    if Sensitivity.WORKING in kind.sensitivities:
        return Sensitivity.CLINICAL
    return next((one for one in STRONGEST_FIRST if one in kind.sensitivities), Sensitivity.TEAM)


def entry_offers(standing: Standing, entry: TimelineEntry) -> list[Link]:
    """The link that asks a colleague about an entry."""
    if not standing.may(Action.FOLLOW_UP):
        return []
    return [
        Link("Ask about this", url_for("followup.page", patient_id=entry.patient_id, entry=entry.id), icon="speech")
    ]


def entry_panel(standing: Standing, entry: TimelineEntry) -> LoadedPanel | None:
    """What was asked about an entry, as far as the viewer sees it; None where nothing was."""
    items = item_queries.for_entry(standing, entry.id)
    return LoadedPanel("followup", "followup/panels/entry.html", items) if items else None


def _owed(standing: Standing, form_key: str) -> list[ItemCard]:
    """What a prescriber asks to watch for is read before the insight is written, not looked for on another page."""
    return item_queries.owed_here(standing)


ABOVE_SESSION_NOTE = Companion(
    "session_note", Action.WRITE_SESSION_NOTE, "followup/panels/owed.html", _owed, "", place="above"
)


def register_asked(app: Flask) -> None:
    """What was asked, on the pages of entries and above the session note; called in create_app."""
    register_entry_offers(app, entry_offers)
    register_entry_panel(app, entry_panel)
    register_companion(app, ABOVE_SESSION_NOTE)
