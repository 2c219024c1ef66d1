"""A copied cookie, with the token that belongs to it, does nothing from the very next request on.

`tests/accounts/test_sessions.py` shows it for pages after sign-out, a new password, disabling, enabling again, ending
sessions, idleness and the full time; `tests/access/test_membership.py` for memberships. Here it is shown for every
page and every form, with whatever ended the session asked for over HTTP by the person who may.
"""

from collections.abc import Callable

import pytest

from coordcare.access.membership import CareTeamMembership
from coordcare.extensions import db
from tests.access import forms
from tests.access.browser import Browser, Fields
from tests.access.reading import SHORT, Row
from tests.access.stage import Stage
from tests.access.tables import ROWS
from tests.attack.targets import SLOW
from tests.cast import PASSWORD

Count = Callable[..., None]
NEW = "seven otters in the estuary"
# Open to whoever asks, signed in or not.
OPEN = SLOW | {"/sign-out", "/account/theme", "/healthz", "/readyz", "/static/<path:filename>"}


def sign_out(stage: Stage) -> None:
    expect(stage.clinic.browser("therapist").post("/sign-out"))


def change_password(stage: Stage) -> None:
    elsewhere = Browser(stage.app, stage.clinic.tokens["therapist elsewhere"])
    expect(elsewhere.post("/account/password", {"current": PASSWORD, "password": NEW, "repeat": NEW}))


def end_the_others(stage: Stage) -> None:
    expect(Browser(stage.app, stage.clinic.tokens["therapist elsewhere"]).post("/account/sessions/end-others"))


def disable(stage: Stage) -> None:
    by_admin(stage, "disable")


def end_sessions(stage: Stage) -> None:
    by_admin(stage, "end-sessions")


def by_admin(stage: Stage, verb: str, fields: Fields | None = None) -> None:
    account = stage.clinic.cast.accounts["therapist"]
    expect(stage.clinic.browser("admin").post(f"/admin/staff/{account}/{verb}".rstrip("/"), fields))


def expect(answer: object) -> None:
    assert getattr(answer, "status_code", 0) == 303, answer


def mine() -> list[Row]:
    """What a therapist of the team may ask and send."""
    return [row for row in ROWS if row.cell("therapist") == "yes" and row.rule not in OPEN]


@pytest.mark.parametrize("end", [sign_out, change_password, end_the_others, disable, end_sessions])
def test_a_session_that_ended_opens_and_sends_nothing(
    sqlite_stage: Stage, end: Callable[[Stage], None], count: Count
) -> None:
    stage, wrong, rows = sqlite_stage, [], mine()
    copied = stage.clinic.browser("therapist")
    assert copied.get("/account").status_code == 200
    end(stage)
    before = stage.digest()
    for row in rows:
        answer = copied.ask(row.method, forms.path(stage.clinic, row), forms.fields(stage.clinic, row, "therapist"))
        if answer.status_code != 303 or not answer.headers["Location"].startswith("/sign-in"):
            wrong.append(f"{row.words} answers {answer.status_code} {answer.headers.get('Location')}")
        answer.close()
    if stage.digest() != before:
        wrong.append("data changed")
    count(replayed_requests=len(rows))
    assert not wrong, "\n".join(wrong)


def revoked(stage: Stage) -> None:
    """Take the therapist off Amara's team, by a colleague's form."""
    clinic = stage.clinic
    with stage.app.app_context():
        row = db.session.query(CareTeamMembership).filter_by(
            patient_id=clinic.amara, account_id=clinic.cast.accounts["therapist"], ended_at=None
        )
        number = row.one().id
    expect(clinic.browser("psychiatrist").post(f"/patients/{clinic.amara}/team/{number}/end"))


def moved(stage: Stage) -> None:
    """Make the therapist an admin without a discipline, by the admin's form."""
    fields: Fields = {"version": "1", "name": "Moved", "title": "", "discipline": "", "duties": "admin"}
    account = stage.clinic.cast.accounts["therapist"]
    expect(stage.clinic.browser("admin").post(f"/admin/staff/{account}", fields))


@pytest.mark.parametrize("end", [revoked, moved])
def test_a_record_that_is_no_longer_theirs_opens_and_takes_nothing(
    sqlite_stage: Stage, end: Callable[[Stage], None], count: Count
) -> None:
    stage, wrong = sqlite_stage, []
    # Whoever leaves one team stays on the others; whoever lost the discipline is nowhere.
    lost = {stage.clinic.amara, *([stage.clinic.cleo] if end is moved else [])}
    rows = [row for row in mine() if row.rule.startswith(SHORT["P"]) and forms.patient(stage.clinic, row) in lost]
    assert len(rows) > 50
    copied = stage.clinic.browser("therapist")
    assert copied.get(f"/patients/{stage.clinic.amara}/timeline").status_code == 200
    end(stage)
    before = stage.digest()
    for row in rows:
        answer = copied.ask(row.method, forms.path(stage.clinic, row), forms.fields(stage.clinic, row, "therapist"))
        if answer.status_code != 404:
            wrong.append(f"{row.words} answers {answer.status_code}")
        answer.close()
    if stage.digest() != before:
        wrong.append("data changed")
    count(replayed_requests=len(rows))
    assert not wrong, "\n".join(wrong)
