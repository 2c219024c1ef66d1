"""HEAD is answered like GET, and no other method gets past the gate."""

from collections.abc import Callable

import pytest

from tests.access import forms
from tests.access.reading import Row
from tests.access.stage import Stage
from tests.access.tables import ROWS

Done = Callable[[int], None]
SOME = (
    "psychiatrist",
    "coordinator",
    "ended_therapist",
    "outside_psychiatrist",
    "admin",
    "expired_therapist",
    "nobody",
)


@pytest.mark.parametrize("actor", SOME)
def test_head_is_like_get(stage: Stage, actor: str, done: Done) -> None:
    browser, wrong, before, count = stage.clinic.browser(actor), [], stage.digest(), 0
    for row in ROWS:
        if row.method == "GET":
            answer = browser.client.head(forms.path(stage.clinic, row))
            count += 1
            if answer.status_code != row.expected(actor).status or answer.data:
                wrong.append(f"HEAD {row.words} as {actor}: {answer.status_code}")
            answer.close()
    done(count)
    assert not wrong, "\n".join(wrong)
    assert stage.digest() == before


def addresses(stage: Stage) -> dict[str, set[str]]:
    """Each address with the methods that the tables name for it."""
    found: dict[str, set[str]] = {}
    row: Row
    for row in ROWS:
        found.setdefault(forms.path(stage.clinic, row), set()).add(row.method)
    return found


@pytest.mark.parametrize("actor", ["psychiatrist", "nobody"])
def test_no_other_method(stage: Stage, actor: str, done: Done) -> None:
    """405 for a method that an address does not take (with a token, so that its lack is not why)."""
    browser, wrong, before, count = stage.clinic.browser(actor), [], stage.digest(), 0
    for address, methods in addresses(stage).items():
        for method in {"PUT", "PATCH", "DELETE", "POST", "GET"} - methods:
            answer = browser.open(method, address)
            count += 1
            if answer.status_code not in (404, 405):
                wrong.append(f"{method} {address} as {actor}: {answer.status_code}")
            answer.close()
    done(count)
    assert not wrong, "\n".join(wrong)
    assert stage.digest() == before
