"""One demo clinic for all tests that only read it, and one fresh for each that needs its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from coordcare import create_app
from coordcare.demo.actions import settle
from tests.conftest import House, release


@pytest.fixture(scope="session")
def clinic_app(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a settled demo clinic. Nobody writes to it, but reads of its pages are recorded."""
    app = create_app(
        "testing",
        DEMO=True,
        SQLALCHEMY_DATABASE_URI=house.databases("sqlite").fresh("demo_clinic"),
        AUDIT_ANCHOR_FILE=str(tmp_path_factory.mktemp("demo") / "anchors.jsonl"),
    )
    with app.app_context():
        assert settle()
    yield app
    release(app)


@pytest.fixture
def demo(clinic_app: Flask) -> Iterator[Flask]:
    """The settled clinic, inside an application context."""
    with clinic_app.app_context():
        yield clinic_app


@pytest.fixture
def empty(app: Flask, tmp_path: Path) -> Flask:
    """An empty database under the Demo configuration's mark, on each kind of database."""
    app.config["DEMO"] = True
    app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "anchors.jsonl")
    return app
