"""Rows for any table of any schema, read from the database itself: tests of migrations cannot use models.

Values are drawn at random (always the same ones) until the table's own checks take them.
"""

import re
import string
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, Table, func, inspect, select, types
from sqlalchemy.exc import DataError, IntegrityError

from coordcare import triggers

EACH = 5
TRIES = 4000
BOOKKEEPING = "alembic_version"
START = datetime(2026, 1, 5, 9, tzinfo=UTC)

Fixed = Mapping[str, Mapping[str, Any]]
Snapshot = dict[str, dict[str, list[Any]]]


class NoRow(RuntimeError):
    """No row was found that a table takes."""


def fill(engine: Engine, fixed: Fixed | None = None, without: Collection[str] = ()) -> dict[str, int]:
    """Add rows to every table but those left out, parents first; how many rows each table then has.

    `fixed` gives columns of a table their value, where chance would not make the row that a test needs.
    """
    made = MetaData()
    made.reflect(engine)
    chance = Random(20260105)
    with engine.begin() as connection:
        # Rows of the right shape are enough here; what the triggers refuse beyond it has tests of its own.
        triggers.drop(connection)
        for table in made.sorted_tables:
            if table.name not in {BOOKKEEPING, *without}:
                maker = Maker(connection, table, chance, (fixed or {}).get(table.name, {}))
                for _ in range(EACH):
                    maker.add()
        triggers.create(connection)
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in made.tables.items()
            if name != BOOKKEEPING
        }


class Filler:
    """Fills a database again and again while its schema changes: a table anew only where its shape is another."""

    def __init__(self, engine: Engine, fixed: Fixed | None = None) -> None:
        self.engine, self.fixed = engine, fixed
        self._filled: dict[str, str] = {}

    def fill(self) -> None:
        """Rows that use every column of every table as it is now."""
        shapes = self._shapes()
        anew = {name for name, shape in shapes.items() if self._filled.get(name) != shape}
        fill(self.engine, self.fixed, set(shapes) - self._with_parents(anew))
        self._filled = self._shapes()

    def _shapes(self) -> dict[str, str]:
        """What each table looks like, and whether it has rows: one that went and came back has none."""
        seen = inspect(self.engine)
        with self.engine.connect() as connection:
            return {
                name: repr(
                    (
                        seen.get_columns(name),
                        seen.get_check_constraints(name),
                        seen.get_foreign_keys(name),
                        connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').all(),
                    )
                )
                for name in seen.get_table_names()
            }

    def _with_parents(self, names: set[str]) -> set[str]:
        """With all that they refer to: a row whose key is its parent's wants a parent without one."""
        seen = inspect(self.engine)
        parents = {str(key["referred_table"]) for name in names for key in seen.get_foreign_keys(name)}
        return names if parents <= names else self._with_parents(names | parents)


class Maker:
    """Adds rows to one table."""

    def __init__(self, connection: Connection, table: Table, chance: Random, fixed: Mapping[str, Any]) -> None:
        self.connection, self.table, self.chance, self.fixed = connection, table, chance, fixed
        found = inspect(connection).get_check_constraints(table.name)
        self.checks = [str(check["sqltext"]) for check in found]
        self.named = {str(check["name"]): str(check["sqltext"]) for check in found if check["name"]}
        self.parents = {column.name: self._parents(column) for column in table.columns}
        self.taken: dict[str, Any] = {}

    def add(self) -> None:
        refusal: Exception | None = None
        row = self._drawn()
        for _ in range(TRIES):
            try:
                with self.connection.begin_nested():
                    self.connection.execute(self.table.insert(), row)
            except (IntegrityError, DataError) as error:
                refusal = error
                row = self._drawn() if self.chance.random() < 0.1 else {**row, **self._blamed(str(error.orig))}
            else:
                self.taken = row
                return
        raise NoRow(f"no row found for {self.table.name} in {TRIES} tries; the last refusal: {refusal}")

    def _drawn(self) -> dict[str, Any]:
        """Values for a row. Mostly shaped like a row that was taken before: checks make most shapes impossible."""
        shape = self.taken if self.chance.random() < 0.8 else {}
        row = {}
        for column in self.table.columns:
            if not self._numbers_itself(column):
                alike = column.name in shape and (shape[column.name] is None or self._told(column))
                row[column.name] = shape[column.name] if alike else self._value(column, column.name in shape)
        return row

    def _blamed(self, refusal: str) -> dict[str, Any]:
        """Other values for the columns of the check that refused a row; for all, where none is named."""
        checks = [check for name, check in self.named.items() if re.search(rf"\b{name}\b", refusal)]
        drawn = self._drawn()
        blamed = [name for name in drawn if any(re.search(rf"\b{name}\b", check) for check in checks)]
        return {name: drawn[name] for name in blamed or drawn}

    def _numbers_itself(self, column: Column[Any]) -> bool:
        alone = len(self.table.primary_key.columns) == 1
        return column.primary_key and alone and not column.foreign_keys and isinstance(column.type, types.Integer)

    def _parents(self, column: Column[Any]) -> list[Any]:
        for key in column.foreign_keys:
            if key.column.table is not self.table:
                return list(self.connection.scalars(select(key.column).order_by(key.column)))
        return []

    def _value(self, column: Column[Any], must: bool) -> Any:
        if column.name in self.fixed:
            return self.fixed[column.name]
        if column.nullable and not must and self.chance.random() < 0.5:
            return None
        if column.foreign_keys:
            return self.chance.choice(self.parents[column.name]) if self.parents[column.name] else None
        return self._of_type(column)

    def _of_type(self, column: Column[Any]) -> Any:
        chance, kind = self.chance, column.type
        moment = START + timedelta(minutes=chance.randrange(60 * 24 * 200))
        if isinstance(kind, types.Boolean):
            return chance.random() < 0.5
        if isinstance(kind, types.Integer):
            return chance.randint(*self._range(column))
        if isinstance(kind, types.Numeric):
            return Decimal(chance.randrange(1, 40_000)) / 4
        if isinstance(kind, types.DateTime):
            return moment if getattr(kind, "timezone", False) else moment.replace(tzinfo=None)
        if isinstance(kind, types.Date):
            return moment.date()
        if isinstance(kind, types.Time):
            return moment.time()
        if isinstance(kind, types.LargeBinary):
            return chance.randbytes(12)
        if isinstance(kind, types.JSON):
            return {"words": [self._word(8)]}
        return self._text(column)

    def _range(self, column: Column[Any]) -> tuple[int, int]:
        """The whole numbers that the table's checks allow: `a BETWEEN 0 AND 3`, or as PostgreSQL tells it again."""
        name = re.escape(column.name)
        spans = rf"\b{name} BETWEEN (\d+) AND (\d+)|\b{name} >= (\d+)\)? AND \(?{name} <= (\d+)"
        for check in self.checks:
            for low, high, low_again, high_again in re.findall(spans, check):
                return int(low or low_again), int(high or high_again)
        return 1, 24

    def _text(self, column: Column[Any]) -> str:
        told = self._told(column)
        if told and self.chance.random() < 0.9:
            return self.chance.choice(told)
        return self._word(min(getattr(column.type, "length", None) or 20, 20))

    def _told(self, column: Column[Any]) -> list[str]:
        """The words that the table's checks name for a column of text."""
        if not isinstance(column.type, types.String):
            return []
        return [word for check in self.checks if column.name in check for word in re.findall(r"'([^']+)'", check)]

    def _word(self, length: int) -> str:
        return "".join(self.chance.choices(string.ascii_lowercase + "äß ", k=length)).strip() or "a"


def snapshot(engine: Engine) -> Snapshot:
    """Every row of every table, column by column."""
    seen = inspect(engine)
    found: Snapshot = {}
    with engine.connect() as connection:
        for table in sorted(set(seen.get_table_names()) - {BOOKKEEPING}):
            names = sorted(column["name"] for column in seen.get_columns(table))
            listed = ", ".join(f'"{name}"' for name in names)
            rows = connection.exec_driver_sql(f'SELECT {listed} FROM "{table}"').all()
            found[table] = {name: [plain(row[index]) for row in rows] for index, name in enumerate(names)}
    return found


def digests(seen: Snapshot, wanted: Mapping[str, set[str]]) -> dict[str, str]:
    """For each table, how many rows it has and the digest of these columns of all of them, in any order."""
    found = {}
    for table, names in wanted.items():
        told = sorted(repr(row) for row in zip(*(seen[table][name] for name in sorted(names)), strict=True))
        found[table] = f"{len(told)} rows {sha256(chr(10).join(told).encode()).hexdigest()[:12]}"
    return found


def plain(value: Any) -> Any:
    """A value in one form, however the driver hands it over."""
    if isinstance(value, memoryview | bytearray):
        return bytes(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    return value
