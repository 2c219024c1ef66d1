"""A decision after a review is kept with what was shown at it; what was not shown is shown first."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from coordcare.extensions import db, transaction
from coordcare.review import decision_queries
from coordcare.review.decision_queries import reviewed_lately
from coordcare.review.models import ReviewOpening
from coordcare.review.shown_rules import fingerprint
from tests.cast import Cast
from tests.medication.writing import entry_id, retract
from tests.review.reviewing import AMARA, decisions, increase, insight, open_review, openings


def told(kept, topic):
    return " | ".join(fact["words"] for fact in kept.shown["facts"] if fact["topic"] == topic)


def test_a_change_keeps_what_was_shown(reviewed: Cast):
    key = open_review(reviewed).form_key()
    signed = entry_id(increase(reviewed, key))
    (kept,) = decisions(reviewed)
    assert (kept.decision, kept.entry_id, kept.reason) == ("change", signed, None)
    assert kept.shown["parts"] == ["insights"]
    assert "PHQ-9 15 (moderately severe)" in told(kept, "scores") and "baseline 18" in told(kept, "scores")
    assert "Sertraline 50 mg once daily, 40 days at this dose" in told(kept, "regimen")
    assert signed not in [one[0] for one in kept.shown["entries"]], "the change itself was not shown at its decision"
    assert kept.sha256 == fingerprint(kept.shown) and kept.opened_seq < kept.seq
    page = reviewed.client("therapist").get(f"/patients/{reviewed.patients[AMARA]}/review/decisions/{kept.id}").text
    assert "Shown at the decision" in page and kept.sha256 in page and "as it was kept" in page
    entry = reviewed.client("psychiatrist").get(f"/patients/{reviewed.patients[AMARA]}/entries/{signed}").text
    assert f"/review/decisions/{kept.id}" in entry


def test_what_somebody_wrote_is_not_kept_twice(reviewed: Cast):
    open_review(reviewed).no_change()
    (kept,) = decisions(reviewed)
    for words in ("sister", "move", "aunt", "dose go up", "restlessness"):
        assert words not in str(kept.shown)


def test_an_insight_signed_in_between_is_shown_before_the_change_is_kept(reviewed: Cast):
    key = open_review(reviewed).form_key()
    insight(reviewed, "He hit the table and left.")
    first = increase(reviewed, key, reason="Six weeks without change.")
    assert first.status_code == 409
    assert "1 entry is new since you opened the review" in first.text
    assert "He hit the table and left." in first.text and "Six weeks without change." in first.text
    assert not decisions(reviewed)
    assert increase(reviewed, key, reason="Six weeks without change.").status_code == 303
    (kept,) = decisions(reviewed)
    assert kept.opened_seq == openings(reviewed)[-1].opened_seq
    assert len(openings(reviewed)) == 2


def test_the_same_holds_for_a_draft_and_its_preview(reviewed: Cast):
    key = open_review(reviewed).form_key()
    assert increase(reviewed, key, action="save").status_code == 303
    insight(reviewed, "He hit the table and left.")
    first = increase(reviewed, key, version="1")
    assert first.status_code == 409 and "He hit the table" in first.text
    assert increase(reviewed, key, version="1").status_code == 303
    assert len(decisions(reviewed)) == 1


def test_one_review_may_lead_to_two_changes(reviewed: Cast):
    opened = open_review(reviewed)
    key = opened.form_key()
    assert opened.form_key() == key, "the button, pressed twice"
    assert increase(reviewed, key).status_code == 303
    second = opened.form_key()
    assert second != key
    answer = increase(reviewed, second, change_type="start", drug="trazodone", dose="50", frequency="at_bedtime")
    assert answer.status_code == 409, "the first change was not shown with the review"
    answer = increase(reviewed, second, change_type="start", drug="trazodone", dose="50", frequency="at_bedtime")
    assert answer.status_code == 303 and len(decisions(reviewed)) == 2


def test_a_switch_from_a_review_is_one_decision(reviewed: Cast):
    key = open_review(reviewed).form_key()
    typed = {"change_type": "switch", "drug": "escitalopram", "dose": "10", "other_drug": "sertraline"}
    answer = increase(reviewed, key, **typed)
    assert answer.status_code == 303, answer.text
    (kept,) = decisions(reviewed)
    assert kept.entry_id == entry_id(answer)
    assert "Sertraline 50 mg once daily" in told(kept, "regimen") and "Escitalopram" not in told(kept, "regimen")


def test_a_change_without_a_review_keeps_none(reviewed: Cast):
    assert increase(reviewed, "a-key-of-no-review").status_code == 303
    assert not decisions(reviewed)


def test_no_change_is_kept_once_with_its_reason(reviewed: Cast):
    opened = open_review(reviewed)
    for _ in range(2):
        assert opened.no_change("Wait for the sixth week.", key="one").status_code == 303
    (kept,) = decisions(reviewed)
    assert (kept.decision, kept.reason, kept.entry_id) == ("no_change", "Wait for the sixth week.", None)
    assert kept.shown["parts"] == []
    assert opened.no_change("Other words.", key="one").status_code == 409
    page = reviewed.client("psychologist").get(f"{opened.address}/decisions").text
    assert "No change" in page


def test_no_change_shows_what_is_new_first_and_keeps_the_reason(reviewed: Cast):
    opened = open_review(reviewed)
    insight(reviewed, "He hit the table and left.")
    answer = opened.no_change("Wait for the sixth week.")
    assert answer.status_code == 409
    assert "He hit the table and left." in answer.text and "Wait for the sixth week." in answer.text
    assert not decisions(reviewed)
    again = type(opened)(opened.client, opened.address, answer.text)
    assert again.no_change("Wait for the sixth week.").status_code == 303


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_no_change_asks_for_a_short_reason(reviewed: Cast, reason):
    answer = open_review(reviewed).no_change(reason)
    assert answer.status_code == 422 and not decisions(reviewed)


def test_no_change_without_its_mark_says_so_and_can_be_sent_again(reviewed: Cast):
    opened = open_review(reviewed)
    answer = opened.no_change(key="x" * 41)
    assert answer.status_code == 422 and "has lost its mark" in answer.text and not decisions(reviewed)
    assert type(opened)(opened.client, opened.address, answer.text).no_change().status_code == 303


def test_an_addendum_a_retraction_and_a_question_are_new_too(reviewed: Cast):
    signed = entry_id(insight(reviewed, "Slept better."))
    opened = open_review(reviewed)
    client, address = reviewed.client("therapist"), f"/patients/{reviewed.patients[AMARA]}"
    client.post(f"{address}/entries/{signed}/addenda", data={"text": "Four nights.", "submission_key": "more"})
    assert opened.no_change().status_code == 409
    opened = open_review(reviewed)
    retract(reviewed, "therapist", signed)
    assert opened.no_change().status_code == 409
    opened = open_review(reviewed)
    whom = f"account:{reviewed.accounts['psychiatrist']}"
    question = {"nature": "question", "urgency": "next_visit", "text": "Is it the dose?", "for_whom": whom}
    assert client.post(f"{address}/follow-up", data={**question, "submission_key": "q"}).status_code == 303
    answer = opened.no_change()
    assert answer.status_code == 409 and "Is it the dose?" in answer.text
    assert open_review(reviewed).no_change().status_code == 303


def test_a_mark_is_of_one_viewer_on_one_patient(reviewed: Cast):
    opened = open_review(reviewed)
    nurse = open_review(reviewed, "nurse_practitioner")
    reviewed.join("Ben Ruiz", "psychiatrist")
    ben = open_review(reviewed, patient="Ben Ruiz")
    for mark in (nurse.mark, ben.mark, opened.mark[:-2] + "xx", "", "[1,2,3]"):
        assert opened.no_change(mark=mark).status_code == 409
        assert opened.begin(mark=mark).status_code == 409
    assert not decisions(reviewed) and not openings(reviewed)


def test_a_key_opens_the_review_of_its_own_viewer_alone(reviewed: Cast):
    key = open_review(reviewed).form_key()
    page = f"/patients/{reviewed.patients[AMARA]}/entries/new/medication_change?form_key={key}"
    assert "From your review" in reviewed.client("psychiatrist").get(page).text
    assert "From your review" not in reviewed.client("nurse_practitioner").get(page).text


def test_what_is_retracted_later_stands_without_its_words(reviewed: Cast):
    open_review(reviewed).no_change()
    (kept,) = decisions(reviewed)
    start = min(one[0] for fact in kept.shown["facts"] if fact["topic"] == "regimen" for one in [fact["from"]])
    retract(reviewed, "psychiatrist", start, "wrong_patient")
    address = f"/patients/{reviewed.patients[AMARA]}/review/decisions/{kept.id}"
    page = reviewed.client("therapist").get(address).text
    assert "later retracted" in page and "Sertraline" not in page and "1 later retracted" in page
    assert "as it was kept" in page


def test_a_change_that_is_retracted_later_is_told_so(reviewed: Cast):
    signed = entry_id(increase(reviewed, open_review(reviewed).form_key()))
    retract(reviewed, "psychiatrist", signed)
    page = reviewed.client("therapist").get(f"/patients/{reviewed.patients[AMARA]}/review/decisions").text
    assert "A change, later retracted" in page and "100 mg" not in page


def test_a_change_signed_again_after_a_recall_is_another_decision(reviewed: Cast):
    key = open_review(reviewed).form_key()
    signed = entry_id(increase(reviewed, key))
    address = f"/patients/{reviewed.patients[AMARA]}/entries/{signed}"
    client = reviewed.client("psychiatrist")
    assert client.post(f"{address}/recall").status_code == 303
    page = reviewed.client("psychiatrist").get(f"/patients/{reviewed.patients[AMARA]}/review/decisions").text
    assert "A change that was recalled" in page
    version = client.get(f"{address}/edit").text.split('name="version"')[1].split('value="')[1].split('"')[0]
    assert increase(reviewed, key, version=version).status_code == 303
    assert [one.entry_id for one in decisions(reviewed)] == [signed, signed]


@pytest.mark.parametrize("table", ["review_decision", "review_opening"])
def test_what_was_shown_is_never_changed(reviewed: Cast, table):
    opened = open_review(reviewed)
    opened.begin()
    opened.no_change()
    for statement in (f"UPDATE {table} SET opened_seq = 0", f"DELETE FROM {table}"):
        with reviewed.app.app_context(), pytest.raises(DatabaseError, match="append-only"), transaction() as session:
            session.execute(text(statement))


def test_who_may_open_and_who_decides(reviewed: Cast):
    address = f"/patients/{reviewed.patients[AMARA]}/review"
    for name in ("psychologist", "therapist"):
        assert "Record change" not in open_review(reviewed, name).page
        for path in ("change", "no-change"):
            assert reviewed.client(name).post(f"{address}/{path}", data={}).status_code == 403
    assert reviewed.client("coordinator").get(address).status_code == 403
    assert reviewed.client("outside_psychiatrist").get(address).status_code == 404
    assert reviewed.client("admin").get(address).status_code == 404


def test_a_review_counts_for_a_day(reviewed: Cast, monkeypatch):
    with reviewed.app.app_context():
        assert not reviewed_lately(reviewed.standing("psychiatrist", AMARA))
    open_review(reviewed)
    with reviewed.app.app_context():
        assert reviewed_lately(reviewed.standing("psychiatrist", AMARA))
        assert not reviewed_lately(reviewed.standing("nurse_practitioner", AMARA))
        monkeypatch.setitem(reviewed.app.config, "REVIEW_COUNTS_HOURS", 0)
        assert not reviewed_lately(reviewed.standing("psychiatrist", AMARA))
    refused = reviewed.client("coordinator")
    refused.get(f"/patients/{reviewed.patients[AMARA]}/review")
    with reviewed.app.app_context():
        monkeypatch.setitem(reviewed.app.config, "REVIEW_COUNTS_HOURS", 24)
        assert not reviewed_lately(reviewed.standing("coordinator", AMARA))


def test_two_presses_at_one_moment_lead_to_one_form(reviewed, monkeypatch):
    opened = open_review(reviewed)
    first = opened.begin()
    real, seen = decision_queries.openings_of, []

    def blind_once(*asked):
        """The other press has not committed yet when this one looks."""
        seen.append(1)
        return [] if len(seen) == 1 else real(*asked)

    monkeypatch.setattr(decision_queries, "openings_of", blind_once)
    second = opened.begin()
    assert (second.status_code, second.location) == (303, first.location) and len(seen) > 1
    with reviewed.app.app_context():
        assert db.session.query(ReviewOpening).count() == 1
