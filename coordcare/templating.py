"""What every page may use: filters, the clinic, the viewer's menu, and the headers of every answer."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes
from wsgiref.headers import Headers

from flask import Flask, abort, current_app, g, request, request_started, url_for
from jinja2 import Environment, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from coordcare.settings.queries import clinic, today

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "coordcare.request_id"
# Their macros are known to every template: an import in each panel and card would cost more than what it shows.
EVERYWHERE = ("_macros/parts.html", "_macros/forms.html", "_macros/shell.html")
# Characters of a long text in a list: a little more than the four lines that a wide screen shows.
OPENING = 480
URL_ENCODED = "application/x-www-form-urlencoded"
THEMES = ("light", "dark", "auto")
# Single keys act unless somebody switched them off (WCAG 2.1.4): speech input presses keys that nobody meant.
SHORTCUTS = ("on", "off")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


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


def asset(path: str) -> str:
    """The address of one of our files."""
    return f"{current_app.static_url_path}/{path}"


def _theme(app: Flask) -> str:
    chosen = request.cookies.get(app.config["THEME_COOKIE_NAME"], "auto")
    return chosen if chosen in THEMES else "auto"


def _menu(items: list[NavItem]) -> list[Link]:
    viewer = g.get("viewer")
    if viewer is None:
        return []
    return [
        Link(item.label, url_for(item.endpoint), current=request.endpoint == item.endpoint, key=item.key)
        for item in items
        if item.offered(viewer)
    ]


def _refuse_unprintable() -> None:
    """One filter for forms, queries and paths: NUL is an error on PostgreSQL and accepted by SQLite."""
    values = [request.path, *request.args.values(), *request.args.keys()]
    if request.method == "POST":
        if not _body_is_text():
            abort(400)
        values += [part for pair in request.form.items(multi=True) for part in pair]
    for value in values:
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            abort(400)


def _body_is_text() -> bool:
    """Whether a form's bytes are UTF-8. Parsing would keep others as percent signs or marks, which nobody typed."""
    body = request.get_data()
    try:
        (unquote_to_bytes(body) if request.mimetype == URL_ENCODED else body).decode()
    except UnicodeDecodeError:
        return False
    return True


def _name_request(_app: Flask) -> None:
    g.request_id = request.environ.get(REQUEST_ID)


def with_headers(serve: "WSGIApplication") -> "WSGIApplication":
    """Name every request and give every answer its headers, also one that no view was asked for."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        environ[REQUEST_ID] = secrets.token_hex(8)
        # No path at all is `/`; the router's redirect there would repeat whatever Host was sent.
        environ["PATH_INFO"] = environ.get("PATH_INFO") or "/"

        def start(status: str, pairs: list[tuple[str, str]], *failure: Any) -> "Callable[[bytes], object]":
            headers = Headers(pairs)
            _add_headers(headers, status, environ)
            return start_response(status, headers.items(), *failure)

        return serve(environ, start)

    return answer


def _add_headers(headers: Headers, status: str, environ: "WSGIEnvironment") -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if environ["wsgi.url_scheme"] == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    if not (environ.get("PATH_INFO", "").startswith("/static/") and status[:3] in {"200", "206", "304"}):
        headers["Cache-Control"] = "no-store"
    headers["X-Request-Id"] = environ[REQUEST_ID]


class Unindented(Extension):
    """Leaves out the indentation of templates: it says nothing to a browser, and a tenth of a page is a lot."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


def _macros(templates: Environment) -> dict[str, object]:
    modules = [vars(templates.get_template(path).module) for path in EVERYWHERE]
    return {name: macro for module in modules for name, macro in module.items() if not name.startswith("_")}


def init_app(app: Flask, menu: list[NavItem]) -> None:
    """Filters, context, input filter and headers."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Unindented)
    app.jinja_env.filters.update(
        day=day, plain_day=plain_day, clock=clock_time, moment=moment, ago=ago, lines=lines, opening=opening
    )
    app.jinja_env.globals.update(icon=icon)
    app.jinja_env.globals.update(_macros(app.jinja_env))
    # By the signal, which comes before every check: whatever one of them refuses has a name.
    request_started.connect(_name_request, app)
    # Before the check of the token, which would parse the form: afterwards its bytes are gone.
    app.before_request_funcs.setdefault(None, []).insert(0, _refuse_unprintable)

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {
            "clinic": clinic(),
            "viewer": g.get("viewer"),
            "finds_patients": bool(g.get("viewer") and g.viewer.discipline),
            "nav": _menu(menu),
            "theme": _theme(app),
            "shortcuts": "off" if request.cookies.get(app.config["SHORTCUTS_COOKIE_NAME"]) == "off" else "on",
            "asset": asset,
        }
