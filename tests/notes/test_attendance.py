"""A session that did not take place: nobody was seen, so its note says nothing of risk, mood or work."""

import pytest

from coordcare.extensions import db
from coordcare.notes.models import SessionNote
from coordcare.risk.queries import risk_panel
from coordcare.timeline.models import TimelineEntry
from tests.ipt.writing import entry_id, note, start, step

NOT_ATTENDED = ("cancelled", "late_cancelled", "missed")


def asked_on(cast, amara):
    with cast.app.app_context():
        panel = risk_panel(cast.standing("coordinator", "Amara Osei"), amara)
        return panel.word, panel.on and str(panel.on)


def row(cast, signed):
    with cast.app.app_context():
        return db.session.get_one(SessionNote, entry_id(signed))


@pytest.mark.parametrize("attendance", NOT_ATTENDED)
@pytest.mark.parametrize("status", ["none", "passive_thoughts", "plan_or_intent"])
def test_nobody_was_seen_so_nobody_was_asked(cast, amara, attendance, status):
    start(cast, amara)
    note(cast, amara, "seen", session_number="1", happened_on="2026-02-02", risk_status="passive_thoughts")
    typed = {"happened_on": "2026-02-09", "plan": "Call her on Friday", "insight": "No answer at 2 pm."}
    refused = note(cast, amara, "not", attendance=attendance, risk_status=status, **typed)
    assert refused.status_code == 422
    assert "Nobody was seen, so this note says nothing of risk: choose “Not assessed”." in refused.text
    assert "Call her on Friday" in refused.text and "No answer at 2 pm." in refused.text
    assert f'value="{status}" checked' in refused.text
    assert asked_on(cast, amara) == ("Passive suicidal thoughts", "2026-02-02")
    signed = row(cast, note(cast, amara, "not", attendance=attendance, risk_status="not_assessed", **typed))
    assert (signed.risk_status, signed.insight) == ("not_assessed", "No answer at 2 pm.")
    assert asked_on(cast, amara) == ("Passive suicidal thoughts", "2026-02-02")


def test_it_is_counted_in_the_course_without_a_number_and_reads_so(cast, amara):
    start(cast, amara)
    typed = {"insight": "", "session_number": "1", "mood": "4", "techniques": ["role_play"], "starts_at": "14:00"}
    signed = note(cast, amara, "m", attendance="missed", mode="video", **typed)
    kept = row(cast, signed)
    assert (kept.session_number, kept.mood, kept.techniques, kept.starts_at, kept.phase) == (None, None, [], None, None)
    page = cast.client("psychiatrist").get(signed.location).text
    assert "Missed without a word" in page and "Counted among its sessions, without a number" in page
    unsaid = ("not part of a course", "In person", "Video", "of 10", "not asked", "role play")
    assert not [words for words in unsaid if words in page]


def test_outside_a_course_it_says_so(cast, amara):
    page = cast.client("psychiatrist").get(note(cast, amara, "m", attendance="missed", insight="").location).text
    assert "not part of a course" in page and "Counted among" not in page


@pytest.mark.parametrize(
    ("field", "typed", "where"),
    [
        ("mood_link", "The talk with T.", "with the insight"),
        ("functioning", "Back at work", "with the insight"),
        ("participants", "T., partner", "with the insight"),
        ("technical_trouble", "Line broke", "with the insight"),
        ("patient_place", "At her cousin’s", "with the insight"),
        ("side_effect", "Dry mouth", "belongs in a contact"),
        ("adherence", "stopped", "belongs in a contact"),
    ],
)
def test_words_are_never_dropped_unseen(cast, amara, field, typed, where):
    refused = note(cast, amara, "m", attendance="missed", insight="", mode="phone", **{field: typed})
    assert refused.status_code == 422 and where in refused.text and typed in refused.text


def test_a_place_of_last_time_is_no_place_of_a_session_that_did_not_take_place(cast, amara):
    place = {"mode": "video", "patient_place": "At her cousin’s", "callback": "(555) 010-0188"}
    assert note(cast, amara, "v", happened_on="2026-02-02", **place).status_code == 303
    refused = note(cast, amara, "m", attendance="missed", insight="", **place)
    assert refused.status_code == 422 and "with the insight" in refused.text


def test_a_risk_that_was_heard_has_its_way_to_a_risk_assessment(cast, amara):
    refused = note(cast, amara, "m", attendance="missed", insight="", risk_status="none")
    assert refused.status_code == 422
    told = refused.text.split("<p data-heard-risk>")[1].split("</p>")[0]
    assert f'href="/patients/{amara}/entries/new/risk_assessment"' in told


def test_what_has_no_place_in_it_is_said_before_it_is_signed(cast, amara):
    start(cast, amara)
    typed = {"mood": "4", "techniques": ["role_play"], "session_number": "x", "goal_1": "0"}
    client, draft = cast.client("therapist"), note(cast, amara, "m", action="preview", attendance="missed", **typed)
    page = client.get(draft.location)
    assert page.status_code == 200, "a number that is none has no place in it either"
    assert "Left out, since the session did not take place: Mood since last time, 0 to 10; Techniques;" in page.text
    assert "; Goal 1." in page.text


def test_its_form_does_not_ask_for_an_insight(cast, amara):
    draft = note(cast, amara, "m", action="save", attendance="cancelled", insight="")
    page = cast.client("therapist").get(draft.location).text
    asked = page.split('name="insight"')[0].rsplit("field-label", 1)[1]
    assert "(required)" not in asked
    fresh = cast.client("therapist").get(f"/patients/{amara}/entries/new/session_note").text
    assert "(required)" in fresh.split('name="insight"')[0].rsplit("field-label", 1)[1]
    assert fresh.index('name="attendance"') < fresh.index('name="insight"')


def test_in_a_pause_it_stands_outside_the_course(cast, amara):
    start(cast, amara)
    step(cast, amara, step="pause", happened_on="2026-02-09")
    signed = note(cast, amara, "m", attendance="cancelled", happened_on="2026-02-16")
    with cast.app.app_context():
        assert db.session.get_one(TimelineEntry, entry_id(signed)).course_id is None
