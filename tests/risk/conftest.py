"""The cast on both databases, with the token switched off."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.cast import Cast, gather


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    cast = gather(app)
    with cast.without_csrf():
        yield cast


@pytest.fixture
def amara(cast: Cast) -> int:
    return cast.patients["Amara Osei"]
