"""PostgreSQL stopped and started again while people write: clean 503s, soon over, nothing lost and nothing wrong."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from coordcare import create_app
from tests.conftest import RUN, release
from tests.databases import migrate
from tests.endurance.conftest import Housed
from tests.endurance.load import CUT_OFF, PATIENT, Load, is_clean
from tests.endurance.processes import Line
from tests.endurance.restartable import Restartable, own_postgresql
from tests.endurance.wholeness import require_whole

Record = Callable[[str, object], None]
PEOPLE = ("therapist", "psychiatrist", "coordinator")
PAGES = {f"{PATIENT}/timeline": "Amara Osei", "/caseload": "Amara Osei", f"{PATIENT}/follow-up": "Follow-up"}
BACK_WITHIN = 2.0


@pytest.fixture
def postgresql(worker_id: str) -> Iterator[Restartable]:
    with own_postgresql(Path(os.environ[RUN]), f"restarted-{worker_id}-{time.monotonic_ns()}") as server:
        migrate(server.url)
        yield server


@pytest.fixture
def served(postgresql: Restartable, house_server: Callable[[Flask], Housed]) -> Iterator[Housed]:
    app = create_app("testing", SQLALCHEMY_DATABASE_URI=postgresql.url)
    yield house_server(app)
    release(app)


class Reader(threading.Thread):
    """Somebody who opens one page after another, and keeps count of what came."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.last_refused_at = 0.0
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(0.02):
            for path, words in PAGES.items():
                self._open(path, words)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        self.start()
        try:
            yield
        finally:
            self._stopped.set()
            self.join(timeout=60)

    def _open(self, path: str, words: str) -> None:
        begun = time.monotonic()
        try:
            answer = self.line.get(path)
        except CUT_OFF as error:
            self.wrong.append(f"{path}: {type(error).__name__}")
            return
        if answer.status == 200 and words in answer.text:
            self.seen["pages"] += 1
        elif answer.status == 503 and is_clean(answer):
            self.seen["503"] += 1
            self.last_refused_at = max(self.last_refused_at, begun)
        else:
            self.wrong.append(f"{path}: {answer.status} {answer.location} {answer.text[:1000]}")


def restart_once(postgresql: Restartable, load: Load, reader: Reader, chance: random.Random, how: str) -> float:
    """One restart; the seconds from its first answer to the last 503 that was asked for after it."""
    load.wait_for_answers(6)
    time.sleep(chance.uniform(0, 0.3))
    postgresql.stop(how)
    time.sleep(chance.uniform(0.1, 0.6))
    assert reader.line.probe("/healthz") == 200, "the process lives"
    assert reader.line.probe("/readyz") == 503
    back = postgresql.start()
    load.wait_for_answer_since(back)
    time.sleep(BACK_WITHIN)
    return max(load.last_refused_at, reader.last_refused_at) - back


def endure(postgresql: Restartable, housed: Housed, times: int, record: Record) -> None:
    server, cast = housed
    chance = random.Random(20261123)
    workers = server.workers()
    load, reader = Load(server, cast, PEOPLE), Reader(Line(server, cast, "psychologist"))
    late = []
    with load.at_work(), reader.at_work():
        for number in range(times):
            late.append(restart_once(postgresql, load, reader, chance, ("immediate", "fast")[number % 2]))
    assert not reader.wrong, "\n".join(reader.wrong[:5])
    assert load.seen["cut off"] == load.seen["nobody there"] == 0 and server.workers() == workers, (
        "our own server went on all the time"
    )
    assert load.seen["503"] and reader.seen["503"] and reader.seen["pages"], "no restart met a request"
    assert max(late) <= BACK_WITHIN
    kept = require_whole(cast.app, load)
    postgresql.require_sound()
    record("figure: PostgreSQL stopped and started under load, every second time at once", times)
    record("figure: writes acknowledged around that, all there once and whole (restarts)", kept)
    record("figure: pages read around that, all right (restarts)", reader.seen["pages"])
    record("figure: clean 503s meanwhile (restarts)", load.seen["503"] + reader.seen["503"])
    record("figure: longest time from PostgreSQL's first answer to the last 503, ms", max(0, round(max(late) * 1000)))


def test_a_restart_of_postgresql_is_survived(postgresql: Restartable, served: Housed, record_property: Record) -> None:
    """A sample: once stopped at once."""
    endure(postgresql, served, 1, record_property)


@pytest.mark.verify
def test_ten_restarts_of_postgresql(postgresql: Restartable, served: Housed, record_property: Record) -> None:
    endure(postgresql, served, 10, record_property)
