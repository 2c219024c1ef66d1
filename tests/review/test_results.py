"""Results out of range stand near the top of the review, on its printed page and in the caseload, and are kept."""

import re

import pytest

from tests.cast import Cast
from tests.medication.writing import retract, sign
from tests.review.reviewing import AMARA, decisions, open_review
from tests.review.test_caseload import start, told
from tests.review.test_trials import words

TSH, QTC = ("tsh", "24", "mIU/L"), ("qtc", "480", "ms")


def measure(cast: Cast, result: tuple[str, str, str], days: int) -> None:
    test, value, unit = result
    answer = sign(cast, "psychiatrist", "monitoring_result", days, test=test, value=value, unit=unit)
    assert answer.status_code == 303, answer.text


def head(page: str) -> str:
    found = re.search(r'<div class="review-head">(.*?)<div class="review-grid">', page, re.S)
    assert found
    return words(found[1])


@pytest.fixture
def measured(cast: Cast) -> Cast:
    measure(cast, ("weight", "178", "lb"), -9)
    measure(cast, QTC, -8)
    measure(cast, TSH, -3)
    return cast


def test_they_stand_at_the_top_and_on_paper(measured: Cast) -> None:
    opened = open_review(measured)
    told_at_top = head(opened.page)
    assert "Results out of range: TSH 24 mIU/L" in told_at_top and "; QTc 480 ms" in told_at_top
    assert "178 lb" not in told_at_top
    paper = words(opened.client.get(f"{opened.address}/print").text)
    assert paper.index("Results out of range: TSH 24 mIU/L") < paper.index("Scores")
    assert "QTc 480 ms" in paper
    assert "TSH 24 mIU/L" in head(open_review(measured, "therapist").page)


def test_one_that_was_measured_again_or_long_ago_is_not_told(measured: Cast) -> None:
    measure(measured, ("tsh", "2", "mIU/L"), -1)
    assert "TSH" not in head(open_review(measured).page)
    measure(measured, ("sodium", "128", "mEq/L"), -200)
    assert "Sodium" not in head(open_review(measured).page)


def test_they_are_kept_with_the_decision(measured: Cast) -> None:
    assert open_review(measured).no_change().status_code == 303
    (made,) = decisions(measured)
    kept = [one for one in made.shown["facts"] if one["topic"] == "results"]
    assert [one["words"].split(" on ")[0] for one in kept] == ["TSH 24 mIU/L", "QTc 480 ms"]
    shown = {one[0] for one in made.shown["entries"]}
    assert {source for one in kept for source in one["from"]} <= shown
    address = f"/patients/{measured.patients[AMARA]}/review/decisions/{made.id}"
    assert "Results out of range TSH 24 mIU/L on" in words(measured.client("therapist").get(address).text)
    retract(measured, "psychiatrist", kept[0]["from"][0], "entered_in_error")
    assert "Results out of range later retracted QTc" in words(measured.client("therapist").get(address).text)


def test_a_new_one_is_shown_before_a_decision_saves(measured: Cast) -> None:
    opened = open_review(measured)
    measure(measured, ("sodium", "128", "mEq/L"), 0)
    answer = opened.no_change()
    assert answer.status_code == 409 and "Sodium 128 mEq/L" in head(answer.text)


def test_the_caseload_tells_them_last_and_what_asks_to_act_today_first(measured: Cast) -> None:
    assert re.fullmatch(r"Out of range: TSH 24 mIU/L, [^;]+; QTc 480 ms, [^;]+", told(measured)[0])
    start(measured, -60, "lithium", "300")
    assert re.match(r"Lithium: .*\. Out of range: TSH 24 mIU/L, [^;]+; QTc 480 ms", told(measured)[0])
    measure(measured, ("sodium", "120", "mEq/L"), 0)
    assert told(measured)[0].startswith("Out of range: Sodium 120 mEq/L")


def test_benign_neutropenia_changes_how_a_count_reads(cast: Cast) -> None:
    fields = {"drug": "clozapine", "dose": "12.5", "without_review": "urgent", "advice_reason": "Told to hematology."}
    assert sign(cast, "psychiatrist", "medication_change", -30, **fields).status_code == 303
    measure(cast, ("anc", "1200", "cells/mcL"), -1)
    assert "ANC 1200 cells/mcL" in head(open_review(cast).page)
    change = {**fields, "change_type": "increase", "dose": "25", "conditions": "benign_ethnic_neutropenia"}
    assert sign(cast, "psychiatrist", "medication_change", 0, **change).status_code == 303
    assert "ANC 1200" not in head(open_review(cast).page)
    assert not told(cast)[0].startswith("Out of range: ANC")
