"""Production starts with its own secrets only, and never serves the demo clinic or a foreign Host."""

from collections.abc import Callable

import pytest
from flask import Flask

from config import ConfigurationError, Production, configuration
from coordcare.accounts.models import Account
from coordcare.extensions import clock, transaction

SECRETS = {"SECRET_KEY": "s" * 64, "AUDIT_KEYS": "k:" + "ab" * 32, "SEALING_KEYS": "k:" + "cd" * 32}
SITE = "https://127.0.0.1"


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("missing", SECRETS)
def test_a_missing_secret_stops_the_start(secrets: None, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.delenv(missing)
    with pytest.raises(ConfigurationError, match=missing):
        configuration("production").values()


def test_a_short_secret_stops_the_start(secrets: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        configuration("production").values()


def test_an_unknown_configuration_stops_the_start() -> None:
    with pytest.raises(ConfigurationError, match="staging"):
        configuration("staging")


def test_the_demo_clinic_is_not_served(secrets: None, make_app: Callable[..., Flask]) -> None:
    app = make_app(config="production")
    with app.app_context(), transaction() as session:
        session.add(Account(email="admin@demo.example", name="Demo", is_admin=True, created_at=clock.now()))
    assert app.test_client().get("/sign-in", base_url=SITE).status_code == 503


def test_a_clean_database_is_served_to_its_own_host_only(secrets: None, make_app: Callable[..., Flask]) -> None:
    client = make_app(config="production").test_client()
    answer = client.get("/sign-in", base_url=SITE)
    assert answer.status_code == 200
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert "__Host-coordcare" in answer.headers["Set-Cookie"]
    assert client.get("/sign-in", base_url="https://evil.example").status_code == 400


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://care@db.example.org/care",
        "postgres://care@192.0.2.4/care?sslmode=require",
        "postgresql://care@db.example.org/care?sslmode=prefer",
        "postgresql:///care?host=db.example.org",
        "postgresql:///care?host=localhost,db.example.org",
        "postgresql://care@localhost/care?hostaddr=192.0.2.4",
    ],
)
def test_a_database_elsewhere_is_never_spoken_to_in_plain_text(
    secrets: None, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ConfigurationError, match="verify-full"):
        configuration("production").values()


def test_nor_is_it_as_its_owner(secrets: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://care@db.example.org/care?sslmode=verify-full")
    monkeypatch.setattr(Production, "DATABASE_OWNER_URL", "postgresql://owner@db.example.org/care")
    with pytest.raises(ConfigurationError, match="verify-full"):
        configuration("production").values()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://care@db.example.org/care?sslmode=verify-full",
        "postgresql://care@127.0.0.1:5432/care",
        "postgresql://care@[::1]/care",
        "postgresql:///care?host=/run/postgresql",
        "postgresql:///care",
        "sqlite:////srv/care.sqlite3",
    ],
)
def test_a_database_here_or_with_checked_tls_is_taken(secrets: None, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.delenv("PGHOST", raising=False)
    monkeypatch.setenv("DATABASE_URL", url)
    assert str(configuration("production").values()["SQLALCHEMY_DATABASE_URI"]).endswith(url.partition("://")[2])
