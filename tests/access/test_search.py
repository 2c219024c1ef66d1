"""Counts and searches tell nothing of what one does not read."""

import re
from collections.abc import Callable

import pytest

from tests.access.canaries import planted
from tests.access.reading import ACTORS
from tests.access.stage import Stage

Done = Callable[[int], None]
_PILLS = re.compile(r'(?s)<ul class="filter-pills">(.*?)</ul>')
_PILL = re.compile(r'(?s)<a [^>]*>([A-Z][a-z ]+?)\s*<span class="count">(\d+)</span>')
_TOKEN = re.compile(r'(name="csrf_token" value="|name="csrf-token" content="|X-CSRFToken": ")[^"]+')
# Four signed entries of each kind: as signed, with an addendum, retracted, withheld. Drafts are in no count.
CLINICIANS = [("All", "12"), ("Sessions", "4"), ("Medication", "4"), ("Life events", "4")]
PILLS = {
    "psychiatrist": CLINICIANS,
    "psychiatrist2": CLINICIANS,
    "nurse_practitioner": CLINICIANS,
    "psychologist": CLINICIANS,
    "therapist": CLINICIANS,
    "therapist2": CLINICIANS,
    "coordinator": [("All", "0")],
}


@pytest.mark.parametrize("actor", PILLS)
def test_filter_pills_count_what_one_reads(stage: Stage, actor: str, done: Done) -> None:
    page = stage.clinic.browser(actor).get(f"/patients/{stage.clinic.amara}/timeline").text
    found = _PILLS.search(page)
    done(1)
    assert found is not None
    assert _PILL.findall(found[1]) == PILLS[actor]


@pytest.mark.parametrize("kind", ["session_note", "medication_change", "life_event"])
def test_an_unreadable_kind_is_like_an_empty_one(stage: Stage, kind: str, done: Done) -> None:
    """Asked for by name, it shows no entry, no date and no author."""
    browser, record = stage.clinic.browser("coordinator"), f"/patients/{stage.clinic.amara}"
    page = browser.get(f"{record}/timeline?kind={kind}").text
    authors = browser.get(f"{record}/timeline?kind={kind}&author={stage.clinic.cast.accounts['therapist']}").text
    done(2)
    assert f"{record}/entries/" not in page.replace(f"{record}/entries/new/contact", "")
    assert f"{record}/entries/" not in authors
    assert "<option value=" not in page.partition('name="author"')[2].partition("</select>")[0].replace(
        '<option selected value="">', ""
    ).replace('<option value="">', "")


def search(stage: Stage, actor: str, words: str) -> str:
    """The page of a search, without what differs anyway: its token and the words themselves."""
    page = stage.clinic.browser(actor).post(f"/patients/{stage.clinic.amara}/search", {"q": words}).text
    return _TOKEN.sub(r"\1", page).replace(words, "WORDS")


def test_a_coordinators_search_finds_no_clinical_word(stage: Stage, done: Done) -> None:
    """Each word's answer is, to the byte, the answer for a word that stands nowhere."""
    nowhere = search(stage, "coordinator", "nowherenowhere")
    words = sorted(word for words in planted().values() for word in words)
    told = [word for word in words if search(stage, "coordinator", word) != nowhere]
    done(len(words))
    assert told == []


def test_the_same_search_finds_it_for_a_clinician(stage: Stage, done: Done) -> None:
    """So that the test above can fail."""
    nowhere = search(stage, "psychologist", "nowherenowhere")
    words = sorted(planted()["session_note signed"] | planted()["medication_change signed"])
    done(len(words))
    assert all(search(stage, "psychologist", word) != nowhere for word in words)


@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor.startswith(("ended", "outside", "admin"))])
def test_the_search_for_patients_finds_only_ones_own(stage: Stage, actor: str, done: Done) -> None:
    browser = stage.clinic.browser(actor)
    pages = [browser.post("/search", {"q": words}).text for words in ("Amara", "T-00001", "Osei", "a")]
    done(len(pages))
    assert all(f"/patients/{stage.clinic.amara}/" not in page and "Osei</" not in page for page in pages)


def test_home_tells_a_coordinator_no_number_of_entries(stage: Stage, done: Done) -> None:
    counted = re.compile(r"\d+ (session note|medication change|life event)")
    done(2)
    assert counted.search(stage.clinic.browser("coordinator").get("/").text) is None
    assert counted.search(stage.clinic.browser("psychologist").get("/").text) is not None
