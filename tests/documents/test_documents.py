"""Living documents over HTTP, told with the safety plan: versions, drafts, races, and who may what."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coordcare.audit.models import AuditEvent
from coordcare.documents.models import DocumentDraft, DocumentVersion
from coordcare.extensions import db
from coordcare.risk.forms import SECTION_LENGTH
from tests.cast import Cast

PLAN = {"warning_signs": "Not sleeping", "on_my_own": "Walk by the river", "base_version": "0", "submission_key": "one"}
ADDRESS = "/patients/1/safety-plan"


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def post(client: FlaskClient, action: str = "sign", **fields: str) -> int:
    return client.post(f"{ADDRESS}/edit", data={**PLAN, **fields, "action": action}).status_code


def happened(app: Flask, what: str) -> list[tuple[str | None, int | None]]:
    with app.app_context():
        rows = db.session.execute(
            select(AuditEvent.subject, AuditEvent.subject_id)
            .where(AuditEvent.happening == what)
            .order_by(AuditEvent.id)
        )
        return [(row[0], row[1]) for row in rows]


def test_a_version_is_saved_and_read_by_the_team(app: Flask, cast: Cast) -> None:
    assert "No safety plan yet" in cast.client("coordinator").get(ADDRESS).text
    assert post(cast.client("therapist")) == 303
    for name in ("psychiatrist", "nurse_practitioner", "coordinator"):
        page = cast.client(name).get(ADDRESS)
        assert page.status_code == 200
        assert "Walk by the river" in page.text
        assert "Version 1" in page.text
    assert happened(app, "document_saved") == [("safety_plan", 1)]


def test_versions_follow_each_other_and_stay(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    post(therapist)
    assert post(therapist, on_my_own="Call nobody yet", base_version="1", submission_key="two") == 303
    assert "Call nobody yet" in therapist.get(ADDRESS).text
    older = therapist.get(f"{ADDRESS}/versions/1")
    assert "Walk by the river" in older.text
    assert "It was replaced" in older.text
    assert therapist.get(f"{ADDRESS}/versions/3").status_code == 404
    assert therapist.get(f"{ADDRESS}/versions/0").status_code == 404


@pytest.mark.parametrize("words", ["", "   \r\n "])
def test_an_empty_document_is_refused(app: Flask, cast: Cast, words: str) -> None:
    answer = cast.client("therapist").post(
        f"{ADDRESS}/edit",
        data={"submission_key": "one", "base_version": "0", "warning_signs": words, "action": "sign"},
    )
    assert answer.status_code == 422
    assert "This safety plan is empty" in answer.text
    assert count(app, DocumentVersion) == 0


def test_a_version_like_the_one_before_is_refused(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    post(therapist)
    assert post(therapist, base_version="1", submission_key="two") == 422
    assert count(app, DocumentVersion) == 1


def test_a_long_section_is_refused_at_its_field_and_kept(app: Flask, cast: Cast) -> None:
    long = "word " * 400
    answer = cast.client("therapist").post(f"{ADDRESS}/edit", data={**PLAN, "on_my_own": long, "action": "sign"})
    assert answer.status_code == 422
    assert f"{len(long) - SECTION_LENGTH:,} too many. Please shorten it" in answer.text
    assert long.strip() in answer.text
    assert count(app, DocumentVersion) == 0


def test_a_form_posted_twice_makes_one_version(app: Flask, cast: Cast) -> None:
    clients = [cast.client("therapist") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(post, clients)) == [303] * 4
    assert count(app, DocumentVersion) == 1
    assert count(app, DocumentDraft) == 0
    assert happened(app, "document_saved") == [("safety_plan", 1)]


def test_the_key_of_a_used_form_makes_no_second_version(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    post(therapist)
    answer = therapist.post(f"{ADDRESS}/edit", data={**PLAN, "on_my_own": "Other words", "action": "sign"})
    assert answer.status_code == 409
    assert "Other words" in answer.text
    assert count(app, DocumentVersion) == 1
    assert "Other words" in therapist.get(f"{ADDRESS}/edit").text, "the words are kept in the draft"


def test_two_writers_race_and_neither_loses_a_word(app: Flask, cast: Cast) -> None:
    names = ("therapist", "psychiatrist")
    clients = {name: cast.client(name) for name in names}

    def publish(name: str) -> tuple[int, str]:
        fields = {**PLAN, "on_my_own": f"Words of the {name}", "submission_key": name, "action": "sign"}
        answer = clients[name].post(f"{ADDRESS}/edit", data=fields)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(2) as pool:
        answers = dict(zip(names, pool.map(publish, names), strict=True))
    assert sorted(status for status, _ in answers.values()) == [303, 409]
    loser = next(name for name in names if answers[name][0] == 409)
    for name in names:
        assert f"Words of the {name}" in answers[loser][1]
    assert count(app, DocumentVersion) == 1
    assert f"Words of the {loser}" in clients[loser].get(f"{ADDRESS}/edit").text
    # The page of the two texts carries the marks of the next version.
    fields = {"on_my_own": "Both", "submission_key": "n", "version": "1", "base_version": "1", "action": "sign"}
    assert clients[loser].post(f"{ADDRESS}/edit", data=fields).status_code == 303
    assert count(app, DocumentVersion) == 2
    assert count(app, DocumentDraft) == 0


def test_autosave_answers_as_for_entries(app: Flask, cast: Cast) -> None:
    therapist, headers = cast.client("therapist"), {"X-Autosave": "1"}
    for version, words in (("", "One"), ("1", "Two")):
        fields = {**PLAN, "on_my_own": words, "version": version, "action": "save"}
        answer = therapist.post(f"{ADDRESS}/edit", data=fields, headers=headers)
        assert answer.status_code == 200
        assert set(answer.json) == {"saved_at", "version", "edit_url"}
    assert answer.json["version"] == 2
    assert answer.json["edit_url"] == f"{ADDRESS}/edit"
    other = therapist.post(
        f"{ADDRESS}/edit", data={**PLAN, "on_my_own": "Three", "version": "1", "action": "save"}, headers=headers
    )
    assert other.status_code == 409
    assert "another window" in other.json["error"]
    assert happened(app, "draft_opened") == [("safety_plan", None)]


def test_two_windows_of_one_writer_keep_both_texts(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    assert post(therapist, "save", on_my_own="First window") == 303
    for action in ("save", "sign"):
        fields = {**PLAN, "on_my_own": "Second window", "submission_key": "two", "action": action}
        answer = therapist.post(f"{ADDRESS}/edit", data=fields)
        assert answer.status_code == 409
        assert "First window" in answer.text
        assert "Second window" in answer.text
    assert count(app, DocumentVersion) == 0


def test_a_draft_is_its_authors_alone(app: Flask, cast: Cast) -> None:
    post(cast.client("therapist"), "save", on_my_own="Half a thought")
    for name in ("psychiatrist", "psychologist"):
        client = cast.client(name)
        for path in ("", "/edit"):
            assert "Half a thought" not in client.get(f"{ADDRESS}{path}").text
        log = client.get("/patients/1/access-log").text
        assert "opened a draft" not in log
    assert "Half a thought" in cast.client("therapist").get(f"{ADDRESS}/edit").text


def test_a_resumed_draft_says_what_was_saved_since(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    post(therapist)
    post(therapist, "save", on_my_own="My next words", base_version="1", submission_key="two")
    assert "begun from version 1" in therapist.get(f"{ADDRESS}/edit").text
    post(cast.client("psychologist"), on_my_own="Hers", base_version="1", submission_key="three")
    page = therapist.get(f"{ADDRESS}/edit").text
    assert "Draft resumed, last saved" in page
    assert "Version 2 was saved by Psychologist since." in page
    both = therapist.get(f"{ADDRESS}/edit?compare=1")
    assert both.status_code == 200
    assert "My next words" in both.text
    assert "Hers" in both.text


def test_a_discarded_draft_is_gone(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    post(therapist, "save", on_my_own="Never mind")
    for _ in range(2):
        assert therapist.post(f"{ADDRESS}/discard").status_code == 303
    assert "Never mind" not in therapist.get(f"{ADDRESS}/edit").text
    assert happened(app, "draft_discarded") == [("safety_plan", None)]


@pytest.mark.parametrize(
    "marks", [{"submission_key": ""}, {"base_version": "x"}, {"base_version": "7"}, {"submission_key": "k" * 41}]
)
@pytest.mark.parametrize("action", ["save", "sign"])
def test_a_form_without_its_marks_saves_nothing(app: Flask, cast: Cast, marks: dict[str, str], action: str) -> None:
    assert post(cast.client("therapist"), action, **marks) == 422
    assert count(app, DocumentVersion) + count(app, DocumentDraft) == 0


def test_a_key_counts_on_one_patient_only(app: Flask, cast: Cast) -> None:
    cast.join("Ben Ruiz", "therapist")
    therapist = cast.client("therapist")
    post(therapist)
    answer = therapist.post("/patients/2/safety-plan/edit", data={**PLAN, "action": "sign"})
    assert answer.status_code == 422
    assert count(app, DocumentVersion) == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_edit(cast: Cast, method: str) -> None:
    for path in ("edit", "discard") if method == "post" else ("edit",):
        answer = getattr(cast.client("coordinator"), method)(f"{ADDRESS}/{path}", data={**PLAN, "action": "sign"})
        assert answer.status_code == 403
        outside = getattr(cast.client("outside_therapist"), method)(f"{ADDRESS}/{path}", data=PLAN)
        assert outside.status_code == 404


@pytest.mark.parametrize("path", ["", "/print", "/versions/1"])
def test_outsiders_find_nothing(cast: Cast, path: str) -> None:
    post(cast.client("therapist"))
    for name in ("outside_psychiatrist", "admin"):
        assert cast.client(name).get(f"{ADDRESS}{path}").status_code == 404
