"""Two versions of one form: a lost race that loses no word, and a draft compared with what it held before."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coordcare.extensions import db
from coordcare.timeline import rules
from coordcare.timeline.models import EntryDraft
from coordcare.timeline.rules import changes
from tests.cast import Cast, gather
from tests.timeline.forms_table import EXAMPLES
from tests.timeline.real_server import hidden_fields, words_of

EVENT = EXAMPLES["life_event"].fields
NEW, EDIT = "/patients/1/entries/new/life_event", "/patients/1/entries/1/edit"
COMPARE, RECALL = "/patients/1/entries/1/compare", "/patients/1/entries/1/recall"


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    cast = gather(app)
    with cast.without_csrf():
        yield cast


@pytest.fixture
def therapist(cast: Cast) -> FlaskClient:
    return cast.client("therapist")


def save(client: FlaskClient, text: str, path: str = EDIT, action: str = "save", **marks: str) -> int:
    """Send a form as its page shows it, with other words."""
    shown = hidden_fields(client.get(path).text)
    return client.post(path, data={**EVENT, **shown, "text": text, "action": action, **marks}).status_code


def typed(app: Flask, entry_id: int = 1) -> dict[str, list[str]]:
    with app.app_context():
        return db.session.get_one(EntryDraft, entry_id).fields


def test_a_draft_is_compared_with_what_it_held_when_it_was_opened(therapist: FlaskClient) -> None:
    save(therapist, "Back at work.", NEW)
    assert "Compare with" not in therapist.get(EDIT).text
    assert "Nothing to compare with yet" in therapist.get(COMPARE).text
    opened = hidden_fields(therapist.get(EDIT).text)["version"]
    for version, text in ((opened, "Back at work part time."), (str(int(opened) + 1), "Back at work half days.")):
        fields = {**EVENT, **hidden_fields(therapist.get(EDIT).text), "text": text, "action": "save"}
        assert therapist.post(EDIT, data={**fields, "version": version, "opened": opened}).status_code == 303
    assert "Compare with what it held before" in therapist.get(EDIT).text
    page = therapist.get(COMPARE).text
    assert "Back at work." in words_of(page)
    assert "Back at work half days." in words_of(page)
    assert "part time" not in page, "only what it held when this window opened it"
    assert "<mark>work half days.</mark>" in page


def test_a_recalled_entry_is_compared_with_what_had_been_signed(app: Flask, therapist: FlaskClient) -> None:
    save(therapist, "As it was signed.", NEW, "sign")
    assert therapist.post(RECALL).status_code == 303
    for text in ("Changed once.", "Changed twice."):
        assert save(therapist, text) == 303
    assert "Compare with what you had signed" in therapist.get(EDIT).text
    page = therapist.get(COMPARE).text
    assert "As it was signed." in words_of(page)
    assert "Changed twice." in words_of(page)
    back = {**hidden_fields(page), "action": "save"}
    assert therapist.post(EDIT, data=back).status_code == 303
    assert typed(app)["text"] == ["As it was signed."]


@pytest.mark.parametrize("name", ["psychiatrist", "outside_therapist"])
def test_only_the_author_compares(cast: Cast, therapist: FlaskClient, name: str) -> None:
    save(therapist, "Back at work.", NEW)
    assert cast.client(name).get(COMPARE).status_code == 404


def test_a_signed_entry_has_no_draft_to_compare(therapist: FlaskClient) -> None:
    save(therapist, "Back at work.", NEW, "sign")
    assert therapist.get(COMPARE).status_code == 409


def lose(therapist: FlaskClient, winner: str, **mine: str) -> str:
    """Two windows of one draft: the other one saves or signs first. The loser's page."""
    save(therapist, "Before.", NEW)
    second = hidden_fields(therapist.get(EDIT).text)
    assert save(therapist, "Their words.", action=winner) == 303
    answer = therapist.post(EDIT, data={**EVENT, **second, "text": "My words.", "action": "save", **mine})
    assert answer.status_code == 409
    return answer.text


def test_the_loser_saves_own_words_over_the_others(app: Flask, therapist: FlaskClient) -> None:
    page = lose(therapist, "save", category="family")
    form = {**EVENT, **hidden_fields(page), "text": "My words.", "category": "family"}
    assert therapist.post(EDIT, data=form).status_code == 303
    assert (typed(app)["text"], typed(app)["category"]) == (["My words."], ["family"])


def test_the_loser_chooses_among_answers_that_differ(therapist: FlaskClient) -> None:
    page = lose(therapist, "save", category="family")
    assert 'name="category" value="family" checked' in page
    assert 'name="category" value="work"' in page
    assert "yours, not saved" in page


def test_the_loser_joins_both_texts(app: Flask, therapist: FlaskClient) -> None:
    page = lose(therapist, "save")
    assert 'type="checkbox" id="join-text" name="text" value="Their words."' in page
    form = {**EVENT, **hidden_fields(page), "text": ["My words.", "Their words."]}
    assert therapist.post(EDIT, data=form).status_code == 303
    assert typed(app)["text"] == ["My words.\n\nTheir words."]


def test_who_lost_to_a_signature_keeps_a_new_draft(app: Flask, therapist: FlaskClient) -> None:
    page = lose(therapist, "sign")
    assert "Open the signed entry" in page
    assert f'action="{NEW}"' in page
    form = {**EVENT, **hidden_fields(page), "text": "My words."}
    answer = therapist.post(NEW, data=form)
    assert answer.headers["Location"] == "/patients/1/entries/2/edit"
    assert typed(app, 2)["text"] == ["My words."]


def test_changes_are_told_word_by_word() -> None:
    told = list(changes("one two  three", "one four  three"))
    assert told == [("same", "one "), ("removed", "two"), ("added", "four"), ("same", "  three")]
    assert "".join(piece for became, piece in told if became != "removed") == "one four  three"


@pytest.mark.parametrize("count", [0, 10, rules.MOST_COMPARED + 1, 40_000])
def test_changes_of_any_length_put_both_texts_together_again(count: int) -> None:
    before, after = "The same. " + "a b " * count + "End.", "The same. " + "b c " * count + "End."
    told = list(changes(before, after))
    assert "".join(piece for became, piece in told if became != "added") == before
    assert "".join(piece for became, piece in told if became != "removed") == after
    assert told[0][0] == told[-1][0] == "same"


def test_an_entry_that_somebody_was_asked_about_is_not_recalled(cast: Cast, therapist: FlaskClient) -> None:
    save(therapist, "Moved in with her sister.", NEW, "sign")
    ask = {"nature": "question", "for_whom": f"account:{cast.accounts['psychiatrist']}", "urgency": "two_days"}
    asked = therapist.post("/patients/1/follow-up?entry=1", data={**ask, "text": "Dose?", "submission_key": "k"})
    assert asked.status_code == 303
    answer = therapist.post(RECALL)
    assert answer.status_code == 409 and "Somebody was asked about this entry" in answer.text
    assert therapist.post("/patients/1/entries/1/discard").status_code == 409


def test_an_addendum_that_comes_too_late_keeps_its_words(cast: Cast, therapist: FlaskClient) -> None:
    save(therapist, "Moved in with her sister.", NEW, "sign")
    colleague = cast.client("psychologist")
    therapist.post("/patients/1/entries/1/retract", data={"reason": "duplicate"})
    answer = colleague.post("/patients/1/entries/1/addenda", data={"text": "She called.", "submission_key": "a"})
    assert answer.status_code == 409 and "She called." in answer.text and "Copy your words" in answer.text


def test_a_single_choice_that_came_twice_is_refused(cast: Cast, therapist: FlaskClient) -> None:
    form = {"measure": "phq9", "given": "patient", **{f"item_{number}": "0" for number in range(1, 9)}}
    path = "/patients/1/entries/new/measure_result"
    marks = {"happened_on": EVENT["happened_on"], "submission_key": "twice", "action": "sign"}
    answer = therapist.post(path, data={**form, **marks, "item_9": ["0", "3"]})
    assert answer.status_code == 422 and "Two different answers arrived" in answer.text


def test_drafts_begun_stand_folded_behind_the_newest_and_are_discarded_from_the_form(therapist: FlaskClient) -> None:
    for number in range(4):
        save(therapist, f"Begun {number}.", NEW)
    page = therapist.get(NEW).text
    shown, fold, _ = page.partition("And 3 more begun")
    assert fold and shown.count("You have begun one already") == 1 and "Begun 3." in shown
    form = page[page.index('id="discard-2"') :].partition("</form>")[0]
    assert page.index("</form>", page.index("data-autosave")) < page.index(form), "a form inside a form"
    answer = therapist.post(re.findall(r'action="([^"]+)"', form)[0], data={"back": "new"})
    assert (answer.status_code, answer.location) == (303, NEW)
    page = therapist.get(NEW).text
    assert "And 2 more begun" in page and "Begun 1." not in page and 'id="discard-2"' not in page
    for number in (1, 3):
        therapist.post(f"/patients/1/entries/{number}/discard")
    page = therapist.get(NEW).text
    assert page.count("You have begun one already") == 1 and "more begun" not in page


def test_a_draft_is_known_by_the_first_words_that_its_author_wrote(cast: Cast) -> None:
    form = {**EXAMPLES["medication_change"].fields, "drug": "", "reason": "Zebra reason.", "action": "save"}
    psychiatrist = cast.client("psychiatrist")
    path = "/patients/1/entries/new/medication_change"
    assert psychiatrist.post(path, data={**form, "submission_key": "zebra"}).status_code == 303
    assert "Medication change: Zebra reason." in psychiatrist.get(path).text
