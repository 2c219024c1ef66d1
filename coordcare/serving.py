"""What every request must satisfy before anything looks at it, and the headers of every answer."""

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes
from wsgiref.headers import Headers

from flask import Flask, abort, g, request, request_started

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "coordcare.request_id"
URL_ENCODED = "application/x-www-form-urlencoded"
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


def init_app(app: Flask) -> None:
    """Name every request, and refuse what no database keeps."""
    # By the signal, which comes before every check: whatever one of them refuses has a name.
    request_started.connect(_name_request, app)
    # Before the check of the token, which would parse the form: afterwards its bytes are gone.
    app.before_request_funcs.setdefault(None, []).insert(0, _refuse_unprintable)


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
