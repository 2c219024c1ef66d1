"""What the database itself refuses, whoever asks: one registry, made anew after every migration."""

from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Connection, inspect, text

SQLITE_NAMES = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'refuse\\_%' ESCAPE '\\'"
POSTGRESQL_NAMES = (
    "SELECT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace "
    "WHERE nspname = current_schema() AND proname LIKE 'refuse\\_%'"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Refuse `event` (UPDATE, DELETE or TRUNCATE) on a table when `condition` over OLD and NEW holds."""

    table: str
    event: str
    sentence: str
    condition: str = "1 = 1"

    @property
    def name(self) -> str:
        return f"refuse_{self.event.lower()}_{self.table}"


def register(app: Flask, *triggers: Trigger) -> None:
    """Make triggers known; called in create_app."""
    app.extensions.setdefault("triggers", {}).update({trigger.name: trigger for trigger in triggers})


def append_only(table: str) -> tuple[Trigger, ...]:
    """A table whose rows are only ever added."""
    sentence = f"{table} is append-only"
    return tuple(Trigger(table, event, sentence) for event in ("UPDATE", "DELETE", "TRUNCATE"))


def create(connection: Connection) -> None:
    """Make every registered trigger whose table stands at this revision, on SQLite or PostgreSQL."""
    tables = set(inspect(connection).get_table_names())
    for trigger in (trigger for trigger in _registered() if trigger.table in tables):
        statements = _sqlite(trigger) if connection.dialect.name == "sqlite" else _postgresql(trigger)
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
    if trigger.event == "TRUNCATE":
        return []
    return [
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} WHEN {trigger.condition} "
        f"BEGIN SELECT RAISE(ABORT, '{trigger.sentence}'); END"
    ]


def _postgresql(trigger: Trigger) -> list[str]:
    kept = {"UPDATE": "NEW", "DELETE": "OLD", "TRUNCATE": "NULL"}[trigger.event]
    each = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {trigger.condition} THEN RAISE EXCEPTION '{trigger.sentence}'; END IF; RETURN {kept}; END $$",
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {trigger.name}()",
    ]
