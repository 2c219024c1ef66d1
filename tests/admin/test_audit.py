"""The trail on the admin's page: searched by period, person, patient and outcome."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from coordcare.access.policy import Action
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import Happening
from coordcare.extensions import clock
from coordcare.settings.queries import today
from tests.accounts.conftest import Browser
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _kept(app: Flask, tmp_path: Path) -> None:
    app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "anchors.jsonl")


@pytest.fixture
def events(app: Flask, cast: Cast) -> None:
    """Seventy views by the therapist, ten days ago; one refusal of the outsider today."""
    one, two = cast.accounts["therapist"], cast.accounts["outside_therapist"]
    amara, rule = cast.patients["Amara Osei"], Action.OPEN_RECORD.value
    with app.app_context():
        with clock.at(clock.now() - timedelta(days=10)):
            record(*[Event(Happening.VIEW, Actor(one, "therapist", 1), amara, rule=rule)] * 70)
        record(Event(Happening.REFUSED, Actor(two, "therapist", 2), amara, outcome="refused", rule=rule))


def _rows(page: str) -> int:
    return page.count("<time datetime=")


def _search(admin: Browser, **typed: object) -> str:
    answer = admin.post("/admin/audit", page="/admin/audit", **typed)
    assert answer.status_code == 200
    return answer.text


def test_the_newest_come_first_and_older_follow(cast: Cast, admin: Browser, events: None) -> None:
    page = admin.get("/admin/audit").text
    assert _rows(page) == 50
    table = page.split("<tbody>")[1]
    assert table.index("was refused") < table.index("opened")
    before = re.search(r'name="before" value="(\d+)"', page)
    assert before
    older = _search(admin, before=before[1])
    assert _rows(older) == 21
    assert 'name="before"' not in older


def test_each_filter_narrows(app: Flask, cast: Cast, admin: Browser, events: None) -> None:
    with app.app_context():
        day = today()
    assert _rows(_search(admin, actor_id=cast.accounts["outside_therapist"])) == 1
    assert _rows(_search(admin, only_refused="y")) == 1
    assert _rows(_search(admin, until=(day - timedelta(days=9)).isoformat())) == 50
    assert _rows(_search(admin, since=(day - timedelta(days=8)).isoformat(), only_refused="y")) == 1
    assert "No events" in _search(admin, since=(day + timedelta(days=2)).isoformat())
    assert "No events" in _search(admin, record_number="T-00002", actor_id=cast.accounts["therapist"])
    assert "Amara Osei" in _search(admin, record_number="T-00001", only_refused="y")


def test_a_search_is_recorded_also_for_the_patients_log(
    cast: Cast, admin: Browser, events: None, trail: object
) -> None:
    _search(admin, record_number="t-00001")
    assert trail()[-1][:2] == ("searched", f"patient:{cast.patients['Amara Osei']}")
    _search(admin)
    assert trail()[-1][:2] == ("searched", f"account:{cast.accounts['admin']}")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"record_number": "T-99999"}, "No patient has this record number."),
        ({"since": "yesterday"}, "This is not a date."),
        ({"since": "2026-11-20", "until": "2026-11-19"}, "This is before the first day."),
        ({"until": "9999-12-31"}, "between 2000 and 2100"),
        ({"since": "0001-01-01"}, "between 2000 and 2100"),
        ({"actor_id": "1; DROP TABLE account"}, "could not coerce"),
        ({"before": "9" * 40}, "from an old page"),
    ],
)
def test_bad_filters_are_refused_at_the_field(cast: Cast, admin: Browser, typed: dict[str, str], words: str) -> None:
    answer = admin.post("/admin/audit", page="/admin/audit", **typed)
    assert answer.status_code == 422
    assert words in answer.text


def test_when_the_chains_were_verified_and_anchored_is_said(app: Flask, cast: Cast, admin: Browser) -> None:
    assert "Last verified: never." in admin.get("/admin/audit").text
    run = app.test_cli_runner()
    run.invoke(args=["audit", "verify"])
    run.invoke(args=["audit", "anchor"])
    page = admin.get("/admin/audit").text
    assert "Last verified: never" not in page
    assert "outside the database: never" not in page
    Path(app.config["AUDIT_ANCHOR_FILE"]).write_text("{}\n")
    assert "The anchors file was changed outside CoordCare." in admin.get("/admin/audit").text


def test_what_is_looked_for_travels_in_the_body(cast: Cast, admin: Browser) -> None:
    page = admin.get("/admin/audit").text
    form = page.split('class="box audit-form"')[1].split(">")[0]
    assert 'method="post"' in form
