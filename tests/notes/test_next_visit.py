"""The next session that a note agrees on becomes the patient's next visit, unless another one stands before it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from coordcare.audit.models import AuditEvent
from coordcare.errors import Conflict
from coordcare.extensions import db
from coordcare.notes.rules import is_session_with, visit_words
from coordcare.patients.actions import change_particulars, plan_next_visit
from coordcare.patients.queries import load, next_visit
from coordcare.settings.queries import today
from tests.ipt.writing import note, start

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
