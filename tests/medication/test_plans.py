"""Plans and switches over HTTP: signed in one act, told, replaced, recalled and printed."""

import re
from datetime import timedelta

import pytest

from coordcare.extensions import db
from coordcare.medication import queries
from coordcare.medication.models import MedicationChange
from coordcare.medication.rules import regimen
from coordcare.settings.queries import today
from coordcare.templating import day as day_of
from coordcare.timeline.models import TimelineEntry
from tests.medication.writing import entry_id, retract, sign

CHANGE = "medication_change"


@pytest.fixture
def day(cast):
    with cast.app.app_context():
        now = today()
    return lambda days: str(now + timedelta(days=days))


def steps(day, *rows, plan="steps"):
    """Rows of (days from today, dose) as the fields of a plan."""
    typed = {}
    for n, (days, dose) in enumerate(rows, start=1):
        typed |= {f"{plan}_{n}_on": day(days), f"{plan}_{n}_dose": dose}
    return typed


def taken(cast, amara, days=0):
    with cast.app.app_context():
        on = today() + timedelta(days=days)
        return [f"{line.drug} {line.dose_words}" for line in regimen(queries.changes(amara), on)]


def signed_changes(cast):
    with cast.app.app_context():
        rows = db.session.query(TimelineEntry).filter_by(kind=CHANGE, status="signed").order_by(TimelineEntry.id)
        return [row.id for row in rows]


def switch(cast, day, *leaving, **typed):
    """From sertraline 100 mg to bupropion, today."""
    assert sign(cast, "psychiatrist", CHANGE, -30, dose="100").status_code == 303
    form = {"change_type": "switch", "drug": "bupropion", "dose": "150", "other_drug": "Zoloft"}
    return sign(cast, "psychiatrist", CHANGE, **form, **steps(day, *leaving, plan="leaving"), **typed)


def test_the_regimen_of_any_day_follows_the_steps_of_a_titration(cast, amara, day):
    answer = sign(cast, "psychiatrist", CHANGE, dose="25", **steps(day, (7, "50"), (21, "100")))
    assert answer.status_code == 303
    told = [taken(cast, amara, days) for days in (-1, 0, 6, 7, 20, 21, 300)]
    amounts = [None, "25", "25", "50", "50", "100", "100"]
    assert told == [[f"sertraline {one} mg once daily"] if one else [] for one in amounts]


def test_a_taper_ends_with_a_stop_and_its_reason_stands_with_the_trial(cast, amara, day):
    sign(cast, "psychiatrist", CHANGE, -200, dose="100")
    form = {"change_type": "taper", "dose": "50", "effective_on": day(-60), "reason": "Zebra: well for a year."}
    answer = sign(cast, "psychiatrist", CHANGE, -60, **form, **steps(day, (-40, "25"), (-20, "Stop")))
    assert answer.status_code == 303
    assert taken(cast, amara, -30) == ["sertraline 25 mg once daily"] and taken(cast, amara, -20) == []
    page = cast.client("psychiatrist").get(f"/patients/{amara}/medication").text
    trial = page.split("Past trials</h2>")[1].split("</table>")[0]
    assert "100 mg once daily" in trial and ">25<" in trial and "Zebra: well for a year." in trial


def test_steps_out_of_order_are_refused_with_a_sentence_and_everything_typed_stays(cast, day):
    answer = sign(cast, "psychiatrist", CHANGE, dose="25", **steps(day, (14, "50"), (7, "75")), watch_for="Zebra words")
    assert answer.status_code == 422
    assert "is not after the one before it" in answer.text
    assert f'value="{day(7)}"' in answer.text and "Zebra words" in answer.text and 'value="75"' in answer.text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"steps_1_dose": "50"}, "Enter the day of this step."),
        ({"steps_1_on": "2027-01-01"}, "Enter the dose, or “stop”."),
        ({"steps_1_on": "2027-01-01", "steps_1_dose": "fifty"}, "plain number, or “stop”"),
        ({"steps_1_on": "2027-01-01", "steps_1_dose": "12,5"}, "Use a point: 12.5."),
        ({"steps_1_on": "soon", "steps_1_dose": "50"}, "This is not a date."),
        ({"steps_1_on": "2027-01-01", "steps_1_dose": "50", "steps_1_frequency": "hourly"}, "Choose how often"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_at_its_field(cast, row, words):
    answer = sign(cast, "psychiatrist", CHANGE, dose="25", **row)
    assert answer.status_code == 422 and words in answer.text


def test_a_later_change_ends_the_steps_and_taking_it_back_brings_them_back(cast, amara, day):
    sign(cast, "psychiatrist", CHANGE, dose="25", **steps(day, (7, "50"), (21, "100")))
    late = entry_id(sign(cast, "nurse_practitioner", CHANGE, change_type="stop", dose="", effective_on=day(10)))
    assert taken(cast, amara, 9) == ["sertraline 50 mg once daily"] and taken(cast, amara, 30) == []
    with cast.app.app_context():
        kept = db.session.get_one(MedicationChange, late).advice
        assert [one["key"] for one in kept] == ["replaces_plan"] and "100 mg once daily" in kept[0]["words"]
    retract(cast, "nurse_practitioner", late)
    assert taken(cast, amara, 30) == ["sertraline 100 mg once daily"]


def test_a_stop_may_be_told_late_while_the_plan_went_on_on_paper(cast, amara, day):
    sign(cast, "psychiatrist", CHANGE, -30, dose="25", **steps(day, (-20, "50"), (-5, "100")))
    early = sign(cast, "psychiatrist", CHANGE, change_type="stop", dose="", effective_on=day(-31))
    assert early.status_code == 422 and "was last changed from" in early.text
    assert sign(cast, "psychiatrist", CHANGE, change_type="stop", dose="", effective_on=day(-10)).status_code == 303
    assert taken(cast, amara, -11) == ["sertraline 50 mg once daily"] and taken(cast, amara) == []


def test_a_switch_is_two_entries_of_one_act(cast, amara, day):
    answer = switch(cast, day, (0, "50"), (14, "stop"))
    assert answer.status_code == 303, answer.text
    _, first, second = signed_changes(cast)
    assert entry_id(answer) == first
    assert taken(cast, amara) == ["sertraline 50 mg once daily", "bupropion 150 mg once daily"]
    assert taken(cast, amara, 14) == ["bupropion 150 mg once daily"]
    with cast.app.app_context():
        one, other = (db.session.get_one(TimelineEntry, number) for number in (first, second))
        assert one.occasion_id == other.occasion_id and other.signed_seq == one.signed_seq + 1
        row = db.session.get_one(MedicationChange, second)
        assert (row.linked_id, row.change_type, row.other_drug) == (first, "taper", "bupropion")
    pages = [cast.client("therapist").get(f"/patients/{amara}/entries/{number}").text for number in (first, second)]
    assert "Switch from sertraline to bupropion: 150 mg once daily" in pages[0]
    assert f"/entries/{second}" in pages[0] and f"/entries/{first}" in pages[1]


def test_a_switch_without_steps_stops_the_other_drug_on_its_day(cast, amara, day):
    assert switch(cast, day).status_code == 303
    assert taken(cast, amara, -1) == ["sertraline 100 mg once daily"]
    assert taken(cast, amara) == ["bupropion 150 mg once daily"]


def test_a_switch_posted_twice_is_signed_once(cast, day):
    first = switch(cast, day, submission_key="one-switch")
    form = {"change_type": "switch", "drug": "bupropion", "dose": "150", "other_drug": "Zoloft"}
    again = sign(cast, "psychiatrist", CHANGE, **form, submission_key="one-switch")
    assert first.location == again.location and len(signed_changes(cast)) == 3


def test_a_switch_is_recalled_whole_and_comes_back_as_typed(cast, amara, day):
    switch(cast, day, (0, "50"), (14, "stop"), target_symptoms_1_name="Sleep", target_symptoms_1_rating="7")
    _, first, second = signed_changes(cast)
    client = cast.client("psychiatrist")
    refused = client.post(f"/patients/{amara}/entries/{second}/recall")
    assert refused.status_code == 409 and "second half of a switch" in refused.text
    assert client.post(f"/patients/{amara}/entries/{first}/recall").status_code == 303
    assert taken(cast, amara) == ["sertraline 100 mg once daily"]
    with cast.app.app_context():
        assert db.session.get(TimelineEntry, second) is None
    form = client.get(f"/patients/{amara}/entries/{first}/edit").text
    for typed in ('value="sertraline"', 'value="stop"', f'value="{day(14)}"', 'value="Sleep"'):
        assert typed in form, typed
    again = client.post(f"/patients/{amara}/entries/{first}/sign", data={"version": _version(form)})
    assert again.status_code == 303, again.text
    assert taken(cast, amara, 14) == ["bupropion 150 mg once daily"]


def _version(page):
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def test_each_half_is_taken_back_by_itself_and_says_so(cast, amara, day):
    switch(cast, day)
    _, first, second = signed_changes(cast)
    retract(cast, "psychiatrist", second)
    assert taken(cast, amara) == ["sertraline 100 mg once daily", "bupropion 150 mg once daily"]
    page = cast.client("psychiatrist").get(f"/patients/{amara}/entries/{first}").text
    half = page.split("The other half of this switch</h2>")[1].split("</section>")[0]
    assert "Retracted" in half and "/retract" not in half


def test_the_halves_are_checked_against_what_changed_meanwhile(cast, amara, day):
    sign(cast, "psychiatrist", CHANGE, -30, dose="100")
    sign(cast, "nurse_practitioner", CHANGE, change_type="stop", dose="")
    form = {"change_type": "switch", "drug": "bupropion", "dose": "150", "other_drug": "Zoloft"}
    answer = sign(cast, "psychiatrist", CHANGE, **form)
    assert answer.status_code == 422 and "Sertraline is not in the regimen" in answer.text
    assert len(signed_changes(cast)) == 2


def test_the_sheet_of_a_plan_is_for_who_prints_and_warns_of_a_plan_that_changed(cast, amara, day):
    plan = entry_id(sign(cast, "psychiatrist", CHANGE, dose="25", **steps(day, (7, "50"), (21, "100"))))
    single = entry_id(sign(cast, "psychiatrist", CHANGE, drug="bupropion", dose="150"))
    address = f"/patients/{amara}/medication/plans/{plan}/print"
    sheet = cast.client("therapist").get(address).text
    rows = [part.split("</strong>")[0] for part in sheet.split("<td><strong>")[1:]]
    assert rows == ["25 mg once daily", "50 mg once daily", "100 mg once daily"]
    assert "A change that was signed later" not in sheet and "988" in sheet
    assert address in cast.client("psychiatrist").get(f"/patients/{amara}/entries/{plan}").text
    assert cast.client("psychiatrist").get(f"/patients/{amara}/medication/plans/{single}/print").status_code == 404
    assert cast.client("coordinator").get(address).status_code == 404
    assert cast.client("outside_psychiatrist").get(address).status_code == 404
    sign(cast, "psychiatrist", CHANGE, change_type="stop", dose="", effective_on=day(9))
    assert "A change that was signed later" in cast.client("psychiatrist").get(address).text
    retract(cast, "psychiatrist", plan)
    assert cast.client("psychiatrist").get(address).status_code == 404


def sheet_rows(cast, amara, plan):
    sheet = cast.client("psychiatrist").get(f"/patients/{amara}/medication/plans/{plan}/print").text
    body = sheet.partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.sub(r"<[^>]+>", "|", row).split("|") for row in body.split("<tr>")[1:]]


def test_the_sheet_of_a_planned_taper_says_what_is_taken_until_it_begins(cast, amara, day):
    sign(cast, "psychiatrist", CHANGE, -30, dose="100")
    taper = {"change_type": "taper", "dose": "75", "effective_on": day(5)}
    plan = entry_id(sign(cast, "psychiatrist", CHANGE, **taper, **steps(day, (12, "50"))))
    with cast.app.app_context():
        until = day_of(today() + timedelta(days=4))
    rows = [[cell for cell in row if cell.strip()] for row in sheet_rows(cast, amara, plan)]
    assert rows[0] == ["Now", until, "100 mg once daily"] and len(rows) == 3
    assert [row[-1] for row in rows[1:]] == ["75 mg once daily", "50 mg once daily"]
    assert "Now" not in [row[0] for row in rows[1:]]


def test_a_plan_that_begins_on_the_day_of_its_decision_has_no_row_before_it(cast, amara, day):
    sign(cast, "psychiatrist", CHANGE, -30, dose="100")
    plan = entry_id(sign(cast, "psychiatrist", CHANGE, change_type="taper", dose="75", **steps(day, (7, "50"))))
    assert len(sheet_rows(cast, amara, plan)) == 2
    later = entry_id(sign(cast, "psychiatrist", CHANGE, drug="bupropion", dose="150", effective_on=day(3),
                          **steps(day, (10, "300"))))  # fmt: skip
    assert len(sheet_rows(cast, amara, later)) == 2, "what is not taken yet has no now"


def test_a_second_line_stands_beside_the_first_and_both_are_added_up(cast, amara, day):
    sign(cast, "psychiatrist", CHANGE, -30, drug="quetiapine", dose="200", frequency="at_bedtime")
    form = {"drug": "quetiapine", "dose": "25", "frequency": "as_needed", "most_per_day": "2"}
    refused = sign(cast, "psychiatrist", CHANGE, **form)
    assert refused.status_code == 422 and "For a second line of it" in refused.text
    assert sign(cast, "psychiatrist", CHANGE, **form, beside="y").status_code == 303
    assert taken(cast, amara) == [
        "quetiapine 200 mg at bedtime",
        "quetiapine 25 mg as needed, at most 2 a day",
    ]
    page = cast.client("coordinator").get(f"/patients/{amara}/medication").text
    assert "200 to 250 mg a day" in page and "up to 50 mg" in page
    stop = {"drug": "quetiapine", "change_type": "stop", "dose": "", "beside": "y"}
    assert sign(cast, "psychiatrist", CHANGE, **stop).status_code == 303
    assert taken(cast, amara) == ["quetiapine 200 mg at bedtime"]
