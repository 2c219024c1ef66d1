"""Fixtures for every test. `app` and `client` run a test on both databases; see README.md, Tests."""

import gc
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext

from coordcare import create_app
from coordcare.extensions import db
from tests import cluster
from tests.browsing import FLAGS, Server, Watch, system_browser
from tests.cast import Cast
from tests.databases import KINDS, Databases, makers
from tests.rows import two_patients

RUN = "COORDCARE_TEST_RUN"
CONTEXT = {
    "locale": "en-US",
    "timezone_id": "America/New_York",
    "reduced_motion": "reduce",
    "viewport": {"width": 1280, "height": 900},
}


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run = cluster.open_run()
        alive = cluster.hold(run / "alive.lock")
        os.environ[RUN] = str(run)
        config.add_cleanup(lambda: cluster.close_run(run, alive))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures that tests reported, added up: `record_property("figure: what", number)`."""
    figures: dict[str, int] = {}
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        if getattr(report, "when", None) == "call":
            for name, value in report.user_properties:
                if name.startswith("figure: "):
                    figures[name] = figures.get(name, 0) + value
    for name, value in sorted(figures.items()):
        terminalreporter.write_line(f"{name.removeprefix('figure: ')}: {value}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_collection_finish() -> None:
    """Leave what is loaded out of every search for garbage, and search less often: a sixth of the processor."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


class House:
    """The databases and applications of this process.

    One application for each kind of database serves all tests, each of which finds a new database
    behind it: making the application anew would compile every template again.
    """

    def __init__(self, run: Path, worker: str) -> None:
        self._makers = makers(run, worker)
        self._databases: dict[str, Databases] = {}
        self._apps: dict[str, Flask] = {}

    def databases(self, kind: str) -> Databases:
        if kind not in self._databases:
            problem = None
            try:
                self._databases[kind] = self._makers[kind]()
            except cluster.ClusterError as error:
                problem = str(error)
            if problem:
                pytest.fail(problem, pytrace=False)
        return self._databases[kind]

    def lend(self, kind: str) -> Iterator[Flask]:
        url = self.databases(kind).fresh("main")
        if kind not in self._apps:
            self._apps[kind] = create_app("testing", SQLALCHEMY_DATABASE_URI=url)
        app = self._apps[kind]
        before = dict(app.config)
        yield app
        app.config.clear()
        app.config.update(before)
        release(app)

    def close(self) -> None:
        for databases in self._databases.values():
            databases.close()


def release(app: Flask) -> None:
    """Give back every connection, so that the database can be replaced."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def house(worker_id: str) -> Iterator[House]:
    house = House(Path(os.environ[RUN]), worker_id)
    yield house
    house.close()


@pytest.fixture(params=KINDS)
def app(house: House, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application over a new migrated database; the test runs once on each kind."""
    yield from house.lend(request.param)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sqlite_app(house: House) -> Iterator[Flask]:
    """The application over SQLite only, for a test that the kind of database cannot change."""
    yield from house.lend("sqlite")


@pytest.fixture
def pair(sqlite_app: Flask) -> Iterator[Cast]:
    """Two patients with teams, and a request in which queries are asked: for rows written by `tests.rows`."""
    with two_patients(sqlite_app) as cast:
        yield cast


@pytest.fixture
def postgresql_app(house: House) -> Iterator[Flask]:
    """The application over PostgreSQL only."""
    yield from house.lend("postgresql")


@pytest.fixture
def make_app(house: House) -> Iterator[Callable[..., Flask]]:
    """Makes applications of the test's own: make_app(kind="sqlite", config="testing", **overrides)."""
    made: list[Flask] = []

    def make(kind: str = "sqlite", config: str = "testing", **overrides: Any) -> Flask:
        url = house.databases(kind).fresh(f"own_{len(made)}")
        made.append(create_app(config, **{"SQLALCHEMY_DATABASE_URI": url, **overrides}))
        return made[-1]

    yield make
    for app in made:
        release(app)


@pytest.fixture(params=KINDS)
def empty_database(house: House, request: pytest.FixtureRequest) -> str:
    """The address of a database without tables, for tests of the migrations; once on each kind."""
    return house.databases(request.param).empty("empty")


@pytest.fixture
def server(sqlite_app: Flask) -> Iterator[Server]:
    """The application (`server.app`) on a real port (`server.url`), for browsers."""
    server = Server(sqlite_app)
    sqlite_app.config["PUBLIC_URL"] = server.url
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def base_url() -> None:
    """None for all: each context gets its own test's server. (The plugin's own fixture warns.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    args = {**browser_type_launch_args, "args": FLAGS}
    found = system_browser()
    return {**args, "executable_path": found} if found else args


@pytest.fixture
def watch() -> Watch:
    """What the pages said; `watch.allow("status of 404")` expects a message."""
    return Watch()


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], server: Server, watch: Watch
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts (one for each person) on this test's server, all of them watched.

    Takes Playwright's options, such as color_scheme="dark" or java_script_enabled=False.
    """

    def make(**options: Any) -> BrowserContext:
        context = new_context(**{**CONTEXT, "base_url": server.url, **options})
        watch.attach(context)
        return context

    yield make
    unexpected = watch.unexpected()
    if unexpected:
        pytest.fail("The pages reported:\n" + "\n".join(unexpected), pytrace=False)
