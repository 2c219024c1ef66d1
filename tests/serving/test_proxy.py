"""What a request says of itself through a proxy is believed as far as TRUSTED_PROXIES says, and never its Host."""

from collections.abc import Callable

import pytest
from flask import Flask, request

from coordcare.access.gate import open_to_all
from tests.serving.test_production import SECRETS, SITE

EVIL = {
    "X-Forwarded-For": "9.9.9.9, 203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "99",
    "Forwarded": "for=9.9.9.9;host=evil.example",
}


@pytest.fixture
def production(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Flask]:
    """Production behind so many proxies, with an address that tells where a request seems to come from."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)

    def make(proxies: int) -> Flask:
        app = make_app(config="production", TRUSTED_PROXIES=proxies)
        told = open_to_all(lambda: {"address": request.remote_addr, "url": request.url, "prefix": request.script_root})
        app.add_url_rule("/told", "told", told)
        return app

    return make


def test_without_a_proxy_nothing_of_it_is_believed(production: Callable[[int], Flask]) -> None:
    told = production(0).test_client().get("/told", base_url="http://127.0.0.1", headers=EVIL).json
    assert told == {"address": "127.0.0.1", "url": "http://127.0.0.1/told", "prefix": ""}


def test_of_the_proxys_words_only_its_own_are_believed(production: Callable[[int], Flask]) -> None:
    """What the visitor put in front of the address that the proxy saw is theirs, and is not believed."""
    client = production(1).test_client()
    ours = {**EVIL, "X-Forwarded-Host": "127.0.0.1"}
    told = client.get("/told", base_url="http://127.0.0.1", headers=ours).json
    assert told == {"address": "203.0.113.7", "url": "https://127.0.0.1/told", "prefix": ""}


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_foreign_host_gets_nothing(production: Callable[[int], Flask], proxies: int) -> None:
    client = production(proxies).test_client()
    for path in ("/sign-in", "/", "/readyz", "/metrics", "/nothing", "/patients//new"):
        hosts = [("https://evil.example", {})] + ([(SITE, EVIL)] if proxies else [])
        for base_url, headers in hosts:
            answer = client.get(path, base_url=base_url, headers=headers)
            assert answer.status_code == 400, (path, base_url)
            assert "evil" not in answer.text and "Location" not in answer.headers
