"""The next session that a note agrees on becomes the patient's next visit, unless another one stands before it."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from coordcare.audit.actions import Event, record
from coordcare.audit.models import AuditEvent
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict
from coordcare.extensions import db, transaction
from coordcare.notes.rules import is_session_with, visit_words
from coordcare.patients.actions import change_particulars, locked, plan_next_visit
from coordcare.patients.queries import load, next_visit
from coordcare.settings.queries import today
from coordcare.timeline.amendment_actions import retract
from coordcare.timeline.rules import RetractionReason
from tests.ipt.writing import entry_id, note, start

NURSE = "Medication visit with Denise"


def day(cast, days):
    with cast.app.app_context():
        return today() + timedelta(days=days)


def planned(cast, amara):
    with cast.app.app_context():
        found = next_visit(cast.standing("therapist", "Amara Osei"))
        return found.on, found.words


def plan(cast, amara, days, words):
    with cast.app.app_context():
        plan_next_visit(cast.viewer("coordinator"), amara, today() + timedelta(days=days), words)


def sign(cast, amara, days, key="n", **typed):
    sent = {"happened_on": day(cast, 0).isoformat(), "next_session_on": day(cast, days).isoformat(), **typed}
    answer = note(cast, amara, key, **sent)
    assert answer.status_code == 303, answer.text
    return answer


def test_the_next_session_is_the_next_visit_and_the_trail_says_so(cast, amara):
    start(cast, amara)
    sign(cast, amara, 7, session_number="1")
    assert planned(cast, amara) == (day(cast, 7), "Session 2 with Therapist")
    shown = cast.client("coordinator").get(f"/patients/{amara}/timeline").text
    assert "Session 2 with Therapist" in shown
    with cast.app.app_context():
        told = select(func.count()).where(AuditEvent.patient_id == amara, AuditEvent.subject == "next_visit")
        assert db.session.scalar(told) == 1


@pytest.mark.parametrize(
    ("stands", "words", "kept"),
    [
        (3, NURSE, True),  # comes before the session
        (7, NURSE, True),  # the same day: told already
        (9, NURSE, False),  # comes after it
        (0, NURSE, False),  # today's own visit
        (3, "", True),
    ],
)
def test_a_visit_that_comes_before_stays(cast, amara, stands, words, kept):
    plan(cast, amara, stands, words)
    sign(cast, amara, 7)
    assert planned(cast, amara) == ((day(cast, stands), words) if kept else (day(cast, 7), "Session with Therapist"))


def test_a_late_note_leaves_the_visit_of_today(cast, amara):
    plan(cast, amara, 0, NURSE)
    sign(cast, amara, 7, happened_on=day(cast, -7).isoformat())
    assert planned(cast, amara) == (day(cast, 0), NURSE)


def test_a_session_that_is_moved_takes_the_old_ones_place(cast, amara):
    plan(cast, amara, 3, "Session 14 with Therapist")
    sign(cast, amara, 5)
    assert planned(cast, amara) == (day(cast, 5), "Session with Therapist")


def test_a_draft_or_a_note_without_a_day_plans_nothing(cast, amara):
    plan(cast, amara, 3, NURSE)
    sign(cast, amara, 7, key="draft", action="save")
    assert note(cast, amara, "without").status_code == 303
    assert planned(cast, amara) == (day(cast, 3), NURSE)


def test_words_of_a_visit_fit_their_column():
    assert visit_words(3, "M. Lindqvist", 120) == "Session 3 with M. Lindqvist"
    assert len(visit_words(None, "x" * 300, 120)) == 120
    assert is_session_with("M.", "Session with M.") and not is_session_with("M.", "Session with N.")


def test_signing_beside_a_change_of_particulars_waits_for_no_one_for_good(cast, amara):
    """Both take the patient's row and the patient's chain, in one order: else PostgreSQL ends one of them."""
    clients = [cast.client("therapist") for _ in range(4)]
    when = {"happened_on": day(cast, 0).isoformat(), "next_session_on": day(cast, 7).isoformat()}
    sent = {"action": "sign", "insight": "Said it.", "risk_status": "none", "mode": "in_person", **when}

    def signing(number):
        typed = {**sent, "submission_key": f"race-{number}"}
        return clients[number].post(f"/patients/{amara}/entries/new/session_note", data=typed).status_code

    def changing(number):
        with cast.app.app_context():
            stands = load(amara)
            kept = replace(stands.particulars, preferred_name=f"Ama {number}")
            try:
                change_particulars(cast.viewer("coordinator"), amara, kept, stands.version)
            except Conflict:
                return 409
            return 303

    with ThreadPoolExecutor(8) as pool:
        signed, changed = pool.map(signing, range(4)), pool.map(changing, range(4))
        assert list(signed) == [303] * 4 and set(changed) <= {303, 409}
    with cast.app.app_context():
        assert load(amara).next_visit_on == date.fromisoformat(when["next_session_on"])


def test_a_session_that_was_held_is_no_longer_the_next_visit(cast, amara):
    start(cast, amara)
    plan(cast, amara, 0, "Session 7 with Therapist")
    assert note(cast, amara, "n", happened_on=day(cast, 0).isoformat(), session_number="7").status_code == 303
    assert planned(cast, amara) == (None, "")


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("Session 7 with Therapist", "Session 8 with Therapist"),
        ("Medication review with Denise, then session 7", "Medication review with Denise, then session 8"),
        ("Session 70 with Therapist", "Session 70 with Therapist"),
    ],
)
def test_a_visit_to_come_takes_the_next_number(cast, amara, words, then):
    start(cast, amara)
    plan(cast, amara, 6, words)
    assert note(cast, amara, "n", happened_on=day(cast, 0).isoformat(), session_number="7").status_code == 303
    assert planned(cast, amara) == (day(cast, 6), then)


def test_a_missed_session_is_over_too(cast, amara):
    plan(cast, amara, 0, "Session with Therapist")
    typed = {"attendance": "missed", "insight": "", "happened_on": day(cast, 0).isoformat()}
    assert note(cast, amara, "m", **typed).status_code == 303
    assert planned(cast, amara) == (None, "")


def test_the_visit_of_somebody_else_stays(cast, amara):
    plan(cast, amara, 0, NURSE)
    assert note(cast, amara, "n", happened_on=day(cast, 0).isoformat()).status_code == 303
    assert planned(cast, amara) == (day(cast, 0), NURSE)


@pytest.mark.parametrize("reason", RetractionReason)
def test_a_withdrawn_note_leaves_no_visit(cast, amara, reason):
    start(cast, amara)
    signed = entry_id(sign(cast, amara, 7, session_number="1"))
    with cast.app.app_context():
        retract(cast.standing("therapist", "Amara Osei"), signed, reason)
    assert planned(cast, amara) == (None, "")


def test_a_recalled_note_leaves_no_visit_until_it_is_signed_again(cast, amara):
    start(cast, amara)
    signed = entry_id(sign(cast, amara, 7, session_number="1"))
    client = cast.client("therapist")
    recalled = client.post(f"/patients/{amara}/entries/{signed}/recall")
    assert recalled.status_code == 303 and planned(cast, amara) == (None, "")
    preview = client.get(recalled.location.replace("/edit", "/sign")).text
    version = preview.split('name="version" value="')[1].split('"')[0]
    assert client.post(f"/patients/{amara}/entries/{signed}/sign", data={"version": version}).status_code == 303
    assert planned(cast, amara) == (day(cast, 7), "Session 2 with Therapist")


def test_a_duplicate_that_is_withdrawn_takes_nothing_with_it(cast, amara):
    sign(cast, amara, 7)
    again = entry_id(sign(cast, amara, 7, key="again"))
    with cast.app.app_context():
        retract(cast.standing("therapist", "Amara Osei"), again, RetractionReason.DUPLICATE)
    assert planned(cast, amara) == (day(cast, 7), "Session with Therapist")


def test_a_visit_that_was_planned_since_stays(cast, amara):
    signed = entry_id(sign(cast, amara, 7))
    plan(cast, amara, 3, NURSE)
    with cast.app.app_context():
        retract(cast.standing("therapist", "Amara Osei"), signed, RetractionReason.ENTERED_IN_ERROR)
    assert planned(cast, amara) == (day(cast, 3), NURSE)


def test_withdrawing_takes_the_patient_before_the_chain(cast, amara):
    """As every other write on both does: else PostgreSQL ends one of two that meet."""
    signed = entry_id(sign(cast, amara, 7))

    def withdrawing():
        with cast.app.app_context():
            retract(cast.standing("therapist", "Amara Osei"), signed, RetractionReason.ENTERED_IN_ERROR)

    with ThreadPoolExecutor(1) as pool:
        with cast.app.app_context(), transaction():
            viewer = cast.viewer("coordinator")
            locked(viewer, amara)
            met = pool.submit(withdrawing)
            wait([met], timeout=0.5)
            record(Event(Happening.PATIENT_CHANGED, viewer.actor, amara))
        met.result(timeout=10)
    assert planned(cast, amara) == (None, "")
