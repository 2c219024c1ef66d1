"""The cast on both databases, with the token switched off, and a patient with something to review."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.cast import Cast, gather
from tests.review.reviewing import write_course


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    cast = gather(app)
    with cast.without_csrf():
        yield cast


@pytest.fixture
def reviewed(cast: Cast) -> Cast:
    """Amara has a course of two sessions, four scores, sertraline, and a life event."""
    write_course(cast)
    return cast
