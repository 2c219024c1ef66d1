"""The trail in words."""

import pytest
from flask import Flask

from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.queries import Filter, access_log, search
from coordcare.audit.rules import WORDS, Happening, role_words
from tests.cast import Cast


def test_every_happening_has_words() -> None:
    assert set(WORDS) == set(Happening)


@pytest.mark.parametrize(
    ("code", "words"),
    [("nurse_practitioner+admin", "Nurse practitioner, admin"), ("none", "None"), (None, "")],
)
def test_roles_are_told_in_words(code: str | None, words: str) -> None:
    assert role_words(code) == words


def test_the_access_log_is_one_patients_newest_first_page_by_page(app: Flask, trail: Cast) -> None:
    with app.app_context():
        record(Event(Happening.VIEW, Actor(2, "nurse_practitioner", 2), 2, subject="patients.record"))
        first = access_log(1, limit=2)
        rest = access_log(1, before_id=first[-1].id)
    assert [row.patient_id for row in (*first, *rest)] == [1, 1, 1]
    assert first[0].id > first[1].id > rest[0].id
    assert (first[0].what_words, first[0].detail_words, first[0].actor_role_words) == (
        "opened",
        "record",
        "Psychiatrist",
    )


def test_process_notes_leave_no_trace_for_others(app: Flask, trail: Cast) -> None:
    with app.app_context():
        before = len(search(Filter(), limit=100))
        record(
            Event(Happening.VIEW, Actor(1), 1, rule="write_process_note"),
            Event(Happening.DRAFT_OPENED, Actor(1), subject="process_notes.edit"),
            Event(Happening.VIEW, Actor(1), 1, rule="open_record", subject="patients.record"),
        )
        assert len(search(Filter(), limit=100)) == before + 1
        assert len(access_log(1)) == 4


def test_a_failed_sign_in_is_found_under_the_account_it_was_tried_on(app: Flask, trail: Cast) -> None:
    with app.app_context():
        record(Event(Happening.SIGN_IN_FAILED, Actor(), about_account_id=3, outcome="refused"))
        found = search(Filter(actor_id=3))
    assert [(row.what_words, row.actor_id, row.about_id, row.is_refused) for row in found] == [
        ("failed to sign in", None, 3, True)
    ]
