"""What the application's own role may do on PostgreSQL: no more than it needs, on tables that another role owns.

A trigger refuses whoever asks, but an owner may take the trigger away. So the tables belong to the role of
DATABASE_OWNER_URL, which only `flask db upgrade` and `flask restore` use, and the application gets single rights.
"""

from flask import current_app
from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from coordcare import triggers
from coordcare.extensions import db

BOOKKEEPING = "alembic_version"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
# Ours is also what belongs to a role whose rights we have, as a superuser has everybody's.
OWNED = """
    SELECT count(*) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND pg_has_role(relowner, 'USAGE')
"""


def owner() -> Engine:
    """The database as the tables' owner: another role where one is named, else the application's own."""
    url = current_app.config["DATABASE_OWNER_URL"]
    if not url:
        return db.engine
    # Without a pool: a connection with these rights is not kept beyond its one use.
    return create_engine(url, poolclass=NullPool, hide_parameters=True)


def owns_tables(connection: Connection) -> bool:
    """Whether the role of this connection could take the triggers away; on SQLite nobody is asked."""
    return connection.dialect.name == "postgresql" and bool(connection.execute(text(OWNED)).scalar())


def rights_on(table: str) -> tuple[str, ...]:
    """What the application does with a table. Nothing is granted that a trigger always refuses, and never TRUNCATE."""
    if table == BOOKKEEPING:
        return ("SELECT",)
    refused = triggers.always_refused(table)
    return tuple(right for right in ("SELECT", "INSERT", "UPDATE", "DELETE") if right not in refused)


def grant(connection: Connection) -> None:
    """Give the application's role its rights on every table of the owner's, whose connection this is."""
    role = db.engine.url.username
    if connection.dialect.name != "postgresql" or role in {None, connection.engine.url.username}:
        return
    quoted = connection.dialect.identifier_preparer.quote_identifier
    names = connection.execute(text("SELECT current_schema(), current_database()")).one()
    to, schema, database = (quoted(str(name)) for name in (role, *names))
    for statement in (
        # A table of its own would be found before the one of the same name that is guarded.
        f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {to}",
        # Before PostgreSQL 15 everybody may make tables here.
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {to}",
        f"GRANT USAGE ON SCHEMA {schema} TO {to}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {to}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {to}",
    ):
        connection.execute(text(statement))
    for table in connection.execute(text(TABLES)).scalars().all():
        connection.execute(text(f"GRANT {', '.join(rights_on(table))} ON {quoted(table)} TO {to}"))
