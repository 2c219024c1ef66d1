"""The settings on which it hangs that what was acknowledged stands, and that nobody waits for minutes."""

from flask import Flask

from coordcare.extensions import CONNECT_SECONDS, db


def test_sqlite_waits_for_the_disk_before_it_says_done(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), db.engine.connect() as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode")}
    assert told == {"synchronous": 2, "journal_mode": "wal"}


def test_a_connection_to_postgresql_waits_for_the_disk_and_not_for_long(postgresql_app: Flask) -> None:
    with postgresql_app.app_context(), db.engine.connect() as connection:
        of_its_own = (
            "SELECT setting FROM pg_settings WHERE name = 'synchronous_commit' AND source IN ('client', 'session')"
        )
        assert connection.exec_driver_sql(of_its_own).scalar() is None, "it is the clinic's server that decides"
        dialed = connection.connection.dbapi_connection.info.get_parameters()  # type: ignore[union-attr]
    assert dialed["connect_timeout"] == str(CONNECT_SECONDS)
