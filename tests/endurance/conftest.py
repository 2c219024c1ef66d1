"""The real server over a test's database, and people who write."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast, gather
from tests.endurance.processes import EnduringServer

Housed = tuple[EnduringServer, Cast]


def kind_of_database(app: Flask) -> str:
    return app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0].partition("+")[0]


@pytest.fixture
def house_server(tmp_path: Path) -> Iterator[Callable[[Flask], Housed]]:
    """Starts gunicorn over the database of an application, with a cast in it."""
    servers: list[EnduringServer] = []

    def start(app: Flask) -> Housed:
        app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "anchors.jsonl")
        cast = gather(app)
        servers.append(EnduringServer(app, tmp_path))
        servers[-1].start()
        return servers[-1], cast

    yield start
    for server in servers:
        server.kill()


@pytest.fixture
def housed(app: Flask, house_server: Callable[[Flask], Housed]) -> Housed:
    """Gunicorn over the database of `app`, once on each kind."""
    return house_server(app)
