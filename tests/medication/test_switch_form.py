"""The form of a change: a date far ahead, a switch, an augmentation and a taper told in words that help."""

from datetime import timedelta

import pytest

from coordcare.settings.queries import today
from tests.medication.test_advised_form import TODAY, change, form, steps
from tests.medication.writing import sign


@pytest.mark.parametrize(
    ("days", "change_type", "told"), [(60, "start", False), (61, "start", True), (61, "taper", True)]
)
def test_a_change_that_counts_from_far_ahead_is_told(days, change_type, told):
    """Source: clinic default."""
    takes = [change("start", "sertraline", -90, "100")] if change_type == "taper" else []
    then = steps((days + 7, "stop")) if takes else {}
    asked = form(*takes, change_type=change_type, effective_on=str(TODAY + timedelta(days=days)), **then)
    lines = [one.words for one in asked.advice() if one.key == "far_ahead"]
    assert lines == [f"This counts from 23 Jan 2027, in {days} days. Check the date."] * told
    assert asked.validate(), asked.errors


@pytest.mark.parametrize(
    ("leaving", "told"),
    [
        ({}, "Sertraline is stopped by this switch, on the same day. Phenelzine waits 14 days"),
        (
            {"leaving_1_on": str(TODAY - timedelta(days=3)), "leaving_1_dose": "stop"},
            "Sertraline is stopped by this switch, 3 days before, on 20 Nov 2026. Phenelzine waits 14 days",
        ),
    ],
)
def test_the_washout_of_a_switch_says_that_it_is_the_switch_that_stops(leaving, told):
    takes = [change("start", "sertraline", -90, "50")]
    typed = {"change_type": "switch", "drug": "phenelzine", "dose": "15", "other_drug": "sertraline", **leaving}
    asked = form(*takes, **typed)
    (line,) = [one.words for one in asked.advice() if one.key == "maoi_washout"]
    assert line.startswith(told)
    stopped = [*takes, change("stop", "sertraline", -3, order=2)]
    (line,) = [one.words for one in form(*stopped, drug="phenelzine", dose="15").advice() if one.key == "maoi_washout"]
    assert line.startswith("Sertraline was stopped on 20 Nov 2026, 3 days before.")


@pytest.mark.parametrize(
    ("change_type", "other", "told"),
    [
        ("switch", "", "Put sertraline, which is left, into “Other one: left, or added to” below."),
        ("switch", "fluoxetine", "Put sertraline, which is left, into “Other one: left, or added to” below."),
        ("augment", "", "Put sertraline, which stays as it is, into “Other one: left, or added to” below."),
    ],
)
def test_the_drug_that_is_taken_typed_first_is_told_its_field(change_type, other, told):
    takes = [change("start", "sertraline", -30, "50")]
    asked = form(*takes, change_type=change_type, drug="Zoloft", other_drug=other)
    assert not asked.validate() and asked.errors == {"drug": [f"Drug is the one that begins. {told}"]}
    assert asked.filled_fold("plan") and asked.other_drug.label.text in told


def test_a_switch_to_a_drug_that_is_taken_beside_the_one_that_is_left():
    takes = [change("start", "sertraline", -30, "50"), change("start", "bupropion", -30, "150", order=2)]
    asked = form(*takes, change_type="switch", drug="sertraline", other_drug="bupropion")
    assert not asked.validate() and "already in the regimen" in asked.errors["change_type"][0]


def test_a_taper_without_its_first_dose_says_what_new_dose_is():
    takes = [change("start", "sertraline", -30, "100")]
    asked = form(*takes, change_type="taper", dose="", **steps((7, "25"), (14, "stop")))
    assert not asked.validate() and "“New dose” is the first dose of the taper" in asked.errors["dose"][0]
    assert form(*takes, change_type="taper", dose="50", **steps((7, "25"), (14, "stop"))).validate()


@pytest.mark.parametrize(
    ("change_type", "opens"), [("switch", True), ("augment", True), ("taper", True), ("start", False)]
)
def test_the_plan_opens_where_it_is_needed_and_something_is_wrong(change_type, opens):
    asked = form(change_type=change_type, reason="")
    assert not asked.validate() and asked.filled_fold("plan") == opens


@pytest.mark.parametrize(("second", "said"), [("75", True), ("12.5", False)])
def test_a_step_of_a_taper_that_goes_up_is_told_while_it_is_typed(cast, amara, second, said):
    """All advice fell silent at it, and nothing said why until the form was signed."""
    assert sign(cast, "psychiatrist", "medication_change", -200, dose="100").status_code == 303
    with cast.app.app_context():
        days = [str(today() + timedelta(days=one)) for one in (0, 7, 14)]
    typed = {"change_type": "taper", "drug": "sertraline", "dose": "50", "unit": "mg", "frequency": "once_daily"}
    typed |= {"effective_on": days[0], "steps_1_on": days[1], "steps_1_dose": "25"}
    typed |= {"steps_2_on": days[2], "steps_2_dose": second}
    told = "Step 2: This is not less than the dose before it: 25 mg once daily."
    page = cast.client("psychiatrist").post(f"/patients/{amara}/medication/advice", data=typed)
    assert (page.status_code, told in page.text) == (200, said)
    signed = sign(cast, "psychiatrist", "medication_change", **typed)
    assert signed.status_code == (422 if said else 303) and told not in signed.text, "then it stands at its field"
