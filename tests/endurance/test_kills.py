"""kill -9 while people write: what was acknowledged stands, once and whole. It proves nothing about a power cut."""

import random
import time
from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import Cast
from tests.endurance.conftest import Housed, kind_of_database
from tests.endurance.load import Load
from tests.endurance.processes import EnduringServer, Line
from tests.endurance.wholeness import require_whole

Record = Callable[[str, object], None]
PEOPLE = ("therapist", "psychiatrist", "coordinator", "nurse_practitioner")
WHOLE_EVERY = 5
LONGEST_ABSENCE = 60.0


def kill_once(server: EnduringServer, load: Load, chance: random.Random, *, whole: bool) -> float:
    """One kill, somewhere between or inside writes; the seconds until something new was acknowledged."""
    load.wait_for_answers(4)
    time.sleep(chance.uniform(0, 0.3))
    killed = time.monotonic()
    if whole:
        server.kill()
        server.start()
    else:
        server.kill_worker(chance)
    return load.wait_for_answer_since(killed)


def endure(server: EnduringServer, cast: Cast, kills: int, record: Record) -> None:
    """So many kills under load, every fifth of the whole server."""
    chance = random.Random(20261123)
    load = Load(server, cast, PEOPLE)
    absences: dict[bool, list[float]] = {True: [], False: []}
    with load.at_work():
        for number in range(1, kills + 1):
            whole = number % WHOLE_EVERY == 2
            absences[whole].append(kill_once(server, load, chance, whole=whole))
            if number % 10 == 0:
                assert cast.app.test_cli_runner().invoke(args=["audit", "anchor"]).exit_code == 0
    longest = {whole: max(seconds) for whole, seconds in absences.items()}
    assert max(longest.values()) <= LONGEST_ABSENCE
    kept = require_whole(cast.app, load)
    assert load.seen["cut off"] > 0, "no kill met a request"
    assert Line(server, cast, "therapist").probe("/readyz") == 200
    name = kind_of_database(cast.app)
    record(f"figure: kills with -9 under load ({name})", kills)
    record(f"figure: kills with -9 under load, of those the whole server ({name})", len(absences[True]))
    record(f"figure: writes acknowledged around kills, all there once and whole ({name})", kept)
    record(f"figure: requests that a kill cut off in the middle, each sent again ({name})", load.seen["cut off"])
    for whole, words in ((True, "the whole server"), (False, "a worker or both")):
        told = f"figure: longest time from killing {words} to an acknowledged write, ms ({name})"
        record(told, round(longest[whole] * 1000))


def test_kills_lose_nothing_that_was_acknowledged(
    sqlite_app: Flask, house_server: Callable[[Flask], Housed], record_property: Record
) -> None:
    """A sample on one database; both in `test_two_hundred_kills`."""
    endure(*house_server(sqlite_app), 3, record_property)


@pytest.mark.verify
def test_two_hundred_kills(housed: Housed, record_property: Record) -> None:
    """A hundred on each kind of database."""
    endure(*housed, 100, record_property)
