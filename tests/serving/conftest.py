"""One real gunicorn for all tests that only ask it."""

from collections.abc import Iterator

import pytest

from tests.conftest import House
from tests.serving.gunicorn import TOKEN, Served, serve


@pytest.fixture(scope="session")
def served(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """CoordCare under Production, started with the configuration in deploy/."""
    folder = tmp_path_factory.mktemp("served")
    with serve(folder, house.databases("sqlite").fresh("served"), METRICS_TOKEN=TOKEN) as server:
        yield server
