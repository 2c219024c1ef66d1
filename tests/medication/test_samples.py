"""Several results of one sample on one form: each is an entry of its own, of one day and one signature."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from coordcare.extensions import db
from coordcare.medication.monitoring_models import MonitoringResult
from coordcare.medication.result_formulary import MEASUREMENTS
from coordcare.medication.sample_forms import MonitoringResultForm, ResultBackground
from coordcare.timeline.models import EntryText, TimelineEntry
from tests.medication.writing import sign

BORN, TODAY = date(1989, 3, 14), date(2026, 11, 23)
LEVEL = {"happened_on": "2026-11-20", "test": "lithium_level", "value": "0.8", "unit": "mEq/L"}
SHEET = {
    **{"test_2": "creatinine", "value_2": "0.9", "unit_2": "mg/dL"},
    **{"test_3": "tsh", "value_3": "2.1", "unit_3": ""},
    **{"test_5": "cbc", "value_5": "", "unit_5": "normal"},
}


def form(due=(), **typed):
    background = ResultBackground(BORN, TODAY, due=[(MEASUREMENTS[key], "/") for key in due])
    return MonitoringResultForm(MultiDict({**LEVEL, "hours_since_dose": "12", **typed}), background=background)


def columns(values):
    return tuple(values[name] for name in ("test", "value", "unit", "finding", "hours_since_dose"))


def test_every_filled_row_is_a_result_of_its_own():
    sheet = form(**SHEET)
    assert sheet.validate(), sheet.errors
    assert columns(sheet.values()) == ("lithium_level", Decimal("0.8"), "mEq/L", None, Decimal(12))
    assert [columns(values) for values in sheet.further()] == [
        ("creatinine", Decimal("0.9"), "mg/dL", None, None),
        ("tsh", Decimal("2.1"), "mIU/L", None, None),
        ("cbc", None, None, "normal", None),
    ]


def test_the_hours_of_the_sample_go_with_the_level_wherever_it_stands():
    sheet = form(test="tsh", value="2.1", unit="mIU/L", test_2="lithium_level", value_2="0.8",
                 unit_2="mEq/L")  # fmt: skip
    assert sheet.validate(), sheet.errors
    assert sheet.values()["hours_since_dose"] is None
    assert sheet.further()[0]["hours_since_dose"] == 12
    without = form(test="tsh", value="2.1", unit="mIU/L", test_2="lithium_level", value_2="0.8",
                   unit_2="mEq/L", hours_since_dose="")  # fmt: skip
    assert not without.validate()
    assert "cannot be read without them" in without.hours_since_dose.errors[0]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"value_2": "88"}, "value_2", "check the unit"),
        ({"unit_2": "mIU/L"}, "unit_2", "Creatinine is recorded in mg/dL or umol/L. mIU/L does not fit."),
        ({"unit_2": "normal"}, "unit_2", "Creatinine is a number with a unit."),
        ({"test_2": ""}, "test_2", "Choose what was measured."),
        ({"test_2": "blood"}, "test_2", "Choose one of these."),
        ({"unit_5": "positive"}, "unit_5", "Complete blood count is a number"),
        ({"value_5": "5"}, "value_5", "has no number here"),
        ({"value_2": ""}, "value_2", "Enter the value of Creatinine, or clear the test."),
        ({"test_4": "tsh"}, "value_4", "Enter the value of TSH, or clear the test."),
        ({"test_4": "ecg", "unit_4": ""}, "unit_4", "Choose the finding of ECG, or clear the test."),
        ({"test_4": "aura"}, "test_4", "Choose one of these, or clear the test."),
        ({"test_3": "creatinine", "value_3": "1"}, "unit_3", "Choose the unit"),
        ({"test_3": "creatinine", "unit_3": "mg/dL"}, "test_3", "stands on the form already"),
        ({"test_3": "lithium_level", "unit_3": "mEq/L"}, "test_3", "stands on the form already"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_there(typed, field, sentence):
    sheet = form(**{**SHEET, **typed})
    assert not sheet.validate()
    assert sentence in " ".join(sheet[field].errors)
    assert sheet.unit_5.data in {"normal", "positive"}, "what was typed stays"


def test_what_is_due_is_offered_in_rows_that_say_nothing_by_themselves():
    offered = form(due=("lithium_level", "creatinine", "tsh"))
    assert [row.test.data for row in offered.rows()][:3] == ["lithium_level", "creatinine", "tsh"]
    assert offered.validate() and not offered.further()
    other = form(due=("lithium_level", "creatinine", "tsh"), test_3="ecg", test_4="")
    assert not other.validate() and other.errors == {"unit_3": ["Choose the finding of ECG, or clear the test."]}


def test_a_row_that_is_told_something_is_not_folded_away(cast):
    answer = sign(cast, "psychiatrist", "monitoring_result", -2, test_2="creatinine")
    assert answer.status_code == 422 and "Enter the value of Creatinine, or clear the test." in answer.text
    fold = answer.text[: answer.text.index("More results of the same sample")].rpartition("<details")[2]
    assert " open>" in fold


def stored(cast):
    with cast.app.app_context():
        query = select(MonitoringResult.test, TimelineEntry).join(
            TimelineEntry, TimelineEntry.id == MonitoringResult.entry_id
        )
        return [(test, entry) for test, entry in db.session.execute(query.order_by(TimelineEntry.id))]


def test_a_sheet_is_signed_in_one_act_and_once(cast):
    for _ in range(2):
        answer = sign(
            cast,
            "psychiatrist",
            "monitoring_result",
            -2,
            submission_key="sheet",
            **SHEET | {"test_3": "", "value_3": ""},
        )
        assert answer.status_code == 303, answer.text
    found = stored(cast)
    assert [test for test, _ in found] == ["tsh", "creatinine", "cbc"]
    assert len({(entry.happened_on, entry.author_id, entry.occasion_id) for _, entry in found}) == 1
    assert [entry.signed_seq for _, entry in found] == sorted({entry.signed_seq for _, entry in found})
    page = cast.client("psychiatrist").get("/patients/1/monitoring").text
    assert "0.9 mg/dL" in page and "2.1 mIU/L" in page and "normal" in page
    with cast.app.app_context():
        assert len(db.session.scalars(select(EntryText.entry_id)).all()) == 3


def test_of_a_sheet_that_cannot_be_taken_nothing_is_kept(cast):
    assert sign(cast, "psychiatrist", "monitoring_result", -2).status_code == 303
    again = {"test": "creatinine", "value": "0.9", "unit": "mg/dL", "test_2": "tsh", "value_2": "2.1"}
    refused = sign(cast, "psychiatrist", "monitoring_result", -2, **again)
    assert refused.status_code == 422 and "stands in the record already: TSH 2.1 mIU/L" in refused.text
    assert 'value="0.9"' in refused.text
    told = refused.text[refused.text.index('id="value_2-error"') :]
    assert "stands in the record already" in told.partition("</p>")[0] and 'id="value-error"' not in refused.text
    first = sign(cast, "psychiatrist", "monitoring_result", -2, **SHEET | {"test_3": "", "value_3": ""})
    assert first.status_code == 422 and 'id="value-error"' in first.text
    assert [test for test, _ in stored(cast)] == ["tsh"]
