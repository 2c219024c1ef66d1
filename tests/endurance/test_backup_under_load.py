"""`flask backup` and `flask restore`, typed as commands while people write over HTTP; what is sealed stays sealed."""

import json
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from coordcare import create_app
from coordcare.backup import snapshots
from coordcare.backup.actions import DATA, MANIFEST
from coordcare.process_notes import commands
from tests import cluster
from tests.cast import PASSWORD, Cast, gather
from tests.conftest import House, release
from tests.endurance.conftest import Housed, kind_of_database
from tests.endurance.load import Load, marks_of
from tests.endurance.posts import PATIENT, private_note, whole_entry
from tests.endurance.processes import Line, command_line
from tests.endurance.wholeness import halves, require_sound, require_whole, written
from tests.timeline import bulk

Record = Callable[[str, object], None]
PEOPLE = ("therapist", "psychiatrist", "coordinator")
OTHER_KEY = "test:" + "d4" * 32
ENTRIES = 10_000
LONGEST_RESTORE = 60.0


def flask(app: Flask, folder: Path, *arguments: str, **changed: str) -> "subprocess.CompletedProcess[str]":
    """A command as whoever runs the server types it, in a process of its own."""
    command, options = command_line(app, folder, *arguments, **changed)
    return subprocess.run(command, **options)


@dataclass(frozen=True)
class Sealed:
    """What only keys open: a private note, and the words of a withheld entry."""

    note_id: int
    note_words: str
    entry_id: int
    entry_words: str


def seal_something(line: Line, load: Load) -> Sealed:
    marks, moment = marks_of(line), time.monotonic()
    note, entry = private_note(), whole_entry("life_event")
    kept = line.post(note.path, {**note.fields, **marks})
    load.acknowledge(note, moment)
    signed = line.post(entry.path, {**entry.fields, **marks})
    taken = line.post(f"{signed.location}/retract", {"reason": "private_text", **marks})
    assert (kept.status, signed.status, taken.status) == (303, 303, 303), taken.text
    note_id, entry_id = (int(answer.location.rpartition("/")[2]) for answer in (kept, signed))
    return Sealed(note_id, note.words, entry_id, entry.words)


class Restorer:
    """Makes backups of one application's database, and restores each into an empty one."""

    def __init__(self, app: Flask, house: House, folder: Path) -> None:
        self.app, self.house, self.folder, self.count = app, house, folder, 0

    def backup(self) -> Path:
        self.count += 1
        target = self.folder / f"clinic-{self.count}.backup"
        done = flask(self.app, self.folder, "backup", str(target))
        assert done.returncode == 0, done.stdout + done.stderr
        return target

    def elsewhere(self) -> Flask:
        """The application over an empty database, with anchors of its own."""
        url = self.house.databases(kind_of_database(self.app)).empty("elsewhere")
        anchors = str(self.folder / f"anchors-{self.count}.jsonl")
        return create_app("testing", SQLALCHEMY_DATABASE_URI=url, AUDIT_ANCHOR_FILE=anchors)

    def restore(self, source: Path, app: Flask) -> float:
        """Seconds of the whole command. A key that did not seal the backup is refused first, and changes nothing."""
        refused = flask(app, self.folder, "restore", str(source), AUDIT_KEYS=OTHER_KEY)
        assert refused.returncode == 1 and "key" in refused.stderr, refused.stdout + refused.stderr
        assert "Traceback" not in refused.stderr
        begun = time.monotonic()
        done = flask(app, self.folder, "restore", str(source))
        assert done.returncode == 0 and " 0 broken" in done.stdout, done.stdout + done.stderr
        return time.monotonic() - begun


def require_same(source: Path, app: Flask, before: dict[str, dict[str, str]], load: Load) -> None:
    """It holds the rows of the snapshot, no halves, all that was acknowledged before, and nothing that nobody sent."""
    with zipfile.ZipFile(source) as archive:
        told = json.loads(archive.read(MANIFEST))["manifest"]["tables"]
    with app.app_context():
        assert {name: asdict(table) for name, table in snapshots.contents().items()} == told
        assert not halves()
        rows = {kind: dict(pairs) for kind, pairs in written().items()}
    keys = {key for pairs in rows.values() for key in pairs}
    for kind, acknowledged in before.items():
        # A draft may have been saved again, or signed, before the snapshot.
        lost = (
            {key for key in acknowledged if key not in keys}
            if kind == "draft"
            else acknowledged.items() - rows[kind].items()
        )
        assert not lost, (kind, lost)
    assert not keys - {key for sent in load.sent.values() for key in sent}


def require_sealed(source: Path, app: Flask, cast: Cast, sealed: Sealed, folder: Path) -> None:
    """With the keys the words are there; without them, or with others, a clean refusal; in the file they are not."""
    author = replace(cast, app=app).client("therapist")
    path = f"{PATIENT}/process-notes/{sealed.note_id}"
    assert sealed.note_words in author.get(path).text
    for keys in ("", OTHER_KEY):
        app.config["PROCESS_NOTE_KEYS"] = keys
        closed = author.get(path)
        assert closed.status_code == 503 and "closed" in closed.text and sealed.note_words not in closed.text
    assert author.get(f"{PATIENT}/timeline").status_code == 200
    assert sealed.entry_words not in author.get(f"{PATIENT}/entries/{sealed.entry_id}").text
    opened = open_withheld(app, sealed, folder / "opened.txt")
    assert opened.exit_code == 0 and sealed.entry_words in (folder / "opened.txt").read_text(), opened.output
    app.config["SEALING_KEYS"] = OTHER_KEY
    refused = open_withheld(app, sealed, folder / "refused.txt")
    assert refused.exit_code == 1 and not (folder / "refused.txt").exists(), refused.output
    held = plain_text(source, folder)
    for words in (sealed.note_words, sealed.entry_words):
        assert words.encode() not in held and words.encode().hex().encode() not in held


def open_withheld(app: Flask, sealed: Sealed, output: Path) -> Result:
    people = ("--first", "admin@test.example", "--second", "coordinator@test.example", "--basis", "court_order")
    runner = app.test_cli_runner(env={commands.FIRST: PASSWORD, commands.SECOND: PASSWORD})
    arguments = ["custody", "open", *people, "--entry", str(sealed.entry_id), "--output", str(output)]
    return runner.invoke(args=arguments)


def plain_text(source: Path, folder: Path) -> bytes:
    """All that stands in a backup, unpacked."""
    with zipfile.ZipFile(source) as archive:
        data = Path(archive.extract(DATA, folder))
    try:
        if data.read_bytes()[:5] != b"PGDMP":
            return data.read_bytes()
        programs = cluster.binaries()
        assert programs is not None
        return subprocess.run([programs / "pg_restore", "--file=-", data], capture_output=True, check=True).stdout
    finally:
        data.unlink()


def endure(housed: Housed, house: House, folder: Path, rounds: int, record: Record) -> None:
    server, cast = housed
    load, restorer = Load(server, cast, PEOPLE), Restorer(cast.app, house, folder)
    sealed = seal_something(Line(server, cast, "therapist"), load)
    times, meanwhile = [], 0
    with load.at_work():
        for _ in range(rounds):
            load.wait_for_answers(10)
            before = load.told()
            source = restorer.backup()
            meanwhile += load.seen["acknowledged"] - sum(len(rows) for rows in before.values())
            app = restorer.elsewhere()
            times.append(restorer.restore(source, app))
            require_same(source, app, before, load)
            require_sound(app)
            require_sealed(source, app, cast, sealed, folder)
            release(app)
            (folder / "opened.txt").unlink()
            source.unlink()
    assert not load.seen["503"] and not load.seen["cut off"], "a backup disturbs nobody"
    require_whole(cast.app, load)
    name = kind_of_database(cast.app)
    record(f"figure: backups made under load and restored, every row equal ({name})", rounds)
    record(f"figure: writes acknowledged while flask backup ran ({name})", meanwhile)
    record(f"figure: longest flask restore of a small clinic, ms ({name})", round(max(times) * 1000))


def test_a_backup_under_load_is_restored(
    sqlite_app: Flask,
    house_server: Callable[[Flask], Housed],
    house: House,
    tmp_path: Path,
    record_property: Record,
) -> None:
    """A sample on one database."""
    endure(house_server(sqlite_app), house, tmp_path, 1, record_property)


@pytest.mark.verify
def test_twenty_backups_under_load(housed: Housed, house: House, tmp_path: Path, record_property: Record) -> None:
    """Ten on each kind of database."""
    endure(housed, house, tmp_path, 10, record_property)


@pytest.mark.verify
def test_the_time_of_restore(app: Flask, house: House, tmp_path: Path, record_property: Record) -> None:
    """A clinic of ten thousand entries, from the file to the proof that it is whole."""
    app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "anchors.jsonl")
    cast = gather(app)
    with app.app_context():
        bulk.write(cast, "Amara Osei", ENTRIES)
    restorer = Restorer(app, house, tmp_path)
    source = restorer.backup()
    other = restorer.elsewhere()
    seconds = restorer.restore(source, other)
    release(other)
    assert seconds <= LONGEST_RESTORE
    record_property(f"figure: flask restore of {ENTRIES} entries, ms ({kind_of_database(app)})", round(seconds * 1000))
