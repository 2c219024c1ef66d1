"""The clinic is put back under open connections, and nobody goes on with what they remember."""

import sqlite3

import pytest

from coordcare.extensions import db
from tests.access.stage import Stage

NAME = "SELECT preferred_name FROM patient WHERE id = :patient"


def rename(connection: sqlite3.Connection, stage: Stage, name: str) -> None:
    connection.execute("UPDATE patient SET preferred_name = ? WHERE id = ?", (name, stage.clinic.amara))
    connection.commit()


def test_all_connections_see_the_clinic_as_it_was(sqlite_stage: Stage) -> None:
    """Also one that remembers pages of another life of the file, in which as many changes were made."""
    stage, before = sqlite_stage, sqlite_stage.data()
    one, other = (sqlite3.connect(stage.url.database or "") for _ in range(2))
    names = []
    for writer, reader, name in ((one, other, "First"), (other, one, "Second"), (one, other, "Third")):
        rename(writer, stage, name)
        names.append(reader.execute(NAME, {"patient": stage.clinic.amara}).fetchone()[0])
        assert not stage.untouched()
        assert stage.data()["patient"] != before["patient"]
        stage.restore()
        assert stage.untouched()
        assert stage.data() == before
        assert [row[0] for row in reader.execute("PRAGMA integrity_check")] == ["ok"]
    one.close()
    other.close()
    assert names == ["First", "Second", "Third"]


def test_a_file_that_grew_is_put_back(sqlite_stage: Stage) -> None:
    connection = sqlite3.connect(sqlite_stage.url.database or "")
    connection.execute("CREATE TABLE filler AS SELECT zeroblob(4000000) AS filled")
    connection.commit()
    sqlite_stage.restore()
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'filler'").fetchone() == (0,)
    connection.close()
    assert sqlite_stage.untouched()


def test_nothing_is_put_back_under_somebody_who_reads(sqlite_stage: Stage) -> None:
    with sqlite_stage.app.app_context(), db.engine.connect(), pytest.raises(RuntimeError, match="in use"):
        sqlite_stage.restore()


def test_postgresql_is_put_back_after_any_write(postgresql_stage: Stage) -> None:
    stage, before = postgresql_stage, postgresql_stage.digest()
    stage.clinic.browser("therapist").get("/no-such-page")
    with stage.app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE patient SET preferred_name = 'Renamed'")
    assert not stage.untouched()
    assert stage.digest() != before
    stage.restore()
    assert stage.digest() == before
