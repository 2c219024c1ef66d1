"""A line for the prescriber as the page tells it, and what a decision leaves of the lines."""

import json
from datetime import date

import pytest

from coordcare.review.ask_rules import BEGINNING, LETTERS, WHOLE, Asking, Settled, settle, settled_of, stand_open, told

LEAD = "She slept four hours and argued with her sister again about the move. "
ASKED = "Could the dose go up?"


@pytest.mark.parametrize("text", [LEAD * 3 + ASKED, "x" * WHOLE, ASKED])
def test_a_line_stands_whole_until_280_letters(text: str) -> None:
    assert told(text) == text


@pytest.mark.parametrize("text", [LEAD * 5 + ASKED, LEAD * 5 + ASKED + " " + LEAD * 2, ASKED + " " + LEAD * 5 + ASKED])
def test_a_longer_one_keeps_the_sentence_that_asks(text: str) -> None:
    shown = told(text)
    assert shown.count(ASKED) == text.count(ASKED) and len(shown) < len(text)
    assert shown.startswith(text[: BEGINNING // 2]) and " … " in shown


def test_every_question_stands() -> None:
    text = "Sleep? " + LEAD * 3 + "Is it the dose? " + LEAD * 3 + "Or the tea? Or both?"
    shown = told(text)
    assert all(one in shown for one in ("Sleep?", "Is it the dose?", "Or the tea? Or both?"))
    assert shown.count("…") == 2, "one before each question that stood further on"


def test_of_one_endless_sentence_beginning_and_end_stand() -> None:
    shown = told(LEAD.replace(".", ",") * 9 + "could it go up?")
    assert shown.endswith("could it go up?") and len(shown) <= WHOLE + 2


def test_without_a_question_the_beginning_stands() -> None:
    shown = told(LEAD * 6)
    assert shown.endswith(" …") and WHOLE - 20 < len(shown) <= WHOLE + 2


DAY = date(2026, 11, 23)
LINES = [Asking(one, one * 10, LETTERS // 2) for one in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize(
    ("letters", "count"),
    [([], 0), ([500], 1), ([100, 100, 1], 2), ([60, 60, 60, 9], 3), ([150, 51], 1), ([150, 50], 2)],
)
def test_lines_stand_open_while_they_take_no_more_than_200_letters(letters: list[int], count: int) -> None:
    lines = [Asking(number, 90 - number, size) for number, size in enumerate(letters)]
    assert stand_open(lines, Settled()) == lines[:count]


def test_a_decision_settles_what_stood_open_and_leaves_the_rest() -> None:
    left = settle(Settled(), LINES, 40, [], seq=60, on=DAY)
    assert left.settled == (4, 3) and left.left == (5, 2, 1), "the fifth came in between"
    again = settle(left, LINES, 70, ["asks"], seq=80, on=DAY)
    assert again.settled == (5, 2, 1) and again.left == ()


def test_what_a_decision_left_folded_stays_folded_and_what_came_in_stands_open() -> None:
    left = settle(Settled(), LINES, 40, [], seq=60, on=DAY)
    new = Asking(6, 65, LETTERS // 2)
    stands = [one for one in [new, *LINES] if left.stands(one.entry_id, one.signed_seq)]
    assert [one.entry_id for one in stands] == [6, 5, 2, 1]
    assert [one.entry_id for one in stand_open(stands, left)] == [6, 5], "the fifth came in while it was decided"
    assert settle(left, [new, *LINES], 70, [], seq=80, on=DAY).left == (2, 1)
    assert settle(left, [new, *LINES], 70, ["asks"], seq=80, on=DAY).left == ()
    # Told late of an old day, it stands below others, and open.
    told_late = [*LINES, Asking(7, 66, 10)]
    assert 7 in settle(left, told_late, 70, [], seq=80, on=DAY).settled


def test_what_another_window_settled_took_its_place_on_this_page_too() -> None:
    first = settle(Settled(), LINES, 55, [], seq=60, on=DAY)
    second = settle(first, LINES, 55, [], seq=61, on=DAY)
    assert second.settled == () and second.left == (3, 2, 1)


def test_it_is_kept_as_it_is_read() -> None:
    left = settle(Settled(), LINES, 40, None, seq=60, on=DAY)
    assert settled_of(json.dumps(left.as_kept()), 1) == left
    old = settled_of(None, 30)
    assert [old.stands(one.entry_id, one.signed_seq) for one in LINES] == [True, True, False, False, False]
