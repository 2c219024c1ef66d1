"""What results may mean, through the page, and the list of those out of range that a decision is made beside."""

import pytest
from sqlalchemy import event

from coordcare.extensions import db
from coordcare.medication.monitoring_queries import results
from coordcare.medication.reading_queries import OF_LATE, results_out_of_range
from coordcare.patients.models import Patient
from tests.medication.writing import retract, sign

LATE = OF_LATE.days


def out_of_range(cast, who="psychiatrist", **more):
    with cast.app.app_context():
        standing = cast.standing(who, "Amara Osei")
        born = db.session.get_one(Patient, standing.patient_id).birth_date
        return results_out_of_range(standing, born, **more)


def told(found):
    return [(one.word, one.words, one.reading.level, one.last) for one in found]


def test_results_out_of_range_newest_first_and_none_that_is_old_or_taken_back(cast, amara):
    sign(cast, "psychiatrist", "monitoring_result", -LATE - 1, test="qtc", value="510", unit="ms")
    sign(cast, "psychiatrist", "monitoring_result", -LATE, value="24")
    sign(cast, "psychiatrist", "monitoring_result", -9, test="sodium", value="138", unit="mEq/L")
    sign(cast, "psychiatrist", "monitoring_result", -8, test="qtc", value="480", unit="ms")
    sign(cast, "psychiatrist", "monitoring_result", -7, test="ecg", value="", unit="", finding="abnormal")
    sign(cast, "psychiatrist", "monitoring_result", -6, test="valproate_level", value="20", unit="mcg/mL")
    sign(cast, "psychiatrist", "monitoring_result", -5, test="qtc", value="440", unit="ms")
    found = out_of_range(cast)
    assert told(found) == [
        ("Valproate level", "20 mcg/mL", None, True),
        ("ECG", "abnormal", 1, True),
        ("QTc", "480 ms", 1, False),
        ("TSH", "24 mIU/L", 1, True),
    ]
    assert "thyroid underactivity" in found[-1].reading.words
    assert [one.on for one in found] == sorted((one.on for one in found), reverse=True)
    retract(cast, "psychiatrist", found[-1].entry_id)
    assert told(out_of_range(cast)) == told(found[:-1])
    assert [one.word for one in out_of_range(cast, since=found[1].on)] == ["Valproate level", "ECG"]


def test_results_out_of_range_are_for_readers_of_medication_alone(cast, amara):
    sign(cast, "psychiatrist", "monitoring_result", -2, value="24")
    assert [len(out_of_range(cast, who)) for who in ("nurse_practitioner", "therapist", "coordinator")] == [1, 1, 0]


def test_rows_that_the_caller_has_are_not_read_again(cast, amara):
    sign(cast, "psychiatrist", "monitoring_result", -2, value="24")
    counted = []
    with cast.app.app_context():
        standing = cast.standing("psychiatrist", "Amara Osei")
        born = db.session.get_one(Patient, amara).birth_date
        rows = results(standing)
        event.listen(db.engine, "before_cursor_execute", listener := lambda *_: counted.append(1))
        found = results_out_of_range(standing, born, changes=[], rows=rows)
        event.remove(db.engine, "before_cursor_execute", listener)
    assert [one.word for one in found] == ["TSH"] and not counted


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
