"""The database refuses to change what is signed and what is in the trail, whoever asks."""

from collections.abc import Iterable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from coordcare import KINDS, triggers
from coordcare.extensions import db
from coordcare.timeline.models import TimelineEntry
from tests.house.rows import fill
from tests.house.source import refuse
from tests.house.triggers import standing

KIND_TABLES = [kind.model.__tablename__ for kind in KINDS]
# Rows of signed entries, and the rows that tell what happened to them.
KEPT = [
    "audit_event",
    "audit_head",
    "timeline_entry",
    "entry_addendum",
    "entry_retraction",
    "sealed_body",
    "review_opening",
    "review_decision",
    *KIND_TABLES,
]
# A chain's head moves on by one; everything else stays as it is.
CHANGES = {"audit_head": "seq = seq + 2"}


def accepted(engine: Engine, tables: Iterable[str]) -> Iterator[str]:
    """Statements against kept rows that the database carries out."""
    for table in tables:
        key = db.metadata.tables[table].primary_key.columns.keys()[0]
        statements = [f"UPDATE {table} SET {CHANGES.get(table, f'{key} = {key}')}", f"DELETE FROM {table}"]
        if engine.dialect.name == "postgresql":
            statements.append(f"TRUNCATE {table} CASCADE")
        yield from (f"the database carries out: {statement}" for statement in statements if _works(engine, statement))


def _works(engine: Engine, statement: str) -> bool:
    """Whether a statement works, undone at once. A refusal for another reason is not the refusal we want."""
    with engine.connect() as connection:
        try:
            connection.exec_driver_sql(statement)
        except DBAPIError as error:
            return "FOREIGN KEY" in str(error.orig).upper()
        finally:
            connection.rollback()
    return True


def fill_all(engine: Engine) -> None:
    """Rows in every table, entries of every kind among them; all signed, and of each kind some not sealed."""
    tables = set(db.metadata.tables)
    for number, kind in enumerate(KINDS):
        body = kind.model.__tablename__
        # The first kind brings the rows of all other tables; each further one its entries and their bodies.
        wanted = {"timeline_entry", body} if number else (tables - set(KIND_TABLES)) | {body}
        fill(engine, {"timeline_entry": {"status": "signed", "kind": kind.key}}, tables - wanted)
    with engine.begin() as connection:
        # A sealed body may go: one is enough, so that every kind has others, which stay.
        triggers.drop(connection)
        connection.exec_driver_sql("DELETE FROM sealed_body WHERE entry_id <> (SELECT max(entry_id) FROM sealed_body)")
        triggers.create(connection)


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    """A database with rows in every table. Every entry is signed; some are sealed, which lets bodies go."""
    with app.app_context():
        fill_all(db.engine)
        yield db.engine


def test_every_registered_trigger_stands(app: Flask) -> None:
    with app.app_context():
        registered = app.extensions["triggers"].values()
        wanted = {trigger.name for trigger in registered if trigger.stands_on(db.engine.dialect.name)}
        missing = wanted - standing(db.engine)
    assert not missing, f"migrated without the triggers {', '.join(sorted(missing))}"


def test_what_is_signed_or_in_the_trail_stays(engine: Engine) -> None:
    unguarded = list(accepted(engine, ["entry_text"]))
    assert len(unguarded) == (2 if engine.dialect.name == "sqlite" else 3), "the statements do not reach a table"
    refuse(accepted(engine, KEPT), "The database refuses to change the trail and what is signed")


def _again(table: str, *, new_number: bool = False) -> str:
    """Put every row of a table once more in its own place; with a new number, where another key is its own too."""
    columns = db.metadata.tables[table].columns.keys()
    values = [f"{name} + 1000" if new_number and name == "id" else name for name in columns]
    return f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}"


@pytest.mark.parametrize("pragma", ["ON", "OFF"])
def test_no_row_is_replaced_however_the_connection_is_set(sqlite_app: Flask, pragma: str) -> None:
    with sqlite_app.app_context():
        fill_all(db.engine)
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA recursive_triggers").scalar() == 1
            connection.rollback()
            for name, value in {"recursive_triggers": pragma, "foreign_keys": "OFF"}.items():
                connection.connection.cursor().execute(f"PRAGMA {name}={value}")
            for table in KEPT:
                for new_number in {False, "id" in db.metadata.tables[table].columns}:
                    with pytest.raises(DBAPIError, match="a row with this key exists"):
                        connection.exec_driver_sql(_again(table, new_number=new_number))
                    connection.rollback()
            connection.invalidate()


def test_a_body_is_only_taken_for_an_entry_of_its_kind(engine: Engine) -> None:
    for kind in KINDS:
        table = kind.model.__tablename__
        columns = ", ".join(set(db.metadata.tables[table].columns.keys()) - {"entry_id"})
        new = {"id": "900", "uid": "'new'", "submission_key": "'new'", "kind": "'another'", "status": "'draft'"}
        spine = ", ".join(set(TimelineEntry.__table__.columns.keys()) - set(new))
        entry = f"INSERT INTO timeline_entry ({', '.join(new)}, {spine}) SELECT {', '.join(new.values())}, {spine}"
        statement = f"INSERT INTO {table} (entry_id, {columns}) SELECT 900, {columns} FROM {table} LIMIT 1"
        with engine.connect() as connection, pytest.raises(IntegrityError, match="the entry is of another kind"):
            connection.exec_driver_sql(f"{entry} FROM timeline_entry LIMIT 1")
            connection.exec_driver_sql(statement)
