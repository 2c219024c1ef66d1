"""Every migration goes up, down and up, over rows in every table, and loses none that could be kept."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from coordcare import create_app, triggers
from coordcare.extensions import db
from tests.conftest import House, release
from tests.house.migrations import directory_of, lost, steps
from tests.house.rows import EACH, fill
from tests.house.source import refuse
from tests.house.triggers import standing

MADE_UP = '''"""Made up: a table and a column more."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", {before!r}, None, None


def upgrade() -> None:
    op.create_table("made_up", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.String(9)))
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("shoe_size", sa.Integer(), nullable=True))


def downgrade() -> None:
    for statement in {losses!r}:
        op.execute(statement)
    with op.batch_alter_table("account") as table:
        table.drop_column("shoe_size")
    op.drop_table("made_up")
'''
LOSSES = (
    "UPDATE account SET title = ''",
    "DELETE FROM entry_draft",
    "CREATE TABLE IF NOT EXISTS left_over (a INTEGER)",
)


def migrated_to_nothing(url: str) -> Flask:
    return create_app("testing", SQLALCHEMY_DATABASE_URI=url)


def with_one_more(app: Flask, folder: Path, losses: tuple[str, ...] = ()) -> str:
    """The migrations with a made-up one on top."""
    copy = shutil.copytree(directory_of(app), folder / "migrations")
    head = steps(str(copy))[-1][1]
    (copy / "versions" / "9999_made_up.py").write_text(MADE_UP.format(before=head, losses=losses))
    return str(copy)


def test_there_is_one_head(sqlite_app: Flask) -> None:
    heads = ScriptDirectory(directory_of(sqlite_app)).get_heads()
    assert len(heads) == 1, f"migrations/versions: {len(heads)} heads, {', '.join(heads)}: set down_revision anew"


def test_every_migration_goes_up_down_and_up(empty_database: str) -> None:
    app = migrated_to_nothing(empty_database)
    try:
        refuse(lost(app, directory_of(app)), "A migration keeps every row that can be kept")
    finally:
        release(app)


def test_every_table_gets_rows(app: Flask) -> None:
    with app.app_context():
        counts = fill(db.engine)
    assert set(counts) == set(db.metadata.tables), "the maker of rows does not know every table"
    assert min(counts.values()) >= EACH, f"too few rows: {counts}"


@pytest.mark.parametrize("losses", [LOSSES, ()])
def test_a_migration_that_loses_rows_is_found(house: House, tmp_path: Path, losses: tuple[str, ...]) -> None:
    app = migrated_to_nothing(house.databases("sqlite").empty("lossy"))
    try:
        directory = with_one_more(app, tmp_path, losses)
        head = steps(directory)[-2][1]
        found = "\n".join(lost(app, directory, newest=1))
    finally:
        release(app)
    expected = (f"9999 down to {head}: account had", f"{head} up again to 9999: entry_draft had", "other tables")
    assert all(words in found for words in expected) if losses else not found, found


def test_triggers_stand_at_every_revision(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    """Where the table of a newer trigger does not exist yet, the triggers of the others still do."""
    app = make_app()
    triggers.register(app, triggers.Trigger("made_up", "UPDATE", "made up"))
    directory = with_one_more(app, tmp_path)
    with app.app_context():
        upgrade(directory=directory)
        assert "refuse_update_made_up" in standing(db.engine)
        downgrade(directory=directory)
        assert "refuse_update_made_up" not in standing(db.engine)
        assert "refuse_update_audit_event" in standing(db.engine)
