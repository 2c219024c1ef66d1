"""Being on the team counts from one instant to another, and on the very next request."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from coordcare.access.membership import CareTeamMembership
from coordcare.access.policy import Discipline
from coordcare.accounts.models import Account, StaffSession
from coordcare.extensions import clock, transaction
from tests.access.browser import Fields
from tests.access.clinic import AMARA, ASKED
from tests.access.reading import TEAM
from tests.access.stage import Stage

Done = Callable[[int], None]
SECOND = timedelta(seconds=1)
# What a therapist on the team opens: the record, their own draft, their own signed note, a teammate's change.
MINE = (
    ("session_note", "draft"),
    ("session_note", "signed"),
    ("life_event", "signed"),
    ("medication_change", "signed"),
)


def pages(stage: Stage) -> list[str]:
    record = f"/patients/{stage.clinic.amara}"
    entries = [f"{record}/entries/{stage.clinic.entries[key]}" for key in MINE]
    return [f"{record}/timeline", f"{record}/team", f"{record}/medication", f"{record}/particulars", *entries]


def statuses(stage: Stage, actor: str) -> list[int]:
    browser = stage.clinic.browser(actor)
    return [browser.get(page).status_code for page in pages(stage)]


def membership(stage: Stage, actor: str, *, started_at: datetime, ended_at: datetime | None = None) -> None:
    """Give somebody a membership on Amara's team, in place of those they had."""
    clinic = stage.clinic
    account = clinic.cast.accounts[actor]
    with stage.app.app_context(), transaction() as session:
        session.query(CareTeamMembership).filter_by(patient_id=clinic.amara, account_id=account).delete()
        row = CareTeamMembership(patient_id=clinic.amara, account_id=account, added_by_id=account)
        row.started_at, row.ended_at = started_at, ended_at
        session.add(row)


def change_account(stage: Stage, actor: str, **values: object) -> None:
    with stage.app.app_context(), transaction() as session:
        account = session.get_one(Account, stage.clinic.cast.accounts[actor])
        for name, value in values.items():
            setattr(account, name, value)


ALLOWED = [200, 200, 200, 200, 303, 200, 200, 200]
NOTHING = [404] * 8


def test_taken_off_the_team_by_a_colleague(stage: Stage, done: Done) -> None:
    """One request before and one after: also one's own draft and one's own signed note are gone."""
    clinic = stage.clinic
    with stage.app.app_context(), transaction() as session:
        mine = {"patient_id": clinic.amara, "account_id": clinic.cast.accounts["therapist"]}
        number = session.query(CareTeamMembership).filter_by(**mine).one().id
    before = statuses(stage, "therapist")
    ended = clinic.browser("psychiatrist").post(f"/patients/{clinic.amara}/team/{number}/end")
    after, home = statuses(stage, "therapist"), clinic.browser("therapist").get("/")
    draft = clinic.entries["session_note", "draft"]
    signing = clinic.browser("therapist").post(f"/patients/{clinic.amara}/entries/{draft}/sign")
    done(len(before) + len(after) + 2)
    assert (before, ended.status_code, after) == (ALLOWED, 303, NOTHING)
    assert signing.status_code == 404
    assert AMARA not in home.text and f"/patients/{clinic.amara}/" not in home.text


def test_leaving_by_oneself(stage: Stage, done: Done) -> None:
    clinic = stage.clinic
    with stage.app.app_context(), transaction() as session:
        mine = {"patient_id": clinic.amara, "account_id": clinic.cast.accounts["therapist"]}
        number = session.query(CareTeamMembership).filter_by(**mine).one().id
    left = clinic.browser("therapist").post(f"/patients/{clinic.amara}/team/{number}/end")
    done(9)
    assert (left.status_code, left.headers["Location"]) == (303, "/caseload")
    assert statuses(stage, "therapist") == NOTHING


def test_back_on_the_team_everything_is_back(stage: Stage, done: Done) -> None:
    membership(stage, "therapist", started_at=ASKED - timedelta(days=9), ended_at=ASKED - timedelta(days=1))
    off = statuses(stage, "therapist")
    membership(stage, "therapist", started_at=ASKED)
    done(2 * len(off))
    assert (off, statuses(stage, "therapist")) == (NOTHING, ALLOWED)


def test_a_membership_counts_from_its_start_to_its_end(stage: Stage, done: Done) -> None:
    """To the second, on both sides: the first instant is in, the last is out."""
    start, end = ASKED + timedelta(minutes=5), ASKED + timedelta(minutes=8)
    membership(stage, "outside_therapist", started_at=start, ended_at=end)
    seen = []
    for moment in (ASKED, start - SECOND, start, end - SECOND, end, end + SECOND):
        with clock.at(moment):
            seen.append(statuses(stage, "outside_therapist")[0])
    done(6 * len(ALLOWED))
    assert seen == [404, 404, 200, 200, 404, 404]


def test_a_discipline_counts_as_it_is_now(stage: Stage, done: Done) -> None:
    before = statuses(stage, "therapist2")
    change_account(stage, "therapist2", discipline=Discipline.COORDINATOR.value)
    after = statuses(stage, "therapist2")
    done(len(before) + len(after))
    assert before == [200, 200, 200, 200, 404, 200, 200, 200]
    assert after == [200, 200, 200, 200, 404, 404, 404, 404]


def test_a_disabled_account_is_out_at_once(stage: Stage, done: Done) -> None:
    change_account(stage, "therapist", disabled_at=ASKED)
    browser = stage.clinic.browser("therapist")
    answers = [browser.get(page) for page in pages(stage)]
    done(len(answers))
    assert [(answer.status_code, answer.headers["Location"][:9]) for answer in answers] == [(303, "/sign-in?")] * 8


@pytest.mark.parametrize("header", [{}, {"X-Autosave": "1"}, {"HX-Request": "true"}])
def test_an_idle_session_is_over_however_it_asks(stage: Stage, header: dict[str, str], done: Done) -> None:
    """Polling may not keep a session alive past its end, nor skip the check."""
    clinic = stage.clinic
    with clock.at(ASKED + timedelta(minutes=15)):
        client = clinic.browser("therapist").client
        answers = [client.get(f"{page}?skip_timeout_reset=1", headers=header) for page in pages(stage)]
    done(len(answers))
    assert {answer.status_code for answer in answers} == ({401} if "X-Autosave" in header else {303})
    with stage.app.app_context(), transaction() as session:
        mine = session.query(StaffSession).filter_by(account_id=clinic.cast.accounts["therapist"])
        assert {row.seen_at for row in mine} == {ASKED - timedelta(minutes=1)}


def test_the_admin_duty_opens_no_record(stage: Stage, done: Done) -> None:
    """Not to a psychiatrist off the team, and no more of it to a coordinator on the team."""
    change_account(stage, "outside_psychiatrist", is_admin=True)
    change_account(stage, "coordinator", is_admin=True)
    off, on = statuses(stage, "outside_psychiatrist"), statuses(stage, "coordinator")
    log = f"/patients/{stage.clinic.amara}/access-log"
    done(len(off) + len(on) + 4)
    assert off == NOTHING
    assert on == [200, 200, 200, 200, 404, 404, 404, 404]
    assert stage.clinic.browser("coordinator").get(log).status_code == 403
    assert stage.clinic.browser("outside_psychiatrist").get(log).status_code == 404
    assert stage.clinic.browser("coordinator").get("/admin/staff").status_code == 200
    assert stage.clinic.browser("coordinator").get("/admin/audit").status_code == 200


def test_no_discipline_no_reach_even_on_the_team(stage: Stage, done: Done) -> None:
    membership(stage, "admin", started_at=ASKED - timedelta(days=1))
    done(len(ALLOWED))
    assert statuses(stage, "admin") == NOTHING


def test_an_empty_team_means_nobody(stage: Stage, done: Done) -> None:
    clinic = stage.clinic
    with stage.app.app_context(), transaction() as session:
        for row in session.query(CareTeamMembership).filter_by(patient_id=clinic.amara):
            row.ended_at = ASKED
    seen = {actor: statuses(stage, actor) for actor in (*TEAM, "admin", "outside_psychiatrist")}
    done(len(seen) * len(NOTHING))
    assert seen == dict.fromkeys(seen, NOTHING)


@pytest.mark.parametrize("actor", ["therapist", "ended_therapist", "outside_psychiatrist", "admin"])
def test_nobody_adds_themselves(stage: Stage, actor: str, done: Done) -> None:
    clinic, before = stage.clinic, stage.digest()
    themselves: Fields = {"account_id": clinic.cast.accounts[actor]}
    answer = clinic.browser(actor).post(f"/patients/{clinic.amara}/team", themselves)
    done(1)
    assert answer.status_code == (422 if actor == "therapist" else 404)
    assert stage.digest() == before
