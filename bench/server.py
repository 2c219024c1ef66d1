"""The application and the floor behind one real server, so that both pay the same for it: `bench.server:app`.

The floor reads the rows of the same fifty entries with the bare driver, one SELECT on the spine and one for each
kind, and writes them with an f-string for each entry. It signs nobody in and records nothing.
"""

import os
from collections.abc import Iterable
from html import escape
from threading import local
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, Response, g
from sqlalchemy import event

from coordcare import create_app
from coordcare.extensions import db

PAGE = (
    "SELECT id, kind, author_id, happened_on, happened_at, signed_at FROM timeline_entry "
    "WHERE patient_id = {mark} AND status = 'signed' ORDER BY happened_at DESC, id DESC LIMIT 50"
)
BODIES = {
    "session_note": ("insight", "mood", "mood_link", "plan", "risk_status"),
    "medication_change": ("change_type", "drug", "dose", "unit", "frequency", "reason"),
    "measure_result": ("measure", "total", "band", "answered"),
    "life_event": ("category", "text", "impact"),
}
_mine = local()


def floor(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The least that a page of fifty entries can cost."""
    patient = int(parse_qs(environ["QUERY_STRING"])["patient"][0])
    connection, mark = _connection()
    rows = connection.execute(PAGE.format(mark=mark), (patient,)).fetchall()
    bodies: dict[int, Any] = {}
    for kind, columns in BODIES.items():
        ids = [row[0] for row in rows if row[1] == kind]
        if ids:
            marks = ", ".join([mark] * len(ids))
            query = f"SELECT entry_id, {', '.join(columns)} FROM {kind} WHERE entry_id IN ({marks})"
            bodies |= {row[0]: row[1:] for row in connection.execute(query, ids).fetchall()}
    cards = [
        f'<li class="entry" id="entry-{row[0]}"><article><p>{row[1]}</p><h3>{row[3]}</h3>'
        f"<p>{row[2]} {row[4]} {row[5]}</p><div>{'</div><div>'.join(escape(str(value)) for value in bodies[row[0]])}"
        "</div></article></li>"
        for row in rows
    ]
    page = f"<!doctype html><title>Floor</title><ol>{''.join(cards)}</ol>".encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
    return [page]


def _connection() -> tuple[Any, str]:
    """This thread's connection of the bare driver, and how it marks a parameter."""
    url = application.config["SQLALCHEMY_DATABASE_URI"]
    if not hasattr(_mine, "connection"):
        if url.startswith("sqlite"):
            import sqlite3

            _mine.connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        else:
            import psycopg

            _mine.connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    return _mine.connection, "?" if url.startswith("sqlite") else "%s"


def count_statements(app: Flask) -> None:
    """Tell in a header how many statements an answer took."""

    def counted(*_arguments: object) -> None:
        if g:
            g.statements = g.get("statements", 0) + 1

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", counted)

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Statements"] = str(g.get("statements", 0))
        return response


application = create_app(os.environ.get("COORDCARE_CONFIG", "development"))
if os.environ.get("BENCH_COUNTS"):
    count_statements(application)


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The floor at /floor, CoordCare everywhere else."""
    if environ["PATH_INFO"] == "/floor":
        return floor(environ, start_response)
    return application(environ, start_response)
