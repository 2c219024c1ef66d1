"""The day of the next review, typed with a change, stands at home for prescribers when it comes near."""

import re
from datetime import timedelta

import pytest

from coordcare.review.unacted_queries import reviews_due
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from tests.cast import Cast
from tests.medication.writing import entry_id, retract, sign
from tests.review.reviewing import open_review, withhold_last
from tests.review.test_owed_at_home import statements, told


def promise(cast: Cast, review: int, days: int = -30, drug: str = "sertraline") -> int:
    """A change of some days ago with a review so many days from today."""
    with cast.app.app_context():
        on = str(today() + timedelta(days=review))
    typed = {"drug": drug, "next_review_on": on, "without_review": "urgent"}
    return entry_id(sign(cast, "psychiatrist", "medication_change", days, **typed))


def at_home(cast: Cast, review: int, who: str = "psychiatrist") -> bool:
    with cast.app.app_context():
        day = plain_day(today() + timedelta(days=review))
    return bool(re.search(rf"Review due \w+ {day}", " ".join(told(cast, who, "visits").split())))


@pytest.mark.parametrize(("review", "stands"), [(8, False), (7, True), (0, True), (-3, True)])
def test_it_stands_from_seven_days_before_on_for_prescribers(cast: Cast, review: int, stands: bool) -> None:
    promise(cast, review)
    assert at_home(cast, review) is stands and at_home(cast, review, "nurse_practitioner") is stands
    assert ("Overdue" in told(cast, "psychiatrist", "visits")) is (review < 0)
    assert not at_home(cast, review, "therapist") and not at_home(cast, review, "coordinator")
    with cast.app.app_context():
        assert reviews_due(cast.viewer("outside_psychiatrist")) == []


@pytest.mark.parametrize("act", ["visit", "no_change", "early_visit"])
def test_it_goes_with_the_review_and_not_with_a_visit_long_before(cast: Cast, act: str) -> None:
    promise(cast, 2)
    if act == "no_change":
        assert open_review(cast).no_change().status_code == 303
    else:
        days = -20 if act == "early_visit" else 0
        assert sign(cast, "nurse_practitioner", "medication_visit", days).status_code == 303
    assert at_home(cast, 2) is (act == "early_visit")


def test_the_day_of_the_last_change_counts(cast: Cast) -> None:
    promise(cast, 2)
    later = promise(cast, 40, -20, "bupropion")
    assert not at_home(cast, 2)
    retract(cast, "psychiatrist", later)
    few = statements(cast, "psychiatrist")
    assert at_home(cast, 2)
    cast.admit("Carla Winter", team=("psychiatrist",))
    assert statements(cast, "psychiatrist") == few


def test_a_visit_of_the_day_of_the_change_is_no_review(cast: Cast) -> None:
    promise(cast, 3, 0)
    assert sign(cast, "psychiatrist", "medication_visit").status_code == 303
    assert at_home(cast, 3)


@pytest.mark.parametrize(("reason", "stays"), [("wrong_patient", True), ("private_text", False)])
def test_no_change_that_was_meant_for_another_patient_was_no_act(cast: Cast, reason: str, stays: bool) -> None:
    promise(cast, 2)
    assert open_review(cast).no_change().status_code == 303
    withhold_last(cast, reason)
    assert at_home(cast, 2) is stays
