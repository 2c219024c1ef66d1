"""Alembic's environment: the application's database, batch mode on SQLite, triggers made anew at the end."""

from alembic import context
from flask import current_app
from sqlalchemy import BigInteger, Connection, Engine, text
from sqlalchemy.types import TypeDecorator

from coordcare import triggers
from coordcare.extensions import db

engine: Engine = current_app.extensions["migrate"].db.engine


def run(connection: Connection) -> None:
    """One transaction: triggers away, migrate, check foreign keys, triggers back."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=sqlite,
        transactional_ddl=True,
        compare_type=True,
        render_item=_plainly,
    )
    if sqlite:
        # Outside the transaction, or SQLite ignores it: moving a table must not trip its references.
        raw = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            triggers.drop(connection)
            context.run_migrations()
            if sqlite:
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise RuntimeError(f"migration broke {len(broken)} foreign keys")
            triggers.create(connection)
    finally:
        if sqlite:
            raw.execute("PRAGMA foreign_keys=ON")


def _plainly(_kind: str, item: object, _context: object) -> str | bool:
    """Migrations name plain column types, so that they outlive our own."""
    if isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if isinstance(item, BigInteger):
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    return False


with engine.connect() as connection:
    run(connection)
