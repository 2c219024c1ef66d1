"""The real server over a test's database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.timeline.real_server import RealServer


@pytest.fixture
def real_server(app: Flask, tmp_path: Path) -> Iterator[RealServer]:
    """Gunicorn over the database of `app`, once on each kind."""
    server = RealServer(app, tmp_path)
    server.start()
    yield server
    server.kill()
