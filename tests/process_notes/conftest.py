"""A therapist and a psychiatrist of one team, who both may keep private notes, and everybody who may not."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import cast as people
from tests.cast import Cast


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    cast = people.gather(app)
    with cast.without_csrf():
        yield cast
