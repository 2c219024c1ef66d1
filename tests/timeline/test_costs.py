"""What the timeline of a working clinic costs, as far as it can be counted: statements, bytes, plans.

How long it takes is measured by `make bench`, never here.
"""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event

from bench.generate import fill
from coordcare.extensions import db
from tests.cast import Cast

# Enough for patient 11 to have 275 entries, as one of ten has.
ENTRIES = 1200
PAGE = "/patients/11/timeline"
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
        assert _sorts(connection, "SELECT id FROM timeline_entry ORDER BY submission_key", ())


def _flat(statement: str) -> str:
    return " ".join(statement.split())


def _scans(connection: Connection, statement: str, parameters: Any) -> bool:
    tables = "|".join(db.metadata.tables)
    return bool(re.search(rf'SCAN (?:{tables})\b|"Seq Scan"', _plan(connection, statement, parameters)))


def _sorts(connection: Connection, statement: str, parameters: Any) -> bool:
    return bool(re.search(r'TEMP B-TREE|"Sort"', _plan(connection, statement, parameters)))


def _plan(connection: Connection, statement: str, parameters: Any) -> str:
    """How the database would run a statement; on PostgreSQL, whose tables are small here, if it had to use indexes."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row.detail for row in rows)
    for way in ("seqscan", "bitmapscan", "sort"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    return json.dumps(connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one())
