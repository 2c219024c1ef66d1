"""What a session asks of the prescriber stands on the review until a decision of theirs that was shown it."""

import re

import pytest

from tests.cast import Cast
from tests.medication.writing import entry_id, retract, sign
from tests.review.reviewing import (
    AMARA,
    Opened,
    decisions,
    increase,
    insight,
    open_review,
    withhold,
    withhold_last,
)

# Two lines of this length stand open.
MORE = "She asks for it every time, and what to expect of the first weeks of it."
ASK = "Said he thinks of not waking up. Please ask him."


def asked(cast: Cast, who: str = "psychiatrist") -> str:
    found = re.search(r'id="questions".*?</section>', open_review(cast, who).page, re.DOTALL)
    assert found
    return found[0]


def standing(cast: Cast, who: str = "psychiatrist") -> str:
    """Without what the last decision settled, which stays listed."""
    return asked(cast, who).split('id="settled"')[0]


def test_a_line_signed_while_a_change_is_written_stays_after_that_decision(reviewed: Cast):
    key = open_review(reviewed).form_key()
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    answer = increase(reviewed, key)
    assert answer.status_code == 409 and ASK in answer.text
    assert ASK in asked(reviewed), "it was shown, and nothing is decided yet"
    assert increase(reviewed, key).status_code == 303
    assert ASK in standing(reviewed) and "dose go up" not in standing(reviewed)
    assert open_review(reviewed).no_change().status_code == 303
    assert ASK not in standing(reviewed)


def test_the_same_holds_for_no_change(reviewed: Cast):
    opened = open_review(reviewed)
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    answer = opened.no_change()
    assert answer.status_code == 409
    assert ASK in answer.text.split('id="since"')[1].split("</section>")[0]
    again = type(opened)(opened.client, opened.address, answer.text)
    assert again.no_change().status_code == 303
    assert ASK in standing(reviewed) and "dose go up" not in standing(reviewed)
    assert open_review(reviewed).no_change().status_code == 303
    assert ASK not in standing(reviewed)


def test_what_a_decision_settled_is_listed_until_the_next(reviewed: Cast):
    assert "dose go up" in standing(reviewed) and "Shown at your decision" not in asked(reviewed)
    assert open_review(reviewed).no_change().status_code == 303
    shown = asked(reviewed)
    assert "dose go up" not in standing(reviewed) and "dose go up" in shown
    assert re.search(r"Shown at your decision of .*? \(1\)", shown)
    assert open_review(reviewed).no_change().status_code == 303
    assert "dose go up" not in asked(reviewed)


def test_what_stayed_folded_stays(reviewed: Cast):
    lines = [f"Line {number} for you. {MORE}" for number in range(6)]
    for line in lines:
        insight(reviewed, "Slept badly.", for_prescriber=line)
    for parts in ("opened:insights", ""):
        assert open_review(reviewed).no_change(parts=parts).status_code == 303
    left = standing(reviewed)
    assert [line in left for line in lines] == [True, True, True, True, False, False]
    assert [line in asked_at_visit(reviewed) for line in lines] == [True, True, True, True, False, False]
    opened, folded = left.split('data-part="asks"')
    assert "Line" not in opened and "Line 3" in folded, "none of last time's moves up as if it were new"
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    opened, folded = standing(reviewed).split('data-part="asks"')
    assert ASK in opened and "Line 3" in folded
    assert open_review(reviewed).no_change(parts="opened:asks").status_code == 303
    assert not [line for line in lines if line in standing(reviewed)]
    assert not [line for line in lines if line in asked_at_visit(reviewed)]


def test_the_fold_that_was_opened_goes_with_a_change_too(reviewed: Cast):
    lines = [f"Line {number} for you. {MORE}" for number in range(4)]
    for line in lines:
        insight(reviewed, "Slept badly.", for_prescriber=line)
    opened = open_review(reviewed)
    key = opened.begin("opened:asks").location.rsplit("form_key=", 1)[1]
    assert increase(reviewed, key).status_code == 303
    assert not [line for line in lines if line in standing(reviewed)]


def test_another_window_settles_no_line_that_stood_in_this_ones_fold(reviewed: Cast):
    for number in range(3):
        insight(reviewed, "Slept badly.", for_prescriber=f"Line {number} for you. {MORE}")
    first, second = open_review(reviewed), open_review(reviewed)
    assert first.no_change().status_code == 303
    assert second.no_change().status_code == 303
    left = standing(reviewed)
    assert "Line 0 for you." in left and "dose go up" in left and "Line 1" not in left and "Line 2" not in left


def test_an_entry_without_a_review_leaves_it_standing(reviewed: Cast):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    assert increase(reviewed, "a-key-of-no-review").status_code == 303
    assert sign(reviewed, "psychiatrist", "medication_visit").status_code == 303
    assert ASK in asked(reviewed)


def test_a_decision_that_was_taken_back_does_not_count(reviewed: Cast):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    signed = entry_id(increase(reviewed, open_review(reviewed).form_key()))
    assert ASK not in standing(reviewed)
    address = f"/patients/{reviewed.patients[AMARA]}/entries/{signed}/recall"
    assert reviewed.client("psychiatrist").post(address).status_code == 303
    assert ASK in asked(reviewed)


def test_what_stands_again_since_a_page_was_opened_is_not_settled_from_it(reviewed: Cast):
    """Another window withheld the decision that had settled it: the line vanished from a page that never showed it."""
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    for reason in ("For another patient.", "For another patient too."):
        assert open_review(reviewed).no_change(reason).status_code == 303
    opened = open_review(reviewed)
    assert ASK not in opened.page
    for made in reversed(decisions(reviewed)):
        withhold(reviewed, made, "wrong_patient")
    assert opened.no_change(parts="opened:asks").status_code == 303
    assert ASK in standing(reviewed).split('data-part="asks"')[0]
    assert open_review(reviewed).no_change().status_code == 303
    assert ASK not in standing(reviewed)


def test_nor_what_stands_again_by_a_retraction(reviewed: Cast):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    signed = entry_id(increase(reviewed, open_review(reviewed).form_key()))
    opened = open_review(reviewed)
    key = opened.form_key()
    assert ASK not in opened.page.split('id="settled"')[0]
    retract(reviewed, "psychiatrist", signed)
    assert [increase(reviewed, key).status_code for _ in range(2)] == [409, 303]
    assert ASK in standing(reviewed).split('data-part="asks"')[0]


def test_a_decision_whose_change_was_retracted_does_not_count(reviewed: Cast):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    signed = entry_id(increase(reviewed, open_review(reviewed).form_key()))
    retract(reviewed, "psychiatrist", signed)
    assert ASK in asked(reviewed)


@pytest.mark.parametrize(("reason", "stays"), [("wrong_patient", True), ("private_text", False)])
def test_a_decision_on_the_wrong_patient_does_not_count(reviewed: Cast, reason: str, stays: bool):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    assert open_review(reviewed).no_change().status_code == 303
    assert ASK not in standing(reviewed)
    withhold_last(reviewed, reason)
    assert (ASK in standing(reviewed)) == (ASK in asked_at_visit(reviewed)) == stays


def test_a_decision_of_somebody_else_takes_nothing_away(reviewed: Cast):
    insight(reviewed, "Slept badly.", for_prescriber=ASK)
    assert open_review(reviewed, "nurse_practitioner").no_change().status_code == 303
    assert ASK in asked(reviewed) and ASK not in standing(reviewed, "nurse_practitioner")


def test_no_line_is_left_out_for_being_one_of_many(reviewed: Cast):
    lines = [f"Line {number} for you. {MORE}" for number in range(6)]
    for line in lines:
        insight(reviewed, "Slept badly.", for_prescriber=line)
    shown = asked(reviewed)
    assert all(line in shown for line in lines) and "earlier for the prescriber" in shown


def asked_at_visit(cast: Cast, who: str = "psychiatrist") -> str:
    address = f"/patients/{cast.patients[AMARA]}/entries/new/medication_visit"
    return cast.client(who).get(address).text.split("interval_history")[0]


def test_the_form_of_a_visit_shows_what_the_review_shows(reviewed: Cast):
    lines = [f"Line {number} for you. {MORE}" for number in range(6)]
    for line in lines:
        insight(reviewed, "Slept badly.", for_prescriber=line)
    assert sign(reviewed, "psychiatrist", "medication_visit").status_code == 303
    shown = asked_at_visit(reviewed)
    assert all(line in shown for line in lines), "a visit takes none away"
    assert open_review(reviewed, "nurse_practitioner").no_change(parts="opened:asks").status_code == 303
    assert lines[0] in asked_at_visit(reviewed) and lines[0] not in asked_at_visit(reviewed, "nurse_practitioner")
    key = open_review(reviewed).begin("opened:asks").location.rsplit("form_key=", 1)[1]
    signed = entry_id(increase(reviewed, key))
    assert not [line for line in lines if line in asked_at_visit(reviewed)]
    retract(reviewed, "psychiatrist", signed)
    assert all(line in asked_at_visit(reviewed) for line in lines)


NOTICE = re.compile(r'<section class="review-since".*?</section>', re.DOTALL)


def notice_of(page: str) -> str:
    found = NOTICE.search(page)
    assert found
    return " ".join(re.sub(r"<[^>]+>", "", found[0]).split())


def test_the_notice_names_the_risk_and_keeps_the_author_apart_from_the_text(reviewed: Cast):
    opened, key = open_review(reviewed), open_review(reviewed).form_key()
    insight(reviewed, "Said he thinks of not waking up.", risk_status="passive_thoughts")
    for answer in (opened.no_change(), increase(reviewed, key)):
        assert answer.status_code == 409
        told = notice_of(answer.text)
        assert "Risk: passive suicidal thoughts" in told
        assert re.search(r"Therapist Risk: passive suicidal thoughts Said he thinks of not waking up\.", told), told


def test_the_notice_of_what_was_taken_back_names_no_risk(reviewed: Cast):
    signed = entry_id(insight(reviewed, "Slept badly.", risk_status="passive_thoughts"))
    opened: Opened = open_review(reviewed)
    retract(reviewed, "therapist", signed)
    told = notice_of(opened.no_change().text)
    assert "was retracted" in told and "Risk:" not in told
