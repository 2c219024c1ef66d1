"""The caseload tells when a patient was last seen or reached, and one reason to look at them first."""

from datetime import date, timedelta

import pytest

from coordcare.extensions import transaction
from coordcare.notes.contact_queries import last_contact_days
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from tests.cast import Cast
from tests.medication.writing import entry_id, retract, sign


def last(cast: Cast, who: str, amara: int) -> date | None:
    with cast.app.app_context():
        return last_contact_days(cast.viewer(who), [amara]).get(amara)


def day(cast: Cast, days: int) -> date:
    with cast.app.app_context():
        return today() + timedelta(days=days)


def test_it_is_the_last_visit_or_the_last_contact_that_reached_somebody(cast: Cast, amara: int) -> None:
    assert last(cast, "therapist", amara) is None
    sign(cast, "coordinator", "contact", -9)
    sign(cast, "coordinator", "contact", -1, reached="not_reached")
    sign(cast, "psychiatrist", "medication_change", -1)
    assert last(cast, "therapist", amara) == day(cast, -9)
    sign(cast, "psychiatrist", "medication_visit", -6)
    note = entry_id(sign(cast, "therapist", "session_note", -3))
    assert last(cast, "coordinator", amara) == day(cast, -3)
    retract(cast, "therapist", note)
    assert last(cast, "coordinator", amara) == day(cast, -6)
    assert last(cast, "outside_therapist", amara) is None


def test_a_coordinator_reads_the_day_and_no_word_of_the_note(cast: Cast, amara: int) -> None:
    sign(cast, "therapist", "session_note", -3, insight="Zebra crossing")
    page = cast.client("coordinator").get("/caseload").text
    assert "Last contact" in page and "3\N{NO-BREAK SPACE}days\N{NO-BREAK SPACE}ago" in page and "Zebra" not in page


@pytest.mark.parametrize(
    ("days", "headline"),
    [(None, "No next visit planned"), (-1, "Day of the next visit has passed"), (0, ""), (5, "")],
)
def test_one_headline_and_calm_otherwise(cast: Cast, amara: int, days: int | None, headline: str) -> None:
    with cast.app.app_context(), transaction() as session:
        patient = session.get_one(Patient, amara)
        patient.next_visit_on = None if days is None else today() + timedelta(days=days)
    told = {"No next visit planned", "Day of the next visit has passed"}
    page = cast.client("therapist").get("/caseload").text
    assert {words for words in told if words in page} == ({headline} - {""})
    sign(cast, "therapist", "session_note", risk_status="passive_thoughts")
    page = cast.client("therapist").get("/caseload").text
    assert "Passive suicidal thoughts" in page and not [words for words in told if words in page]
