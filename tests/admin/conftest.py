"""The cast, an admin's browser, and the trail as it grew."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.accounts.conftest import Browser, happenings
from tests.cast import Cast, gather


@pytest.fixture
def cast(app: Flask) -> Cast:
    return gather(app)


@pytest.fixture
def admin(cast: Cast) -> Browser:
    return Browser(cast.client("admin"))


@pytest.fixture
def trail(app: Flask) -> Callable[[], list[tuple[str, str, str | None]]]:
    """Calls for what has happened so far."""
    return lambda: happenings(app)
