"""Care-team memberships from the admin's side: a name and a record number, nothing clinical."""

from collections.abc import Callable

import pytest
from flask import Flask

from coordcare.access.membership import member_ids
from coordcare.access.policy import Discipline
from tests.accounts.conftest import Browser
from tests.cast import Cast


def _team(app: Flask, patient: int) -> set[int]:
    with app.app_context():
        return set(member_ids(patient))


@pytest.fixture
def member(cast: Cast) -> int:
    return cast.accounts["outside_therapist"]


def test_assigning_shows_the_name_first(app: Flask, cast: Cast, admin: Browser, member: int, trail: Callable) -> None:
    amara, path = cast.patients["Amara Osei"], f"/admin/staff/{member}"
    looked = admin.post(f"{path}/assignments", page=path, record_number=" t-00001 ")
    assert looked.status_code == 200
    assert "Amara Osei" in looked.text
    assert member not in _team(app, amara)
    assert trail()[-1] == ("searched", f"patient:{amara}", None)
    done = admin.post(f"{path}/assignments", page=path, record_number="T-00001", confirmed="T-00001")
    assert done.status_code == 303
    assert member in _team(app, amara)
    assert ("member_added", f"patient:{amara}", "by_an_admin") in trail()
    assert trail()[-1][0] == "member_added"
    with admin.client.session_transaction() as cookie:
        assert "Assigned." in repr(cookie["_flashes"])
        assert "Amara" not in repr(cookie)
    assert "T-00001" in admin.get(path).text


def test_ending_a_membership_counts_at_once(app: Flask, cast: Cast, admin: Browser) -> None:
    number = cast.accounts["therapist"]
    path = f"/admin/staff/{number}"
    therapist = cast.client("therapist")
    assert therapist.get(f"/patients/{cast.patients['Amara Osei']}/timeline").status_code == 200
    action = admin.get(path).text.split(f'action="{path}/assignments/')[1].split('"')[0]
    assert admin.post(f"{path}/assignments/{action}", page=path).status_code == 303
    with admin.client.session_transaction() as cookie:
        assert cookie["_flashes"][-1][1] == "Ended."
    assert therapist.get(f"/patients/{cast.patients['Amara Osei']}/timeline").status_code == 404
    assert admin.post(f"{path}/assignments/{action}", page=path).status_code == 404


def test_the_last_member_goes_only_when_it_is_meant(app: Flask, cast: Cast, admin: Browser) -> None:
    patient = cast.admit("Lone Patient", team=("therapist",))
    path = f"/admin/staff/{cast.accounts['therapist']}"
    ends = [part.split('"')[0] for part in admin.get(path).text.split(f'action="{path}/assignments/')[1:]]
    answers = {end: admin.post(f"{path}/assignments/{end}", page=path) for end in ends if end.endswith("/end")}
    asked = next(end for end, answer in answers.items() if answer.status_code == 422)
    assert "Without a team nobody can open the record." in answers[asked].text
    assert _team(app, patient)
    assert admin.post(f"{path}/assignments/{asked}", page=path, leaving_nobody="yes").status_code == 303
    assert not _team(app, patient)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"record_number": ""}, "Enter the record number."),
        ({"record_number": "T-99999"}, "No patient has this record number."),
        ({"record_number": "T-00002", "confirmed": "T-00002"}, "on the team already"),
    ],
)
def test_what_cannot_be_assigned_says_why(
    cast: Cast, admin: Browser, member: int, typed: dict[str, str], words: str
) -> None:
    answer = admin.post(f"/admin/staff/{member}/assignments", page="/admin/staff", **typed)
    assert answer.status_code == 422
    assert words in answer.text


def test_nobody_assigns_themselves(app: Flask, cast: Cast) -> None:
    me = cast.hire("admin_two", Discipline.PSYCHIATRIST, admin=True)
    browser, path = Browser(cast.client("admin_two")), f"/admin/staff/{me}"
    assert "Nobody assigns themselves" in browser.get(path).text
    answer = browser.post(f"{path}/assignments", page=path, record_number="T-00001", confirmed="T-00001")
    assert answer.status_code == 422
    assert me not in _team(app, cast.patients["Amara Osei"])


def test_another_members_assignment_is_not_found(cast: Cast, admin: Browser, member: int) -> None:
    path = f"/admin/staff/{cast.accounts['therapist']}"
    end = admin.get(path).text.split(f'action="{path}/assignments/')[1].split('"')[0]
    assert admin.post(f"/admin/staff/{member}/assignments/{end}", page=path).status_code == 404
