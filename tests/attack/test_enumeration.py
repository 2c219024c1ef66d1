"""Nobody learns from an answer, or from how long it takes, whether an account exists."""

import re
import time
from collections.abc import Callable
from math import erf, sqrt
from random import Random
from statistics import median

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from coordcare.accounts.models import Throttle
from coordcare.extensions import transaction
from tests.access.browser import Browser
from tests.access.stage import Stage

Count = Callable[..., None]
SAMPLES = 400
KNOWN, UNKNOWN = "therapist@test.example", "somebody@test.example"
WRONG = "not the right words at all"
_TOKEN = re.compile(r'(csrf[-_]token" (?:content|value)="|X-CSRFToken": ")[^"]+')


def told(answer: TestResponse, email: str) -> tuple[int, list[tuple[str, str]], str]:
    """What an answer says, but for its token, its own number and the e-mail that was typed."""
    headers = sorted((name, value) for name, value in answer.headers if name not in ("X-Request-Id", "Set-Cookie"))
    text = _TOKEN.sub(r"\1", answer.text).replace(email, "SOMEBODY")
    return answer.status_code, [(name, value) for name, value in headers if name != "Content-Length"], text


@pytest.mark.parametrize("attempts", [1, 5, 6])
def test_a_wrong_password_says_the_same_to_its_last_header(sqlite_stage: Stage, attempts: int) -> None:
    """Also where one must wait after too many."""
    answers = {}
    for email in (KNOWN, UNKNOWN, "disabled_therapist@test.example", "invited@test.example"):
        sqlite_stage.restore()
        for _ in range(attempts):
            answer = Browser(sqlite_stage.app).post("/sign-in", {"email": email, "password": WRONG})
        answers[email] = told(answer, email)
        assert answer.status_code == (429 if attempts == 6 else 422)
    assert dict.fromkeys(answers, answers[KNOWN]) == answers


def test_links_that_open_nothing_say_the_same(sqlite_stage: Stage) -> None:
    """A link that was used, one that was never made, and one of another length."""
    stage = sqlite_stage
    token = stage.clinic.password_token
    browser = Browser(stage.app)
    set_password = {"password": "nine quiet herons by the weir", "repeat": "nine quiet herons by the weir"}
    assert browser.post(f"/password/{token}", set_password).status_code == 303
    never = "A" * len(token)
    for method in ("GET", "POST"):
        answers = [told(Browser(stage.app).ask(method, f"/password/{one}", set_password), one)
                   for one in (token, never, never[:-1], "zqshortqz")]  # fmt: skip
        assert answers[0][0] == 404
        assert answers == answers[:1] * 4


def rank_sum_probability(one: list[float], other: list[float]) -> float:
    """Mann and Whitney's test, two-sided, by its normal approximation: how likely is such a difference by chance."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(place for place, (_, which) in enumerate(ranked, 1) if which == 0)
    sizes = len(one), len(other)
    expected = sizes[0] * (sum(sizes) + 1) / 2
    spread = sqrt(sizes[0] * sizes[1] * (sum(sizes) + 1) / 12)
    return 1 - erf(abs(ranks - expected) / spread / sqrt(2))


def seconds(app: Flask, email: str) -> float:
    """How long one wrong password takes, with the counters as for a first attempt."""
    with app.app_context(), transaction() as session:
        session.query(Throttle).delete()
    browser = Browser(app)
    start = time.perf_counter()
    assert browser.post("/sign-in", {"email": email, "password": WRONG}).status_code == 422
    return time.perf_counter() - start


def measured(app: Flask, samples: int, seed: int) -> tuple[float, float]:
    """The difference of the medians as a share, and its probability; known and unknown in an order made by chance."""
    taken: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    chance = Random(seed)
    for _ in range(samples):
        for email in chance.sample((KNOWN, UNKNOWN), 2):
            taken[email].append(seconds(app, email))
    known, unknown = median(taken[KNOWN]), median(taken[UNKNOWN])
    return abs(known - unknown) / unknown, rank_sum_probability(taken[KNOWN], taken[UNKNOWN])


@pytest.mark.verify
def test_a_wrong_password_takes_as_long_for_nobody(sqlite_stage: Stage, count: Count) -> None:
    """400 of each. One run in a hundred differs by chance, so that a second one is asked before it counts."""
    for attempt in (1, 2):
        difference, probability = measured(sqlite_stage.app, SAMPLES, attempt)
        count(sign_ins_timed=2 * SAMPLES)
        if difference < 0.05 and probability > 0.01:
            return
    pytest.fail(f"the medians differ by {difference:.1%} (p = {probability:.4f})")


def test_the_rank_sum_finds_a_difference() -> None:
    """The test itself: equal samples are likely, shifted ones are not; figures of a textbook's order of size."""
    chance = Random(1)
    one, other = ([chance.gauss(100, 5) for _ in range(400)] for _ in range(2))
    assert rank_sum_probability(one, other) > 0.01
    assert rank_sum_probability(one, [value + 2 for value in other]) < 0.01
    assert rank_sum_probability([1.0, 2.0, 3.0], [4.0, 5.0, 6.0]) == pytest.approx(0.0495, abs=0.001)
