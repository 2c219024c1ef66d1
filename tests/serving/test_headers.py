"""Every answer has its headers, whoever gives it: a page, a refusal, WhiteNoise or the router."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from coordcare.serving import HEADERS


def _has_headers(answer: TestResponse) -> None:
    missing = {name for name, value in HEADERS.items() if answer.headers.get(name) != value}
    assert not missing
    assert len(answer.headers["X-Request-Id"]) == 16


@pytest.fixture
def style(sqlite_app: Flask) -> str:
    folder = sqlite_app.static_folder
    assert folder
    return "/static/" + next(Path(folder).rglob("*.css")).relative_to(folder).as_posix()


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/sign-in", {}, 200),
        ("GET", "/nothing-here", {}, 404),
        ("GET", "/static/nothing.css", {}, 404),
        ("POST", "{style}", {}, 405),
        ("GET", "{style}", {"headers": {"Range": "bytes=99999999-"}}, 416),
        ("POST", "/sign-in", {"data": {"email": "a"}}, 400),
        ("POST", "/sign-in", {"data": {"email": "a" * 1_100_000}}, 413),
        ("POST", "/sign-in", {"headers": {"X-Autosave": "1"}}, 401),
        ("GET", "/", {"environ_overrides": {"PATH_INFO": "/patients//new", "HTTP_HOST": "evil.example"}}, 404),
        ("GET", "/static//nothing.css", {"headers": {"Host": "evil.example"}}, 404),
    ],
)
def test_an_answer_is_dressed_and_not_kept(
    sqlite_app: Flask, style: str, method: str, path: str, options: dict[str, Any], status: int
) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = True
    answer = sqlite_app.test_client().open(path.format(style=style), method=method, **options)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert "evil" not in answer.headers.get("Location", "")
    _has_headers(answer)
    answer.close()


def test_a_file_may_be_kept(sqlite_app: Flask, style: str) -> None:
    client = sqlite_app.test_client()
    first = client.get(style)
    again = client.get(style, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    for answer in (first, again):
        assert "max-age=3600" in answer.headers["Cache-Control"]
        _has_headers(answer)
        answer.close()


def test_only_https_asks_for_https(sqlite_app: Flask, style: str) -> None:
    client = sqlite_app.test_client()
    for path in (style, "/sign-in"):
        for base_url, asks in (("https://localhost", True), ("http://localhost", False)):
            answer = client.get(path, base_url=base_url)
            assert ("Strict-Transport-Security" in answer.headers) is asks
            answer.close()


@pytest.mark.parametrize("host", ["a" * 300, "a..b", ".", ".."])
@pytest.mark.parametrize("path", ["/sign-in", "/", "/nothing-here"])
def test_a_malformed_host_is_answered_in_plain_words(sqlite_app: Flask, host: str, path: str) -> None:
    answer = sqlite_app.test_client().get(path, headers={"Host": host})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    _has_headers(answer)
