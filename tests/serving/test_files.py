"""The files the application makes are their owner's, and withheld words do not stay in them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

import config
from coordcare import create_app
from coordcare.audit import verification
from coordcare.extensions import db, forget_deleted_pages, transaction
from tests.conftest import release

WORDS = "withheld-words-of-nobody"


@pytest.fixture
def careless() -> Iterator[None]:
    """A process that would let everybody read what it makes."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("careless")
def test_what_is_made_is_readable_by_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "instance"
    monkeypatch.setattr(config, "INSTANCE", folder)
    for name in ("DATABASE_URL", "AUDIT_KEYS", "SEALING_KEYS"):
        monkeypatch.delenv(name, raising=False)
    app = create_app("development", AUDIT_ANCHOR_FILE=str(folder / "kept" / "anchors.jsonl"))
    with app.app_context():
        upgrade()
        verification.anchor()
        made = {path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777 for path in folder.rglob("*")}
    release(app)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert made.pop("kept") == 0o700
    assert {"development.sqlite3", "kept/anchors.jsonl", "local-secrets.json"} <= set(made)
    assert set(made.values()) == {0o600}, made


def _left(folder: Path, name: str) -> bool:
    return any(WORDS.encode() in path.read_bytes() for path in folder.glob(f"{name}*"))


def test_deleted_words_leave_the_log(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        path = Path(str(db.engine.url.database))
        for statement in (
            "CREATE TABLE told (words TEXT)",
            f"INSERT INTO told VALUES ('{WORDS}')",
            "DELETE FROM told",
        ):
            with transaction() as session:
                session.execute(text(statement))
        assert _left(path.parent, path.name)
        db.session.execute(text("SELECT 1 FROM told")).all()  # this request reads on
        assert forget_deleted_pages()
        assert not _left(path.parent, path.name)


def test_a_reader_keeps_the_log_and_that_is_said(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), db.engine.connect() as reader:
        reader.execute(text("SELECT count(*) FROM account")).all()
        with transaction() as session:
            session.execute(text("CREATE TABLE told (words TEXT)"))
        assert not forget_deleted_pages()
        reader.rollback()
        assert forget_deleted_pages()


def test_the_log_is_not_emptied_inside_an_action(app: Flask) -> None:
    with app.app_context():
        assert forget_deleted_pages()
        with transaction(), pytest.raises(RuntimeError):
            forget_deleted_pages()
