"""What a decision keeps of an entry that is later withheld: numbers and days, nowhere a word that somebody wrote."""

import json

from sqlalchemy import select

from coordcare.extensions import db
from coordcare.review.models import ReviewDecision
from coordcare.settings.queries import today
from tests.cast import Cast
from tests.medication.writing import entry_id, retract, sign
from tests.review.reviewing import AMARA, insight, open_review

# One word of each place in which somebody can write what a review shows.
WORDS = ("zanthomirin", "tingletoe", "barrierword", "insightword", "askedword", "eventword", "reasonword", "watchword")
PAGES = ("review", "review/table", "review/print", "review/decisions", "timeline", "medication", "follow-up")


def write_all(cast: Cast) -> list[tuple[str, int]]:
    """Entries whose words a review shows, each with its author."""
    drug = {"drug": "zanthomirin", "unlisted": "y", "reason": "reasonword", "watch_for": "watchword"}
    heard = {"missed_doses": "3", "barrier_words": "barrierword", "side_effect": "tingletoe"}
    event = {"category": "loss", "text": "eventword", "impact": "strained"}
    with cast.app.app_context():
        day = str(today())
    form = {**event, "action": "sign", "submission_key": "event", "happened_on": day}
    address = f"/patients/{cast.patients[AMARA]}/entries/new/life_event"
    return [
        ("psychiatrist", entry_id(sign(cast, "psychiatrist", "medication_change", -3, **drug))),
        ("therapist", entry_id(sign(cast, "therapist", "observation", -1, **heard))),
        ("therapist", entry_id(insight(cast, "insightword", -1, for_prescriber="askedword"))),
        ("therapist", entry_id(cast.client("therapist").post(address, data=form))),
    ]


def test_no_word_of_a_withheld_entry_is_left_to_read(cast: Cast) -> None:
    entries = write_all(cast)
    opened = open_review(cast)
    for word in WORDS:
        if word not in {"barrierword"}:
            assert word in opened.page.casefold(), f"{word} stands on the review"
    assert opened.no_change().status_code == 303
    with cast.app.app_context():
        kept = db.session.scalars(select(ReviewDecision)).one()
        assert not [word for word in WORDS if word in json.dumps(kept.shown).casefold()]
    for author, entry in entries:
        retract(cast, author, entry, "private_text")
    addresses = [*PAGES, f"review/decisions/{kept.id}", *(f"entries/{entry}" for _, entry in entries)]
    for who in ("psychiatrist", "therapist", "coordinator"):
        for page in addresses:
            told = cast.client(who).get(f"/patients/{cast.patients[AMARA]}/{page}").text.casefold()
            assert not [word for word in WORDS if word in told], (who, page)
    page = cast.client("psychiatrist").get(f"/patients/{cast.patients[AMARA]}/review/decisions/{kept.id}").text
    assert "4 later retracted" in page and "not on the list" not in page


def test_the_name_of_an_unlisted_drug_stands_beside_the_decision_while_the_record_has_it(cast: Cast) -> None:
    drug = {"drug": "zanthomirin", "dose": "25", "unlisted": "y", "without_review": "urgent"}
    signed = entry_id(sign(cast, "psychiatrist", "medication_change", -3, **drug))
    open_review(cast).no_change()
    address = f"/patients/{cast.patients[AMARA]}/review/decisions/1"
    page = cast.client("psychiatrist").get(address).text
    assert "Zanthomirin (not on the list): 25 mg once daily" in page and "It is as it was kept" in page
    retract(cast, "psychiatrist", signed, "private_text")
    assert "anthomirin" not in cast.client("psychiatrist").get(address).text


def test_what_is_overdue_goes_with_the_drug_that_it_was_told_of(cast: Cast) -> None:
    lithium = {"drug": "lithium", "dose": "300", "without_review": "urgent"}
    started = entry_id(sign(cast, "psychiatrist", "medication_change", -200, **lithium))
    open_review(cast).no_change()
    with cast.app.app_context():
        kept = db.session.scalars(select(ReviewDecision)).one()
    address = f"/patients/{cast.patients[AMARA]}/review/decisions/{kept.id}"
    assert "Lithium" in cast.client("psychiatrist").get(address).text
    retract(cast, "psychiatrist", started, "wrong_patient")
    assert "Lithium" not in cast.client("psychiatrist").get(address).text


def test_how_many_sessions_there_were_goes_with_any_of_them(cast: Cast) -> None:
    first = entry_id(insight(cast, "First.", -9))
    insight(cast, "Second.", -2)
    open_review(cast).no_change()
    with cast.app.app_context():
        kept = db.session.scalars(select(ReviewDecision)).one()
    address = f"/patients/{cast.patients[AMARA]}/review/decisions/{kept.id}"
    assert "2 attended" in cast.client("psychiatrist").get(address).text
    retract(cast, "therapist", first, "wrong_patient")
    assert "2 attended" not in cast.client("psychiatrist").get(address).text
