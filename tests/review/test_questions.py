"""Questions that colleagues put as items: all stand in the review's card, what is due first in sight."""

import re

from tests.cast import Cast
from tests.review.reviewing import AMARA, insight, open_review
from tests.review.test_asks import ASK, asked


def put(cast: Cast, number: int, urgency: str = "next_visit") -> None:
    typed = {"nature": "question", "for_whom": f"account:{cast.accounts['psychiatrist']}", "urgency": urgency}
    typed |= {"text": f"Question number {number}?", "submission_key": f"q{number}"}
    address = f"/patients/{cast.patients[AMARA]}/follow-up"
    assert cast.client("therapist").post(address, data=typed).status_code == 303


def test_every_question_stands_in_the_card(reviewed: Cast):
    for number in range(4):
        put(reviewed, number)
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    shown = asked(reviewed)
    assert all(f"Question number {number}?" in shown for number in range(4)) and re.search(r"<summary>3 more", shown)


def test_what_is_due_first_stands_open_and_a_decision_tells_what_still_waits(reviewed: Cast):
    for number, urgency in enumerate(("next_visit", "two_days")):
        put(reviewed, number, urgency)
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    opened, folded = asked(reviewed).split("<details", 1)
    assert "Question number 1?" in opened and "Question number 0?" in folded
    page = open_review(reviewed)
    assert page.no_change().status_code == 303
    assert "2 items wait for you under Questions for me." in page.client.get(page.address).text
