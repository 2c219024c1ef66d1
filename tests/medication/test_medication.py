"""Medication changes through the pages: the regimen, its readers, and the check at signing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from coordcare.errors import Invalid
from coordcare.extensions import db
from coordcare.medication import queries
from coordcare.medication.entries import MEDICATION_CHANGE, prepare
from coordcare.medication.models import MedicationChange
from coordcare.patients.queries import load
from coordcare.settings.queries import today
from coordcare.timeline.actions import sign
from coordcare.timeline.amendment_actions import retract
from coordcare.timeline.rules import RetractionReason


@pytest.fixture
def day(cast):
    with cast.app.app_context():
        now = today()
    return lambda days: str(now + timedelta(days=days))


@pytest.fixture
def record(cast, amara, day):
    """Signs a change and answers the response; days count from today."""

    def act(change_type, drug, dose="", on=0, *, who="psychiatrist", **typed):
        form = {
            "action": "sign",
            "submission_key": f"{change_type}-{drug}-{dose}-{on}",
            "happened_on": day(min(on, 0)),
            "change_type": change_type,
            "drug": drug,
            "dose": dose,
            "unit": "mg",
            "frequency": "once_daily",
            "effective_on": day(on),
            "reason": "Zebra reason",
            **typed,
        }
        return cast.client(who).post(f"/patients/{amara}/entries/new/medication_change", data=form)

    return act


def regimen(cast, amara):
    with cast.app.app_context():
        panel = queries.regimen_panel(cast.standing("coordinator", "Amara Osei"), amara)
        return [f"{line.drug} {line.dose_words}" for line in panel.lines]


def entry_id(answer):
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def test_a_signed_change_is_the_regimen(cast, amara, record):
    assert regimen(cast, amara) == []
    entry_id(record("start", "Zoloft", "50", -30))
    raised = record("increase", "sertraline", "100", -10)
    assert regimen(cast, amara) == ["sertraline 100 mg once daily"]
    page = cast.client("therapist").get(raised.location).text
    assert "Sertraline increased 50 mg to 100 mg once daily" in page and "Zebra reason" in page


@pytest.mark.parametrize("amount", ["0.125", "37.5", "100", "9999999.999"])
def test_a_dose_comes_back_as_it_was_signed(cast, amara, record, amount):
    signed = entry_id(record("start", "divalproex sodium", amount))
    with cast.app.app_context():
        assert db.session.get_one(MedicationChange, signed).dose == Decimal(amount)
    assert regimen(cast, amara) == [f"divalproex sodium {amount} mg once daily"]


@pytest.mark.parametrize("reason", RetractionReason)
def test_a_retracted_change_does_not_count(cast, amara, record, reason):
    record("start", "sertraline", "50", -30)
    wrong = entry_id(record("increase", "sertraline", "100", -10))
    with cast.app.app_context():
        retract(cast.standing("psychiatrist", "Amara Osei"), wrong, reason)
    assert regimen(cast, amara) == ["sertraline 50 mg once daily"]


def test_a_draft_does_not_count(cast, amara, record):
    assert record("start", "sertraline", "50", action="save").status_code == 303
    assert regimen(cast, amara) == []


def test_a_planned_change_is_told_with_its_day(cast, amara, record):
    record("start", "sertraline", "50", -30)
    record("increase", "sertraline", "100", 9)
    assert regimen(cast, amara) == ["sertraline 50 mg once daily"]
    page = cast.client("coordinator").get(f"/patients/{amara}/medication").text
    assert "increase to 100 mg once daily" in page and "Planned" in page


def test_the_same_drug_is_not_started_twice(cast, amara, record):
    record("start", "sertraline", "50", -30)
    answer = record("start", "Zoloft", "25")
    assert answer.status_code == 422
    assert "Sertraline is already in the regimen: 50 mg once daily" in answer.text
    assert 'value="Zoloft"' in answer.text and "Zebra reason" in answer.text


def test_a_dose_above_the_maximum_is_signed_with_a_reason_that_is_kept(cast, amara, record):
    refused = record("start", "sertraline", "250")
    assert refused.status_code == 422 and 'name="advice_reason"' in refused.text
    assert "is above the usual maximum: 200 mg a day" in refused.text
    signed = entry_id(record("start", "sertraline", "250", advice_reason="Level was low at 200 mg."))
    with cast.app.app_context():
        row = db.session.get_one(MedicationChange, signed)
        assert (row.dose_confirmed, row.advice_reason) == (True, "Level was low at 200 mg.")
        assert [(one["key"], one["level"]) for one in row.advice] == [("over_maximum", "asks_reason")]
    shown = cast.client("therapist").get(f"/patients/{amara}/entries/{signed}").text
    assert "is above the usual maximum" in shown and "Level was low at 200 mg." in shown and "Not checked:" in shown


def checked_form(cast, amara, day, change_type, dose):
    """A form that was opened, filled in and found sound now, to be signed later."""
    standing = cast.standing("nurse_practitioner", "Amara Osei")
    typed = {"happened_on": day(0), "change_type": change_type, "drug": "sertraline", "dose": dose, "reason": "Why."}
    typed |= {"unit": "mg", "frequency": "once_daily", "effective_on": day(0)}
    form = MEDICATION_CHANGE.form(MultiDict(typed), background=prepare(standing, load(amara)))
    assert form.validate(), form.errors
    return standing, form.typed(), form.content()


@pytest.mark.parametrize(
    ("stale", "meanwhile", "field", "words"),
    [
        (
            ("increase", "75"),
            ("increase", "100"),
            "dose",
            "is now 100 mg once daily: it changed while you were writing",
        ),
        (("increase", "75"), ("stop", ""), "dose", "is no longer in the regimen"),
        (("hold", ""), ("hold", ""), "change_type", "is on hold"),
    ],
)
def test_what_changed_meanwhile_is_found_at_signing(cast, amara, record, day, stale, meanwhile, field, words):
    record("start", "sertraline", "50", -30)
    with cast.app.app_context():
        standing, typed, content = checked_form(cast, amara, day, *stale)
    entry_id(record(meanwhile[0], "sertraline", meanwhile[1]))
    with cast.app.app_context():
        with pytest.raises(Invalid) as refused:
            sign(standing, MEDICATION_CHANGE, typed, content, submission_key="late")
        assert refused.value.field == field and words in refused.value.sentence
        assert len(db.session.scalars(select(MedicationChange.entry_id)).all()) == 2


def test_what_still_fits_is_signed(cast, amara, record, day):
    record("start", "sertraline", "50", -30)
    with cast.app.app_context():
        standing, typed, content = checked_form(cast, amara, day, "stop", "")
    record("hold", "sertraline")
    with cast.app.app_context():
        sign(standing, MEDICATION_CHANGE, typed, content, submission_key="late")
    assert regimen(cast, amara) == []


def test_who_does_not_read_changes_gets_the_regimen_without_reasons_and_trials(cast, amara, record):
    record("start", "trazodone", "50", -200)
    record("stop", "trazodone", "", -100)
    record("start", "sertraline", "50", -30)
    theirs = cast.client("coordinator").get(f"/patients/{amara}/medication").text
    assert "50 mg once daily" in theirs
    assert "Zebra" not in theirs and "Trazodone" not in theirs and "trazodone" not in theirs
    read = cast.client("therapist").get(f"/patients/{amara}/medication").text
    assert "Zebra reason" in read and "Trazodone" in read and "Record a medication change" not in read


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("psychiatrist", 303),
        ("nurse_practitioner", 303),
        ("psychologist", 403),
        ("therapist", 403),
        ("coordinator", 403),
    ],
)
def test_who_changes_medication(record, who, status):
    assert record("start", "sertraline", "50", who=who).status_code == status


def test_an_empty_page_says_what_to_do_next(cast, amara):
    page = cast.client("psychiatrist").get(f"/patients/{amara}/medication").text
    assert "No medication recorded" in page and "Record a medication change" in page
