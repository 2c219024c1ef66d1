"""What a server gives away of itself, and what browsers are told, under the configuration of a real clinic."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Production
from coordcare.accounts.models import Account
from coordcare.extensions import db
from coordcare.serving import CONTENT_SECURITY_POLICY

SECRETS = {"SECRET_KEY": "s" * 64, "AUDIT_KEYS": "k:" + "ab" * 32, "SEALING_KEYS": "k:" + "cd" * 32}
SITE = "https://127.0.0.1"


@pytest.fixture
def production(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Flask:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    return make_app(config="production")


@pytest.fixture
def visitor(production: Flask) -> FlaskClient:
    return production.test_client()


def test_nothing_is_debugged_and_no_test_mode_is_on(production: Flask) -> None:
    assert (production.debug, production.testing) == (False, False)
    assert production.config["WTF_CSRF_ENABLED"] is not False
    assert not production.config.get("PROPAGATE_EXCEPTIONS")


def test_a_new_database_holds_no_account(production: Flask) -> None:
    with production.app_context():
        assert db.session.query(Account).count() == 0


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "DEBUG"])
@pytest.mark.parametrize("path", ["/", "/sign-in", "/static/css/base.css", "/healthz"])
def test_odd_methods_are_refused_and_nothing_comes_back(visitor: FlaskClient, method: str, path: str) -> None:
    answer = visitor.open(path, method=method, base_url=SITE, headers={"X-Sent": "planted-in-a-header"})
    assert answer.status_code == 405
    assert "planted-in-a-header" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.git/HEAD",
        "/.env",
        "/config.py",
        "/instance/production.sqlite3",
        "/static/",
        "/static/css/",
        "/static/vendor/",
        "/static/../config.py",
        "/static/..%2fconfig.py",
        "/static/%2e%2e/%2e%2e/config.py",
        "/static//etc/passwd",
        "/docs",
        "/swagger.json",
        "/openapi.json",
        "/console",
        "/server-status",
    ],
)
def test_neither_sources_nor_lists_of_files_nor_documents_are_served(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path, base_url=SITE)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


def test_no_other_site_may_read_an_answer(visitor: FlaskClient) -> None:
    for path in ("/", "/sign-in", "/healthz", "/static/css/base.css"):
        for method in ("GET", "OPTIONS"):
            asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
            answer = visitor.open(path, method=method, base_url=SITE, headers=asked)
            assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")], path
            answer.close()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/sign-in", "text/html; charset=utf-8"),
        ("/nothing-here", "text/html; charset=utf-8"),
        ("/healthz", "application/json"),
        ("/static/css/base.css", 'text/css; charset="utf-8"'),
        ("/static/js/page.js", 'text/javascript; charset="utf-8"'),
        ("/static/img/favicon.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_every_answer_says_what_it_is(visitor: FlaskClient, path: str, expected: str) -> None:
    answer = visitor.get(path, base_url=SITE)
    assert answer.headers["Content-Type"] == expected
    answer.close()


def test_https_is_asked_for_two_years_and_for_every_name_below(visitor: FlaskClient) -> None:
    asked = visitor.get("/sign-in", base_url=SITE).headers["Strict-Transport-Security"]
    assert asked == "max-age=63072000; includeSubDomains"
    assert 63072000 == 2 * 365 * 24 * 3600


def test_the_content_policy_trusts_nothing_but_our_own_files() -> None:
    told = dict(part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";"))
    for directive in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert told[directive] == "'none'", directive
    assert told["script-src"] == told["style-src"] == told["connect-src"] == told["form-action"] == "'self'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY and "http" not in CONTENT_SECURITY_POLICY


def test_every_cookie_has_a_name_that_binds_it() -> None:
    """Also those that only somebody signed in is given."""
    names = {getattr(Production, name) for name in dir(Production) if name.endswith("_COOKIE_NAME")}
    assert {"__Host-coordcare", "__Host-theme", "__Host-shortcuts"} <= names
    assert all(name.startswith("__Host-") for name in names)


def test_every_cookie_is_bound_to_this_host_and_to_https(visitor: FlaskClient) -> None:
    token = visitor.get("/sign-in", base_url=SITE).text.split('name="csrf-token" content="')[1].split('"')[0]
    sent = {"theme": "dark", "csrf_token": token}
    answer = visitor.post("/account/theme", base_url=SITE, data=sent, headers={"Referer": f"{SITE}/sign-in"})
    cookies = [*visitor.get("/sign-in", base_url=SITE).headers.getlist("Set-Cookie")]
    cookies += answer.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} >= {"__Host-theme"}
    fresh = visitor.application.test_client().get("/sign-in", base_url=SITE).headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in fresh} == {"__Host-coordcare"}
    for cookie in [*cookies, *fresh]:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts, cookie
        assert not [part for part in parts if part.startswith("domain")], cookie
    assert 'data-theme="dark"' in visitor.get("/sign-in", base_url=SITE).text
