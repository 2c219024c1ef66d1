"""Drafts of living documents, and answers to items: each belongs to whom the tables say, by whatever way one asks."""

from collections.abc import Callable

import pytest

from tests.access.care import plan_words
from tests.access.stage import Stage

Done = Callable[[int], None]
# The words of an answer; the form to fill in shows them too, and is not asked here.
ANSWERS = ("Several days", "More than half the days", "Nearly every day", "Somewhat difficult")
PAGES = ("timeline", "measures", "risk", "follow-up")


def drafts(stage: Stage) -> int:
    """How many drafts of a safety plan there are."""
    at = stage.columns("document_draft").index("document")
    return sum(row[at] == "safety_plan" for row in stage.data()["document_draft"])


@pytest.mark.parametrize("actor", ["psychiatrist", "coordinator", "outside_therapist", "admin"])
def test_nobody_discards_a_colleagues_draft(stage: Stage, actor: str, done: Done) -> None:
    """Nor finds its words in the form of the next version, though they would keep the plan too."""
    plan = f"/patients/{stage.clinic.cleo}/safety-plan"
    browser = stage.clinic.browser(actor)
    answer, form = browser.post(f"{plan}/discard"), browser.get(f"{plan}/edit")
    done(2)
    assert answer.status_code == {"psychiatrist": 303, "coordinator": 403}.get(actor, 404)
    assert drafts(stage) == 1
    assert not any(str(words) in form.text for words in plan_words("draft").values())


def test_its_writer_finds_and_discards_it(stage: Stage, done: Done) -> None:
    plan = f"/patients/{stage.clinic.cleo}/safety-plan"
    browser = stage.clinic.browser("therapist")
    form = browser.get(f"{plan}/edit").text
    answer = browser.post(f"{plan}/discard")
    done(2)
    assert all(str(words) in form for words in plan_words("draft").values())
    assert (answer.status_code, drafts(stage)) == (303, 0)


def shown(stage: Stage, actor: str) -> set[str]:
    """The answers to items that somebody finds on the pages that tell of measures."""
    clinic, record = stage.clinic, f"/patients/{stage.clinic.amara}"
    entries = [number for (kind, _), number in clinic.entries.items() if kind == "measure_result"]
    items = [clinic.asked["item 9"], clinic.asked["item 9 at once"]]
    addresses = [f"{record}/{page}" for page in PAGES] + ["/", "/follow-up"]
    addresses += [f"{record}/entries/{number}" for number in entries]
    addresses += [f"{record}/follow-up/{number}" for number in items]
    browser = clinic.browser(actor)
    text = "".join(browser.get(address).text for address in addresses)
    text += browser.post(f"{record}/search", {"q": "PHQ"}).text
    return {answer for answer in ANSWERS if answer.casefold() in text.casefold()}


def test_a_coordinator_reads_totals_and_the_alert_but_no_answer(stage: Stage, done: Done) -> None:
    found = shown(stage, "coordinator")
    page = stage.clinic.browser("coordinator").get(f"/patients/{stage.clinic.amara}/measures").text
    done(2)
    assert found == set()
    assert "PHQ-9" in page and "above 0" in page


def test_clinicians_read_the_answers(stage: Stage, done: Done) -> None:
    done(1)
    assert shown(stage, "nurse_practitioner") == set(ANSWERS)
