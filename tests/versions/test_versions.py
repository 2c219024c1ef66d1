"""What the clinic changed of what CoordCare begins with: one piece under course types, drugs, rules and schedules."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from coordcare.extensions import db
from coordcare.ipt.models import CourseTypeVersion
from coordcare.medication.models import FormularyVersion
from coordcare.medication.monitoring_models import MonitoringVersion
from tests.access.course import RULE_FORM, TYPE_FORM
from tests.cast import Cast
from tests.medication.test_drug_list import SERTRALINE

SCHEDULES = {"version": "0", "schedule": "apa_2020"}


@dataclass(frozen=True)
class Listed:
    """A list: its table, where its form is sent, one version, another one, and what the page says of the first."""

    model: Any
    address: str
    form: dict[str, Any]
    other: dict[str, str]
    counts: str


LISTS = {
    "course types": Listed(CourseTypeVersion, "/course-types", TYPE_FORM, {"usual": "9"}, "Counts now: 8."),
    "drugs": Listed(
        FormularyVersion, "/drug-list/drug?of=sertraline", SERTRALINE, {"rxcui": "36438"}, "Counts now: 36437."
    ),
    "rules": Listed(MonitoringVersion, "/monitoring/rules", RULE_FORM, {"every": "every 45"}, "Counts now: every 60."),
    "schedules": Listed(
        MonitoringVersion, "/monitoring/schedules", SCHEDULES, {"schedule": "ada_apa_2004"}, "Counts now: APA 2020."
    ),
}
of_each = pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)


def send(client: FlaskClient, listed: Listed, key: str = "one", **typed: str) -> TestResponse:
    return client.post(listed.address, data={**listed.form, "submission_key": key, **typed})


def versions(cast: Cast, listed: Listed) -> int:
    with cast.app.app_context():
        return db.session.scalar(select(func.count()).select_from(listed.model)) or 0


@of_each
def test_a_form_posted_twice_makes_one_version(cast: Cast, configurer: FlaskClient, listed: Listed) -> None:
    assert [send(configurer, listed).status_code for _ in range(2)] == [303, 303]
    assert versions(cast, listed) == 1


@of_each
def test_a_used_form_with_other_words_is_not_taken_for_kept(
    cast: Cast, configurer: FlaskClient, listed: Listed
) -> None:
    send(configurer, listed)
    again = send(configurer, listed, **listed.other)
    assert again.status_code == 409 and "This form was saved with other words before." in again.text
    says_both(again, listed)
    assert versions(cast, listed) == 1


@of_each
def test_who_comes_second_sees_both_texts_and_can_go_on(cast: Cast, configurer: FlaskClient, listed: Listed) -> None:
    send(configurer, listed)
    second = cast.client("psychiatrist")
    late = send(second, listed, "late", **listed.other)
    assert late.status_code == 409 and "Somebody changed this while you were writing." in late.text
    says_both(late, listed)
    form = next(part for part in late.text.split("<form") if "Counts now:" in part and 'name="version"' in part)
    marks = {name: mark(form, name) for name in ("version", "submission_key")}
    assert marks["version"] == "1" and marks["submission_key"] != "late"
    assert send(second, listed, marks["submission_key"], **{**listed.other, "version": "1"}).status_code == 303
    assert versions(cast, listed) == 2


def test_a_form_of_one_list_is_not_anothers(cast: Cast, configurer: FlaskClient) -> None:
    for listed in LISTS.values():
        if listed.model is not MonitoringVersion:
            assert send(configurer, listed).status_code == 303
    rules, schedules = LISTS["rules"], LISTS["schedules"]
    assert send(configurer, rules, "shared").status_code == 303
    assert send(configurer, schedules, "shared").status_code == 409
    assert versions(cast, rules) == 1


def says_both(answer: TestResponse, listed: Listed) -> None:
    (typed,) = listed.other.values()
    assert listed.counts in answer.text and f'value="{typed}"' in answer.text


def mark(form: str, name: str) -> str:
    tag = next(tag for tag in re.findall(r"<input[^>]*>", form) if f'name="{name}"' in tag)
    found = re.search(r'value="([^"]*)"', tag)
    return found[1] if found else ""
