"""What stands on a health list is of this patient, for who reads that list now."""

import pytest

from coordcare.access import policy
from coordcare.access.policy import Discipline, Grant, Sensitivity
from coordcare.extensions import clock
from coordcare.patients.health_queries import allergies, health_list
from coordcare.patients.models import HealthListItem
from coordcare.patients.queries import readers
from coordcare.patients.rules import Category
from coordcare.settings.queries import today
from tests.cast import Cast
from tests.rows import AMARA, CORA, kept


def test_a_health_list_is_of_this_patient_for_who_reads_it(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for patient in (AMARA, CORA):
        told = {"patient_id": pair.patients[patient], "recorded_by_id": pair.accounts["psychiatrist"]}
        kept(
            HealthListItem(**told, category="allergy", text=f"Of {patient}", noted_on=today(), recorded_at=clock.now())
        )
    here = pair.standing("psychiatrist", AMARA)
    assert [one.text for one in allergies(here).items] == [f"Of {AMARA}"]
    assert [one.text for one in health_list(here, Category.ALLERGY)] == [f"Of {AMARA}"]
    monkeypatch.setitem(policy.READERS[Sensitivity.REGIMEN], Discipline.PSYCHIATRIST, Grant.NO)
    unread = pair.standing("psychiatrist", AMARA)
    assert not allergies(unread).items and not health_list(unread, Category.ALLERGY)


def test_who_left_the_team_reads_no_more(pair: Cast) -> None:
    pair.leave(AMARA, "therapist")
    names = {one.name for one in readers(pair.patients[AMARA])}
    assert "Psychologist" in names and "Therapist" not in names
