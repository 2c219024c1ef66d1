"""What a review, home and the therapist are told of a patient, and who is: on either side of every condition."""

import pytest
from flask import Flask

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Grant, Sensitivity
from coordcare.extensions import db, transaction
from coordcare.followup.models import FollowUpItem
from coordcare.review import panels, queries, unacted_queries
from coordcare.review.notice_queries import notices
from coordcare.review.progress_queries import asks
from coordcare.review.question_queries import waiting_for
from coordcare.review.reading_queries import reading
from coordcare.review.record_queries import record_of
from coordcare.review.shown_queries import shown_from
from coordcare.review.unacted_queries import reviews_due, unacted_results
from coordcare.review.watch_actions import tell_therapist
from coordcare.settings.queries import today
from tests.cast import Cast, gather
from tests.rows import AMARA, CORA, decision, entry, item

HERE, THERE, STRANGER = ("psychiatrist", AMARA), ("psychiatrist", CORA), ("coordinator", AMARA)


def deny(patch: pytest.MonkeyPatch, cell: Action | Sensitivity, who: Discipline = Discipline.PSYCHIATRIST) -> None:
    """A clinic in which one cell of the policy says no."""
    patch.setitem((policy.ACTIONS | policy.READERS)[cell], who, Grant.NO)


def test_a_record_is_read_in_the_parts_that_one_reads(pair: Cast) -> None:
    entry(pair, "life_event")
    entry(pair, "session_note", insight="Mapped losses.")
    entry(pair, "medication_change", reason="Low mood.")
    entry(pair, "measure_result", who="therapist", item_9=2)
    told = [
        [(row.kind, row.insight, row.reason, row.item_9) for row in record_of(pair.standing(*place)).entries]
        for place in (STRANGER, HERE)
    ]
    assert told[0] == [("measure_result", None, None, None)]
    assert {one for row in told[1] for one in row[1:] if one} == {"Mapped losses.", "Low mood.", 2} and len(
        told[1]
    ) == 4


def test_new_is_what_others_wrote_and_its_risk_is_for_readers_of_safety(
    pair: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry(pair, "medication_visit", who="psychiatrist")
    theirs = entry(pair, "session_note", who="therapist", risk_status="plan_or_intent")
    found = notices(reading(pair.standing(*HERE), today()), 0)
    assert [one.entry_id for one in found] == [theirs.id] and found[0].risk is not None
    topics = {fact.topic for fact in shown_from(reading(pair.standing(*HERE), today())).facts}
    deny(monkeypatch, Sensitivity.SAFETY)
    known = reading(pair.standing(*HERE), today())
    assert [one.risk for one in notices(known, 0)] == [None]
    assert topics - {fact.topic for fact in shown_from(known).facts} == {"risk"}


def test_a_line_for_the_prescriber_is_for_who_prescribes(pair: Cast) -> None:
    entry(pair, "session_note", who="therapist", for_prescriber="Could the dose go up?")
    places = (HERE, ("psychologist", AMARA))
    told = [asks(reading(pair.standing(*place), today())) for place in places]
    assert [sum(map(len, one)) for one in told] == [1, 0]


def test_questions_that_wait_are_of_this_patient_for_the_viewer_and_seen_by_them(pair: Cast) -> None:
    mine = item(pair, who="therapist", for_account_id=pair.accounts["psychiatrist"])
    item(pair, who="therapist", for_account_id=pair.accounts["psychologist"])
    item(pair, CORA, who="therapist", for_account_id=pair.accounts["psychiatrist"])
    item(pair, who="therapist", for_discipline="coordinator", sensitivity="clinical")
    plain = item(pair, who="therapist", for_discipline="coordinator")
    told = [[one.id for one in waiting_for(pair.standing(*place), today())] for place in (HERE, STRANGER)]
    assert told == [[mine.id], [plain.id]]


@pytest.mark.parametrize("cell", [Action.OPEN_PROGRESS_REVIEW, Sensitivity.MEDICATION])
def test_the_decision_beside_a_change_is_for_who_opens_reviews_and_reads_changes(
    pair: Cast, monkeypatch: pytest.MonkeyPatch, cell: Action | Sensitivity
) -> None:
    change = entry(pair, "medication_change")
    decision(pair, of=change)
    assert panels.after_change(pair.standing(*HERE), change) is not None
    deny(monkeypatch, cell)
    assert panels.after_change(pair.standing(*HERE), change) is None


def test_a_review_offers_what_its_viewer_may_do(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = gather(sqlite_app)
    address = f"/patients/{cast.patients[AMARA]}/review"

    def offers(who: str) -> list[bool]:
        page = cast.client(who).get(address).text
        return [f"{address}/{one}" in page for one in ("no-change", "print")]

    assert (offers("psychiatrist"), offers("therapist")) == ([True, True], [False, True])
    deny(monkeypatch, Action.SEE_ACCESS_LOG, Discipline.THERAPIST)
    assert offers("therapist") == [False, False]
    deny(monkeypatch, Action.OPEN_PROGRESS_REVIEW)
    assert cast.client("psychiatrist").get(f"{address}/print").status_code == 404


def owed(pair: Cast, who: str) -> tuple[list[int], list[int]]:
    """Of whom a result out of range and a review wait for somebody."""
    viewer = pair.viewer(who)
    return [one.patient_id for one in unacted_results(viewer)], [one.patient_id for one in reviews_due(viewer)]


def test_results_and_reviews_wait_for_who_prescribes_on_patients_of_theirs(
    pair: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for patient in (AMARA, CORA):
        entry(pair, "medication_change", patient, days=-30, next_review_on=today())
        entry(pair, "monitoring_result", patient, "therapist", days=-3)
    amara, cora = pair.patients[AMARA], pair.patients[CORA]
    assert [sorted(one) for one in owed(pair, "psychiatrist")] == [[amara, cora]] * 2
    assert owed(pair, "therapist") == owed(pair, "outside_psychiatrist") == ([], [])
    monkeypatch.setattr(queries, "MOST_PATIENTS", 1)
    home = queries.home_page(pair.viewer("psychiatrist"))
    assert [one.patient.id for one in home.out_of_range] == [one.patient.id for one in home.reviews] == [amara]
    deny(monkeypatch, Sensitivity.MEDICATION)
    assert owed(pair, "psychiatrist") == ([], [])


def test_what_does_not_count_takes_no_place_among_the_newest_results(
    pair: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry(pair, "monitoring_result", days=-3)
    entry(pair, "monitoring_result", days=-2, taken_back="duplicate")
    entry(pair, "monitoring_result", "Ben Ruiz", days=-1)
    monkeypatch.setattr(unacted_queries, "MOST_RESULTS", 1)
    assert owed(pair, "psychiatrist")[0] == [pair.patients[AMARA]]


def test_a_review_is_promised_by_a_change_that_counts(pair: Cast) -> None:
    entry(pair, "medication_change", days=-30, next_review_on=today(), taken_back="entered_in_error")
    entry(pair, "medication_change", CORA, days=-30, next_review_on=today())
    entry(pair, "medication_change", CORA, days=-20, next_review_on=today(), status="draft")
    assert owed(pair, "psychiatrist")[1] == [pair.patients[CORA]]


def test_what_to_watch_for_goes_to_who_gives_therapy_and_reads_changes(
    pair: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = entry(pair, "medication_change", watch_for="Sleep.")
    told = {"watch_for": "Sleep.", "watch_by": "next_visit", "effective_on": today()}
    values = {**dict.fromkeys(change.rule.columns), "change_type": "start", "drug": "sertraline", **told}

    def whom() -> str:
        with transaction() as session:
            tell_therapist(pair.standing(*HERE), change, values)
            (made,) = session.query(FollowUpItem).all()
            named = next(name for name, one in pair.accounts.items() if one == made.for_account_id)
            session.rollback()
        return named

    assert whom() == "psychologist"
    for cell in (Action.WRITE_SESSION_NOTE, Sensitivity.MEDICATION):
        with monkeypatch.context() as patch:
            deny(patch, cell, Discipline.PSYCHOLOGIST)
            assert whom() == "therapist"
    db.session.rollback()
