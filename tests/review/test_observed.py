"""What was reported of the medication, as it stands on the review and on its paper."""

import re

from tests.cast import Cast
from tests.medication.writing import entry_id, sign
from tests.review.reviewing import decisions, open_review
from tests.review.test_trials import part, words


def test_a_later_report_takes_no_other_side_effect_away(reviewed: Cast) -> None:
    legs = {"side_effect": "Restless legs", "side_effect_severity": "severe"}
    first = entry_id(sign(reviewed, "therapist", "observation", -9, **legs))
    second = entry_id(sign(reviewed, "psychiatrist", "medication_visit", -2, side_effect="Dizziness"))
    opened = open_review(reviewed)
    told = part(opened.page, "regimen")
    assert told.index("Dizziness") < told.index("Restless legs (severe)")
    assert re.search(r'class="flag-late"[^>]*>Restless legs', opened.page)
    assert not re.search(r'class="flag-late"[^>]*>Dizziness', opened.page)
    printed = words(opened.client.get(f"{opened.address}/print").text)
    assert "Dizziness" in printed and "Restless legs (severe)" in printed
    assert opened.no_change().status_code == 303
    kept = decisions(reviewed)[0].shown
    (fact,) = [one for one in kept["facts"] if "side effect" in one["words"]]
    assert fact["words"].endswith("2 side effects, 1 severe") and fact["from"] == sorted([first, second])
    assert {first, second} <= {one[0] for one in kept["entries"]}


def test_of_many_the_rest_opens(reviewed: Cast) -> None:
    for number in range(5):
        sign(reviewed, "therapist", "observation", -9 + number, side_effect=f"Effect {number}")
    told = part(open_review(reviewed).page, "regimen")
    assert "and 2 more" in told and all(f"Effect {number}" in told for number in range(5))


def test_a_burden_that_is_a_reason_to_change_is_marked(reviewed: Cast) -> None:
    for burden, marked in (("4", False), ("5", True)):
        scores = {"fibser_frequency": "4", "fibser_intensity": "3", "fibser_burden": burden}
        assert sign(reviewed, "therapist", "observation", **scores).status_code == 303
        page = open_review(reviewed).page
        assert f"burden {burden}" in page
        assert ('class="flag-late">FIBSER' in page) is marked
