"""A database for each test: a copy of one that was migrated once, so that real commits cost little."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import psycopg
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from coordcare import create_app
from coordcare.extensions import db
from tests import cluster

KINDS = ("sqlite", "postgresql")


class Databases(Protocol):
    """Databases of one kind for one process of the test run."""

    def empty(self, name: str) -> str:
        """Make a database without any table; answer its address."""

    def fresh(self, name: str) -> str:
        """Make a migrated database, in place of any of that name; answer its address."""

    def close(self) -> None:
        """Drop all that was made."""


def migrate(url: str) -> None:
    """Bring the database at `url` to the head of the migrations."""
    app = create_app("testing", SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        upgrade()
        db.engine.dispose()


class SqliteDatabases:
    """SQLite files in a directory of this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True)
        self.template = folder / "template.sqlite3"

    def empty(self, name: str) -> str:
        path = self.folder / f"{name}.sqlite3"
        # Unlinked, not overwritten: a connection that a test forgot keeps the old file to itself.
        for old in self.folder.glob(f"{path.name}*"):
            old.unlink()
        return f"sqlite:///{path}"

    def fresh(self, name: str) -> str:
        if not self.template.exists():
            migrate(self.empty("template"))
        url = self.empty(name)
        shutil.copyfile(self.template, self.folder / f"{name}.sqlite3")
        return url

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresqlDatabases:
    """PostgreSQL databases whose names begin with `prefix`, owned by an ordinary role."""

    def __init__(self, run: Path, prefix: str) -> None:
        given = os.environ.get("TEST_DATABASE_URL")
        self.url = make_url(given or cluster.address(run)).set(drivername="postgresql")
        self.owner = self.url.username if given else cluster.OWNER
        self.prefix = prefix
        self.made: set[str] = set()
        self.admin: psycopg.Connection[Any] = psycopg.connect(
            self.url.render_as_string(hide_password=False), autocommit=True
        )

    def _create(self, name: str, template: str | None) -> str:
        full = f"{self.prefix}_{name}"
        self.admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(full)))
        command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(full),
            sql.Identifier(self.owner or "postgres"),
            sql.Identifier(template or "template0"),
        )
        if self.admin.info.server_version >= 150000:
            # Measured: copying files takes half the time of the default, which logs every block.
            command += sql.SQL(" STRATEGY FILE_COPY")
        self.admin.execute(command)
        self.made.add(full)
        mine: URL = self.url.set(drivername="postgresql+psycopg", database=full, username=self.owner)
        return mine.render_as_string(hide_password=False)

    def empty(self, name: str) -> str:
        return self._create(name, None)

    def fresh(self, name: str) -> str:
        template = f"{self.prefix}_template"
        if template not in self.made:
            migrate(self._create("template", None))
        return self._create(name, template)

    def close(self) -> None:
        for full in self.made:
            self.admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(full)))
        self.admin.close()


def makers(run: Path, worker: str) -> dict[str, Callable[[], Databases]]:
    """For each kind of database, how this process comes by its own."""
    return {
        "sqlite": lambda: SqliteDatabases(run / worker),
        "postgresql": lambda: PostgresqlDatabases(run, f"{run.name.replace('-', '_')}_{worker}".lower()),
    }
