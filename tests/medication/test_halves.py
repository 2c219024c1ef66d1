"""One half of a switch taken back alone: said before, said after, and said where medication is decided."""

import pytest

from coordcare.medication.half_rules import Signed, lost_halves
from tests.medication.test_plans import CHANGE, day, signed_changes, steps, switch, taken
from tests.medication.writing import retract, sign

__all__ = ["day"]


@pytest.fixture
def halves(cast, day):
    assert switch(cast, day).status_code == 303
    return signed_changes(cast)[1:]


def page(cast, address, who="psychiatrist"):
    answer = cast.client(who).get(address)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_who_retracts_the_start_is_told_that_nothing_replaces_the_drug_that_was_left(cast, amara, halves):
    first, second = halves
    before = page(cast, f"/patients/{amara}/entries/{first}/retract")
    assert "The other half stands:" in before and f"/entries/{second}" in before
    assert "Sertraline stays stopped from" in before and "nothing replaces it: bupropion is not taken" in before
    assert "no medication" in before
    retract(cast, "psychiatrist", first)
    after = page(cast, f"/patients/{amara}/entries/{first}")
    assert "This half was retracted, the other stands." in after and f"/entries/{second}/retract" in after
    assert "nothing replaces it" in after
    assert after.index("This half was retracted, the other stands.") < after.index("<h1>"), "before the entry"
    others = page(cast, f"/patients/{amara}/entries/{first}", "therapist")
    assert "the other stands" in others and f"/entries/{second}/retract" not in others


def test_who_retracts_the_stop_is_told_that_both_are_taken(cast, amara, halves):
    second = halves[1]
    before = page(cast, f"/patients/{amara}/entries/{second}/retract")
    assert "Sertraline goes on beside bupropion" in before
    assert "Sertraline 100 mg once daily; bupropion 150 mg once daily" in before
    retract(cast, "psychiatrist", second)
    for where in ("medication", "review"):
        told = page(cast, f"/patients/{amara}/{where}")
        assert "The stop of sertraline was taken back; the start of bupropion stands." in told


def test_a_taper_says_when_the_drug_is_stopped(cast, amara, day):
    assert switch(cast, day, (0, "50"), (14, "stop")).status_code == 303
    first = signed_changes(cast)[1]
    assert "Sertraline stays stopped from" in page(cast, f"/patients/{amara}/entries/{first}/retract")
    retract(cast, "psychiatrist", first)
    assert "the taper of sertraline stands" in page(cast, f"/patients/{amara}/medication")


@pytest.mark.parametrize("where", ["medication", "review"])
def test_a_switch_that_lost_a_half_is_told_until_somebody_looks_after_it(cast, amara, halves, where):
    address = f"/patients/{amara}/{where}"
    assert "Half of a switch is missing" not in page(cast, address)
    retract(cast, "psychiatrist", halves[0])
    assert "The start of bupropion was taken back; the stop of sertraline stands." in page(cast, address)
    assert sign(cast, "psychiatrist", CHANGE, dose="50").status_code == 303
    assert "Half of a switch is missing" not in page(cast, address)


def test_with_both_taken_back_nothing_is_missing(cast, amara, halves):
    for half in halves:
        retract(cast, "psychiatrist", half)
    assert taken(cast, amara) == ["sertraline 100 mg once daily"]
    assert "Half of a switch is missing" not in page(cast, f"/patients/{amara}/medication")
    assert "the other stands" not in page(cast, f"/patients/{amara}/entries/{halves[0]}")


def test_what_was_withheld_is_named_nowhere(cast, amara, halves):
    first, second = halves
    retract(cast, "psychiatrist", first, "wrong_patient")
    told = page(cast, f"/patients/{amara}/medication")
    assert "The start of the other drug was taken back; the stop of sertraline stands." in told
    entry = page(cast, f"/patients/{amara}/entries/{first}")
    assert "nothing replaces it" in entry and "bupropion" not in entry.split("other-half")[1].lower()
    assert f"/entries/{second}/retract" in entry


def test_a_withheld_stop_is_found_by_its_place(cast, amara, halves):
    first, second = halves
    retract(cast, "psychiatrist", second, "wrong_patient")
    assert "The stop of sertraline was taken back" in page(cast, f"/patients/{amara}/medication")
    assert f"/entries/{first}/retract" in page(cast, f"/patients/{amara}/entries/{second}")


def test_who_does_not_read_changes_is_told_nothing(cast, amara, halves):
    retract(cast, "psychiatrist", halves[0])
    assert "Half of a switch" not in page(cast, f"/patients/{amara}/medication", "coordinator")


def test_an_entry_that_is_no_switch_has_no_half(cast, amara, day):
    sign(cast, "psychiatrist", CHANGE, -30, dose="25", **steps(day, (-20, "50")))
    (only,) = signed_changes(cast)
    assert "half of a switch" not in page(cast, f"/patients/{amara}/entries/{only}/retract")


def test_a_switch_beside_a_withheld_stranger_is_whole():
    switched = Signed(1, 10, None, "switch", "bupropion", "sertraline", None)
    left = Signed(2, 11, None, "stop", "sertraline", "bupropion", 1)
    stranger = Signed(3, 12, 13, None, None, None, None)
    assert lost_halves([switched, left, stranger]) == []
