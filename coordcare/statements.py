"""Statements that are made once, run past SQLAlchemy's own way to the driver.

A timeline asks twenty statements. SQLAlchemy looks up each one's text, binds and results anew, which costs several
times what SQLite needs to answer. Here that is done once for each statement and dialect, from what SQLAlchemy
compiled; what is given and found passes through SQLAlchemy's processors of types, and errors are told by SQLAlchemy.
`tests/timeline/test_statements.py` compares both ways for every statement of the main pages.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Select, UpdateBase, event
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import ExpandedState

Rows = Sequence[Any]
Statement = Select[*tuple[Any, ...]] | UpdateBase
# Which values are given, and how long those are that are lists: the text and the places follow from it.
Shape = tuple[tuple[str, int], ...]
Source = Callable[[Mapping[str, Any]], Any]
# More statements than are made once: who hands in one that is made anew each time pays, and fills no memory.
MOST = 1000
HELD = "coordcare.connection"


def connection_of(session: Session) -> Connection:
    """The connection of a session's transaction, which the session itself looks up anew for every statement."""
    held: Connection | None = session.info.get(HELD)
    return held if held is not None and held.in_transaction() else session.connection()


@event.listens_for(Session, "after_begin")
def _hold(session: Session, _transaction: object, connection: Connection) -> None:
    session.info[HELD] = connection


def rows(connection: Connection, statement: Statement, values: Mapping[str, Any]) -> Rows:
    """What a statement finds or returns, as tuples with names. Raises DBAPIError as SQLAlchemy does.

    Its transaction has begun.
    """
    shape = tuple([(name, len(value) if isinstance(value, list | tuple) else -1) for name, value in values.items()])
    return _prepared(statement, connection.dialect, shape).run(connection, values)


@lru_cache(maxsize=MOST)
def _prepared(statement: Statement, dialect: Dialect, shape: Shape) -> "Prepared":
    return Prepared(statement, dialect, [name for name, _ in shape])


class Prepared:
    """A statement as one dialect runs it, for values of these names and lists of these lengths."""

    def __init__(self, statement: Statement, dialect: Dialect, names: list[str]) -> None:
        self.statement, self._dialect = statement, dialect
        # An INSERT has the columns of which values are given.
        self._compiled: Any = statement.compile(dialect=dialect, column_keys=names)
        columns = statement.exported_columns
        self._types = [column.type.dialect_impl(dialect) for column in columns]
        found: Any = namedtuple("Found", list(columns.keys()), rename=True)  # type: ignore[misc, arg-type]
        # As `found._make`, without a function of Python's for each row.
        self._made: Callable[[Any], Any] = partial(tuple.__new__, found)
        self._text = ""
        self._names: Sequence[str] = ()
        self._sources: list[Source] = []
        self._processors: list[tuple[int, Callable[[Any], Any]]] | None = None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        """The rows found with these values."""
        if not self._text:
            self._expand(values)
        given: Any = tuple([source(values) for source in self._sources])
        if not self._compiled.positional:
            given = dict(zip(self._names, given, strict=True))
        cursor = connection.connection.cursor()
        try:
            for listen in connection.engine.dispatch.before_cursor_execute:
                listen(connection, cursor, self._text, given, None, False)
            cursor.execute(self._text, given)
            found = cursor.fetchall() if self._types else []
            if self._processors is None:
                self._processors = self._processors_of(cursor.description)
        except Exception as error:
            # SQLAlchemy's own way to tell of it, and to give up a connection that is lost.
            connection._handle_dbapi_exception(error, self._text, None, cursor, None)
        cursor.close()
        return self._processed(found, self._processors)

    def _expand(self, values: Mapping[str, Any]) -> None:
        """The text with a place for each value of a list, and where the value of each place comes from."""
        state = self._compiled.construct_expanded_state(values)
        self._names = state.positiontup if self._compiled.positional else list(state.parameters)
        self._sources = [self._source(name, state, values) for name in self._names]
        self._text = state.statement

    def _source(self, name: str, state: ExpandedState, values: Mapping[str, Any]) -> Source:
        """Where the value of a place comes from: the caller, a function that is asked each time, or the statement."""
        # The state's own processors are those of expanded lists only.
        bind, processor = self._compiled.binds.get(name), state.processors.get(name)
        if bind is not None:
            processor = bind.type.dialect_impl(self._dialect).bind_processor(self._dialect)
        for key, places in state.parameter_expansion.items():
            if name in places and key in values:
                return self._of_list(key, places.index(name), processor)
        if bind is None or not (bind.key in values or bind.callable):
            constant = state.parameters[name]
            kept = processor(constant) if processor else constant
            return lambda _values: kept
        key, ask = bind.key, bind.callable
        if key not in values:
            return lambda _values: processor(ask()) if processor else ask()
        return (lambda given: processor(given[key])) if processor else itemgetter(key)

    def _of_list(self, key: str, place: int, processor: Callable[[Any], Any] | None) -> Source:
        if processor:
            return lambda given: processor(given[key][place])
        return lambda given: given[key][place]

    def _processors_of(self, description: Sequence[Any] | None) -> list[tuple[int, Callable[[Any], Any]]]:
        """What turns the driver's values into ours, by column; the driver has to tell their types first."""
        told = [
            type_.result_processor(self._dialect, column[1])
            for type_, column in zip(self._types, description or (), strict=True)
        ]
        return [(place, processor) for place, processor in enumerate(told) if processor]

    def _processed(self, found: Iterable[Any], processors: list[tuple[int, Callable[[Any], Any]]]) -> Rows:
        if processors and found:
            # By columns, so that no loop of Python's goes over the rows.
            columns: list[Any] = list(zip(*found, strict=True))
            for place, processor in processors:
                columns[place] = map(processor, columns[place])
            found = zip(*columns, strict=True)
        return list(map(self._made, found))
