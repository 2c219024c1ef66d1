"""What other packages put on an entry's page: offers beside its own, and panels below it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, current_app

from coordcare.access.membership import Standing
from coordcare.patients.panels import LoadedPanel
from coordcare.templating import Link
from coordcare.timeline.models import TimelineEntry

EntryOffers = Callable[[Standing, TimelineEntry], list[Link]]
EntryPanel = Callable[[Standing, TimelineEntry], LoadedPanel | None]


@dataclass(slots=True)
class Registry:
    """What the packages handed in, in the order in which they did."""

    offers: list[EntryOffers] = field(default_factory=list)
    panels: list[EntryPanel] = field(default_factory=list)
    retracting: list[EntryPanel] = field(default_factory=list)


def init_app(app: Flask) -> None:
    """An empty registry."""
    app.extensions["entry_page"] = Registry()


def register_entry_offers(app: Flask, offers: EntryOffers) -> None:
    """`offers` answers the links that a standing may use on a signed entry that it reads."""
    _registry(app).offers.append(offers)


def register_entry_panel(app: Flask, panel: EntryPanel) -> None:
    """`panel` answers a template with its data for a signed entry, or None where there is nothing to show.

    Its data stands in the template as `panel.data`, beside `page` and `entry`. It asks the standing itself.
    """
    _registry(app).panels.append(panel)


def register_retracting_panel(app: Flask, panel: EntryPanel) -> None:
    """The same above the form that retracts an entry: what else whoever retracts it should know."""
    _registry(app).retracting.append(panel)


def entry_offers(standing: Standing, entry: TimelineEntry) -> list[Link]:
    """All offers on an entry's page."""
    return [link for offers in _registry(current_app).offers for link in offers(standing, entry)]


def entry_panels(standing: Standing, entry: TimelineEntry) -> list[LoadedPanel]:
    """All panels of an entry's page that have something to show."""
    found = (load(standing, entry) for load in _registry(current_app).panels)
    return [panel for panel in found if panel is not None]


def retracting_panels(standing: Standing, entry: TimelineEntry) -> list[LoadedPanel]:
    """All panels above the form that retracts an entry."""
    found = (load(standing, entry) for load in _registry(current_app).retracting)
    return [panel for panel in found if panel is not None]


def _registry(app: Flask) -> Registry:
    registry: Registry = app.extensions["entry_page"]
    return registry
