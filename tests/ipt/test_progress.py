"""Sessions of a course as they come in: numbers, goals across versions, stages, the drawing, the summary."""

import re
from datetime import timedelta

import pytest

from coordcare.ipt.course_queries import course_card
from coordcare.ipt.progress_queries import progress_of
from coordcare.ipt.queries import active_course, latest_course
from coordcare.ipt.summary_rules import course_line, first_and_last, goal_line, score_line
from coordcare.timeline.amendment_actions import retract
from coordcare.timeline.rules import RetractionReason
from tests.ipt.test_session_numbers import START
from tests.ipt.writing import entry_id, note, start, step, write


@pytest.fixture
def course(cast, amara):
    start(cast, amara, focus="role_dispute", dispute_stage="impasse")
    write(cast, amara, "formulation", summary="In short.", goal_1="Asks once a week", goal_2="A free morning")
    return amara


def test_goals_stages_tasks_and_attendance_are_told_by_session(cast, course):
    first = {"goal_1": "2", "goal_2": "0", "tasks": ["history", "contract"], "dispute_stage": ""}
    note(cast, course, "a", session_number="1", happened_on="2026-01-12", mood="3", **first)
    write(cast, course, "formulation", base=1, summary="In short.", goal_1="Asks twice a week", goal_2="A free morning")
    later = {"goal_1": "1", "goal_2": "6", "dispute_stage": "renegotiation"}
    note(cast, course, "b", session_number="2", happened_on="2026-01-19", mood="6", **later)
    missed = note(cast, course, "c", attendance="missed", insight="", risk_status="", happened_on="2026-01-26")
    assert "IPT session missed" in cast.client("psychiatrist").get(missed.location).text
    with cast.app.app_context():
        standing, found = cast.standing("therapist", "Amara Osei"), active_course(course)
        progress, card = progress_of(standing, found), course_card(found)
    ratings = {scale.word: [score.total for score in scale.scores] for scale in progress.scales}
    assert ratings == {"Mood": [3, 6], "Asks twice a week": [1], "A free morning": [0, 6], "Asks once a week": [2]}
    assert [span.word for span in progress.stages] == ["Impasse", "Renegotiation"]
    assert card.attendance == "2 attended, 1 missed without a word" and card.last_number == 2
    page = cast.client("psychiatrist").get(f"/patients/{course}/course/progress").text
    assert (
        "Renegotiation" in page
        and 'data-told="26 Jan 2026: missed without a word"' in page
        and '<td class="num">6</td>' in page
    )
    told = cast.client("therapist").get(f"/patients/{course}/course").text
    assert re.search(r"Psychiatric history taken <span[^>]*>session 1, ", told)


def test_numbers_follow_the_days_through_retraction_and_back_dating(cast, course):
    for number, day in ((1, "12"), (2, "19"), (3, "26")):
        note(cast, course, f"n{number}", session_number=str(number), happened_on=f"2026-01-{day}")
    with cast.app.app_context():
        found = active_course(course)
        middle = course_card(found).sessions[1].entry_id
        retract(cast.standing("therapist", "Amara Osei"), middle, RetractionReason.ENTERED_IN_ERROR)
        assert course_card(found).missing_numbers == [2]
    assert "Without a note: 2." in cast.client("therapist").get(f"/patients/{course}/entries/new/session_note").text
    wrong = note(cast, course, "late", session_number="4", happened_on="2026-01-20")
    assert (
        wrong.status_code == 422
        and "The number that fits this day is 2." in wrong.text
        and "Insight late" in wrong.text
    )
    assert entry_id(note(cast, course, "late", session_number="2", happened_on="2026-01-20"))


def test_a_session_before_its_course_is_told_apart(cast, course):
    early = note(cast, course, "early", session_number="1", happened_on="2026-01-04")
    assert early.status_code == 422 and "The course started on 5 Jan 2026." in early.text
    assert note(cast, course, "early", session_number="", happened_on="2026-01-04").status_code == 303


def test_a_missed_session_needs_nothing_and_takes_no_number(cast, course):
    assert (
        note(cast, course, "m", attendance="late_cancelled", insight="", risk_status="", session_number="1").status_code
        == 303
    )
    empty = note(cast, course, "e", insight="", session_number="1")
    assert empty.status_code == 422 and "Write one insight" in empty.text
    assert note(cast, course, "n", session_number="1", plan="Walk").status_code == 303
    note(cast, course, "c", attendance="cancelled", insight="", happened_on="2026-02-09")
    assert "Walk" in cast.client("therapist").get(f"/patients/{course}/entries/new/session_note").text


def test_what_was_heard_of_medication_stands_on_its_page(cast, course):
    heard = {"adherence": "misses_some", "side_effect": "Dry mouth", "functioning": "Back at work"}
    signed = note(cast, course, "h", session_number="1", **heard)
    page = cast.client("psychiatrist").get(f"/patients/{course}/medication").text
    assert "Misses some doses" in page and "Dry mouth" in page
    assert "Back at work" in cast.client("psychiatrist").get(signed.location).text


def test_where_a_remote_session_was_is_told_to_the_next_and_asked_again(cast, course):
    place = {"mode": "video", "patient_place": "At her cousin's, Tampa FL", "callback": "(555) 010-0188"}
    signed = note(cast, course, "v", session_number="1", telehealth_consent="y", **place)
    shown = cast.client("psychiatrist").get(signed.location).text
    assert "Tampa FL" in shown and "010-0188" in shown and "Agrees to meet this way" in shown
    page = cast.client("therapist").get(f"/patients/{course}/entries/new/session_note").text
    assert 'value="video" checked' in page
    assert "Last time: At her cousin" in page and "Last time: (555) 010-0188" in page
    fields = {name: re.search(rf'<input [^>]*name="{name}"[^>]*>', page)[0] for name in ("patient_place", "callback")}
    assert all('value=""' in tag for tag in fields.values()), "an address of last time would read as asked today"


def test_the_summary_is_drafted_from_the_record_and_printed(cast, course):
    note(cast, course, "a", session_number="1", goal_1="2", happened_on="2026-01-12")
    note(cast, course, "b", session_number="2", goal_1="7", happened_on="2026-01-19")
    step(cast, course, step="complete")
    client, address = cast.client("therapist"), f"/patients/{course}/entries/new/course_summary"
    page = client.get(address).text
    assert "IPT, acute: 2 of 16 sessions, 5 Jan 2026 to 2 Mar 2026. Completed." in page
    assert "Asks once a week: rated 2 at first, 7 at last, of 10" in page and "A free morning: not rated" in page
    assert client.get(f"/patients/{course}/course/summary/print").status_code == 404
    typed = {
        "course_words": "IPT.",
        "focus_words": "Role dispute",
        "what_helped": "Saying it.",
        "happened_on": "2026-03-02",
    }
    assert client.post(address, data={**typed, "submission_key": "s", "action": "sign"}).status_code == 303
    printed = cast.client("psychiatrist").get(f"/patients/{course}/course/summary/print").text
    assert "Saying it." in printed and "14 Mar 1989" in printed
    with cast.app.app_context():
        assert latest_course(course).status == "completed"


def test_an_empty_record_draws_nothing(cast, amara):
    assert "Nothing to draw yet" in cast.client("therapist").get(f"/patients/{amara}/course/progress").text


def test_the_baseline_is_the_last_score_before_the_start():
    """Source: sources.md 8, within 14 days before the start."""
    points = [(START + timedelta(days=days), days) for days in (-20, -14, -1, 3, 30, 90)]
    assert first_and_last(points, START, START + timedelta(days=40)) == (points[2], points[4])
    assert first_and_last(points[:1], START, START) is None
    assert first_and_last(points[3:], START, START + timedelta(days=40)) == (points[3], points[4])


def test_lines_of_a_summary():
    assert score_line("PHQ-9", (START, 17), (START, 17)) == "PHQ-9: 17 (5 Jan 2026)"
    assert goal_line("Calls", [4]) == "Calls: rated 4 of 10"
    attendance = ["attended", "missed", "missed", "late_cancelled"]
    words = course_line("IPT", None, attendance, START, START, "Active")
    assert words == "IPT: 1 session, 1 cancelled late, 2 missed, 5 Jan 2026 to 5 Jan 2026. Active."


def test_the_course_page_leads_to_its_summary(cast, course):
    page = f"/patients/{course}/course"
    note(cast, course, "a", session_number="1", happened_on="2026-01-12")
    assert "the course summary" not in cast.client("therapist").get(page).text
    step(cast, course, step="complete")
    offered = cast.client("therapist").get(page).text
    assert "Write the course summary" in offered and "Print the course summary" not in offered
    assert "Write the course summary" not in cast.client("nurse_practitioner").get(page).text
    typed = {"course_words": "IPT.", "focus_words": "Role dispute", "what_helped": "Saying it."}
    sent = {**typed, "happened_on": "2026-03-02", "submission_key": "s", "action": "sign"}
    assert cast.client("therapist").post(f"/patients/{course}/entries/new/course_summary", data=sent).status_code == 303
    written = cast.client("nurse_practitioner").get(page).text
    assert "Print the course summary" in written
    assert "Write the course summary" not in cast.client("therapist").get(page).text


def test_the_chart_and_the_summary_begin_at_one_baseline(cast, amara):
    """Two scores stand within 14 days before the start: the later one is the baseline, on both pages."""
    start(cast, amara)
    answers = {f"item_{number}": "1" for number in range(1, 10)}
    days = {"2025-12-24": "0", "2026-01-02": "2", "2026-01-20": "1"}
    for day, first in days.items():
        typed = {**answers, "item_1": first, "item_9": "0", "measure": "phq9", "happened_on": day, "action": "sign"}
        sent = {**typed, "submission_key": day}
        answer = cast.client("therapist").post(f"/patients/{amara}/entries/new/measure_result", data=sent)
        assert answer.status_code == 303, answer.text
    with cast.app.app_context():
        drawn = progress_of(cast.standing("therapist", "Amara Osei"), latest_course(amara))
    assert [(str(score.on), score.total) for score in drawn.scores[0].scores] == [("2026-01-02", 9), ("2026-01-20", 8)]
    drafted = cast.client("therapist").get(f"/patients/{amara}/entries/new/course_summary").text
    assert "PHQ-9: 9 (2 Jan 2026) to 8 (20 Jan 2026)" in drafted
    page = cast.client("therapist").get(f"/patients/{amara}/course/progress").text
    assert "within the 14 days before it" in page and "The newest weeks are shown." in page
