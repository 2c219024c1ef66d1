"""`flask backup` and `flask restore` where the disk takes no more: a sentence, and nothing half-made is left.

The commands run under a limit on the size of files (EFBIG), which any machine allows; a full disk takes the same way.
"""

import resource
import subprocess
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from coordcare import create_app
from coordcare.backup import snapshots
from tests.cast import gather
from tests.conftest import House, release
from tests.endurance.conftest import kind_of_database
from tests.endurance.processes import command_line

# More than SQLite needs to open a file, less than any copy of the database.
LIMIT = 60_000


def limited(app: Flask, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command, options = command_line(app, folder, *arguments)
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
    return subprocess.run(command, **options, preexec_fn=limit)


def test_neither_command_leaves_half_of_a_file(sqlite_app: Flask, house: House, tmp_path: Path) -> None:
    require_nothing_left(sqlite_app, house, tmp_path)


@pytest.mark.verify
def test_nor_do_they_on_postgresql(postgresql_app: Flask, house: House, tmp_path: Path) -> None:
    require_nothing_left(postgresql_app, house, tmp_path)


def require_nothing_left(app: Flask, house: House, tmp_path: Path) -> None:
    app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "anchors.jsonl")
    gather(app)
    target = tmp_path / "clinic.backup"
    before = {path.name for path in tmp_path.iterdir()}
    full = limited(app, tmp_path, "backup", str(target))
    assert full.returncode == 1 and "Traceback" not in full.stderr, full.stderr
    assert {path.name for path in tmp_path.iterdir()} - before <= {"local-secrets.json", "local-secrets.lock"}
    command, options = command_line(app, tmp_path, "backup", str(target))
    assert subprocess.run(command, **options).returncode == 0
    url = house.databases(kind_of_database(app)).empty("elsewhere")
    other = create_app("testing", SQLALCHEMY_DATABASE_URI=url, AUDIT_ANCHOR_FILE=str(tmp_path / "others.jsonl"))
    refused = limited(other, tmp_path, "restore", str(target))
    assert refused.returncode == 1 and "takes no more" in refused.stderr, refused.stderr
    with other.app_context():
        assert snapshots.is_empty()
    release(other)
    command, options = command_line(other, tmp_path, "restore", str(target))
    done = subprocess.run(command, **options)
    assert done.returncode == 0 and " 0 broken" in done.stdout, done.stderr
