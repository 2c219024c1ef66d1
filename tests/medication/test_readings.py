"""What results may mean, through the page, and the list of those out of range that a decision is made beside."""

import pytest

from coordcare.extensions import db
from coordcare.medication.monitoring_queries import results
from coordcare.medication.reading_queries import OF_LATE, last_out_of_range
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from tests.medication.writing import retract, sign

LATE = OF_LATE.days


def out_of_range(cast, who="psychiatrist"):
    with cast.app.app_context():
        standing = cast.standing(who, "Amara Osei")
        born = db.session.get_one(Patient, standing.patient_id).birth_date
        found = last_out_of_range(results(standing), [], born, today(), benign=False)
        return [(row.values["test"], row.entry_id, one) for row, one in found]


def test_the_last_of_each_test_where_it_is_out_of_range_and_none_that_is_old_or_taken_back(cast, amara):
    sign(cast, "psychiatrist", "monitoring_result", -LATE - 1, test="lithium_level", value="2", unit="mmol/L", hours=12)
    sign(cast, "psychiatrist", "monitoring_result", -LATE, value="24")
    sign(cast, "psychiatrist", "monitoring_result", -9, test="sodium", value="138", unit="mEq/L")
    sign(cast, "psychiatrist", "monitoring_result", -8, test="qtc", value="480", unit="ms")
    sign(cast, "psychiatrist", "monitoring_result", -7, test="ecg", value="", unit="", finding="abnormal")
    sign(cast, "psychiatrist", "monitoring_result", -6, test="valproate_level", value="20", unit="mcg/mL")
    sign(cast, "psychiatrist", "monitoring_result", -5, test="qtc", value="440", unit="ms")
    found = out_of_range(cast)
    assert [test for test, _, _ in found] == ["valproate_level", "ecg", "tsh"]
    assert "thyroid underactivity" in found[-1][2].words
    retract(cast, "psychiatrist", found[-1][1])
    assert out_of_range(cast) == found[:-1]


def test_results_are_for_readers_of_medication_alone(cast, amara):
    sign(cast, "psychiatrist", "monitoring_result", -2, value="24")
    assert [len(out_of_range(cast, who)) for who in ("nurse_practitioner", "therapist", "coordinator")] == [1, 1, 0]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "24"}, "10 mIU/L or more: clearly high"),
        ({"test": "qtc", "value": "480", "unit": "ms"}, "over 460 ms: longer than usual"),
        ({"test": "waist", "value": "40", "unit": "in"}, "no rule here for this value: clinician’s judgment"),
        ({"test": "weight", "value": "180", "unit": "lb"}, "no rule here for this value: clinician’s judgment"),
    ],
)
def test_no_result_stands_there_without_a_word_of_what_it_may_mean(cast, amara, typed, words):
    assert sign(cast, "psychiatrist", "monitoring_result", -2, **typed).status_code == 303
    page = cast.client("therapist").get(f"/patients/{amara}/monitoring").text
    assert words in page
    assert ("clinic default, not verified" in page) is ("no rule" not in words)
