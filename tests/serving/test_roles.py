"""On PostgreSQL the application's role owns nothing: neither its triggers nor its own rights are in its hands."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from coordcare import privileges
from coordcare.audit import verification
from coordcare.backup import actions as archives
from coordcare.demo.actions import settle
from coordcare.extensions import db
from coordcare.process_notes.actions import rotate
from tests.cast import PASSWORD, Cast, gather
from tests.conftest import House, release
from tests.process_notes.writing import write as write_private_note
from tests.serving.roles import Roles, migrated, two_roles
from tests.serving.test_production import SECRETS, SITE

KEPT = ("audit_event", "timeline_entry", "life_event", "entry_addendum", "entry_retraction", "sealed_body")
NEVER_CHANGED = ("audit_event", "life_event", "entry_addendum", "entry_retraction", "document_version")
OWNERS_ONLY = (
    "ALTER TABLE audit_event DISABLE TRIGGER USER",
    "ALTER TABLE audit_event DISABLE TRIGGER refuse_update_audit_event",
    "DROP TRIGGER refuse_update_audit_event ON audit_event",
    "DROP FUNCTION refuse_update_audit_event() CASCADE",
    "CREATE OR REPLACE FUNCTION refuse_update_audit_event() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    "CREATE FUNCTION of_mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP TABLE audit_event CASCADE",
    "ALTER TABLE audit_event RENAME TO lost",
    "ALTER TABLE audit_event OWNER TO CURRENT_USER",
    "CREATE TABLE made_up (id int)",
    "CREATE TEMP TABLE audit_event (id int)",
    "CREATE INDEX made_up ON audit_event (id)",
    "CREATE TRIGGER made_up BEFORE UPDATE ON account EXECUTE FUNCTION refuse_update_audit_event()",
    "UPDATE alembic_version SET version_num = version_num",
    "SET session_replication_role = 'replica'",
)


@pytest.fixture
def roles(house: House) -> Iterator[Roles]:
    with two_roles(house.databases("postgresql"), "roles") as roles:
        yield roles


@pytest.fixture
def apart(roles: Roles, tmp_path: Path) -> Iterator[Flask]:
    """The application under its own role, over tables of the owner's."""
    app = roles.app(AUDIT_ANCHOR_FILE=str(tmp_path / "anchors.jsonl"), TICK_FILE=str(tmp_path / "tick"))
    yield migrated(app)
    release(app)


@pytest.fixture
def cast(apart: Flask) -> Iterator[Cast]:
    cast = gather(apart)
    with cast.without_csrf():
        yield cast


def life_event(cast: Cast, key: str, action: str = "sign") -> str:
    """The address of an entry of the therapist's."""
    fields = {"text": "Lost the flat.", "category": "loss", "impact": "mixed", "happened_on": "2026-01-05"}
    form = {**fields, "submission_key": key, "action": action}
    answer = cast.client("therapist").post(f"/patients/{cast.patients['Amara Osei']}/entries/new/life_event", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def refused(engine: Engine, statement: str) -> BaseException:
    """Why the database refuses a statement, which is undone; fails if it does not."""
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.exec_driver_sql(statement)
    return caught.value


def forbidden(error: BaseException) -> bool:
    return isinstance(error, ProgrammingError) and "InsufficientPrivilege" in type(error.orig).__name__


def test_the_applications_role_may_not_change_what_is_kept(apart: Flask, cast: Cast) -> None:
    life_event(cast, "kept")
    with apart.app_context():
        for table in NEVER_CHANGED:
            column = db.metadata.tables[table].primary_key.columns.keys()[0]
            assert forbidden(refused(db.engine, f"UPDATE {table} SET {column} = {column}")), table
        for table in KEPT:
            assert forbidden(refused(db.engine, f"TRUNCATE {table} CASCADE")), table
        assert forbidden(refused(db.engine, "DELETE FROM audit_event"))
        assert forbidden(refused(db.engine, "DELETE FROM audit_head"))


def test_what_it_should_never_be_given_is_refused_by_triggers_too(apart: Flask, cast: Cast, roles: Roles) -> None:
    life_event(cast, "kept")
    with apart.app_context():
        with privileges.owner().begin() as owner:
            owner.exec_driver_sql(f'GRANT ALL ON ALL TABLES IN SCHEMA public TO "{roles.application}"')
        for engine in (db.engine, privileges.owner()):
            for statement in ("UPDATE audit_event SET seq = seq", "DELETE FROM audit_event", "TRUNCATE audit_event"):
                error = refused(engine, statement)
                assert isinstance(error, IntegrityError) and "append-only" in str(error.orig), statement


def test_nothing_of_the_owners_is_in_its_hands(apart: Flask, roles: Roles) -> None:
    with apart.app_context():
        owner = privileges.owner()
        for statement in (*OWNERS_ONLY, f'SET ROLE "{owner.url.username}"'):
            assert forbidden(refused(db.engine, statement)), statement
        with owner.connect() as connection:  # the very statements are in order, and the owner's to give
            for statement in OWNERS_ONLY[:3]:
                connection.exec_driver_sql(statement)
            connection.rollback()


def test_every_table_can_be_read_and_only_what_is_needed_done(apart: Flask) -> None:
    with apart.app_context(), db.engine.connect() as connection:
        query = (
            "SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) "
            "FROM information_schema.role_table_grants WHERE grantee = current_user GROUP BY table_name"
        )
        rights = dict(connection.exec_driver_sql(query).all())
    assert set(rights) == {*db.metadata.tables, "alembic_version"}
    assert rights["audit_event"] == rights["document_version"] == rights["entry_retraction"] == "INSERT SELECT"
    assert rights["audit_head"] == "INSERT SELECT UPDATE"
    assert rights["life_event"] == rights["entry_addendum"] == "DELETE INSERT SELECT", "a recall takes the row away"
    assert rights["account"] == rights["entry_draft"] == "DELETE INSERT SELECT UPDATE"
    assert rights["alembic_version"] == "SELECT"
    assert not any(re.search("TRUNCATE|TRIGGER|REFERENCES", words) for words in rights.values())


def test_the_application_works_end_to_end(apart: Flask, cast: Cast, roles: Roles, tmp_path: Path) -> None:
    signed_in = apart.test_client().post("/sign-in", data={"email": "therapist@test.example", "password": PASSWORD})
    assert (signed_in.status_code, signed_in.location) == (303, "/")
    draft = life_event(cast, "draft", "save")
    assert cast.client("therapist").get(draft).status_code == 200
    signed = life_event(cast, "signed").partition("?")[0]
    author = cast.client("therapist")
    assert author.post(f"{signed}/recall").status_code == 303
    other = life_event(cast, "withheld").partition("?")[0]
    withheld = author.post(f"{other}/retract", data={"reason": "wrong_patient", "submission_key": "r"})
    assert withheld.status_code == 303, withheld.text
    write_private_note(cast)
    run = apart.test_cli_runner()
    for command in (["tick"], ["audit", "anchor"], ["audit", "verify"]):
        result = run.invoke(args=command)
        assert result.exit_code == 0, result.output
    apart.config["PROCESS_NOTE_KEYS"] = "new:" + "d4" * 32 + "," + apart.config["PROCESS_NOTE_KEYS"]
    with apart.app_context():
        assert rotate() == (1, 0)
        assert not verification.verify().faults


def test_a_backup_of_the_one_role_is_restored_by_the_other(
    apart: Flask, cast: Cast, house: House, tmp_path: Path
) -> None:
    life_event(cast, "kept")
    with apart.app_context():
        manifest = archives.backup(tmp_path / "clinic.backup")
    with two_roles(house.databases("postgresql"), "restored") as elsewhere:
        app = elsewhere.app(AUDIT_ANCHOR_FILE=str(tmp_path / "anchors.jsonl"))
        with app.app_context():
            restored, report = archives.restore(tmp_path / "clinic.backup")
            assert restored.tables == manifest.tables and not report.faults
            assert forbidden(refused(db.engine, "DELETE FROM audit_event"))
            with db.engine.connect() as connection:
                assert not privileges.owns_tables(connection)
        release(app)


def test_production_serves_only_tables_of_another_role(
    roles: Roles, monkeypatch: pytest.MonkeyPatch, make_app: Callable[..., Flask]
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    own = make_app("postgresql", "production")
    answer = own.test_client().get("/readyz", base_url=SITE)
    assert answer.status_code == 503 and "owns the tables" in answer.text
    apart = migrated(roles.app("production"))
    assert apart.test_client().get("/readyz", base_url=SITE).status_code == 200
    release(apart)


def test_a_member_of_the_owner_counts_as_the_owner(apart: Flask, roles: Roles, house: House) -> None:
    """A right by membership would do as well as a right of its own, so it is found too."""
    with apart.app_context():
        owner = privileges.owner().url.username
        with db.engine.connect() as connection:
            assert not privileges.owns_tables(connection)
        house.databases("postgresql").admin.execute(f'GRANT "{owner}" TO "{roles.application}"')  # type: ignore[attr-defined]
        with db.engine.connect() as connection:
            assert privileges.owns_tables(connection)


@pytest.mark.verify
def test_the_demo_clinic_lives_under_the_applications_role(apart: Flask) -> None:
    """Every kind of entry, item, document and assignment, written without one right too few."""
    apart.config["DEMO"] = True
    with apart.app_context():
        assert settle()
        assert not verification.verify().faults
