"""Sessions and links of one's own, and of nobody else: on either side of every condition about them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask, request
from sqlalchemy import select

from coordcare.access.policy import Discipline
from coordcare.accounts import actions, queries, session_queries, staff_actions
from coordcare.accounts.models import Account, PasswordLink, StaffSession
from coordcare.accounts.rules import token_hash
from coordcare.errors import Invalid, NotFound
from coordcare.extensions import clock, db, transaction
from tests.accounts.conftest import Browser
from tests.cast import Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sessions_of(cast: Cast, name: str) -> list[StaffSession]:
    query = select(StaffSession).where(StaffSession.account_id == cast.accounts[name]).order_by(StaffSession.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def link(cast: Cast, name: str, token: str, *, ends: datetime, used_at: datetime | None = None) -> None:
    with transaction() as session:
        session.add(
            PasswordLink(
                token_hash=token_hash(token),
                account_id=cast.accounts[name],
                purpose="reset",
                made_by_id=cast.accounts["admin"],
                created_at=clock.now(),
                expires_at=ends,
                used_at=used_at,
            )
        )


def disable(cast: Cast, name: str) -> None:
    """In the row alone, whatever else disabling does."""
    with transaction() as session:
        session.get_one(Account, cast.accounts[name]).disabled_at = clock.now()


def test_ending_ones_other_sessions_ends_nobody_elses(app: Flask, cast: Cast) -> None:
    here, elsewhere, colleague = (Browser(cast.client(name)) for name in ("therapist", "therapist", "psychiatrist"))
    assert here.post("/account/sessions/end-others", page="/account").status_code == 303
    assert [one.is_in() for one in (here, elsewhere, colleague)] == [True, False, True]


def test_a_session_that_was_ended_is_not_marked_and_keeps_why_it_ended(app: Flask, cast: Cast) -> None:
    cast.client("therapist")
    with app.app_context():
        (row,) = sessions_of(cast, "therapist")
        viewer, seen_at = cast.viewer("therapist"), row.seen_at
        actions.end_session(viewer, row.id)
        with clock.at(clock.now() + HOUR):
            actions.mark_seen(row)
            with pytest.raises(NotFound):
                actions.end_session(viewer, row.id)
            with transaction() as session:
                assert actions.revoke_all(session, viewer.account_id, "disabled") == 0
        (row,) = sessions_of(cast, "therapist")
        assert (row.seen_at, row.revoked_reason) == (seen_at, "ended_by_owner")


def test_a_request_that_comes_late_moves_no_mark(app: Flask, cast: Cast) -> None:
    """Two at once: the second has read the session before the first marked it."""
    cast.client("therapist")
    with app.app_context():
        (row,) = sessions_of(cast, "therapist")
        db.session.expunge(row)
        began = clock.now() + 2 * actions.SEEN_EVERY
        for at in (began, began + actions.SEEN_EVERY / 2):
            with clock.at(at):
                actions.mark_seen(row)
        assert sessions_of(cast, "therapist")[0].seen_at == began


CHANGES: dict[str, Callable[[StaffSession], None]] = {
    "revoked": lambda row: setattr(row, "revoked_at", clock.now()),
    "idle": lambda row: setattr(row, "seen_at", clock.now() - DAY),
    "old": lambda row: setattr(row, "created_at", clock.now() - 30 * DAY),
}


@pytest.mark.parametrize("change", CHANGES)
def test_only_ones_own_living_sessions_are_listed(app: Flask, cast: Cast, change: str) -> None:
    for name in ("therapist", "therapist", "psychiatrist"):
        cast.client(name)
    with app.app_context():
        first, second = sessions_of(cast, "therapist")
        with transaction() as session:
            CHANGES[change](session.get_one(StaffSession, first.id))
        assert [one.id for one in session_queries.living_sessions(cast.accounts["therapist"])] == [second.id]


def test_a_link_opens_once_in_its_time_for_an_account_that_is_not_disabled(app: Flask, cast: Cast) -> None:
    with app.app_context():
        now = clock.now()
        link(cast, "therapist", "open", ends=now + HOUR)
        link(cast, "therapist", "used", ends=now + DAY, used_at=now)
        link(cast, "therapist", "over", ends=now - HOUR)
        link(cast, "psychiatrist", "disabled", ends=now + 2 * DAY)
        disable(cast, "psychiatrist")
        assert [queries.open_link(token) is not None for token in ("open", "used", "over", "disabled")] == [
            True,
            False,
            False,
            False,
        ]
        assert queries.open_link_expiry(cast.accounts["therapist"]) == now + HOUR
        assert queries.open_link_expiry(cast.accounts["psychologist"]) is None


def test_expiring_links_leaves_those_that_were_used(app: Flask, cast: Cast) -> None:
    with app.app_context():
        now = clock.now()
        link(cast, "therapist", "used", ends=now + DAY, used_at=now)
        with transaction() as session:
            actions.expire_links(session, cast.accounts["therapist"])
        assert db.session.scalars(select(PasswordLink.expires_at)).all() == [now + DAY]


def test_nobody_disables_themselves_though_another_admin_is_left(app: Flask, cast: Cast) -> None:
    cast.hire("second_admin", None, admin=True)
    with app.app_context():
        with pytest.raises(Invalid, match="Nobody disables themselves"):
            staff_actions.disable(cast.viewer("admin"), cast.accounts["admin"])
        staff_actions.disable(cast.viewer("admin"), cast.accounts["second_admin"])


def test_a_caseload_is_counted_without_teams_that_somebody_left(app: Flask, cast: Cast) -> None:
    cast.hire("newcomer", Discipline.THERAPIST)
    for name in ("Cora Lund", "Dov Stein"):
        cast.admit(name, team=("newcomer",))
    cast.leave("Cora Lund", "newcomer")
    with app.app_context():
        (row,) = queries.staff(words="newcomer")
        assert row.patient_count == 1


def test_a_page_knows_those_around_its_own_patient(app: Flask, cast: Cast) -> None:
    cast.leave("Amara Osei", "nurse_practitioner")
    everybody = set(cast.accounts.values())
    with app.test_request_context("/patients/1/review"):
        asked = cast.accounts["outside_therapist"]
        assert set(queries.people_around(cast.patients["Amara Osei"], {asked})) == {asked}
        known = set(request.environ[queries.KNOWN])
    assert cast.accounts["nurse_practitioner"] in known, "who was on the team"
    assert {cast.accounts["therapist"], asked} <= known < everybody
    assert cast.accounts["outside_psychiatrist"] not in known
