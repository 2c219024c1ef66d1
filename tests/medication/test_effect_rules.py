"""Which side effects stand: the latest report of each name, within 28 days or since the last change of a dose."""

import pytest

from coordcare.medication.effect_rules import Told, standing, window_from
from coordcare.medication.observation_rules import SideEffect
from tests.medication.situations import changes, on


def told(day: int, name: str, severity: str | None = None) -> Told:
    return Told(SideEffect(name, severity), on(day), "Dr. Vega", day)


def names(*reports: Told, since: int = 0) -> list[str]:
    return [one.effect.name for one in standing(sorted(reports, key=lambda one: one.on, reverse=True), on(since))]


def test_each_name_stands_by_its_latest_report() -> None:
    reports = (told(3, "restless legs", "mild"), told(5, "Dizziness"), told(9, "Restless  legs", "severe"))
    assert names(*reports) == ["Restless  legs", "Dizziness"]
    assert standing(reports[::-1], on(0))[0].presses


@pytest.mark.parametrize("ended", ["Nausea gone", "nausea has resolved.", "No more nausea", "Nausea (ended)"])
def test_what_a_later_report_says_has_ended_goes(ended: str) -> None:
    assert names(told(3, "Nausea"), told(5, ended), told(6, "Dizziness")) == ["Dizziness"]
    assert names(told(3, "Nausea"), told(5, ended), told(6, "Nausea")) == ["Nausea"], "it came back"
    assert names(told(5, ended)) == [ended], "nobody named it before: it stands as it was said"


def test_what_was_coded_as_ended_goes() -> None:
    gone = Told(SideEffect("nausea ", "mild", None, "ended"), on(5), "Dr. Vega", 5)
    assert names(told(3, "Nausea", "severe"), gone, told(6, "Dizziness")) == ["Dizziness"]
    assert names(told(3, "Nausea"), gone, told(6, "Nausea")) == ["Nausea"], "it came back"
    assert gone.effect.words == "nausea  (mild): it has ended"


@pytest.mark.parametrize(("name", "action"), [("Rash", "ended"), ("Rash gone", None), ("No more rash", None)])
def test_an_end_presses_nobody_also_told_twice(name: str, action: str | None) -> None:
    """Two who each told that a severe rash had ended made it lead the caseload for four weeks."""
    ends = [Told(SideEffect(name, "severe", None, action), on(day), "Dr. Vega", day) for day in (5, 4)]
    assert told(3, "Rash", "severe").presses
    assert [one.presses for one in standing([*ends, told(3, "Rash", "severe")], on(1))] == [False]


@pytest.mark.parametrize("name", ["No appetite", "Hunger overnight", "No longer sleeps"])
def test_a_name_that_only_sounds_like_an_end_stands(name: str) -> None:
    assert names(told(3, "appetite"), told(4, "sleeps"), told(5, name))[0] == name


def test_what_is_older_goes_unless_it_is_the_last_that_was_said() -> None:
    assert names(told(2, "Nausea"), told(8, "Dizziness"), since=8) == ["Dizziness"]
    assert names(told(2, "Nausea"), told(7, "Dizziness"), since=8) == ["Dizziness"]


@pytest.mark.parametrize(
    ("rows", "day", "since"),
    [
        ([], 60, 32),
        ([("start", "sertraline", 10, "50")], 60, 10),
        ([("start", "sertraline", 10, "50"), ("increase", "sertraline", 40, "100")], 60, 32),
        ([("start", "sertraline", 10, "50"), ("timing", "sertraline", 20, "50")], 60, 10),
        ([("start", "sertraline", 10, "50"), ("increase", "sertraline", 70, "100")], 60, 10),
    ],
)
def test_the_longer_of_28_days_and_since_the_last_change_of_a_dose(rows, day: int, since: int) -> None:
    assert window_from(changes(*rows), on(day)) == on(since)
