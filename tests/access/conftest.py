"""The stage of the matrix on both databases, and the count of its checks."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from coordcare.extensions import clock
from tests.access.clinic import ASKED
from tests.access.stage import Stage
from tests.conftest import House

CHECKS = "figure: access matrix, live checks"
_STAGES = pytest.StashKey[dict[str, Stage]]()


def set_stage(app: Flask, house: House, config: pytest.Config, *, in_place: bool = True) -> Iterator[Stage]:
    stages = config.stash.setdefault(_STAGES, {})
    kind = "sqlite" if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
    if kind not in stages:
        stages[kind] = Stage(app, house.databases(kind))
    with stages[kind].set(in_place=in_place) as stage, clock.at(ASKED):
        yield stage


@pytest.fixture
def stage(app: Flask, house: House, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The clinic as it was built, in the application's database, a minute later; once on each kind."""
    yield from set_stage(app, house, request.config)


@pytest.fixture
def sqlite_stage(sqlite_app: Flask, house: House, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The same over SQLite only."""
    yield from set_stage(sqlite_app, house, request.config)


@pytest.fixture
def logged_stage(sqlite_app: Flask, house: House, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The same over SQLite with its write-ahead log, as it is served: for who looks into the files."""
    yield from set_stage(sqlite_app, house, request.config, in_place=False)


@pytest.fixture
def postgresql_stage(postgresql_app: Flask, house: House, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The same over PostgreSQL only."""
    yield from set_stage(postgresql_app, house, request.config)


@pytest.fixture
def done(record_property: Any) -> Any:
    """Call it with the number of live checks of a test."""
    return lambda count: record_property(CHECKS, count)
