"""What a request only reads: PostgreSQL refuses a write there, and keeps the plans of what was asked."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from bench.generate import fill
from coordcare.extensions import db, transaction
from tests.cast import Cast

WRITE = text("UPDATE audit_head SET seq = seq WHERE chain = ''")
# psycopg prepares a statement that it has run five times; the statements of a page are more than this.
VISITS = 7
PLANNED_AT_LEAST = 15


def test_a_write_outside_an_action_is_refused(postgresql_app: Flask) -> None:
    with postgresql_app.test_request_context():
        with transaction() as session:
            session.execute(WRITE)
        with pytest.raises(InternalError, match="read-only"):
            db.session.execute(WRITE)


def test_a_page_is_not_planned_anew_each_time(postgresql_app: Flask) -> None:
    with postgresql_app.app_context():
        fill(300)
    client = Cast(postgresql_app, {"psychiatrist": 1}, {}).client("psychiatrist")
    for _ in range(VISITS):
        assert client.get("/patients/1/timeline").status_code == 200
    with postgresql_app.app_context():
        kept = db.session.execute(text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT%'"))
        assert kept.scalar_one() >= PLANNED_AT_LEAST
