"""One step of the migrations at a time, with rows in every table on both sides of it."""

from collections.abc import Iterator, Mapping

from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, inspect

from coordcare.extensions import db
from tests.house.rows import BOOKKEEPING, Filler, Fixed, Snapshot, digests, snapshot

# Columns that have words for which the schema before has none: on the way down they are told in the words of before.
TOLD_OTHERWISE = {
    "0005": {"medication_change": {"change_type"}},
    "0010": {"medication_report": {"side_effect_action", "side_effect_2_action", "side_effect_3_action"}},
}


def steps(directory: str) -> list[tuple[str, str]]:
    """Every migration with the one before it, the oldest first."""
    script = ScriptDirectory(directory)
    revisions = list(script.walk_revisions())[::-1]
    return [(str(revision.down_revision or "base"), revision.revision) for revision in revisions]


def lost(app: Flask, directory: str, fixed: Fixed | None = None, newest: int | None = None) -> Iterator[str]:
    """What goes missing when each migration goes up, down and up over rows in every table. Starts at nothing.

    `newest` watches only that many of the newest steps; those before them are taken without rows.
    """
    with app.app_context():
        engine: Engine = db.engine
        watched = steps(directory)[-newest if newest else None :]
        if watched[0][0] != "base":
            upgrade(directory=directory, revision=watched[0][0])
        filler = Filler(engine, fixed)
        for before, after in watched:
            yield from _lost_in_step(filler, directory, before, after)
        downgrade(directory=directory, revision="base")
        left = set(inspect(engine).get_table_names()) - {BOOKKEEPING}
        if left:
            yield f"down to base leaves {', '.join(sorted(left))}"
        upgrade(directory=directory)


def _lost_in_step(filler: Filler, directory: str, before: str, after: str) -> Iterator[str]:
    engine = filler.engine
    filler.fill()
    old = snapshot(engine)
    upgrade(directory=directory, revision=after)
    kept = _in_both(old, snapshot(engine))
    yield from _differences(f"{before} up to {after}", old, snapshot(engine), kept)
    filler.fill()
    full = snapshot(engine)
    downgrade(directory=directory, revision=before)
    low = snapshot(engine)
    if {table: set(low[table]) for table in low} != {table: set(old[table]) for table in old}:
        yield f"{after} down to {before} leaves other tables or columns than there were"
    told_otherwise = TOLD_OTHERWISE.get(after, {})
    kept = {table: names - told_otherwise.get(table, set()) for table, names in _in_both(low, full).items()}
    yield from _differences(f"{after} down to {before}", full, low, kept)
    upgrade(directory=directory, revision=after)
    yield from _differences(f"{before} up again to {after}", full, snapshot(engine), kept)


def _in_both(one: Snapshot, other: Snapshot) -> dict[str, set[str]]:
    """The tables and columns that survive the step."""
    return {table: set(one[table]) & set(other[table]) for table in one if table in other}


def _differences(step: str, before: Snapshot, after: Snapshot, kept: Mapping[str, set[str]]) -> Iterator[str]:
    expected, found = digests(before, kept), digests(after, kept)
    for table in kept:
        if found[table] != expected[table]:
            yield f"{step}: {table} had {expected[table]} and has {found[table]}"


def directory_of(app: Flask) -> str:
    with app.app_context():
        return str(current_app.extensions["migrate"].directory)
