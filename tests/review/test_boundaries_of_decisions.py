"""Whose decisions one is told of, and what is told of them: on either side of every condition."""

import pytest

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Grant, Sensitivity
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.extensions import clock
from coordcare.review import decision_queries as queries
from coordcare.review.models import ReviewOpening
from coordcare.review.record_queries import settled_lines
from coordcare.settings.queries import today
from tests.cast import Cast
from tests.rows import AMARA, CORA, decision, entry, kept

HERE, THERE = ("psychiatrist", AMARA), ("psychiatrist", CORA)
COLLEAGUE, STRANGER = ("nurse_practitioner", AMARA), ("coordinator", AMARA)


def test_a_decision_is_found_on_its_patient_by_who_made_it(pair: Cast) -> None:
    made = decision(pair, submission_key="one", opened_seq=7)
    theirs = decision(pair, who="nurse_practitioner", submission_key="one", opened_seq=7)
    places = (HERE, THERE, COLLEAGUE)
    found = [queries.decision_by_mark(pair.standing(*place), 7) for place in places]
    assert found == [made, None, theirs]
    assert [queries.own_reason(pair.standing(*place), made.id) for place in places] == [made, None, None]
    assert queries.decision_by_submission(pair.viewer("psychiatrist"), "one") == made
    assert queries.decision_by_submission(pair.viewer("therapist"), "one") is None


def test_decisions_are_told_of_their_patient_to_who_reads_changes(pair: Cast) -> None:
    decision(pair, CORA)
    made = decision(pair)
    places = (HERE, COLLEAGUE, STRANGER)
    lines = [[one.id for one in queries.decision_lines(pair.standing(*place))] for place in places]
    pages = [queries.decision_page(pair.standing(*place), made.id) for place in (*places, THERE)]
    assert lines == [[made.id], [made.id], []]
    assert [page is not None for page in pages] == [True, True, False, False]
    assert pages[0] and pages[0].withhold_url and pages[1] and pages[1].withhold_url is None


def test_who_changes_medication_no_more_withholds_no_reason(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = decision(pair)
    monkeypatch.setitem(policy.ACTIONS[Action.CHANGE_MEDICATION], Discipline.PSYCHIATRIST, Grant.NO)
    page = queries.decision_page(pair.standing(*HERE), made.id)
    assert page and page.withhold_url is None


def test_what_was_drawn_from_an_entry_that_was_taken_back_is_counted_of_this_patient(pair: Cast) -> None:
    gone, elsewhere = (entry(pair, "life_event", patient, taken_back="duplicate") for patient in (AMARA, CORA))
    entries = [[one.id, 1, 1] for one in (gone, elsewhere)]
    made = decision(pair, shown={"entries": entries, "facts": [], "parts": []})
    page = queries.decision_page(pair.standing(*HERE), made.id)
    assert page and (page.entry_count, page.retracted_count) == (2, 1)


def test_a_change_names_the_decision_of_its_own_patient(pair: Cast) -> None:
    change = entry(pair, "medication_change")
    made = decision(pair, of=change)
    found = [queries.decisions_of_entries(pair.standing(*place), [change.id]) for place in (HERE, THERE)]
    assert found == [{change.id: made.id}, {}]


def test_reviews_are_ones_own_of_this_patient(pair: Cast) -> None:
    for number, (who, patient) in enumerate((HERE, THERE, COLLEAGUE), 1):
        ids = {"patient_id": pair.patients[patient], "viewer_id": pair.accounts[who]}
        times = {"seen_on": today(), "kept_at": clock.now()}
        kept(ReviewOpening(**ids, **times, form_key="form", opened_seq=number, digest=""))
    told = [[one.opened_seq for one in queries.openings_of(pair.standing(*place), "form")] for place in (HERE, THERE)]
    assert told == [[1], [2]]


def test_who_opened_the_review_lately_is_who_opened_it(pair: Cast) -> None:
    viewed = Event(Happening.VIEW, pair.viewer("psychiatrist").actor, pair.patients[AMARA], subject=queries.REVIEW_PAGE)
    record(viewed)
    assert [queries.reviewed_lately(pair.standing(*one)) for one in (HERE, COLLEAGUE, THERE)] == [True, False, False]


def test_the_last_session_is_one_of_this_patient_that_counts(pair: Cast) -> None:
    entry(pair, "session_note", CORA, "therapist")
    assert queries.last_session_author(pair.standing(*HERE)) is None
    entry(pair, "session_note", who="therapist", days=-3)
    entry(pair, "session_note", who="psychologist", days=-2, taken_back="duplicate")
    assert queries.last_session_author(pair.standing(*HERE)) == pair.accounts["therapist"]


def test_what_was_settled_is_by_ones_own_decision_on_this_patient_that_stands(pair: Cast) -> None:
    decision(pair, opened_seq=5, of=entry(pair, "medication_change"))
    decision(pair, CORA, opened_seq=7)
    decision(pair, who="nurse_practitioner", opened_seq=8)
    decision(pair, opened_seq=9, of=entry(pair, "medication_change", status="draft"))
    told = [settled_lines(pair.standing(*place)).seq for place in (HERE, THERE, COLLEAGUE)]
    assert told == [5, 7, 8]


def test_decisions_are_hidden_where_medication_is(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening reviews and reading changes are two cells of the policy."""
    made = decision(pair)
    monkeypatch.setitem(policy.READERS[Sensitivity.MEDICATION], Discipline.PSYCHIATRIST, Grant.NO)
    standing = pair.standing(*HERE)
    assert (queries.decision_lines(standing), queries.decision_page(standing, made.id)) == ([], None)
