"""SQLite's file, put back as it was under connections that stay open.

A copy in its place would cost more than the request between two of them: each new connection reads the schema and
prepares every statement anew. So the bytes are written into the file that is in use, with another count of changes in
its head: SQLite compares that at the begin of each transaction, and forgets the pages it remembers. This holds in
the rollback modes of its journal only, so that the file has one meanwhile; locks, commits and triggers stay real.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from coordcare.extensions import db
from tests.conftest import release

# The count of changes, and the count for which the size in the head holds: bytes of a database file's head.
COUNTS = (slice(24, 28), slice(92, 96))


class Rewound:
    """A database file in use by an application, which can be put back and compared in no time."""

    def __init__(self, app: Flask, path: Path) -> None:
        """Nobody else may have the file open."""
        self.app = app
        self.reader = sqlite3.connect(path, isolation_level=None)
        _in_memory(self.reader)
        self._descriptor = os.open(path, os.O_RDWR)
        self._kept = self._written = self._bytes()
        with app.app_context():
            self._engine = db.engine
        event.listen(self._engine, "connect", _in_memory)

    def close(self) -> None:
        """Let go of the file. It stays as it is."""
        event.remove(self._engine, "connect", _in_memory)
        release(self.app)
        self.reader.close()
        os.close(self._descriptor)

    def changed(self) -> bool:
        """Whether anything at all was written since it was put back."""
        return self._bytes() != self._written

    def restore(self) -> None:
        """Put it back. Raises RuntimeError while somebody has a connection, who would not notice."""
        if self._engine.pool.checkedout():  # type: ignore[attr-defined]
            raise RuntimeError("a connection is in use")
        now = self._bytes()
        if now != self._written:
            again = bytearray(self._kept)
            for count in COUNTS:
                again[count] = (int.from_bytes(now[COUNTS[0]]) + 1).to_bytes(4)
            os.pwrite(self._descriptor, again, 0)
            os.ftruncate(self._descriptor, len(again))
            self._written = bytes(again)

    def _bytes(self) -> bytes:
        return os.pread(self._descriptor, os.fstat(self._descriptor).st_size, 0)


def _in_memory(connection: Any, _record: object = None) -> None:
    """The journal of a rollback, kept in memory; every other setting stays as the application made it."""
    mode = connection.execute("PRAGMA journal_mode=MEMORY").fetchone()[0]
    if mode != "memory":
        raise RuntimeError(f"the journal stays in mode {mode}")
