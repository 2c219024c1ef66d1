"""Results through the pages: who reads what, item 9, the page of measures, the panel, the caseload."""

from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event, func, select

from coordcare.extensions import db
from coordcare.followup.models import FollowUpItem
from coordcare.measures import drawing, entries, queries
from coordcare.measures.entries import MEASURE_RESULT
from coordcare.measures.rules import Point
from coordcare.measures.wording_rules import PHQ9
from coordcare.risk.queries import LastAssessment
from coordcare.timeline.amendment_actions import retract
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import RetractionReason
from tests.measures.conftest import entry_id

SEVENTEEN = [3, 3, 3, 2, 2, 2, 1, 0, 1]
NINE = [1, 1, 1, 1, 1, 1, 1, 2, 0]


def entry_of(cast):
    with cast.app.app_context():
        return db.session.scalar(select(func.max(TimelineEntry.id)))


def tasks(cast):
    with cast.app.app_context():
        query = select(FollowUpItem.text, FollowUpItem.urgency, FollowUpItem.nature, FollowUpItem.entry_id)
        return [tuple(row) for row in db.session.execute(query.order_by(FollowUpItem.id))]


def test_each_reads_its_parts(cast, amara, record):
    record(SEVENTEEN, difficulty="2")
    address = f"/patients/{amara}/entries/{entry_of(cast)}"
    clinician, coordinator = (cast.client(name).get(address).text for name in ("psychiatrist", "coordinator"))
    for page in (clinician, coordinator):
        assert "PHQ-9 17 (moderately severe)" in page and "9 of 9 answered" in page
    assert "Item 9: several days" in clinician and "better off dead" in clinician and "Very difficult" in clinician
    assert "Item 9 above 0" in coordinator
    timeline = cast.client("coordinator").get(f"/patients/{amara}/timeline").text
    for words in ("better off dead", "Very difficult", "Little interest"):
        assert words not in coordinator + timeline
    # The risk task is the alert in words, which safety's readers read; the result itself holds its answers back.
    result = coordinator.split("<article")[1].split("</article>")[0]
    assert "Item 9 above 0" in result and "everal days" not in result
    assert "Item 9 above 0" in timeline and "Item 9: several days" not in timeline
    assert cast.client("outside_psychiatrist").get(address).status_code == 404


def test_a_zero_is_no_clearance(cast, amara, record):
    signed = entry_id(record(NINE))
    client = cast.client("psychiatrist")
    pages = [client.get(f"/patients/{amara}/{page}").text for page in (f"entries/{signed}", "measures")]
    assert all("is not clearance" in page for page in pages)
    assert all("status-0" not in page.split('id="main"')[1] for page in pages)
    with cast.app.app_context():
        values = {"measure": "phq9", "total": 9, "band": "mild", "answered": 9, "prorated": False, "given": "staff"}
        assert MEASURE_RESULT.present(values | {"item_9_positive": False})["alert"] is None
    assert tasks(cast) == []


def test_a_positive_item_9_raises_one_task_and_goes_to_risk(cast, amara, record, day):
    answer = record(SEVENTEEN)
    assert answer.status_code == 303 and answer.location == f"/patients/{amara}/risk"
    [(text, urgency, nature, on_entry)] = tasks(cast)
    now = day(0)
    assert text.startswith(f"PHQ-9 item 9 answered above 0 on {now.day} {now:%b %Y}.")
    assert (urgency, nature, on_entry) == ("same_day", "risk", entry_of(cast))


def test_a_form_posted_five_times_raises_one_task(cast, amara, record):
    answers = [record(SEVENTEEN, submission_key="once") for _ in range(5)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, f"/patients/{amara}/risk")}
    assert len(tasks(cast)) == 1
    with cast.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TimelineEntry)) == 1


def test_no_task_no_result(cast, record, monkeypatch):
    """The result and its task stand or fall together."""

    def fail(*_arguments, **_options):
        raise RuntimeError("the follow-up is away")

    monkeypatch.setattr(entries, "raise_risk_task", fail)
    with pytest.raises(RuntimeError, match="the follow-up is away"):
        record(SEVENTEEN)
    with cast.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TimelineEntry)) == 0


def test_the_same_answer_after_an_assessment_asks_less(cast, record, day, monkeypatch):
    assessed = {"on": None}

    def last_assessment(_patient_id):
        return assessed["on"] and LastAssessment(1, assessed["on"], "Somebody", "passive_thoughts")

    monkeypatch.setattr(entries, "last_assessment", last_assessment)
    record(SEVENTEEN, on=-10)
    record(SEVENTEEN, on=-5)
    assessed["on"] = day(-3)
    record(SEVENTEEN, on=0)
    wrong = entry_of(cast)
    assert [urgency for _, urgency, _, _ in tasks(cast)] == ["same_day", "same_day", "two_days"]
    assert "Is the plan still right?" in tasks(cast)[-1][0]
    with cast.app.app_context():
        retract(cast.standing("therapist", "Amara Osei"), wrong, RetractionReason.ENTERED_IN_ERROR)
    record([*SEVENTEEN[:8], 2], on=0)
    record(NINE, on=0)
    record(SEVENTEEN, on=0)
    assert [urgency for _, urgency, _, _ in tasks(cast)][3:] == ["same_day", "same_day"]


def test_the_page_tells_the_course(cast, amara, record, day):
    record([3] * 6 + [1, 1, 0], on=-42)
    record(SEVENTEEN, on=-20)
    record(NINE, on=-2)
    record([2] * 7, "gad7", on=-2)
    client = cast.client("coordinator")
    page = client.get(f"/patients/{amara}/measures").text
    for words in ("-8 since", "reliable improvement", "-11 since", "response: 50 % or more", "Record a GAD-7"):
        assert words.casefold() in page.casefold(), words
    first = day(-42)
    assert f"{first.day} {first:%b %Y}: 20;" in page and 'role="img"' in page and "Item 9 above 0 on" in page
    assert "everal days" not in page
    timeline = client.get(f"/patients/{amara}/timeline").text
    assert "Latest scores" in timeline and "scale 0 to 27" in timeline
    caseload = cast.client("therapist").get("/caseload").text
    before, last = day(-20), day(-2)
    assert f"9 (mild) on {last.day} {last:%b %Y}, -8 since {before.day} {before:%b %Y}" in caseload


def test_a_result_without_total_leaves_the_last_one_in_sight(cast, amara, record, day):
    record(NINE, on=-9)
    record([1] * 8, item_9="not_answered")
    page = cast.client("coordinator").get(f"/patients/{amara}/measures").text
    assert "No total" in page and "The last total: <strong>9</strong>" in page and "Item 9 not answered: ask it" in page
    assert "9 (mild) on" in cast.client("therapist").get("/caseload").text


@pytest.mark.parametrize("reason", RetractionReason)
def test_a_retracted_result_does_not_count(cast, amara, record, reason):
    record(NINE, on=-9)
    wrong = entry_id(record([3] * 8 + [0]))
    with cast.app.app_context():
        retract(cast.standing("therapist", "Amara Osei"), wrong, reason)
        own = cast.standing("coordinator", "Amara Osei")
        assert [result.total for result in queries.latest(own)["phq9"]] == [9]
        told = [(result.total, result.retracted) for result in queries.results(own)["phq9"]]
        withheld = reason in {RetractionReason.WRONG_PATIENT, RetractionReason.PRIVATE_TEXT}
        words = {RetractionReason.ENTERED_IN_ERROR: "Entered in error"}.get(reason, "Duplicate")
        assert told == ([(9, None)] if withheld else [(24, words), (9, None)])
        assert queries.last_phq9_words(cast.viewer("therapist"), [amara])[amara].startswith("9 (mild) on ")
    page = cast.client("coordinator").get(f"/patients/{amara}/measures").text
    assert ("<s>24</s>" in page) is not withheld and "no change" not in page


def test_the_caseload_tells_only_of_own_patients(cast, amara, record):
    record(NINE)
    with cast.app.app_context():
        assert queries.last_phq9_words(cast.viewer("outside_therapist"), [amara]) == {}
        assert queries.results(cast.standing("outside_therapist", "Amara Osei")) == {}
        assert queries.latest(cast.standing("admin", "Amara Osei")) == {}


def test_the_empty_page_says_what_to_do(cast, amara):
    page = cast.client("coordinator").get(f"/patients/{amara}/measures").text
    assert "No score recorded" in page and "entries/new/measure_result?measure=phq9" in page
    assert cast.client("outside_psychiatrist").get(f"/patients/{amara}/measures").status_code == 404


@contextmanager
def statements(engine):
    told = []

    def listen(_connection, _cursor, statement, *_rest):
        told.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def test_statements_do_not_grow_with_results(cast, amara, record):
    with cast.app.app_context():
        engine = db.engine
    client = cast.client("psychologist")

    def cost():
        told = {}
        for page in ("measures", "timeline?kind=measure_result"):
            client.get(f"/patients/{amara}/{page}")
            with statements(engine) as heard:
                assert client.get(f"/patients/{amara}/{page}").status_code == 200
            told[page] = len(heard)
        return told

    record(NINE, on=-30)
    record([1] * 7, "gad7", on=-30)
    few = cost()
    for ago in range(1, 16):
        record(NINE, on=-ago, who="therapist")
        record([1] * 7, "gad7", on=-ago)
    assert cost() == few


def test_a_chart_stays_in_its_box():
    """The drawing stays in its box, whatever the totals."""
    for totals in ([0], [27], [0, 27], [27, 0], [27, 27], [13, 14, 12]):
        points = [Point(date(2026, 1, 1 + 7 * number), total) for number, total in enumerate(totals)]
        svg = str(drawing.line(PHQ9, points))
        heights = [float(part.split('"')[0]) for part in svg.split(' y="')[1:]]
        assert all(0 < height <= drawing.HEIGHT for height in heights), totals
        assert svg.count("<circle") == len(totals)
    assert drawing.line(PHQ9, []) is None and drawing.sparkline(PHQ9, points[:1]) is None
