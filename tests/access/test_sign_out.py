"""Signing out is one press away wherever somebody is signed in."""

from collections.abc import Callable

import pytest

from tests.access import forms
from tests.access.stage import Stage
from tests.access.tables import ROWS

Done = Callable[[int], None]
# Answers for machines, and sheets of paper, which lead back to a page with a head.
NO_PAGES = {"/healthz", "/readyz", "/static/<path:filename>", "/password/<token>"}
PAPER = "/print"


@pytest.mark.parametrize("actor", ["psychiatrist", "admin"])
def test_every_page_offers_to_sign_out(sqlite_stage: Stage, actor: str, done: Done) -> None:
    """But the pages of refusals: they hold nothing, and are the same bytes for everybody."""
    browser, without, count = sqlite_stage.clinic.browser(actor), [], 0
    for row in ROWS:
        if row.method == "GET" and row.rule not in NO_PAGES and not row.rule.endswith(PAPER):
            answer = browser.client.get(forms.path(sqlite_stage.clinic, row))
            if answer.status_code == 200 and answer.mimetype == "text/html":
                count += 1
                if 'action="/sign-out"' not in answer.text:
                    without.append(f"{row.words} as {actor}: {answer.status_code}")
            answer.close()
    done(count)
    assert count > 5
    assert not without, "\n".join(without)
