"""What the database itself refuses, whoever asks: one registry, made anew after every migration."""

from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Connection, inspect, text

ALWAYS = "1 = 1"
SQLITE_NAMES = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'refuse\\_%' ESCAPE '\\'"
POSTGRESQL_NAMES = (
    "SELECT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace "
    "WHERE nspname = current_schema() AND proname LIKE 'refuse\\_%'"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Refuse `event` (INSERT, UPDATE, DELETE or TRUNCATE) on a table when `condition` over OLD and NEW holds.

    `cause` tells two triggers of one event on one table apart. `only_on` names the one kind of database
    that needs the trigger, if the other has no such event.
    """

    table: str
    event: str
    sentence: str
    condition: str = ALWAYS
    cause: str = ""
    only_on: str | None = None

    @property
    def name(self) -> str:
        return "_".join(filter(None, ("refuse", self.event.lower(), self.table, self.cause)))

    def stands_on(self, dialect: str) -> bool:
        """Whether this kind of database has the trigger; SQLite has no TRUNCATE."""
        return self.only_on in {None, dialect} and (dialect, self.event) != ("sqlite", "TRUNCATE")


def register(app: Flask, *triggers: Trigger) -> None:
    """Make triggers known; called in create_app."""
    app.extensions.setdefault("triggers", {}).update({trigger.name: trigger for trigger in triggers})


def append_only(table: str) -> tuple[Trigger, ...]:
    """A table whose rows are only ever added."""
    sentence = f"{table} is append-only"
    return tuple(Trigger(table, event, sentence) for event in ("UPDATE", "DELETE", "TRUNCATE"))


def never_replaced(table: str, *keys: tuple[str, ...], kept: str = ALWAYS) -> Trigger:
    """Refuse a row whose key (any of `keys`) a `kept` row has.

    INSERT OR REPLACE on SQLite takes the old row away, and whoever connects with recursive_triggers off, as is
    SQLite's default, fires no DELETE trigger by it. PostgreSQL has only DO UPDATE, which fires those of UPDATE.
    """
    same = (" AND ".join(f"r.{column} = NEW.{column}" for column in key) for key in keys)
    condition = " OR ".join(f"EXISTS (SELECT 1 FROM {table} r WHERE {each} AND {kept})" for each in same)  # noqa: S608
    return Trigger(table, "INSERT", "a row with this key exists", condition, cause="again", only_on="sqlite")


def always_refused(table: str) -> set[str]:
    """The events that no row of a table ever sees, whatever it holds: UPDATE, DELETE, TRUNCATE."""
    return {each.event for each in _registered() if each.table == table and each.condition == ALWAYS}


def create(connection: Connection) -> None:
    """Make every registered trigger whose table stands at this revision, on SQLite or PostgreSQL."""
    tables = set(inspect(connection).get_table_names())
    dialect = connection.dialect.name
    for trigger in (each for each in _registered() if each.table in tables and each.stands_on(dialect)):
        statements = _sqlite(trigger) if dialect == "sqlite" else _postgresql(trigger)
        for statement in statements:
            connection.execute(text(statement))


def drop(connection: Connection) -> None:
    """Remove every trigger of ours, also one that is registered no more, so that a migration may move rows."""
    sqlite = connection.dialect.name == "sqlite"
    for name in connection.execute(text(SQLITE_NAMES if sqlite else POSTGRESQL_NAMES)).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}" if sqlite else f"DROP FUNCTION {name}() CASCADE"))


def _registered() -> list[Trigger]:
    return list(current_app.extensions["triggers"].values())


def _sqlite(trigger: Trigger) -> list[str]:
    return [
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} WHEN {trigger.condition} "
        f"BEGIN SELECT RAISE(ABORT, '{trigger.sentence}'); END"
    ]


def _postgresql(trigger: Trigger) -> list[str]:
    kept = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD", "TRUNCATE": "NULL"}[trigger.event]
    # An error of integrity, as SQLite's driver reports it: what catches the one catches the other.
    refusal = f"RAISE EXCEPTION '{trigger.sentence}' USING ERRCODE = 'integrity_constraint_violation'"
    each = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {trigger.condition} THEN {refusal}; END IF; RETURN {kept}; END $$",
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {trigger.name}()",
    ]
