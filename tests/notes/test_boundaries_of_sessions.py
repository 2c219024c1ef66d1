"""The last session and what it agreed on: of this patient, and of notes that count."""

from datetime import timedelta

from coordcare.notes.queries import agreed_elsewhere, last_plan
from coordcare.settings.queries import today
from tests.cast import Cast
from tests.rows import AMARA, CORA, entry


def test_the_next_session_was_agreed_on_this_patient_in_a_note_that_counts(pair: Cast) -> None:
    on, amara = today() + timedelta(days=7), pair.patients[AMARA]
    note = entry(pair, "session_note", next_session_on=on)
    entry(pair, "session_note", CORA, next_session_on=on)
    entry(pair, "session_note", next_session_on=on, taken_back="duplicate")
    assert not agreed_elsewhere(amara, on, besides=note.id)
    entry(pair, "session_note", next_session_on=on)
    assert agreed_elsewhere(amara, on, besides=note.id)


def test_the_last_plan_is_of_this_patients_last_note_that_counts(pair: Cast) -> None:
    entry(pair, "session_note", days=-3, plan="Ask her sister.")
    entry(pair, "session_note", days=-2, plan="A slip.", taken_back="duplicate")
    entry(pair, "session_note", CORA, days=-1, plan="Write a letter.")
    told = last_plan(pair.patients[AMARA], None)
    assert told and told.text == "Ask her sister."
