"""Bad input is answered with a sentence at its field; everything typed is kept, nothing is saved."""

from html import unescape

import pytest
from sqlalchemy import func, select

from coordcare.extensions import db
from coordcare.followup.models import FollowUpItem
from coordcare.measures.models import MeasureResult
from tests.measures.conftest import entry_id

TWELVE = [2, 2, 2, 2, 2, 1, 1, 0, 0]


def rows(cast, table=MeasureResult):
    with cast.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def refused(cast, answer, sentence):
    assert answer.status_code == 422
    assert sentence in unescape(answer.text), "the sentence is missing"
    assert rows(cast) == 0 and rows(cast, FollowUpItem) == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"item_4": "4"}, "Choose 0, 1, 2 or 3."),
        ({"item_4": "-1"}, "Choose 0, 1, 2 or 3."),
        ({"item_4": "often"}, "Choose 0, 1, 2 or 3."),
        ({"item_4": "not_answered"}, "Choose 0, 1, 2 or 3."),
        ({"item_9": "9"}, "Choose 0, 1, 2 or 3, or “Item 9 was not answered”."),
        ({"item_9": ""}, "Item 9 is not answered. Ask it, or choose “Item 9 was not answered”."),
        ({"measure": "hamd"}, "Choose PHQ-9 or GAD-7."),
        ({"measure": ""}, "Choose PHQ-9 or GAD-7."),
        ({"given": "dog"}, "Choose who filled it in."),
        ({"difficulty": "7"}, "Choose one of these four."),
        ({"total": "13"}, "The answers add up to 12; the paper says 13. Check both."),
        ({"total": "twelve"}, "Enter the total as a whole number"),
        ({"total": "-12"}, "Enter the total as a whole number"),
        ({"total": "12.0"}, "Enter the total as a whole number"),
        ({"happened_on": "2031-02-30"}, "This is not a date."),
        ({"happened_on": "2099-01-01"}, "This date is in the future."),
        ({"happened_on": ""}, "Enter the date"),
    ],
)
def test_bad_input_of_a_phq9(cast, record, typed, sentence):
    answer = record(TWELVE, **{"total": "12", "difficulty": "1", **typed})
    refused(cast, answer, sentence)
    for number, points in enumerate(TWELVE, 1):
        if f"item_{number}" not in typed:
            assert f'name="item_{number}" value="{points}" checked' in answer.text
    assert f'value="{typed.get("total", "12")}"' in answer.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"item_8": "0"}, "GAD-7 has 7 items; item 8 was sent too."),
        ({"item_9": "2"}, "GAD-7 has 7 items; item 9 was sent too."),
        ({"difficulty": "0"}, "the item on difficulty was sent too."),
        ({"item_7": "7"}, "Choose 0, 1, 2 or 3."),
        ({"total": "99"}, "The answers add up to 7; the paper says 99."),
    ],
)
def test_bad_input_of_a_gad7(cast, record, typed, sentence):
    answer = record([1] * 7, "gad7", **typed)
    refused(cast, answer, sentence)
    assert 'name="item_6" value="1" checked' in answer.text and "Trouble relaxing" in answer.text


@pytest.mark.parametrize(("measure", "more"), [("phq9", {"item_9": "not_answered"}), ("gad7", {})])
def test_an_empty_form_is_refused(cast, record, measure, more):
    refused(cast, record([], measure, **more), "Nothing is answered.")


def test_a_draft_is_refused(cast, record):
    refused(cast, record(TWELVE, action="save"), "it counts when it is given")


@pytest.mark.parametrize("total", ["14", "12", ""])
def test_the_paper_may_hold_the_plain_or_the_prorated_total(cast, record, total):
    answers = [2, 2, 2, 2, 2, 1, 1, None, 0]
    signed = entry_id(record(answers, total=total))
    with cast.app.app_context():
        row = db.session.get_one(MeasureResult, signed)
        assert (row.total, row.prorated, row.answered, row.band) == (14, True, 8, "moderate")
        assert row.item_8 is None and row.item_9 == 0 and row.item_9_positive is False


def test_without_item_9_there_is_no_total(cast, record):
    signed = record([3] * 8, item_9="not_answered")
    with cast.app.app_context():
        row = db.session.get_one(MeasureResult, entry_id(signed))
        assert (row.total, row.band, row.answered, row.item_9, row.item_9_positive) == (None, None, 8, None, None)
    page = cast.client("coordinator").get(signed.location).text
    assert "PHQ-9, no total (8 of 9 answered)" in page and "Item 9 not answered" in page


def test_the_page_asks_for_the_measure_of_its_address(cast, amara):
    address = f"/patients/{amara}/entries/new/measure_result"
    client = cast.client("coordinator")
    phq9, gad7, odd = (client.get(address + query).text for query in ("", "?measure=gad7", "?measure=hamd"))
    assert "Little interest" in phq9 and "Little interest" in odd and "Nervous" not in phq9
    assert "Feeling nervous" in gad7 and 'name="item_8"' not in gad7 and 'name="difficulty"' not in gad7
    assert 'name="measure" type="hidden" value="gad7"' in gad7
    for page in (phq9, gad7):
        assert "No permission required to reproduce, translate, display or distribute" in page
        assert "Save draft" not in page
