"""A restored database that is older than what was seen of it: what is missing is told, chain by chain."""

from pathlib import Path

import pytest
from flask import Flask

from coordcare import create_app
from coordcare.audit import verification
from coordcare.backup import actions
from tests.cast import gather
from tests.conftest import House, release


@pytest.fixture
def anchored(sqlite_app: Flask, tmp_path: Path) -> Flask:
    sqlite_app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "anchors.jsonl")
    return sqlite_app


def test_a_backup_from_before_the_last_anchor_says_what_it_lacks(anchored: Flask, house: House, tmp_path: Path) -> None:
    cast = gather(anchored)
    reader, page = cast.client("therapist"), f"/patients/{cast.patients['Amara Osei']}/timeline"
    reader.get(page)
    with anchored.app_context():
        actions.backup(tmp_path / "clinic.backup")
    reader.get(page)
    with anchored.app_context():
        verification.anchor()
    elsewhere = create_app(
        "testing",
        SQLALCHEMY_DATABASE_URI=house.databases("sqlite").empty("older"),
        AUDIT_ANCHOR_FILE=anchored.config["AUDIT_ANCHOR_FILE"],
    )
    try:
        told = elsewhere.test_cli_runner().invoke(args=["restore", str(tmp_path / "clinic.backup")])
    finally:
        release(elsewhere)
    assert told.exit_code == 1
    assert f"BROKEN chain patient:{cast.patients['Amara Osei']}, event 2: is missing" in told.output
