"""50 typed as 500: it is seen at the dose before it is signed, and one tick says that it is meant."""

import html
import re

import pytest

from coordcare.extensions import db
from coordcare.medication.caution_rules import plausibility
from coordcare.medication.models import MedicationChange
from tests.medication.situations import situation
from tests.medication.writing import entry_id, sign

RAISED = {"change_type": "increase", "drug": "quetiapine", "dose": "500", "watch_for": "Sleepiness in the morning"}
TOLD = "500 mg is 10 times the dose now (50 mg): check the decimal point."


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ({"amount": "50"}, {"amount": "500"}, "500 mg is 10 times the dose now (50 mg)"),
        ({"amount": "60"}, {"amount": "310"}, "310 mg is more than 5 times the dose now (60 mg)"),
        ({"amount": "60"}, {"amount": "299"}, None),
        (
            {"amount": "50"},
            {"amount": "125", "frequency": "twice_daily"},
            "125 mg twice daily is 5 times the dose now (50 mg once daily)",
        ),
    ],
)
def test_how_many_times_the_present_dose_it_is(before, now, words):
    """Source: clinic default."""
    found = situation("increase", "quetiapine", **now, day=30, before=[("start", "quetiapine", 0, before["amount"])])
    told = [one.words.removesuffix(": check the decimal point.") for one in plausibility(found)]
    assert told == ([words] if words else [])


def test_500_for_50_comes_back_at_the_dose_until_it_is_said_to_be_meant(cast, amara):
    sign(cast, "psychiatrist", "medication_change", -30, drug="quetiapine", dose="50")
    back = sign(cast, "psychiatrist", "medication_change", **RAISED)
    assert back.status_code == 422
    page = html.unescape(back.text)
    at_dose = page.split('id="dose-error"')[1].split("</p>")[0]
    assert TOLD in at_dose and RAISED["watch_for"] in page
    (tick,) = re.findall(r'<input type="checkbox" name="dose_meant"[^>]* value="([^"]*)"', page)
    assert tick == TOLD and f"The dose is meant: {TOLD.split(': ')[0]}</label>" in page
    # The tick is of that dose alone.
    other = sign(cast, "psychiatrist", "medication_change", **{**RAISED, "dose": "550"}, dose_meant=tick)
    assert other.status_code == 422
    signed = sign(cast, "psychiatrist", "medication_change", **RAISED, dose_meant=tick)
    with cast.app.app_context():
        kept = db.session.get_one(MedicationChange, entry_id(signed)).advice
    assert [one["words"] for one in kept if one.get("meant")] == [TOLD]
    assert "Said to be meant" in cast.client("psychiatrist").get(signed.location).text
