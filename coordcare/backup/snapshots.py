"""Whole copies of the database as of one instant, made while others write, and put back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL

from coordcare import privileges
from coordcare.backup.rules import Table
from coordcare.errors import Unavailable
from coordcare.extensions import db

BOOKKEEPING = "alembic_version"
PLAIN = ("--no-owner", "--no-privileges")
PROGRAMS = Path("/usr/lib/postgresql")
# Every row as text, hashed one by one and then together: equal for equal rows in any order.
POSTGRESQL_DIGEST = """
    SELECT count(*), coalesce(md5(string_agg(one, '' ORDER BY one)), md5(''))
    FROM (SELECT md5(t::text) AS one FROM {} t) AS hashed
"""
SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def kind() -> str:
    """sqlite or postgresql."""
    return db.engine.dialect.name


def is_empty() -> bool:
    """Whether the database holds no table at all."""
    return not inspect(db.engine).get_table_names()


def copy(target: Path) -> tuple[dict[str, Table], str]:
    """Write a copy of the database; what its tables hold, and its revision."""
    if kind() == "sqlite":
        return _copy_sqlite(target)
    return _copy_postgresql(target)


def place(source: Path) -> None:
    """Put a copy into this database, which is empty."""
    if kind() == "sqlite":
        _place_sqlite(source)
    else:
        _run("pg_restore", "--single-transaction", "--exit-on-error", *PLAIN, str(source), engine=privileges.owner())
        with privileges.owner().begin() as owned:
            privileges.grant(owned)
    db.engine.dispose()


def contents() -> dict[str, Table]:
    """What the tables of this database hold now."""
    with db.engine.connect() as connection:
        if kind() == "sqlite":
            return _sqlite_contents(connection.connection.dbapi_connection)
        return _postgresql_contents(connection)


def _copy_sqlite(target: Path) -> tuple[dict[str, Table], str]:
    with closing(sqlite3.connect(target)) as copied:
        # Page by page, and begun anew whenever somebody commits, so all pages at once.
        with closing(db.engine.raw_connection()) as live:
            live.dbapi_connection.backup(copied, pages=-1)  # type: ignore[union-attr]
        copied.execute("PRAGMA journal_mode=DELETE")
        if copied.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Unavailable("The database file is damaged: integrity_check does not say ok.")
        return _sqlite_contents(copied), str(copied.execute(f"SELECT version_num FROM {BOOKKEEPING}").fetchone()[0])  # noqa: S608


def _place_sqlite(source: Path) -> None:
    with closing(sqlite3.connect(source)) as kept, closing(db.engine.raw_connection()) as live:
        kept.backup(live.dbapi_connection)  # type: ignore[arg-type]


def _sqlite_contents(connection: Any) -> dict[str, Table]:
    found = {}
    for (name,) in connection.execute(SQLITE_TABLES).fetchall():
        rows = [sha256(repr(row).encode()).digest() for row in connection.execute(f'SELECT * FROM "{name}"')]  # noqa: S608
        found[name] = Table(len(rows), sha256(b"".join(sorted(rows))).hexdigest())
    return found


def _copy_postgresql(target: Path) -> tuple[dict[str, Table], str]:
    """The dump and the digests see the same instant: pg_dump joins the snapshot of our transaction."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", *PLAIN, f"--file={target}")
        revision = connection.execute(text(f"SELECT version_num FROM {BOOKKEEPING}")).scalar_one()  # noqa: S608
        return _postgresql_contents(connection), str(revision)


def _postgresql_contents(connection: Connection) -> dict[str, Table]:
    # As text a moment depends on the session's zone.
    connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
    names = inspect(connection).get_table_names()
    quoted = connection.dialect.identifier_preparer.quote
    counted = {name: connection.execute(text(POSTGRESQL_DIGEST.format(quoted(name)))).one() for name in names}
    return {name: Table(row[0], row[1]) for name, row in counted.items()}


def _run(program: str, *arguments: str, engine: Engine | None = None) -> None:
    """One of PostgreSQL's programs on this database. The password travels in the environment, never in arguments."""
    url: URL = (engine or db.engine).url
    told = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    environment = {**os.environ, **{name: str(value) for name, value in told.items() if value}}
    command = [_path_of(program), f"--dbname={url.database}", *arguments]
    answer = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - no shell
    if answer.returncode:
        raise Unavailable(f"{program} failed: {answer.stderr.decode(errors='replace').strip()[:400]}")


def _path_of(program: str) -> str:
    """The program on the path, else of the newest PostgreSQL where Debian puts it."""
    found = sorted(PROGRAMS.glob(f"*/bin/{program}"), key=lambda path: int(path.parent.parent.name))
    path = shutil.which(program) or (str(found[-1]) if found else None)
    if path is None:
        raise Unavailable(f"{program} is not on this machine. Install PostgreSQL's client programs.")
    return path
