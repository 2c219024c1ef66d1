"""Alembic's environment: the owner's connection, batch mode on SQLite, triggers and rights made anew at the end."""

from alembic import context
from sqlalchemy import BigInteger, Connection, text
from sqlalchemy.types import TypeDecorator

from coordcare import privileges, triggers
from coordcare.extensions import db


def run(connection: Connection) -> None:
    """One transaction: triggers away, migrate, check foreign keys, triggers back, the application's rights."""
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
            privileges.grant(connection)
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


with privileges.owner().connect() as owned:
    run(owned)
