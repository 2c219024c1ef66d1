"""What the timeline of a working clinic costs, as far as it can be counted: statements, bytes, plans.

How long it takes is measured by `make bench`, never here.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event, text

from bench.generate import fill, vocabulary
from bench.reviewed import REVIEWED, add_reviewed
from coordcare.extensions import db
from tests.cast import Cast

# Enough for patient 11 to have 275 entries, as one of ten has.
ENTRIES = 1200
PAGE = "/patients/11/timeline"
PAGES = (
    *(("psychiatrist", page) for page in ("timeline", "review", "medication", "measures", "risk", "course")),
    *(("therapist", page) for page in ("course/progress", "formulation", "entries/new/session_note")),
)
# The clinic's own: its staff and its lists, which patients and years do not make longer.
SHORT = {"account", "formulary_version", "ipt_course_type", "monitoring_version"}
# By an index of the spine, but all of it.
WITHOUT_PATIENT = (
    "SELECT max(session_note.session_number) FROM timeline_entry JOIN session_note"
    " ON session_note.entry_id = timeline_entry.id WHERE course_id = 7 AND kind = 'session_note' AND status = 'signed'"
)
MOST_STATEMENTS = 27
MOST_BYTES = 60 * 1024
MOST_PACKED = 15 * 1024
Told = list[tuple[str, Any]]


@contextmanager
def statements(engine: Engine) -> Iterator[Told]:
    """The statements that run meanwhile, each with its parameters."""
    told: Told = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        told.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", listen)


@pytest.fixture
def clinician(app: Flask) -> FlaskClient:
    """Signed in, and has opened the timeline before."""
    with app.app_context():
        fill(ENTRIES)
    client = Cast(app, {"psychiatrist": 1}, {}).client("psychiatrist")
    assert client.get(PAGE).status_code == 200
    return client


@pytest.fixture
def engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def test_the_first_page(clinician: FlaskClient, engine: Engine, record_property: Callable[[str, int], None]) -> None:
    with statements(engine) as told:
        page = clinician.get(PAGE).data
    assert page.count(b'<li class="entry ') == 50
    counted = {"statements": len(told), "bytes": len(page), "packed bytes": len(gzip.compress(page))}
    for what, number in counted.items():
        record_property(f"figure: timeline of 50 entries, {what} on {engine.dialect.name}", number)
    assert len(told) <= MOST_STATEMENTS
    assert counted["bytes"] <= MOST_BYTES
    assert counted["packed bytes"] <= MOST_PACKED


def test_no_statement_reads_a_whole_table(clinician: FlaskClient, engine: Engine) -> None:
    with statements(engine) as told:
        clinician.get(PAGE)
    asked = [one for one in told if one[0].lstrip().startswith("SELECT")]
    assert len(asked) > 10
    with engine.connect() as connection:
        assert [one[0] for one in asked if _scans(connection, *one)] == []


def test_no_page_of_a_patient_in_treatment_reads_a_whole_table(app: Flask, engine: Engine) -> None:
    """With a course, which the others have not: what its banner asks was once asked of the whole clinic."""
    with app.app_context():
        fill(ENTRIES)
        add_reviewed(vocabulary(random.Random(1)))
    cast = Cast(app, {"psychiatrist": 1, "therapist": 2}, {})
    asked: list[tuple[str, str, Any]] = []
    for who, page in PAGES:
        with statements(engine) as told:
            assert cast.client(who).get(f"/patients/{REVIEWED}/{page}").status_code == 200
        asked += [(page, *one) for one in told if one[0].lstrip().startswith("SELECT")]
    assert len(asked) > 100
    with engine.connect() as connection:
        assert [one[:2] for one in asked if _scans(connection, *one[1:])] == []


def test_the_spine_is_read_in_the_order_of_an_index(clinician: FlaskClient, engine: Engine) -> None:
    with statements(engine) as told:
        clinician.get(PAGE)
        clinician.get(f"{PAGE}?kind=session_note")
    spine = [one for one in told if "FROM timeline_entry LEFT OUTER JOIN entry_retraction" in _flat(one[0])]
    counts = [one for one in told if "GROUP BY timeline_entry.kind" in _flat(one[0])]
    assert len(spine) == len(counts) == 2
    with engine.connect() as connection:
        assert [one[0] for one in [*spine, *counts] if _sorts(connection, *one)] == []


def test_a_scan_and_a_sort_are_found(clinician: FlaskClient, engine: Engine) -> None:
    with engine.connect() as connection:
        assert _scans(connection, "SELECT * FROM timeline_entry WHERE submission_key = 'x' OR form_digest = 'y'", ())
        assert _scans(connection, WITHOUT_PATIENT, ())
        assert not _scans(connection, f"{WITHOUT_PATIENT} AND patient_id = 11", ())
        assert _sorts(connection, "SELECT id FROM timeline_entry ORDER BY submission_key", ())


def _flat(statement: str) -> str:
    return " ".join(statement.split())


def _scans(connection: Connection, statement: str, parameters: Any) -> bool:
    """Whether a table is read from end to end, or one of its indexes, which is as long."""
    plan = _plan(connection, statement, parameters)
    if connection.dialect.name == "postgresql":
        return any(_is_whole(connection, node) for node in _nodes(json.loads(plan)))
    named = rf"(?:{'|'.join(set(db.metadata.tables) - SHORT)})(?:_\d+)?"
    # An index that is entered nowhere: SQLite calls that a search too, but names no column.
    return bool(re.search(rf"SCAN {named}\b|SEARCH {named} USING (?:COVERING )?INDEX \w+$", plan, re.MULTILINE))


def _is_whole(connection: Connection, node: dict[str, Any]) -> bool:
    if "Index Cond" not in node:
        # One patient's share of so small a spine PostgreSQL may pick out of all of it; where none is named it has to.
        spine = node.get("Relation Name") == "timeline_entry" and "patient_id" not in node.get("Filter", "")
        return spine or (node["Node Type"] == "Seq Scan" and node.get("Relation Name") not in SHORT)
    first = text("SELECT pg_get_indexdef(cast(:index AS regclass), 1, true)")
    column = connection.execute(first, {"index": node["Index Name"]}).scalar_one()
    return not re.search(rf"\b{column}\b", node["Index Cond"])


def _nodes(plan: Any) -> Iterator[dict[str, Any]]:
    """Every step of a plan of PostgreSQL's."""
    if isinstance(plan, list):
        for one in plan:
            yield from _nodes(one)
    elif isinstance(plan, dict):
        if "Node Type" in plan:
            yield plan
        for one in plan.values():
            yield from _nodes(one)


def _sorts(connection: Connection, statement: str, parameters: Any) -> bool:
    return bool(re.search(r'TEMP B-TREE|"Sort"', _plan(connection, statement, parameters)))


def _plan(connection: Connection, statement: str, parameters: Any) -> str:
    """How the database would run a statement; on PostgreSQL, whose tables are small here, if it had to use indexes."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row.detail for row in rows)
    for way in ("seqscan", "bitmapscan", "sort", "mergejoin", "hashjoin"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    return json.dumps(connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one())
