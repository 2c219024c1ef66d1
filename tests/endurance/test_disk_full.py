"""No room on the disk: clean refusals that give the words back, nothing half-written, and on again without a restart.

SQLite on a small file system in memory, filled to the last byte: a real ENOSPC. Every third time, and every time where
nothing may be mounted, it is a limit on the size of files instead, which SQLite meets as a failing disk.
"""

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from coordcare.errors import NOT_GIVEN_BACK
from tests.cast import Cast, gather
from tests.conftest import House
from tests.endurance import room
from tests.endurance.load import Load, is_clean, marks_of
from tests.endurance.posts import PATIENT, Post, first_draft, private_note, question, whole_entry
from tests.endurance.processes import EnduringServer, Line
from tests.endurance.wholeness import halves, require_whole
from tests.timeline.real_server import hidden_fields

Record = Callable[[str, object], None]
PEOPLE = ("psychiatrist", "coordinator")
WITHOUT_WORDS = {"item"}
READ = ("timeline", "measures", "follow-up", "process-notes", "entries/new/life_event")
BACK_WITHIN = 5.0


@dataclass
class Stage:
    """The server over a database on a disk of its own (None: no disk may be mounted here), and people who write."""

    server: EnduringServer
    cast: Cast
    disk: Path | None
    load: Load
    line: Line

    @property
    def database(self) -> Path:
        return Path(str(make_url(self.cast.app.config["SQLALCHEMY_DATABASE_URI"]).database))


@pytest.fixture
def stage(house: House, tmp_path: Path, make_app: Callable[..., Flask]) -> Iterator[Stage]:
    with room.small_disk(tmp_path / "disk") as disk:
        kept = Path(house.databases("sqlite").fresh("roomy").removeprefix("sqlite:///"))
        database = shutil.copy(kept, (disk or tmp_path) / "clinic.sqlite3")
        anchors = str(tmp_path / "anchors.jsonl")
        app = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{database}", AUDIT_ANCHOR_FILE=anchors)
        cast = gather(app)
        server = EnduringServer(app, tmp_path)
        server.keep_no_log()
        server.start()
        yield Stage(server, cast, disk, Load(server, cast, PEOPLE), Line(server, cast, "therapist"))
        server.kill()


def probes() -> list[Post]:
    """One form of every sort."""
    kinds = ("life_event", "session_note", "measure_result", "risk_assessment")
    return [*(whole_entry(kind) for kind in kinds), first_draft(), private_note(), question()]


def require_refused(line: Line, posts: list[Post], marks: dict[str, str]) -> int:
    """Every write and every read that must be recorded answers with a clean 503; how many did."""
    for post in posts:
        answer = line.post(post.path, {**post.fields, **marks})
        assert answer.status == 503 and is_clean(answer), (post.path, answer.status, answer.text[:2000])
        if post.kind not in WITHOUT_WORDS:
            typed = {name: value for name, value in {**post.fields, **marks}.items() if name not in NOT_GIVEN_BACK}
            assert hidden_fields(answer.text).items() >= typed.items(), "the words do not come back"
    quiet = line.post(posts[0].path, {**posts[0].fields, **marks, "action": "save"}, {"X-Autosave": "1"})
    assert quiet.status == 503 and "cannot write" in json.loads(quiet.text)["error"]
    for page in READ:
        answer = line.get(f"{PATIENT}/{page}")
        assert answer.status == 503 and is_clean(answer), (page, answer.status)
    assert line.probe("/healthz") == 200
    assert line.probe("/sign-in") == 200, "a page that records nothing is shown"
    return len(posts) + 1 + len(READ)


def wait_until_unready(line: Line) -> None:
    deadline = time.monotonic() + BACK_WITHIN
    while line.probe("/readyz") != 503:
        assert time.monotonic() < deadline, "it says that it is ready, and cannot write"
        time.sleep(0.05)


def wait_until_ready(line: Line) -> float:
    """Seconds until it says that it is ready, without a restart."""
    begun = time.monotonic()
    while line.probe("/readyz") != 200:
        assert time.monotonic() - begun < BACK_WITHIN, "there is room, and it does not go on"
        time.sleep(0.02)
    return time.monotonic() - begun


def resend(stage: Stage, posts: list[Post], marks: dict[str, str]) -> None:
    """The same forms again, as somebody who was told to try again sends them."""
    for post in posts:
        begun = time.monotonic()
        answer = stage.line.post(post.path, {**post.fields, **marks})
        assert answer.status == 303, (post.path, answer.status, answer.text[:2000])
        stage.load.acknowledge(post, begun)


def run_out_of_room(stage: Stage, marks: dict[str, str], seen: Counter[str], *, limited: bool) -> float:
    """Once full and once empty again; the seconds until it was ready."""
    posts = probes()
    stage.load.rest()
    room.empty_log(stage.database)
    with room.file_limit(stage.server) if limited or stage.disk is None else room.full_disk(stage.disk):
        stage.load.go_on()
        wait_until_unready(stage.line)
        seen["refusals"] += require_refused(stage.line, posts, marks)
    freed = time.monotonic()
    back = wait_until_ready(stage.line)
    stage.load.wait_for_answer_since(freed)
    resend(stage, posts, marks)
    with stage.cast.app.app_context():
        assert not halves()
    return back


def endure(stage: Stage, times: int, record: Record) -> None:
    marks, seen = marks_of(stage.line), Counter[str]()
    workers = stage.server.workers()
    back = []
    with stage.load.at_work():
        for number in range(1, times + 1):
            limited = number % 3 == 0 or stage.disk is None
            back.append(run_out_of_room(stage, marks, seen, limited=limited))
            seen["limited" if limited else "full"] += 1
    assert stage.server.workers() == workers, "a worker died"
    kept = require_whole(stage.cast.app, stage.load)
    record("figure: disk filled to the last byte under load (SQLite, ENOSPC)", seen["full"])
    record("figure: writes refused by a limit on files under load (SQLite, EFBIG)", seen["limited"])
    record("figure: clean 503s looked at while there was no room", seen["refusals"])
    record("figure: writes acknowledged around that, all there once and whole", kept)
    record("figure: longest time from room to ready without a restart, ms", round(max(back) * 1000))


def test_a_full_disk_is_told_and_survived(stage: Stage, record_property: Record) -> None:
    """A sample: once full, once failing."""
    endure(stage, 3, record_property)


@pytest.mark.verify
def test_thirty_full_disks(stage: Stage, record_property: Record) -> None:
    endure(stage, 30, record_property)
