"""Whose entry it is, of which day, and for how long it can be taken back: slips that a calm page can still prevent."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from coordcare import KINDS
from coordcare.accounts.models import StaffSession
from coordcare.extensions import clock, transaction
from tests.cast import Cast, gather
from tests.timeline.forms_table import EXAMPLES

EVENING = datetime(2026, 1, 16, 3, 30, tzinfo=UTC)  # half past ten on 15 January in New York
WORDS = "Her mother moved out"


@pytest.fixture
def cast(sqlite_app: Flask) -> Cast:
    with clock.at(EVENING - timedelta(days=60)):
        return gather(sqlite_app)


def _event(cast: Cast, day: str, key: str = "k") -> str:
    """A life event signed now; the page it leads to."""
    sent = {**EXAMPLES["life_event"].fields, "happened_on": day, "text": WORDS}
    with cast.without_csrf():
        sent |= {"action": "sign", "submission_key": key}
        answer = cast.client("therapist").post("/patients/1/entries/new/life_event", data=sent)
    return answer.text if answer.status_code == 422 else str(answer.status_code)


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_name_and_birth_date_stand_beside_every_sign_button(cast: Cast, kind: str) -> None:
    page = cast.client(EXAMPLES[kind].who).get(f"/patients/1/entries/new/{kind}").text
    bar = page.split('class="sign-bar"')[1].split("</form>")[0]
    assert 'value="sign"' in bar
    assert "Amara Osei, born 14 Mar 1989" in re.sub(r"<[^>]+>", "", bar)
    assert "Ben Ruiz" not in page


def test_what_is_written_in_the_evening_is_of_that_day(cast: Cast) -> None:
    """It is the next day already for the server and for the database."""
    with time_machine.travel(EVENING, tick=False):
        assert 'value="2026-01-15"' in cast.client("therapist").get("/patients/1/entries/new/life_event").text
        assert _event(cast, "2026-01-16") != "303", "tomorrow has not happened"
        assert _event(cast, "2026-01-15") == "303"
        page = cast.client("psychiatrist").get("/patients/1/timeline").text
    assert WORDS in page and "15 Jan 2026" in page
    assert "16 Jan 2026" not in page and "Signed the next day" not in page


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 8, 6, 59, tzinfo=UTC), "8 Mar 2026"),  # a minute before the clocks go forward
        (datetime(2026, 3, 8, 7, 1, tzinfo=UTC), "8 Mar 2026"),
        (datetime(2026, 3, 9, 3, 59, tzinfo=UTC), "8 Mar 2026"),  # the last minute of a day of 23 hours
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "1 Nov 2026"),  # half past one, for the first time
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "1 Nov 2026"),  # half past one, again
        (datetime(2026, 11, 2, 4, 59, tzinfo=UTC), "1 Nov 2026"),  # the last minute of a day of 25 hours
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), "29 Feb 2028"),
    ],
)
def test_the_day_holds_where_the_clocks_change(cast: Cast, moment: datetime, day: str) -> None:
    with time_machine.travel(moment, tick=False):
        number = datetime.strptime(day, "%d %b %Y").date().isoformat()
        assert day not in cast.client("psychiatrist").get("/patients/1/timeline").text
        assert _event(cast, number) == "303"
        page = cast.client("psychiatrist").get("/patients/1/timeline").text
        assert WORDS in page and day in page and "Signed " not in page


def test_what_was_signed_later_says_so(cast: Cast) -> None:
    """Nobody reads a note of last week as one of that day."""
    with time_machine.travel(EVENING, tick=False):
        _event(cast, "2026-01-14", "one")
        _event(cast, "2026-01-05", "ten")
        page = cast.client("psychiatrist").get("/patients/1/timeline").text
    assert "Signed the next day" in page and "Signed 10 days later" in page


def test_a_clock_set_back_changes_no_order_of_what_is_new(cast: Cast) -> None:
    """New is told by the order of commits, not by a clock: what came after one's look stays new."""
    now = EVENING + timedelta(days=1)
    with time_machine.travel(now, tick=False):
        cast.client("psychiatrist").get("/patients/1/timeline")
    with time_machine.travel(now - timedelta(hours=1), tick=False):
        _event(cast, "2026-01-15")
    with time_machine.travel(now + timedelta(hours=8), tick=False):
        with cast.app.app_context(), transaction() as session:
            session.query(StaffSession).delete()
        assert "1 new since" in cast.client("psychiatrist").get("/patients/1/timeline").text


@pytest.mark.parametrize(("waited", "status"), [(timedelta(minutes=10), 303), (timedelta(minutes=10, seconds=1), 409)])
def test_a_recall_comes_within_ten_minutes_or_not_at_all(cast: Cast, waited: timedelta, status: int) -> None:
    with time_machine.travel(EVENING, tick=False) as travel:
        assert _event(cast, "2026-01-15") == "303"
        travel.shift(waited)
        with cast.without_csrf():
            answer = cast.client("therapist").post("/patients/1/entries/1/recall")
        assert answer.status_code == status
        stands = WORDS in cast.client("psychiatrist").get("/patients/1/timeline").text
    assert stands == (status == 409), "recalled, it is its author's draft again"
