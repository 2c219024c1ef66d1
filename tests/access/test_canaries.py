"""A second net: words planted where somebody may not read, looked for in everything that they can ask for."""

from collections.abc import Callable

import pytest

from tests.access.browser import Fields
from tests.access.canaries import MARK, planted, walk, words_in
from tests.access.clinic import Clinic
from tests.access.expected_words import FINDERS, SEARCHED
from tests.access.reading import ACTORS
from tests.access.stage import Stage

Done = Callable[[int], None]
SOME = ("therapist", "coordinator", "ended_psychiatrist", "outside_therapist", "admin", "expired_therapist")
# What one has typed and not signed may stand on one's own pages too, outside any record.
DRAFTS = frozenset().union(*(words for group, words in planted().items() if group.endswith(" draft")))
everybody = pytest.mark.parametrize("actor", ACTORS)


def words_of(actor: str, groups: frozenset[str]) -> set[str]:
    return {word for group in groups if actor in FINDERS[group] for word in planted()[group]}


def test_all_groups_are_expected() -> None:
    assert set(FINDERS) == set(planted())


@everybody
def test_walking_every_page(sqlite_stage: Stage, actor: str, done: Done) -> None:
    """Whoever may read a word finds it on some page; nobody else finds it anywhere; and nothing changes."""
    walk_as(sqlite_stage, actor, done)


@pytest.mark.parametrize("actor", SOME)
def test_walking_every_page_over_postgresql(postgresql_stage: Stage, actor: str, done: Done) -> None:
    """Pages are the same on both databases, so one of each column is enough."""
    walk_as(postgresql_stage, actor, done)


def walk_as(stage: Stage, actor: str, done: Done) -> None:
    before, found, wrong, pages = stage.digest(), set(), [], 0
    mine = words_of(actor, frozenset(FINDERS))
    for address, text in walk(stage.app, stage.clinic, stage.clinic.browser(actor)):
        words = words_in(text)
        pages += 1
        found |= words
        if words - mine:
            wrong.append(f"{address} tells {actor} {sorted(words - mine)}")
        if not address.startswith("/patients/") and words - DRAFTS:
            wrong.append(f"{address} tells {sorted(words - DRAFTS)}, and no view of the record is recorded")
        if text.startswith("5"):
            wrong.append(f"{address} answers {actor} {text[:3]}")
    done(pages)
    assert not wrong, "\n".join(wrong)
    assert found == mine, f"{actor} finds nowhere {sorted(mine - found)}"
    assert stage.digest() == before, "asking for pages changed data"


def searches(clinic: Clinic) -> dict[str, Fields]:
    """Every search there is, for what all planted words begin with."""
    records: dict[str, Fields] = {
        f"/patients/{patient}/search": {"q": MARK} for patient in clinic.cast.patients.values()
    }
    return {**records, "/search": {"q": MARK}, "/admin/audit": {"record_number": MARK}}


@everybody
def test_searching_everywhere(stage: Stage, actor: str, done: Done) -> None:
    """Searches find the words of signed entries that one reads, and no others."""
    browser, found = stage.clinic.browser(actor), set()
    asked = searches(stage.clinic)
    for address, fields in asked.items():
        found |= words_in(browser.post(address, fields).text)
    done(len(asked))
    unexpected = found - words_of(actor, frozenset(FINDERS))
    assert not unexpected, f"a search tells {actor} {sorted(unexpected)}"
    mine = words_of(actor, SEARCHED) if stage.clinic.cast.accounts.get(actor) else set()
    assert words_shown(mine) <= found, f"a search does not tell {actor} {sorted(words_shown(mine) - found)}"


def words_shown(words: set[str]) -> set[str]:
    """Of an entry's words, those that its card shows: the rest stand on its own page."""
    shown = ("insight", "text", "reason", "addendum", "sideeffect", "assessment", "told")
    return {word for word in words if word.endswith(tuple(f"{field}qz" for field in shown))}
