"""Counts and searches tell nothing of what one does not read."""

import re
from collections.abc import Callable

import pytest

from tests.access.canaries import planted
from tests.access.expected_words import FINDERS, SEARCHED
from tests.access.reading import ACTORS
from tests.access.stage import Stage

Done = Callable[[int], None]
_PILLS = re.compile(r'(?s)<ul class="filter-pills">(.*?)</ul>')
_PILL = re.compile(r'(?s)<a [^>]*>([A-Z][a-z ]+?)\s*<span class="count">(\d+)</span>')
_ENTRY = re.compile(r"/patients/\d+/entries/\d+")
_OPTION = re.compile(r'<option value="\d+">(\w+)')
_TOKEN = re.compile(r'(name="csrf_token" value="|name="csrf-token" content="|X-CSRFToken": ")[^"]+')
# Four signed entries of each kind: as signed, with an addendum, retracted, withheld. Drafts are in no count.
CLINICIANS = [
    ("All", "40"),
    ("Sessions", "4"),
    ("Medication", "4"),
    ("Medication visits", "4"),
    ("Contacts", "4"),
    ("Observations", "4"),
    ("Monitoring", "4"),
    ("Scores", "4"),
    ("Risk", "4"),
    ("Life events", "4"),
    ("Summaries", "4"),
]
PILLS = {
    "psychiatrist": CLINICIANS,
    "psychiatrist2": CLINICIANS,
    "nurse_practitioner": CLINICIANS,
    "psychologist": CLINICIANS,
    "therapist": CLINICIANS,
    "therapist2": CLINICIANS,
    "coordinator": [("All", "16"), ("Contacts", "4"), ("Observations", "4"), ("Scores", "4"), ("Risk", "4")],
}
# Who signed a kind of which the coordinator reads a part: the contacts, the risk assessments, the measures.
AUTHORS_FOR_THE_COORDINATOR = ["Coordinator", "Psychologist", "Therapist"]


@pytest.mark.parametrize("actor", PILLS)
def test_filter_pills_count_what_one_reads(stage: Stage, actor: str, done: Done) -> None:
    page = stage.clinic.browser(actor).get(f"/patients/{stage.clinic.amara}/timeline").text
    found = _PILLS.search(page)
    done(1)
    assert found is not None
    assert _PILL.findall(found[1]) == PILLS[actor]


@pytest.mark.parametrize("kind", ["session_note", "medication_change", "medication_visit", "life_event"])
def test_an_unreadable_kind_is_like_an_empty_one(stage: Stage, kind: str, done: Done) -> None:
    """Asked for by name, it shows no entry, no date and no author."""
    browser, record = stage.clinic.browser("coordinator"), f"/patients/{stage.clinic.amara}"
    page = browser.get(f"{record}/timeline?kind={kind}").text
    of_author = browser.get(f"{record}/timeline?kind={kind}&author={stage.clinic.cast.accounts['therapist']}").text
    done(2)
    own_drafts = {f"{record}/entries/{stage.clinic.entries[own, 'draft']}" for own in ("contact", "observation")}
    assert {*_ENTRY.findall(page), *_ENTRY.findall(of_author)} <= own_drafts
    authors = page.partition('name="author"')[2].partition("</select>")[0]
    assert _OPTION.findall(authors) == AUTHORS_FOR_THE_COORDINATOR


def search(stage: Stage, actor: str, words: str) -> str:
    """The page of a search, without what differs anyway: its token and the words themselves."""
    page = stage.clinic.browser(actor).post(f"/patients/{stage.clinic.amara}/search", {"q": words}).text
    return _TOKEN.sub(r"\1", page).replace(words, "WORDS")


def test_a_coordinators_search_finds_no_clinical_word(stage: Stage, done: Done) -> None:
    """Each word's answer is, to the byte, the answer for a word that stands nowhere."""
    nowhere = search(stage, "coordinator", "nowherenowhere")
    own = {group for group in SEARCHED if "coordinator" in FINDERS[group]}
    words = sorted(word for group, words in planted().items() if group not in own for word in words)
    told = [word for word in words if search(stage, "coordinator", word) != nowhere]
    done(len(words))
    assert told == []


def test_the_same_search_finds_it_for_a_clinician(stage: Stage, done: Done) -> None:
    """So that the test above can fail."""
    nowhere = search(stage, "psychologist", "nowherenowhere")
    words = sorted(planted()["session_note note signed"] | planted()["contact reported signed"])
    done(len(words))
    assert [word for word in words if search(stage, "psychologist", word) == nowhere] == []


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


@pytest.mark.parametrize("actor", ["psychiatrist", "coordinator"])
def test_nothing_found_says_what_was_not_searched(sqlite_stage: Stage, actor: str, done: Done) -> None:
    """Or nothing found would be read as nothing there."""
    browser = sqlite_stage.clinic.browser(actor)
    page = browser.post(f"/patients/{sqlite_stage.clinic.amara}/search", {"q": "zzyzx"}).text
    done(1)
    assert "No entry with “zzyzx”" in page
    assert "Drafts of others and parts you may not read are not searched." in page
