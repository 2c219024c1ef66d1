"""What every page may use: filters, macros, the clinic, the viewer's menu."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from flask import Flask, g, request, url_for
from jinja2 import Environment, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from coordcare.settings.queries import clinic, today

# Their macros are known to every template: an import in each panel and card would cost more than what it shows.
EVERYWHERE = ("_macros/parts.html", "_macros/forms.html", "_macros/shell.html")
# Characters of a long text in a list: a little more than the four lines that a wide screen shows.
OPENING = 480
THEMES = ("light", "dark", "auto")
# Single keys act unless somebody switched them off (WCAG 2.1.4): speech input presses keys that nobody meant.
SHORTCUTS = ("on", "off")


@dataclass(frozen=True, slots=True)
class Link:
    """Something to go to: only ever made for what the viewer may use."""

    label: str
    url: str
    current: bool = False
    icon: str | None = None
    count: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main menu, whom it is for, and the key that opens it after g."""

    label: str
    endpoint: str
    offered: Callable[[Any], bool]
    key: str | None = None


def day(value: date | datetime) -> str:
    """Tue 17 Nov 2026; an instant in the clinic's zone."""
    return _day_words(clinic().day(value) if isinstance(value, datetime) else value)


@lru_cache(maxsize=2000)
def _day_words(local: date) -> str:
    return f"{local:%a} {local.day} {local:%b %Y}"


def plain_day(value: date) -> str:
    """17 Nov 2026"""
    return f"{value.day} {value:%b %Y}"


def clock_time(value: datetime) -> str:
    """14:02 on the clinic's wall."""
    return f"{clinic().local(value):%H:%M}"


def moment(value: datetime) -> str:
    """17 Nov 2026, 14:02 on the clinic's wall."""
    local = clinic().local(value)
    return f"{local.day} {local:%b %Y, %H:%M}"


def ago(value: date | datetime) -> str:
    """How long since, or until, in the largest unit that says enough."""
    return ago_words((today() - (clinic().day(value) if isinstance(value, datetime) else value)).days)


@lru_cache(maxsize=2000)
def ago_words(days: int) -> str:
    """How many days since (below 0: until), in the largest unit that says enough."""
    if days in {0, 1, -1}:
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[days]
    span = abs(days)
    size, unit = next(
        (size, unit)
        for limit, size, unit in ((14, 1, "day"), (70, 7, "week"), (730, 30, "month"), (10**6, 365, "year"))
        if span < limit
    )
    count = span // size
    words = f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{words} ago" if days > 0 else f"in {words}"


def lines(text: str) -> Markup:
    """Plain text with its paragraphs and line breaks; never markup of the writer's."""
    safe = str(escape(text.replace("\r\n", "\n")))
    if "\n" not in safe:
        return Markup(f"<p>{safe}</p>") if text.strip() else Markup("")  # noqa: S704
    paragraphs = [part.strip("\n").replace("\n", "<br>") for part in safe.split("\n\n") if part.strip()]
    return Markup("".join([f"<p>{part}</p>" for part in paragraphs]))  # noqa: S704


@cache
def icon(name: str, label: str | None = None, look: str = "icon") -> Markup:
    """A symbol of static/icons.svg; decorative unless a label is given. `look` is its class."""
    told = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" {}><use href="/static/icons.svg#{}"/></svg>').format(look, told, name)


def opening(text: str, whole: bool = False) -> Markup:
    """The beginning of a text, as a list shows it, cut at a word; or all of it."""
    if whole or len(text) <= OPENING:
        return lines(text)
    return lines(f"{text[:OPENING].rsplit(maxsplit=1)[0]} …")


def address(endpoint: str, **values: Any) -> str:
    """The address of a page, as `url_for` gives it, which takes ten times as long; a page names some forty.

    It is `url_for` in templates. What somebody typed into a search, `q`, is not kept.
    """
    if "q" in values:
        return url_for(endpoint, **values)
    return _made_once(request.root_path, endpoint, tuple(values.items()))


@lru_cache(maxsize=4000)
def _made_once(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def _theme(app: Flask) -> str:
    chosen = request.cookies.get(app.config["THEME_COOKIE_NAME"], "auto")
    return chosen if chosen in THEMES else "auto"


def _menu(items: list[NavItem]) -> list[Link]:
    viewer = g.get("viewer")
    if viewer is None:
        return []
    return [
        Link(item.label, address(item.endpoint), current=request.endpoint == item.endpoint, key=item.key)
        for item in items
        if item.offered(viewer)
    ]


class Unindented(Extension):
    """Leaves one blank of each template line's indentation: more says nothing to a browser, and is a tenth of a page.

    One has to stay: after a block's tag, whose line end Jinja leaves out, it is what keeps two words apart.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"^[ \t]+", " ", source, flags=re.MULTILINE)


def _macros(templates: Environment) -> dict[str, object]:
    modules = [vars(templates.get_template(path).module) for path in EVERYWHERE]
    return {name: macro for module in modules for name, macro in module.items() if not name.startswith("_")}


def init_app(app: Flask, menu: list[NavItem]) -> None:
    """Filters, macros and context."""

    def asset(path: str) -> str:
        """The address of one of our files. A filter, so that Jinja writes it into the page when it reads a template."""
        return f"{app.static_url_path}/{path}"

    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Unindented)
    app.jinja_env.filters.update(
        day=day,
        plain_day=plain_day,
        clock=clock_time,
        moment=moment,
        ago=ago,
        lines=lines,
        opening=opening,
        asset=asset,
    )
    app.jinja_env.globals.update(icon=icon, url_for=address)
    app.jinja_env.globals.update(_macros(app.jinja_env))

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {
            "clinic": clinic(),
            "viewer": g.get("viewer"),
            "finds_patients": bool(g.get("viewer") and g.viewer.discipline),
            "nav": _menu(menu),
            "theme": _theme(app),
            "shortcuts": "off" if request.cookies.get(app.config["SHORTCUTS_COOKIE_NAME"]) == "off" else "on",
        }
