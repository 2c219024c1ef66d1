"""The database refuses to change what is signed and what is in the trail, whoever asks."""

from collections.abc import Iterable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from coordcare import KINDS
from coordcare.extensions import db
from tests.house.rows import fill
from tests.house.source import refuse
from tests.house.triggers import standing

SIGNED = {"timeline_entry": {"status": "signed"}}
KIND_TABLES = [kind.model.__tablename__ for kind in KINDS]
# Rows of signed entries, and the rows that tell what happened to them.
KEPT = [
    "audit_event",
    "audit_head",
    "timeline_entry",
    "entry_addendum",
    "entry_retraction",
    "sealed_body",
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


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    """A database with rows in every table. Every entry is signed; half of them are sealed, which lets bodies go."""
    with app.app_context():
        fill(db.engine, SIGNED)
        fill(db.engine, SIGNED, without={"sealed_body"})
        yield db.engine


def test_every_registered_trigger_stands(app: Flask) -> None:
    with app.app_context():
        missing = set(app.extensions["triggers"]) - standing(db.engine)
        if db.engine.dialect.name == "sqlite":
            missing = {name for name in missing if not name.startswith("refuse_truncate")}
    assert not missing, f"migrated without the triggers {', '.join(sorted(missing))}"


def test_what_is_signed_or_in_the_trail_stays(engine: Engine) -> None:
    unguarded = list(accepted(engine, ["entry_text"]))
    assert len(unguarded) == (2 if engine.dialect.name == "sqlite" else 3), "the statements do not reach a table"
    refuse(accepted(engine, KEPT), "The database refuses to change the trail and what is signed")
