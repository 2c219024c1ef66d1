"""What a session asks of the prescriber stands on the review until a decision of theirs that was shown it."""

import re

from tests.cast import Cast
from tests.medication.writing import entry_id, retract, sign
from tests.review.reviewing import AMARA, increase, insight, open_review

ASK = "Said he thinks of not waking up. Please ask him."


def asked(cast: Cast, who: str = "psychiatrist") -> str:
    found = re.search(r'id="questions".*?</section>', open_review(cast, who).page, re.DOTALL)
    assert found
    return found[0]


def test_a_line_signed_while_a_change_is_written_is_shown_and_stands_until_a_decision(reviewed: Cast):
    key = open_review(reviewed).form_key()
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    answer = increase(reviewed, key)
    assert answer.status_code == 409 and ASK in answer.text
    assert ASK in asked(reviewed), "it was shown, and nothing is decided yet"
    assert increase(reviewed, key).status_code == 303
    assert ASK not in asked(reviewed)


def test_the_same_holds_for_no_change(reviewed: Cast):
    opened = open_review(reviewed)
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    answer = opened.no_change()
    assert answer.status_code == 409
    assert ASK in answer.text.split('id="since"')[1].split("</section>")[0]
    again = type(opened)(opened.client, opened.address, answer.text)
    assert again.no_change().status_code == 303
    assert ASK not in asked(reviewed) and "dose go up" not in asked(reviewed)


def test_an_entry_without_a_review_leaves_it_standing(reviewed: Cast):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    assert increase(reviewed, "a-key-of-no-review").status_code == 303
    assert sign(reviewed, "psychiatrist", "medication_visit").status_code == 303
    assert ASK in asked(reviewed)


def test_a_decision_that_was_taken_back_does_not_count(reviewed: Cast):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    signed = entry_id(increase(reviewed, open_review(reviewed).form_key()))
    assert ASK not in asked(reviewed)
    address = f"/patients/{reviewed.patients[AMARA]}/entries/{signed}/recall"
    assert reviewed.client("psychiatrist").post(address).status_code == 303
    assert ASK in asked(reviewed)


def test_a_decision_whose_change_was_retracted_does_not_count(reviewed: Cast):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    signed = entry_id(increase(reviewed, open_review(reviewed).form_key()))
    retract(reviewed, "psychiatrist", signed)
    assert ASK in asked(reviewed)


def test_a_decision_of_somebody_else_takes_nothing_away(reviewed: Cast):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    assert open_review(reviewed, "nurse_practitioner").no_change().status_code == 303
    assert ASK in asked(reviewed) and ASK not in asked(reviewed, "nurse_practitioner")


def test_no_line_is_left_out_for_being_one_of_many(reviewed: Cast):
    lines = [f"Line {number} for you." for number in range(6)]
    for line in lines:
        insight(reviewed, "Slept badly.", for_prescriber=line)
    shown = asked(reviewed)
    assert all(line in shown for line in lines) and "4 earlier for the prescriber" in shown
