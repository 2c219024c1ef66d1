"""The cast on both databases, with somebody who may configure the clinic."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coordcare.accounts.models import Account
from coordcare.extensions import transaction
from tests.cast import Cast, gather


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    cast = gather(app)
    with cast.app.app_context(), transaction() as session:
        for name in ("psychologist", "psychiatrist"):
            session.get_one(Account, cast.accounts[name]).can_configure = True
    with cast.without_csrf():
        yield cast


@pytest.fixture
def configurer(cast: Cast) -> FlaskClient:
    return cast.client("psychologist")
