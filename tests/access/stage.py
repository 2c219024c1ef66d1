"""The clinic of the matrix on one kind of database: built once, and put back as it was."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from coordcare.extensions import db
from tests.access.clinic import Clinic, build
from tests.access.rewinding import Rewound
from tests.conftest import release
from tests.databases import Databases, PostgresqlDatabases

# What a page may write: the trail, that a session is in use, the throttle's counters, how far somebody has looked.
NOT_DATA = ("audit_event", "audit_head", "record_look", "throttle")
NOT_DATA_COLUMNS = {("session", "seen_at")}
# What each table holds: its rows, or a hash of them.
Digest = Mapping[str, object]
# Happening, outcome, actor, patient, chain, rule.
Event = tuple[str, str, int | None, int | None, str, str | None]


class Stage:
    """A database with the clinic in it, and what changed there."""

    def __init__(self, app: Flask, databases: Databases) -> None:
        self.app = app
        self.databases = databases
        self.url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
        self.clinic: Clinic = build(app)
        self._selects = self._data_selects()
        self._rewound: Rewound | None = None
        self._last_transaction = ""
        release(app)
        self._keep()

    @contextmanager
    def set(self, *, in_place: bool) -> Iterator["Stage"]:
        """The clinic as it was built, in place of whatever the application's database holds, for one test.

        `in_place`: whether SQLite's file is put back under open connections, then without a write-ahead log.
        """
        self._last_transaction = ""
        self.restore()
        if not in_place or isinstance(self.databases, PostgresqlDatabases):
            yield self
            return
        self._rewound = Rewound(self.app, self._main)
        try:
            yield self
        finally:
            self._rewound.close()
            self._rewound = None

    def restore(self) -> None:
        """The clinic as it was built, in place of whatever the application's database holds."""
        if self._rewound:
            self._rewound.restore()
            return
        if self.untouched():
            return
        release(self.app)
        if isinstance(self.databases, PostgresqlDatabases):
            self.databases._create("main", f"{self.databases.prefix}_access")
            self._last_transaction = self._last_writing()
        else:
            for old in self._main.parent.glob(f"{self._main.name}*"):
                old.unlink()
            shutil.copyfile(self._kept, self._main)

    def untouched(self) -> bool:
        """Whether surely nothing was written since the clinic was put back, on PostgreSQL in the whole cluster."""
        if self._rewound:
            return not self._rewound.changed()
        return bool(self._last_transaction) and self._last_transaction == self._last_writing()

    def digest(self) -> Digest:
        """Each table's data; on PostgreSQL a hash of it by one statement."""
        if isinstance(self.databases, PostgresqlDatabases):
            hashed = " UNION ALL ".join(
                f"SELECT '{table}', md5(string_agg(found::text, ';')) FROM ({select}) found"
                for table, select in self._selects.items()
            )
            with self.app.app_context(), db.engine.connect() as connection:
                return {row[0]: row[1] for row in connection.exec_driver_sql(hashed)}
        # Compared as rows: asked after each of some ten thousand requests.
        return self.data()

    def data(self) -> dict[str, list[tuple[Any, ...]]]:
        """All data of each table."""
        if self._rewound:
            # Past SQLAlchemy, which gives the same rows and takes longer.
            reader = self._rewound.reader
            return {table: reader.execute(select).fetchall() for table, select in self._selects.items()}
        with self.app.app_context(), db.engine.connect() as connection:
            return {
                table: [tuple(row) for row in connection.exec_driver_sql(select)]
                for table, select in self._selects.items()
            }

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns, in the order of `data`."""
        return [column.name for column in db.metadata.tables[table].columns if _is_data(table, column.name)]

    def last_event(self) -> int:
        with self.app.app_context(), db.engine.connect() as connection:
            found = connection.execute(text("SELECT max(id) FROM audit_event")).scalar_one()
        return int(found or 0)

    def events_after(self, last: int) -> tuple[list[Event], int]:
        """The trail's events after one of them, and which is the last now."""
        query = (
            "SELECT happening, outcome, actor_id, patient_id, chain, rule, id FROM audit_event "
            "WHERE id > :last ORDER BY id"
        )
        with self.app.app_context(), db.engine.connect() as connection:
            rows = connection.execute(text(query), {"last": last}).all()
        return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows], rows[-1].id if rows else last

    def _last_writing(self) -> str:
        """The number of PostgreSQL's last transaction that wrote; nothing on SQLite."""
        if not isinstance(self.databases, PostgresqlDatabases):
            return ""
        found = self.databases.admin.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()
        return str(found[0]) if found else ""

    @property
    def _main(self) -> Path:
        return Path(self.url.database or "")

    @property
    def _kept(self) -> Path:
        return self._main.with_name("access.sqlite3")

    def _keep(self) -> None:
        if isinstance(self.databases, PostgresqlDatabases):
            self.databases._create("access", f"{self.databases.prefix}_main")
            return
        with sqlite3.connect(self._main) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(self._main, self._kept)

    def _data_selects(self) -> dict[str, str]:
        selects = {}
        for name, table in sorted(db.metadata.tables.items()):
            if name not in NOT_DATA:
                keys = ", ".join(column.name for column in table.primary_key.columns)
                selects[name] = (
                    f"SELECT {', '.join(f'{column}' for column in self.columns(name))} FROM {name} ORDER BY {keys}"
                )
        return selects


def _is_data(table: str, column: str) -> bool:
    return (table, column) not in NOT_DATA_COLUMNS
