"""After sign-in one stays on this site, whatever `next` says."""

import pytest
from flask import Flask

from coordcare.accounts.rules import local_next
from coordcare.accounts.sign_in_views import page_or_home
from tests.accounts.conftest import Browser
from tests.cast import Cast

ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "/\\/evil.example",
    "\\/evil.example", "/\\\\evil.example", "http://evil.example", "https://evil.example", "HTTP://evil.example",
    "https:evil.example", "https:/evil.example", "https:///evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,x", "vbscript:x", "ftp://evil.example", "evil.example", "evil.example/policy", "@evil.example",
    "/%2f%2fevil.example", "/%2fevil.example", "%2f%2fevil.example", "/%5cevil.example", "/%255cevil.example",
    "/%09/evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "\t//evil.example",
    " //evil.example", "/ /evil.example", "\x00//evil.example", "/\x0b/evil.example", "/\x7f/evil.example",
    "/policy\r\nLocation: https://evil.example", "/policy%0d%0aSet-Cookie:x=1", "//evil.example/%2e%2e",
    "/..//evil.example", "/./../evil.example", "/../../evil.example", "/.evil.example//x", "//[::1]/", "/[evil.example",
    "/;@evil.example", "/@evil.example", "//user@evil.example", "/\u2028/evil.example", "/\uff0f/evil.example",
    "/\u3002evil.example", "http:\\\\evil.example", "/policy#@evil.example", "?next=//evil.example", "",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_every_trick_leads_home(sqlite_app: Flask, target: str) -> None:
    assert local_next(target) == "/"
    with sqlite_app.test_request_context():
        assert page_or_home(target) == "/"


def test_the_corpus_is_large_enough() -> None:
    assert len(set(ELSEWHERE)) >= 50


@pytest.mark.parametrize(
    "target", ["/", "/policy", "/patients/12/timeline?kind=session_note&before=3", "/admin/staff?status=active"]
)
def test_our_own_pages_are_kept(sqlite_app: Flask, target: str) -> None:
    with sqlite_app.test_request_context():
        assert page_or_home(target) == target


@pytest.mark.parametrize("target", ["/sign-out", "/no-such-page", "/account/password"])
def test_what_no_get_opens_leads_home(sqlite_app: Flask, target: str) -> None:
    with sqlite_app.test_request_context():
        assert page_or_home(target) == "/"


@pytest.mark.parametrize("target", ELSEWHERE[::7])
def test_the_location_stays_here(cast: Cast, person: Browser, target: str) -> None:
    answer = person.sign_in("therapist", next=target)
    assert answer.status_code in {303, 400}
    assert answer.headers.get("Location", "/") == "/"
