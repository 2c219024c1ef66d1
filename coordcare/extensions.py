"""The database, its two rules (UTC, one writer), the clock, and the Flask extensions."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    MetaData,
    Select,
    UpdateBase,
    bindparam,
    event,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from coordcare import statements
from coordcare.columns import UtcDateTime

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class _Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(
    model_class=_Base,
    session_options={"expire_on_commit": False},
    # A connection that the database closed (a restart) is noticed and replaced before anything is asked over it.
    engine_options={"pool_pre_ping": True},
    disable_autonaming=True,
)
if TYPE_CHECKING:
    Model = _Base
else:
    Model = db.Model
migrate = Migrate()
csrf = CSRFProtect()
login_manager = LoginManager()

CONNECT_SECONDS = 5

_travelled_to: ContextVar[datetime | None] = ContextVar("travelled_to", default=None)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Clock:
    """The one source of the time, so that the demo clinic can live through its past weeks."""

    def now(self) -> datetime:
        return _travelled_to.get() or datetime.now(UTC)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        token = _travelled_to.set(moment.astimezone(UTC))
        try:
            yield
        finally:
            _travelled_to.reset(token)


clock = Clock()
# For statements that are made once: the instant at which each is run.
NOW = bindparam("now", type_=UtcDateTime, callable_=clock.now)


@contextmanager
def transaction() -> Iterator[Session]:
    """One action's transaction: the outermost commits or rolls back, inner ones only flush.

    What an action decides on must be read inside it: rows loaded before may be stale.
    """
    session = db.session()
    if _writing.get():
        yield session
        session.flush()
        return
    _end_reading(session)
    token = _writing.set(True)
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)


def fetch(statement: Select[*tuple[Any, ...]], **values: object) -> statements.Rows:
    """The rows of a statement that was made once, with its parameters, as tuples with names."""
    return statements.rows(statements.connection_of(db.session()), statement, values)


def write(statement: UpdateBase, **values: object) -> statements.Rows:
    """Run a write that was made once, inside an action; the rows that it returns, as tuples with names."""
    if not _writing.get():
        raise RuntimeError("a write belongs inside an action")
    return statements.rows(statements.connection_of(db.session()), statement, values)


def fetch_anew(statement: Select[*tuple[Any, ...]], **values: object) -> statements.Rows:
    """The rows of a statement that is made anew each time."""
    return db.session().connection().execute(statement, values).all()


def fetch_one(statement: Select[*tuple[Any, ...]], **values: object) -> Any | None:
    """The row of a statement that was made once and finds one at the most; None if it finds none."""
    rows = fetch(statement, **values)
    return rows[0] if rows else None


def _end_reading(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("rows were changed outside an action")
    session.commit()


def end_sessions(app: Flask) -> None:
    """Let go of the database with every request. To be called after `db.init_app`, to run before the library's own."""
    app.teardown_request(_end_request)
    app.teardown_appcontext(_let_go)


def _end_request(error: BaseException | None = None) -> None:
    """End what a request has read by a commit, on PostgreSQL, which was told that nothing would be written.

    At a rollback psycopg forgets the statements that the connection has prepared: every page would be planned anew.
    """
    session = db.session()
    if error is None and session.get_bind().dialect.name == "postgresql":
        # The page is made: what fails now is rolled back with the session, and takes nothing back.
        with suppress(SQLAlchemyError):
            session.commit()


def _let_go(_error: BaseException | None = None) -> None:
    """End a request's session. Its page is made: a database that goes away just now must not take it back."""
    try:
        db.session.remove()
    except DBAPIError:
        # What was read needs no rollback; what was written was committed, or told as an error, before.
        db.session().invalidate()
        db.session.registry.clear()


def forget_deleted_pages() -> bool:
    """Empty SQLite's log, which still holds what was deleted from the file; whether that succeeded.

    To be called after an action that withholds words. It fails if somebody reads for longer than the busy
    timeout; the words then stay until a later call: each tick makes one. PostgreSQL's log is not ours to empty.
    """
    if _writing.get():
        raise RuntimeError("a log cannot be emptied inside an action")
    if db.engine.dialect.name != "sqlite":
        return True
    _end_reading(db.session())  # our own reading would be waited for, in vain
    connection = db.engine.raw_connection()
    try:
        # Past SQLAlchemy, which would open a transaction first.
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        outcome = cursor.fetchone()
    finally:
        connection.close()
    return bool(outcome and outcome[0] == 0)


@event.listens_for(Engine, "do_connect")
def _make_file_for_owner(dialect: Dialect, _record: object, arguments: list[Any], _options: object) -> None:
    """Make SQLite's file readable by its owner only; SQLite gives the log beside it the same mode."""
    name = str(arguments[0]) if dialect.name == "sqlite" and arguments else ":memory:"
    if name != ":memory:" and not name.startswith("file:"):
        # Only if there is none: closing a file that is in use would drop the locks this process holds on it.
        with suppress(FileExistsError):
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


@event.listens_for(Engine, "do_connect")
def _do_not_wait_long(dialect: Dialect, _record: object, _arguments: object, options: dict[str, Any]) -> None:
    """A database whose machine is gone is told after seconds, not after minutes with every thread waiting."""
    if dialect.name == "postgresql":
        options.setdefault("connect_timeout", CONNECT_SECONDS)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        # FULL: WAL with NORMAL may lose the last commits when the power goes. secure_delete: withheld
        # words must not stay behind in free pages.
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=5000",
            "secure_delete=ON",
            # Or INSERT OR REPLACE takes a row away without asking the triggers that refuse a DELETE.
            "recursive_triggers=ON",
            # 8 MB: a page of a patient among a million entries asks for more than the 2 MB that SQLite keeps by itself.
            "cache_size=-8000",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Tell the database whether a transaction writes. Of a request, whatever is no action only reads."""
    if connection.dialect.name == "sqlite":
        # A deferred read that turns into a write fails at once under load; an action opens as a writer.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
    else:
        # psycopg sends it with its BEGIN; PostgreSQL then refuses a write that is in no action.
        connection.connection.dbapi_connection.read_only = has_request_context() and not _writing.get()  # type: ignore
