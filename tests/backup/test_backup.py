"""A backup made under load comes back whole, and a changed one is refused."""

import threading
import zipfile
from pathlib import Path

import pytest

from coordcare import create_app
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import Happening
from coordcare.backup import actions, snapshots
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import db
from tests import cast as people
from tests.conftest import release


@pytest.fixture
def cast(app):
    cast = people.gather(app)
    with cast.without_csrf():
        yield cast


@pytest.fixture
def elsewhere(app, house, request):
    """The same application over another, empty database."""
    kind = "sqlite" if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
    other = create_app("testing", SQLALCHEMY_DATABASE_URI=house.databases(kind).empty("restored"))
    yield other
    release(other)


def write(cast, number):
    fields = {
        "text": f"Event {number} – “Zoë’s move”",
        "category": "move",
        "impact": "mixed",
        "happened_on": "2026-01-05",
    }
    path = f"/patients/{cast.patients['Amara Osei']}/entries/new/life_event"
    form = {**fields, "submission_key": f"backup-{number}", "action": "sign"}
    assert cast.client("therapist").post(path, data=form).status_code == 303


def test_a_backup_made_while_others_write_is_restored_whole(cast, elsewhere, tmp_path):
    for number in range(5):
        write(cast, number)
    stop = threading.Event()

    def go_on():
        while not stop.is_set():
            with cast.app.app_context():
                record(Event(Happening.SEARCHED, Actor(1), cast.patients["Amara Osei"]))

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        with cast.app.app_context():
            manifest = actions.backup(tmp_path / "clinic.backup")
    finally:
        stop.set()
        writer.join()
    with elsewhere.app_context():
        restored, report = actions.restore(tmp_path / "clinic.backup")
        assert snapshots.contents() == manifest.tables == restored.tables
    assert manifest.tables["life_event"].rows == 5
    assert report.events == manifest.tables["audit_event"].rows and not report.faults
    assert (tmp_path / "clinic.backup").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["clinic.backup"], "nothing is left lying about"


def test_the_restored_database_keeps_its_triggers(cast, elsewhere, tmp_path):
    write(cast, 1)
    with cast.app.app_context():
        actions.backup(tmp_path / "clinic.backup")
    with elsewhere.app_context():
        actions.restore(tmp_path / "clinic.backup")
        with pytest.raises(Exception, match="a signed entry does not change"), db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE life_event SET text = 'other'")


def test_the_keys_are_in_no_backup(cast, tmp_path):
    with cast.app.app_context():
        actions.backup(tmp_path / "clinic.backup")
    with zipfile.ZipFile(tmp_path / "clinic.backup") as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    for name in ("AUDIT_KEYS", "SEALING_KEYS", "SECRET_KEY"):
        secret = cast.app.config[name].rpartition(":")[2]
        assert secret.encode() not in held and bytes.fromhex("a1" * 32) not in held


def test_neither_a_file_nor_a_database_is_replaced(cast, tmp_path):
    target = tmp_path / "clinic.backup"
    with cast.app.app_context():
        actions.backup(target)
        before = target.read_bytes()
        with pytest.raises(Conflict, match="exists already"):
            actions.backup(target)
        with pytest.raises(Conflict, match="holds tables already"):
            actions.restore(target)
    assert target.read_bytes() == before


def changed(path: Path, name: str, change) -> Path:
    """A copy of a backup of which one member is changed, its checksum of the archive made to fit."""
    other = path.with_name("changed")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for member in old.namelist():
            held = old.read(member)
            new.writestr(member, change(held) if member == name else held)
    return other


def flip(held: bytes) -> bytes:
    middle = len(held) // 2
    return held[:middle] + bytes([held[middle] ^ 1]) + held[middle + 1 :]


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("data", flip, "changed since"),
        ("manifest.json", lambda held: held.replace(b'"rows": ', b'"rows": 1'), "manifest was changed"),
        ("manifest.json", lambda held: b"{}", "manifest cannot be read"),
        ("manifest.json", lambda held: b"[" * 100_000, "manifest cannot be read"),
        ("manifest.json", lambda held: held.replace(b'"seal": "', '"seal": "é'.encode()), "manifest was changed"),
    ],
)
def test_a_changed_backup_is_refused_and_nothing_restored(cast, elsewhere, tmp_path, name, change, words):
    with cast.app.app_context():
        actions.backup(tmp_path / "clinic.backup")
    other = changed(tmp_path / "clinic.backup", name, change)
    with elsewhere.app_context():
        with pytest.raises(Invalid, match=words):
            actions.restore(other)
        assert snapshots.is_empty()


def test_a_flipped_byte_of_the_file_is_refused(cast, elsewhere, tmp_path):
    target = tmp_path / "clinic.backup"
    with cast.app.app_context():
        actions.backup(target)
    target.write_bytes(flip(target.read_bytes()))
    with elsewhere.app_context(), pytest.raises(Invalid):
        actions.restore(target)


def test_a_file_of_another_kind_and_a_missing_folder_are_told_in_a_sentence(cast, elsewhere, tmp_path):
    (tmp_path / "words").write_text("no backup")
    with cast.app.app_context(), pytest.raises(Invalid, match="not a folder"):
        actions.backup(tmp_path / "nowhere" / "clinic.backup")
    with elsewhere.app_context(), pytest.raises(Invalid, match="no backup"):
        actions.restore(tmp_path / "words")


def test_the_commands_say_what_they_did(cast, elsewhere, tmp_path):
    target = str(tmp_path / "clinic.backup")
    made = cast.app.test_cli_runner().invoke(args=["backup", target])
    again = elsewhere.test_cli_runner().invoke(args=["restore", target])
    refused = elsewhere.test_cli_runner().invoke(args=["restore", target])
    assert (made.exit_code, again.exit_code, refused.exit_code) == (0, 0, 1), (made.output, again.output)
    assert "tables" in made.output and "0 broken" in again.output and "empty one" in refused.output
