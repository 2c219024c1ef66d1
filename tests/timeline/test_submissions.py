"""Forms posted twice, at once, from two windows, or with somebody else's mark: one row, and no word lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coordcare.audit.models import AuditEvent
from coordcare.extensions import db
from coordcare.timeline.models import EntryAddendum, TimelineEntry
from tests.cast import Cast, gather
from tests.timeline import bulk
from tests.timeline.real_server import words_of

NOTE = {"happened_on": "2026-01-15", "insight": "She asked for help.", "risk_status": "none", "mode": "video"}
EVENT = {"happened_on": "2026-01-15", "category": "work", "impact": "mixed", "text": "Back at work."}
CHANGE = {
    "happened_on": "2026-01-15",
    "change_type": "start",
    "drug": "Zoloft",
    "dose": "50",
    "unit": "mg",
    "frequency": "once_daily",
    "effective_on": "2026-01-15",
    "reason": "Moderate depression.",
}


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    cast = gather(app)
    with cast.without_csrf():
        yield cast


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def post(client: FlaskClient, path: str, **fields: str) -> int:
    return client.post(f"/patients/1/entries/{path}", data=fields).status_code


@pytest.mark.parametrize("action", ["save", "sign"])
@pytest.mark.parametrize(
    ("kind", "who", "form"), [("life_event", "therapist", EVENT), ("medication_change", "psychiatrist", CHANGE)]
)
def test_five_posts_at_once_make_one_row(
    app: Flask, cast: Cast, action: str, kind: str, who: str, form: dict[str, str]
) -> None:
    fields = {**form, "submission_key": "one", "action": action}
    clients = [cast.client(who) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda client: post(client, f"new/{kind}", **fields), clients))
    assert answers == [303] * 5
    assert count(app, TimelineEntry) == 1


def test_another_kind_cannot_take_a_draft_over(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    assert post(therapist, "new/session_note", submission_key="one", insight="x", action="save") == 303
    for action in ("save", "sign"):
        assert post(therapist, "new/life_event", **EVENT, submission_key="one", version="1", action=action) == 409
    assert therapist.get("/patients/1/timeline").status_code == 200
    with app.app_context():
        entry = db.session.scalars(select(TimelineEntry)).one()
        assert (entry.kind, entry.status) == ("session_note", "draft")


def test_a_draft_of_another_patient_stays_there(app: Flask, cast: Cast) -> None:
    cast.join("Ben Ruiz", "therapist")
    therapist = cast.client("therapist")
    assert post(therapist, "new/life_event", **EVENT, submission_key="one", action="save") == 303
    other = therapist.post(
        "/patients/2/entries/new/life_event", data={**EVENT, "submission_key": "one", "action": "sign"}
    )
    assert other.status_code == 409
    assert count(app, TimelineEntry) == 1


def test_the_second_window_keeps_both_texts(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    post(therapist, "new/life_event", **EVENT, submission_key="one", action="save")
    assert (
        post(therapist, "1/edit", **EVENT | {"text": "First window."}, version="1", submission_key="one", action="save")
        == 303
    )
    for action in ("save", "sign"):
        fields = {**EVENT, "text": "Second window.", "version": "1", "submission_key": "one", "action": action}
        answer = therapist.post("/patients/1/entries/1/edit", data=fields)
        assert answer.status_code == 409
        assert "First window." in words_of(answer.text)
        assert "Second window." in words_of(answer.text)


def test_what_is_signed_is_what_was_looked_at(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    post(therapist, "new/life_event", **EVENT, submission_key="one", action="save")
    assert "Back at work." in therapist.get("/patients/1/entries/1/sign").text
    post(therapist, "1/edit", **EVENT | {"text": "Changed."}, version="1", submission_key="one", action="save")
    assert post(therapist, "1/sign", version="1") == 409
    assert post(therapist, "1/sign", version="2") == 303


def test_an_addendum_is_kept_or_refused(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    for number in ("1", "2"):
        post(therapist, "new/life_event", **EVENT, submission_key=f"entry {number}", action="sign")
    assert post(therapist, "1/addenda", text="Also.", submission_key="a") == 303
    assert post(therapist, "1/addenda", text="Also.", submission_key="a") == 303
    assert post(therapist, "2/addenda", text="Also.", submission_key="a") == 409
    assert post(therapist, "2/addenda", text="Also.", submission_key="") == 422
    assert count(app, EntryAddendum) == 1


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/patients/1/search", {"q": ""}),
        ("/patients/1/entries/1/addenda", {"text": ""}),
        ("/patients/1/entries/new/medication_change", {"action": "sign", "submission_key": "x"}),
        ("/patients/1/health-list/allergy", {"text": ""}),
        ("/patients/1/team", {"account_id": ""}),
        ("/patients/1/particulars", {"name": ""}),
    ],
)
def test_a_page_with_errors_is_a_view_on_record(app: Flask, cast: Cast, path: str, fields: dict[str, str]) -> None:
    therapist, psychiatrist = cast.client("therapist"), cast.client("psychiatrist")
    post(therapist, "new/session_note", **{**NOTE, "submission_key": "one", "action": "sign"})
    before = count(app, AuditEvent)
    assert psychiatrist.post(path, data=fields).status_code in {403, 422}
    assert count(app, AuditEvent) > before
    if path != "/patients/1/entries/1/addenda":
        assert post(therapist, "1/recall") == 409, "a colleague has seen the record"


@pytest.mark.parametrize(
    "query", ["endpoint=1", "_method=POST", "_external=1", "_anchor=x", "before=0-1", "date_from=x"]
)
def test_odd_addresses_of_the_feed(app: Flask, cast: Cast, query: str) -> None:
    with app.app_context():
        bulk.write(cast, "Amara Osei", 60)
    page = cast.client("psychiatrist").get(f"/patients/1/timeline?{query}")
    assert page.status_code == 200
    assert "http://" not in page.text.split("<main")[1]


def test_long_text_is_refused_at_the_field_and_kept(app: Flask, cast: Cast) -> None:
    long = "word " * 20_000
    answer = cast.client("therapist").post(
        "/patients/1/entries/new/session_note",
        data={**NOTE, "insight": long, "submission_key": "one", "action": "sign"},
    )
    assert answer.status_code == 422
    assert f"It has {len(long):,}: " in answer.text and "too many. Please shorten it" in answer.text
    assert long.strip() in answer.text
    assert count(app, TimelineEntry) == 0
