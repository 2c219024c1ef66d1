"""What a patient takes home of a plan, beside its steps."""

import re
from datetime import timedelta

from coordcare.settings.queries import today
from tests.cast import Cast
from tests.medication.writing import entry_id, sign

RASH = "Any rash: stop taking lamotrigine and call us the same day."


def plan(cast: Cast, drug: str, **typed: str) -> str:
    with cast.app.app_context():
        later = str(today() + timedelta(days=14))
    steps = {"steps_1_on": later, "steps_1_dose": "50"}
    made = entry_id(sign(cast, "psychiatrist", "medication_change", drug=drug, dose="25", **steps, **typed))
    patient = cast.patients["Amara Osei"]
    page = cast.client("therapist").get(f"/patients/{patient}/medication/plans/{made}/print").text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_any_rash_under_lamotrigine_is_reason_to_stop_and_call(cast: Cast) -> None:
    typed = {"watch_for": "Fever or sore mouth.", "indication": "bipolar_depression"}
    sheet = plan(cast, "lamotrigine", **typed)
    assert RASH in sheet and "Watch for: Fever or sore mouth." in sheet and "It is for: bipolar depression." in sheet
    assert re.search(r"Planned on .* with Psychiatrist\.", sheet)


def test_of_another_drug_nothing_is_said_that_nobody_recorded(cast: Cast) -> None:
    sheet = plan(cast, "sertraline", indication="other")
    assert RASH not in sheet and "Watch for" not in sheet and "It is for" not in sheet


def test_of_two_serotonergic_drugs_at_once_the_signs_are_told_in_plain_words(cast: Cast) -> None:
    """The clinician was told of serotonin syndrome, the patient who takes both was not."""
    assert "call us the same day if you become restless" not in plan(cast, "fluoxetine")
    sheet = plan(cast, "venlafaxine", advice_reason="Cross-taper.")
    assert "While you take fluoxetine and venlafaxine: call us the same day if you become restless" in sheet
    assert "serotonin syndrome" not in sheet
    other = plan(cast, "lamotrigine", advice_reason="Agreed.")
    assert "While you take" not in other, "what this plan is not about stands on the sheet that is"
