"""The migrated schema is the schema of the models, on each kind of database."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect

from coordcare.extensions import db
from tests.conftest import House
from tests.house.rows import BOOKKEEPING
from tests.house.source import refuse

Described = dict[str, list[str]]


def drift(engine: Engine) -> list[str]:
    """What Alembic would change to make the database what the models say."""
    options = {"compare_type": True, "compare_server_default": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        return [f"models differ from the migrations: {change}" for change in compare_metadata(context, db.metadata)]


def described(engine: Engine) -> Described:
    """Everything that the inspector tells of each table, sorted."""
    seen = inspect(engine)
    found: Described = {}
    for table in sorted(set(seen.get_table_names()) - {BOOKKEEPING}):
        found[table] = sorted(
            [
                *(told("column", column, "name", "type", "nullable", "default") for column in seen.get_columns(table)),
                told("primary key", seen.get_pk_constraint(table), "name", "constrained_columns"),
                *(told("unique", one, "name", "column_names") for one in seen.get_unique_constraints(table)),
                *(told("check", one, "name", "sqltext") for one in seen.get_check_constraints(table)),
                *(
                    told("index", one, "name", "column_names", "unique", "dialect_options")
                    for one in seen.get_indexes(table)
                ),
                *(
                    told("foreign key", one, "name", "constrained_columns", "referred_table", "referred_columns")
                    for one in seen.get_foreign_keys(table)
                ),
            ]
        )
    return found


def told(what: str, facts: Any, *names: str) -> str:
    return f"{what} {', '.join(_plain(facts.get(name)) for name in names)}"


def _plain(fact: Any) -> str:
    """Without addresses in memory, and with single spaces."""
    words = {key: str(value) for key, value in fact.items()} if isinstance(fact, dict) else fact
    return re.sub(r"\s+", " ", str(words))


def differences(migrated: Described, modelled: Described) -> Iterator[str]:
    for table in sorted(set(migrated) | set(modelled)):
        here, there = set(migrated.get(table, [])), set(modelled.get(table, []))
        yield from (f"{table}: only migrated: {words}" for words in here - there)
        yield from (f"{table}: only in the models: {words}" for words in there - here)


@pytest.fixture
def modelled(app: Flask, house: House) -> Iterator[Engine]:
    """A second database of the same kind, made from the models without any migration."""
    kind = "sqlite" if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
    engine = create_engine(house.databases(kind).empty("modelled"))
    db.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_the_models_ask_for_no_further_migration(app: Flask) -> None:
    with app.app_context():
        refuse(drift(db.engine), "The migrations make what the models say")


def test_the_migrated_schema_is_that_of_the_models(app: Flask, modelled: Engine) -> None:
    with app.app_context():
        refuse(differences(described(db.engine), described(modelled)), "The migrations make what the models say")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE entry_draft ADD COLUMN shoe_size INTEGER",
        "ALTER TABLE entry_draft DROP COLUMN saved_at",
        "DROP INDEX ix_timeline_entry_feed",
        "CREATE UNIQUE INDEX uq_made_up ON session_note (mood)",
    ],
)
def test_drift_is_found(make_app: Callable[..., Flask], statement: str) -> None:
    app = make_app("sqlite")
    with app.app_context():
        as_it_was = described(db.engine)
        assert not list(differences(described(db.engine), as_it_was))
        with db.engine.begin() as connection:
            connection.exec_driver_sql(statement)
        assert drift(db.engine)
        assert list(differences(described(db.engine), as_it_was))


def test_another_check_is_found() -> None:
    assert len(list(differences({"a": ["check b, b > 0"]}, {"a": ["check b, b > 1"], "c": []}))) == 2
