"""The medication page and what is asked while a change is written, through HTTP."""

from datetime import timedelta

import pytest

from coordcare.medication.entries import REVIEWED, register_reviewed
from coordcare.settings.queries import today
from tests.medication.test_plans import day, steps  # noqa: F401
from tests.medication.writing import entry_id, retract, sign

CHANGE = "medication_change"


def page(cast, amara, who="psychiatrist", on=None):
    answer = cast.client(who).get(f"/patients/{amara}/medication", query_string={"on": on} if on else None)
    assert answer.status_code == 200
    return answer.text


def section(text, heading, end="</table>"):
    return text.split(f"{heading}</h2>")[1].split(end)[0]


def test_the_regimen_of_a_past_day(cast, amara, day):  # noqa: F811
    sign(cast, "psychiatrist", CHANGE, -40)
    late = entry_id(sign(cast, "psychiatrist", CHANGE, -20, change_type="increase", dose="100"))
    assert "50 mg once daily" in page(cast, amara, on=day(-21)).split("Changes and reasons")[0]
    shown = page(cast, amara, "coordinator", on=day(-10))
    assert "100 mg once daily" in shown and ">10<" in shown and "This is what was taken on" in shown
    retract(cast, "psychiatrist", late)
    assert "100 mg once daily" not in page(cast, amara, "coordinator", on=day(-10))
    ahead = page(cast, amara, on=day(10))
    assert "This is what is planned for" in ahead and "was taken on" not in ahead
    assert "No medication was recorded for that day." in page(cast, amara, on=day(-41))


@pytest.mark.parametrize("asked", ["soon", "2026-02-30", "0001-01-01", "1889-03-14", "2026-11-23T00:00"])
def test_a_day_that_is_none_is_told_and_today_is_shown(cast, amara, asked):
    sign(cast, "psychiatrist", CHANGE, -40)
    shown = page(cast, amara, on=asked)
    assert "This is not a day of this record." in shown and "50 mg once daily" in shown


def test_a_trial_that_ended_is_told_with_its_scores_and_why(cast, amara, day):  # noqa: F811
    for days, answers in ((-201, 2), (-130, 1)):
        given = {f"item_{n}": "0" if n == 9 else str(answers) for n in range(1, 10)}
        address = f"/patients/{amara}/entries/new/measure_result?measure=phq9"
        form = {"action": "sign", "submission_key": f"phq-{days}", "happened_on": day(days), "given": "patient"}
        answer = cast.client("therapist").post(address, data={"measure": "phq9", **form, **given})
        assert answer.status_code == 303, answer.text
    sign(cast, "psychiatrist", CHANGE, -200)
    sign(cast, "psychiatrist", CHANGE, -150, change_type="increase", dose="100")
    sign(cast, "psychiatrist", CHANGE, -100, change_type="stop", dose="", reason="Zebra: gained weight.")
    row = section(page(cast, amara, "therapist"), "Past trials")
    for told in ("100 mg once daily", ">14<", "Response: 16 to 8, 50 % lower", "Zebra: gained weight."):
        assert told in row, told
    assert "Past trials" not in page(cast, amara, "coordinator")


def test_target_symptoms_are_offered_again_and_told_over_time(cast, amara):
    rated = {"target_symptoms_1_name": "Early waking", "target_symptoms_1_rating": "8"}
    sign(cast, "psychiatrist", CHANGE, -20, **rated)
    form = cast.client("nurse_practitioner").get(f"/patients/{amara}/entries/new/medication_visit").text
    assert 'value="Early waking"' in form
    again = {**rated, "target_symptoms_1_name": "early waking", "target_symptoms_1_rating": "3"}
    sign(cast, "nurse_practitioner", "medication_visit", **again)
    told = section(page(cast, amara, "therapist"), "Target symptoms")
    assert "early waking" in told and "<strong>8</strong>" in told and "<strong>3</strong>" in told and "8, 3" in told
    assert "arly waking" not in page(cast, amara, "coordinator")


def test_a_drug_off_the_list_is_entered_and_marked(cast, amara):
    refused = sign(cast, "psychiatrist", CHANGE, drug="Kava root")
    assert refused.status_code == 422 and 'name="unlisted"' in refused.text and 'value="Kava root"' in refused.text
    signed = entry_id(sign(cast, "psychiatrist", CHANGE, drug="Kava root", unlisted="y"))
    assert "not on the list, uncoded" in cast.client("therapist").get(f"/patients/{amara}/entries/{signed}").text
    shown = page(cast, amara, "coordinator")
    assert "Kava root" in shown and "Not on the list" in shown


def test_a_drug_of_the_list_in_the_wrong_field_is_not_offered_uncoded(cast, amara):
    sign(cast, "psychiatrist", CHANGE, -40)
    refused = sign(cast, "psychiatrist", CHANGE, change_type="switch")
    assert refused.status_code == 422 and "Drug is the one that begins" in refused.text
    assert 'name="unlisted"' not in refused.text


def test_advice_follows_what_stands_in_the_form_and_keeps_nothing(cast, amara):
    sign(cast, "psychiatrist", CHANGE, -40)
    form = {"change_type": "start", "drug": "fluoxetine", "dose": "100", "unit": "mg", "frequency": "once_daily"}
    answer = cast.client("psychiatrist").post(f"/patients/{amara}/medication/advice", data=form)
    assert answer.status_code == 200
    assert "is above the usual maximum: 80 mg a day" in answer.text and 'value="duplicate_class"' in answer.text
    assert "Not checked:" in answer.text and "clinic default, not verified" in answer.text
    empty = cast.client("psychiatrist").post(f"/patients/{amara}/medication/advice", data={"drug": "xyzzy"})
    assert "Not checked:" in empty.text and "above the usual maximum" not in empty.text
    assert "fluoxetine" not in page(cast, amara)
    assert cast.client("therapist").post(f"/patients/{amara}/medication/advice", data=form).status_code == 403
    assert cast.client("outside_psychiatrist").post(f"/patients/{amara}/medication/advice").status_code == 404


def test_the_page_before_signing_says_each_thing_once(cast, amara):
    sign(cast, "psychiatrist", CHANGE, -40)
    typed = {"drug": "trazodone", "frequency": "as_needed"}
    shown = sign(cast, "psychiatrist", CHANGE, action="preview", **typed).location
    before = cast.client("psychiatrist").get(shown).text
    assert before.count("Not checked:") == 1 and "Advice as shown when it was signed" in before
    assert "general knowledge; clinic default, not verified" in before
    assert "clinic default; general knowledge" not in before
    signed = entry_id(sign(cast, "psychiatrist", CHANGE, **typed))
    page_after = cast.client("psychiatrist").get(f"/patients/{amara}/entries/{signed}").text
    assert page_after.count("Not checked:") == 1


def test_a_page_before_signing_that_comes_back_with_errors_resumes_nothing(cast, amara):
    shown = sign(cast, "psychiatrist", CHANGE, action="preview", dose="").location
    back = cast.client("psychiatrist").get(shown)
    assert back.status_code == 422 and "Enter the dose" in back.text and "Draft resumed" not in back.text
    assert "Draft resumed" in cast.client("psychiatrist").get(shown.removesuffix("/sign") + "/edit").text


def test_a_draft_that_is_opened_again_shows_its_advice(cast, amara):
    saved = sign(cast, "psychiatrist", CHANGE, dose="250", action="save")
    form = cast.client("psychiatrist").get(saved.location).text
    assert "is above the usual maximum: 200 mg a day" in form and 'name="advice_reason"' in form


@pytest.fixture
def reviewed(cast):
    """Says whether there was a review; as the review's package will."""
    said = {}
    register_reviewed(cast.app, lambda standing: said.get(standing.patient_id, False))
    yield said
    cast.app.extensions.pop(REVIEWED)


def test_the_form_asks_why_there_was_no_review_and_keeps_the_answer(cast, amara, reviewed):
    address = f"/patients/{amara}/entries/new/{CHANGE}"
    assert 'name="without_review_asked"' in cast.client("psychiatrist").get(address).text
    assert sign(cast, "psychiatrist", CHANGE, without_review_asked="1").status_code == 422
    signed = entry_id(sign(cast, "psychiatrist", CHANGE, without_review_asked="1", without_review="urgent"))
    assert "Urgent" in cast.client("therapist").get(f"/patients/{amara}/entries/{signed}").text
    reviewed[amara] = True
    assert 'name="without_review_asked"' not in cast.client("psychiatrist").get(address).text


def test_the_current_dose_stands_in_the_form_that_is_opened_for_a_drug(cast, amara):
    sign(cast, "psychiatrist", CHANGE, -40, drug="bupropion", dose="150", form="sr", frequency="twice_daily")
    address = f"/patients/{amara}/entries/new/{CHANGE}?drug=bupropion"
    form = cast.client("psychiatrist").get(address).text
    assert "150 mg SR twice daily" in form and '<option selected value="sr">' in form
    assert 'value="150"' not in form, "a new dose that is typed behind the present one"
    with cast.app.app_context():
        assert str(today() - timedelta(days=0)) in form


def test_a_limit_as_needed_that_nobody_set_is_claimed_nowhere_and_asked_for(cast, amara):
    as_needed = {"drug": "lorazepam", "dose": "0.5", "frequency": "as_needed"}
    quiet = "0.5 mg as needed without a daily limit"
    draft = sign(cast, "psychiatrist", CHANGE, -1, action="preview", **as_needed)
    assert quiet in cast.client("psychiatrist").get(draft.location).text
    sign(cast, "psychiatrist", CHANGE, -1, **as_needed)
    shown = page(cast, amara)
    assert "0.5 mg each time, no daily limit set" in shown and "up to" not in shown.split("Changes and reasons")[0]
    sign(cast, "psychiatrist", CHANGE, drug="lorazepam", dose="1", beside="y")
    assert "both lines together: at least 1 mg a day, no daily limit set." in page(cast, amara)
    limited = {"drug": "hydroxyzine", "dose": "25", "frequency": "as_needed", "most_per_day": "3"}
    answer = sign(cast, "psychiatrist", CHANGE, **limited)
    assert "without a daily limit" not in cast.client("psychiatrist").get(answer.location).text
    assert "up to 75 mg" in page(cast, amara)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"change_type": "increase", "dose": "100"}, "Increase sertraline to 100 mg"),
        ({"change_type": "start", "dose": "50"}, "Start sertraline 50 mg"),
        ({"change_type": "switch", "dose": "50"}, "Switch to sertraline 50 mg"),
        ({"change_type": "stop", "dose": "50"}, "Stop sertraline"),
        ({"change_type": "taper", "dose": ""}, "Taper sertraline"),
        ({"change_type": "", "dose": "100"}, "sertraline"),
        ({"change_type": "increase", "drug": "", "reason": "Low mood"}, "Low mood"),
    ],
)
def test_a_draft_is_known_by_what_it_changes(cast, amara, typed, words):
    sign(cast, "psychiatrist", CHANGE, action="save", **typed)
    psychiatrist = cast.client("psychiatrist")
    assert f">Medication change: {words}<" in psychiatrist.get(f"/patients/{amara}/timeline").text
    assert f">{words}</p>" in psychiatrist.get("/").text
