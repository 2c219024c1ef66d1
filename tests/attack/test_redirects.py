"""Nothing that somebody sends, in `next`, in an address or as a Host, leads away from this site."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.access.stage import Stage
from tests.accounts.test_next import ELSEWHERE
from tests.attack.corpus import payloads
from tests.attack.markup import Page

Count = Callable[..., None]
EVIL = "evil.example"
HOSTS = (
    EVIL, f"{EVIL}:443", f"localhost.{EVIL}", f"localhost@{EVIL}", f"localhost:80@{EVIL}", f"{EVIL}/x", f"{EVIL}#",
    f"{EVIL}?", f"{EVIL}\\", f"localhost, {EVIL}", f"localhost {EVIL}", f"[{EVIL}]", f"//{EVIL}", "", "..", "a..b",
    "127.0.0.1:99999", "[::1]", "[::ffff:7f00:1", "xn--evil", f"{EVIL}.", "l\u00f6calhost", "%65vil.example", "*",
    "'\"><script>alert(1)</script>",
)  # fmt: skip
FORWARDED = ("X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-Original-URL", "X-Rewrite-URL", "Forwarded")


def leaves(answer: TestResponse) -> bool:
    """Whether an answer leads to another site, or names it."""
    location = answer.headers.get("Location", "/")
    headers = "".join(f"{name}{value}" for name, value in answer.headers if name != "Location")
    return not location.startswith("/") or location[1:2] in ("/", "\\") or EVIL in headers


def check(answers: dict[str, TestResponse]) -> None:
    wrong = [f"{what}: {answer.status_code} {answer.headers.get('Location')}" for what, answer in answers.items()
             if leaves(answer) or answer.status_code >= 500]  # fmt: skip
    for what, answer in answers.items():
        if answer.mimetype == "text/html" and answer.status_code == 200 and Page(answer.text).active:
            wrong.append(f"{what}: {Page(answer.text).active}")
        answer.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("actor", ["therapist", "nobody"])
def test_next_stays_here(sqlite_stage: Stage, actor: str, count: Count) -> None:
    browser, answers = sqlite_stage.clinic.browser(actor), {}
    for target in (*ELSEWHERE, *payloads()[::40]):
        answers[f"GET sign-in {target!r}"] = browser.client.get("/sign-in", query_string={"next": target})
        answers[f"theme {target!r}"] = browser.post("/account/theme", {"theme": "dark", "next": target})
        answers[f"back {target!r}"] = browser.post("/sign-in", {"email": "", "password": "", "next": target})
    count(redirects_tried=len(answers))
    check(answers)


@pytest.mark.parametrize("path", ["", "/", "/patients/1", "/sign-in", "/no-such-page", "//evil.example", "/x/.."])
def test_the_host_leads_nowhere(sqlite_stage: Stage, path: str, count: Count) -> None:
    """The path is put past the client, which would read a host into two slashes."""
    answers = {}
    raw = {"PATH_INFO": path}
    for actor in ("nobody", "therapist"):
        client = sqlite_stage.clinic.browser(actor).client
        for host in HOSTS:
            header = {"Host": host.encode().decode("latin-1")}
            answers[f"{actor} {host!r}"] = client.get("/", headers=header, environ_overrides=raw)
        for name in FORWARDED:
            header = {name: f"host={EVIL}" if name == "Forwarded" else EVIL}
            answers[f"{actor} {name}"] = client.get("/", headers=header, environ_overrides=raw)
    count(redirects_tried=len(answers))
    check(answers)


@pytest.mark.parametrize(
    "path", ["/%0d%0aSet-Cookie:x=1", "/%5cevil.example", "/;@evil.example", "/%2f%2fevil.example"]
)
def test_an_address_leads_nowhere(sqlite_stage: Stage, path: str) -> None:
    for actor in ("nobody", "therapist"):
        for suffix in ("", "/", "/..", "?a=%0d%0aLocation:%20https://evil.example"):
            answer = sqlite_stage.clinic.browser(actor).client.get(path + suffix)
            assert not leaves(answer)
            assert "Set-Cookie:x" not in str(answer.headers)
            assert answer.status_code == 404


def test_back_of_a_follow_up_step_stays_here(sqlite_stage: Stage, count: Count) -> None:
    """The hidden `back` of the buttons of follow-up items."""
    stage, answers = sqlite_stage, {}
    for target in ELSEWHERE:
        stage.restore()
        item = stage.clinic.asked["team"]
        fields = {"version": "1", "submission_key": "back", "back": target}
        path = f"/patients/{stage.clinic.amara}/follow-up/{item}/acknowledge"
        answers[repr(target)] = stage.clinic.browser("coordinator").post(path, fields)
    count(redirects_tried=len(answers))
    check(answers)
