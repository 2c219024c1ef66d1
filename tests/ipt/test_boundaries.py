"""Another patient's course, another person's form: on either side of every condition about courses."""

import pytest
from sqlalchemy import update

from coordcare.accounts.models import Account
from coordcare.documents.queries import current
from coordcare.extensions import clock, db, transaction
from coordcare.followup import item_queries
from coordcare.ipt import concern_queries, queries, session_queries, summary_queries
from coordcare.ipt.documents import INVENTORY_DOCUMENT
from coordcare.ipt.models import CourseTypeVersion
from coordcare.ipt.people_rules import people as drawn_people
from coordcare.timeline.models import TimelineEntry
from coordcare.versions.queries import by_submission
from tests.access.course import TYPE_FORM
from tests.ipt.writing import entry_id, note, start, step, write

CORA = "Cora Lund"


@pytest.fixture
def cora(cast):
    """Another patient of the therapist's and the psychologist's."""
    return cast.admit(CORA, team=("therapist", "psychologist"))


def test_a_form_of_one_patient_starts_no_course_on_another(cast, amara, cora):
    assert start(cast, amara).status_code == 303
    assert start(cast, cora).status_code == 409
    assert start(cast, amara, "psychologist", submission_key="one-form").status_code == 409, "a colleague's form"
    with cast.app.app_context():
        assert queries.active_course(cora) is None


def test_a_step_of_one_patient_is_taken_on_no_other(cast, amara, cora):
    for patient in (amara, cora):
        assert start(cast, patient, submission_key=f"on-{patient}").status_code == 303
    assert step(cast, amara, step="pause", submission_key="one").status_code == 303
    assert step(cast, amara, step="pause", submission_key="one").status_code == 303, "the form, posted twice"
    assert step(cast, cora, step="pause", submission_key="one").status_code == 409
    assert step(cast, amara, "psychologist", step="pause", submission_key="one").status_code == 422, "not their form"
    with cast.app.app_context():
        assert queries.active_course(cora).paused_on is None


def test_the_banner_says_what_this_patients_formulation_says(cast, amara, cora):
    for patient in (amara, cora):
        start(cast, patient, submission_key=f"on-{patient}")
    assert write(cast, cora, "formulation", summary="Said of Cora alone").status_code == 303
    with cast.app.app_context():
        here, there = cast.standing("therapist", "Amara Osei"), cast.standing("therapist", CORA)
        assert queries.course_panel(here, amara).in_short is None
        assert queries.course_panel(there, cora).in_short.summary == "Said of Cora alone"


def test_the_span_of_sessions_is_that_of_those_that_count(cast, amara, cora):
    start(cast, amara)
    start(cast, cora, submission_key="on-cora")
    note(cast, cora, "theirs", session_number="7", happened_on="2026-01-05")
    first = entry_id(note(cast, amara, "a", session_number="1"))
    note(cast, amara, "b", session_number="2", happened_on="2026-02-09", action="save")
    with cast.app.app_context():
        course = queries.active_course(amara).id
        assert [str(day) for day in session_queries.span_of_sessions(course)] == ["2026-02-02", "2026-02-02"]
        assert session_queries.last_session_number(course) == 1, "a draft has no number yet"
        assert queries.course_panel(cast.standing("therapist", "Amara Osei"), amara).session == 1
    reason = {"reason": "entered_in_error"}
    assert cast.client("therapist").post(f"/patients/{amara}/entries/{first}/retract", data=reason).status_code == 303
    with cast.app.app_context():
        assert session_queries.span_of_sessions(course) is None
        assert session_queries.last_session_number(course) == 0


def test_a_summary_is_this_patients_and_for_who_reads_it(cast, amara, cora):
    start(cast, amara)
    form = {"action": "sign", "submission_key": "summary", "happened_on": "2026-02-16", "course_words": "Twelve weeks."}
    form |= {"focus_words": "The move.", "what_helped": "Talking about it."}
    answer = cast.client("therapist").post(f"/patients/{amara}/entries/new/course_summary", data=form)
    summary = entry_id(answer)
    with cast.app.app_context():
        told = {
            (name, patient): summary_queries.latest_summary_id(cast.standing(name, patient))
            for name, patient in (("therapist", "Amara Osei"), ("coordinator", "Amara Osei"), ("therapist", CORA))
        }
        assert list(told.values()) == [summary, None, None]
        assert db.session.get_one(TimelineEntry, summary).kind == "course_summary"


def test_a_colleagues_form_changes_a_type_only_once(cast):
    with cast.app.app_context(), transaction() as session:
        session.execute(update(Account).where(Account.discipline.is_not(None)).values(can_configure=True))
    assert cast.client("psychologist").post("/course-types", data=TYPE_FORM).status_code == 303
    again = {**TYPE_FORM, "version": "1", "usual": "9"}
    assert cast.client("therapist").post("/course-types", data=again).status_code == 303
    with cast.app.app_context():
        assert db.session.query(CourseTypeVersion).count() == 2
        for name in ("psychologist", "therapist"):
            made = by_submission(cast.viewer(name), CourseTypeVersion, TYPE_FORM["submission_key"])
            assert made.saved_by_id == cast.accounts[name]


def test_what_the_team_was_told_of_one_patient_it_was_told_of_no_other(cast, amara, cora):
    """The same person's number on both: a task counts on its own patient alone."""
    people = {"p3-display_name": "T.", "p3-closeness_ring": "1", "p3-safety_concern": "y"}
    for patient in (amara, cora):
        assert write(cast, patient, "inventory", **people, submission_key=f"on-{patient}").status_code == 303
    form = {"inventory_version": "1", "text": "A concern.", "submission_key": "told"}
    item = cast.client("therapist").post(f"/patients/{amara}/inventory/concern", data=form).location.rsplit("/", 1)[1]
    with cast.app.app_context():
        told = {patient: concern_queries.people_told_of(patient) for patient in (amara, cora)}
        assert told == {amara: {3}, cora: set()}
        assert concern_queries.people_of(amara, int(item)) == {3}
        assert concern_queries.people_of(cora, int(item)) == concern_queries.people_of(amara, int(item) + 1) == set()
        for name, patient in (("Amara Osei", amara), (CORA, cora)):
            standing = cast.standing("therapist", name)
            content = current(standing, INVENTORY_DOCUMENT).content
            found = concern_queries.concerns(standing, drawn_people(content), clock.now())
            assert [len(part) for part in (found.told, found.settled, found.untold)] == (
                [1, 0, 0] if patient == amara else [0, 0, 1]
            )
            assert item_queries.some(standing, {int(item)}).keys() == ({int(item)} if patient == amara else set())
