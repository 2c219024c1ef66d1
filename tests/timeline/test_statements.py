"""Statements that are made once find what SQLAlchemy finds: the same values of the same types under the same names."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Select, bindparam, column, func, select, table, text
from sqlalchemy.exc import InvalidRequestError, OperationalError, ProgrammingError

from bench.generate import fill
from coordcare import statements
from coordcare.access import membership
from coordcare.access.policy import Discipline
from coordcare.accounts.models import Account
from coordcare.columns import UtcDateTime
from coordcare.extensions import NOW, clock, db, fetch, fetch_one
from tests.cast import Cast

PAGES = (
    "/patients/1/timeline",
    "/patients/1/medication",
    "/patients/1/measures",
    "/patients/1/risk",
    "/patients/1/team",
    "/patients/1/review",
    "/patients/1/course",
    "/",
    "/caseload",
    "/follow-up",
    "/monitoring",
)
DIFFERENT_STATEMENTS = 20
# What a function without a label is called by SQLAlchemy: taken by its place.
UNNAMED = {"count_1"}


def _told(rows: Any) -> list[list[tuple[type, Any]]]:
    return [[(type(value), value) for value in row] for row in rows]


def test_pages_find_what_sqlalchemy_finds(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: set[Select[Any]] = set()
    types: set[type] = set()
    run = statements.Prepared.run

    def both(self: statements.Prepared, connection: Connection, values: Mapping[str, Any]) -> Any:
        if not isinstance(self.statement, Select):
            return run(self, connection, values)  # twice would be two events of the trail: test_writes.py
        ours, theirs = run(self, connection, values), connection.execute(self.statement, values).all()
        assert _told(ours) == _told(theirs), str(self.statement)
        if theirs:
            compared.add(self.statement)
            types.update(type(value) for row in ours for value in row)
            assert set(theirs[0]._fields) - set(ours[0]._fields) <= UNNAMED, str(self.statement)
        return ours

    with app.app_context():
        fill(300)
    cast = Cast(app, {"psychiatrist": 1, "therapist": 1, "coordinator": 1}, {})
    monkeypatch.setattr(statements.Prepared, "run", both)
    for name in ("psychiatrist", "therapist", "coordinator"):
        client = cast.client(name)
        assert {client.get(page).status_code for page in PAGES} <= {200, 403, 404}
    assert len(compared) >= DIFFERENT_STATEMENTS
    assert types >= {int, str, bool, date, datetime, Decimal, list, type(None)}


def test_the_time_is_asked_at_each_run(app: Flask) -> None:
    asked = select(NOW.label("at"), bindparam("word", "kept").label("word"))
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with app.app_context():
        for at in (moment, moment + timedelta(days=1)):
            with clock.at(at):
                (row,) = fetch(asked)
                assert (row.at, row.word) == (at, "kept")


def test_values_pass_through_their_types(app: Flask) -> None:
    """SQLite compares instants as texts: one written unlike the column would come before or after itself."""
    at, given = datetime(2026, 3, 1, 12, tzinfo=UTC), bindparam("given", type_=UtcDateTime)
    many = bindparam("many", expanding=True, type_=UtcDateTime)
    made = Account.__table__.c.created_at
    with clock.at(at):
        one, _other = staff(app)
    by_value = select(Account.__table__.c.id).where(made <= given, made >= NOW, made.in_(many), Account.id == one)
    constant = select(Account.__table__.c.id).where(made <= at, made >= NOW, made.in_([at]), Account.id == one)
    with app.app_context(), clock.at(at):
        assert [row.id for row in fetch(by_value, given=at, many=[at])] == [one]
        assert [row.id for row in fetch(constant)] == [one]


def test_a_list_may_be_of_any_length(app: Flask) -> None:
    asked = select(Account.__table__.c.id).where(Account.id.in_(bindparam("ids", expanding=True)))
    known = staff(app)
    with app.app_context():
        for ids in ([], known[:1], known):
            assert sorted(row.id for row in fetch(asked, ids=ids)) == sorted(ids)


def test_what_is_given_may_differ_from_time_to_time(app: Flask) -> None:
    """A statement that is asked again with another tuple, in another order, or with a value for what it asks itself."""
    ids, names = bindparam("ids", expanding=True), bindparam("names", expanding=True)
    asked = select(Account.__table__.c.id).where(Account.id.in_(ids), Account.name.in_(names))
    least = bindparam("least", type_=Account.__table__.c.id.type, callable_=lambda: 0)
    from_least = select(Account.__table__.c.id).where(Account.id >= least)
    known = staff(app)
    with app.app_context():
        told = [db.session.get_one(Account, one).name for one in known]
        assert len(fetch(asked, ids=known, names=told)) == len(fetch(asked, names=told, ids=known)) == len(known)
        assert [len(fetch(asked, ids=tuple(known[:count]), names=told)) for count in (2, 0, 1)] == [2, 0, 1]
        everybody = len(fetch(from_least))
        assert [len(fetch(from_least, least=known[-1])), len(fetch(from_least))] == [1, everybody]


def test_a_constant_list_stays_what_it_was(app: Flask) -> None:
    kept = staff(app)[1:]
    asked = select(Account.__table__.c.id).where(Account.id.in_(kept), Account.id >= bindparam("least"))
    with app.app_context():
        assert [row.id for row in fetch(asked, least=0)] == kept
        assert fetch_one(asked, least=kept[0] + 1) is None


def test_a_value_that_is_missing_is_an_error(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(InvalidRequestError):
            fetch(membership._ON_TEAM, patient=1)
        assert fetch(membership._ON_TEAM, patient=1, account=1) == []
        with pytest.raises(InvalidRequestError):
            fetch(membership._ON_TEAM, patient=1)


def test_an_error_is_told_as_sqlalchemy_tells_it(app: Flask) -> None:
    missing = select(column("word")).select_from(table("no_such_table", column("word")))
    with app.app_context():
        with pytest.raises((OperationalError, ProgrammingError)) as ours:
            fetch(missing)
        db.session.rollback()
        with pytest.raises(type(ours.value)) as theirs:
            db.session.connection().execute(missing)
        db.session.rollback()
    assert type(ours.value.orig) is type(theirs.value.orig)
    assert fetch_works(app)


def test_a_connection_that_is_lost_is_given_up(postgresql_app: Flask) -> None:
    asked = select(func.count()).select_from(Account.__table__)
    with postgresql_app.app_context():
        fetch(asked)
        (backend,) = db.session.execute(text("SELECT pg_backend_pid()")).scalars()
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:backend)"), {"backend": backend})
        with pytest.raises(OperationalError) as lost:
            fetch(asked)
        assert lost.value.connection_invalidated
        db.session.rollback()
    assert fetch_works(postgresql_app)


def staff(app: Flask) -> list[int]:
    """Two accounts."""
    cast = Cast(app)
    return [cast.hire(name, Discipline.THERAPIST) for name in ("one", "other")]


def fetch_works(app: Flask) -> bool:
    with app.app_context():
        return fetch(select(func.count()).select_from(Account.__table__)) != []
