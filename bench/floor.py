"""The floor that a page of fifty entries is measured against: the same rows of four kinds, as many bytes.

One SELECT on the spine and one for each kind through the bare driver, an f-string for each entry, inside a frame
that is one constant text. It signs nobody in, records nothing and asks for nothing else of the record.
"""

from datetime import date, datetime
from html import escape
from threading import local
from typing import Any

from flask import Flask, request

SPINE = (
    "SELECT e.id, e.kind, e.author_id, e.happened_on, e.happened_at, e.recorded_at, e.signed_at, e.signed_seq, a.name,"
    " a.discipline FROM timeline_entry e JOIN account a ON a.id = e.author_id WHERE e.patient_id = {mark}"
    " AND e.status = 'signed' ORDER BY e.happened_at DESC, e.id DESC LIMIT 50"
)
BODIES = {
    "session_note": ("insight", "mood", "mood_link", "plan", "risk_status", "phase", "session_number"),
    "medication_change": ("change_type", "drug", "dose", "unit", "frequency", "reason", "effective_on"),
    "measure_result": ("measure", "total", "band", "answered", "given"),
    "life_event": ("category", "text", "impact", "ended_on"),
}
Row = tuple[Any, ...]
_mine = local()


def create_floor(url: str, frame: str) -> Flask:
    """A bare Flask app over the database of `url`; `frame` stands around the entries of /floor/<patient>."""
    app = Flask("floor")
    head, tail = frame[: len(frame) // 2], frame[len(frame) // 2 :]

    @app.get("/floor/<int:patient_id>")
    def page(patient_id: int) -> str:
        entries = "".join(_entry(row, body) for row, body in _rows(url, patient_id))
        return f"{head}<ol>{entries}</ol>{tail}{request.path}"

    return app


def _rows(url: str, patient_id: int) -> list[tuple[Row, Row]]:
    connection, mark = _connection(url)
    rows = connection.execute(SPINE.format(mark=mark), (patient_id,)).fetchall()
    bodies: dict[int, Row] = {}
    for kind, columns in BODIES.items():
        ids = [row[0] for row in rows if row[1] == kind]
        if ids:
            marks = ", ".join([mark] * len(ids))
            query = f"SELECT entry_id, {', '.join(columns)} FROM {kind} WHERE entry_id IN ({marks})"
            bodies |= {row[0]: row[1:] for row in connection.execute(query, ids).fetchall()}
    return [(row, bodies[row[0]]) for row in rows]


def _entry(row: Row, body: Row) -> str:
    """One entry, in markup like that of the page."""
    key, kind, _author, day, at, recorded, signed, _seq, name, role = row
    told = "</p><p>".join(escape(str(value)) for value in body)
    return (
        f'<li class="entry tone-{kind} is-new" id="entry-{key}"><svg class="entry-mark" aria-hidden="true">'
        f'<use href="/static/icons.svg#{kind}"/></svg><article>'
        f'<p class="kind">{kind} <span class="flag-new">New</span></p><h3>'
        f'<a href="/entries/{key}">{escape(str(body[0]))[:60]}</a></h3><p class="by"><b>{_day(day)}</b>'
        f" {_moment(at)} {_moment(recorded)} {_moment(signed)} · {escape(name)}, {escape(role)}</p>"
        f'<div class="told"><p>{told}</p></div></article></li>'
    )


def _day(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _moment(value: datetime | str) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment:%a} {moment.day} {moment:%b %Y}"


def _connection(url: str) -> tuple[Any, str]:
    """This thread's connection of the bare driver, and how it marks a parameter."""
    if not hasattr(_mine, "connection"):
        if url.startswith("sqlite"):
            import sqlite3

            _mine.connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        else:
            import psycopg

            _mine.connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    return _mine.connection, "?" if url.startswith("sqlite") else "%s"
