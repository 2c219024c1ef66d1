"""The clinic's own list of drugs: versions over the package's list, by who configures, on record."""

from dataclasses import replace
from decimal import Decimal
from itertools import count

import pytest

from coordcare.accounts.models import Account
from coordcare.audit.models import AuditEvent
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import db
from coordcare.medication import list_queries
from coordcare.medication.formulary import Drug, find_drug
from coordcare.medication.list_actions import set_drug
from coordcare.medication.list_formulary import ClinicDrug, DrugList
from coordcare.medication.list_rules import check_drug
from coordcare.medication.models import FormularyVersion
from tests.medication.writing import sign

SERIAL = count(1)
SERTRALINE = {
    "version": "0", "brands": "Zoloft", "drug_class": "SSRI", "family": "reuptake_inhibitor", "schedule": "",
    "common_start": "25 mg", "usual_maximum": "150 mg", "maximum": "150", "maximum_unit": "mg", "rxcui": "36437",
    "offered": "y",
}  # fmt: skip


@pytest.fixture
def configurer(cast):
    """The psychiatrist, who may configure the clinic."""
    with cast.app.app_context():
        db.session.get_one(Account, cast.accounts["psychiatrist"]).can_configure = True
        db.session.commit()
    return cast.client("psychiatrist")


def save(client, of="sertraline", **typed):
    form = {**SERTRALINE, "submission_key": f"key-{next(SERIAL)}", **typed}
    return client.post("/drug-list/drug", query_string={"of": of} if of else None, data=form)


def test_the_list_is_for_who_configures(cast, configurer):
    assert "Sertraline" in configurer.get("/drug-list").text
    assert "Drug list" in configurer.get("/").text
    for who in ("nurse_practitioner", "admin", "coordinator"):
        assert cast.client(who).get("/drug-list").status_code == 404
        assert cast.client(who).get("/drug-list/drug").status_code == 404
        assert save(cast.client(who)).status_code == 404


def test_a_version_counts_from_now_on_and_is_on_record(cast, configurer):
    assert save(configurer).status_code == 303
    refused = sign(cast, "psychiatrist", "medication_change", dose="175")
    assert refused.status_code == 422 and "set by this clinic, version 1" in refused.text
    page = configurer.get("/drug-list", query_string={"q": "zolo"}).text
    assert "150 mg a day" in page and "set by this clinic, version 1" in page and "Fluoxetine" not in page
    with cast.app.app_context():
        (event,) = db.session.query(AuditEvent).filter_by(happening="drug_changed")
        assert (event.patient_id, event.subject_id) == (None, 1)


def test_what_is_signed_keeps_what_it_says(cast, amara, configurer):
    signed = sign(cast, "psychiatrist", "medication_change", dose="175").location
    save(configurer)
    assert "above the usual maximum" not in cast.client("therapist").get(signed).text


def test_a_new_drug_is_offered_and_then_withdrawn(cast, amara, configurer):
    new = {
        "generic": "Kava Root",
        "brands": "Kavasedon",
        "drug_class": "Herbal",
        "family": "",
        "maximum": "",
        "rxcui": "",
    }
    assert save(configurer, of=None, **new).status_code == 303
    form = cast.client("nurse_practitioner").get(f"/patients/{amara}/entries/new/medication_change").text
    assert 'value="kava root"' in form and 'value="Kavasedon"' in form
    assert sign(cast, "psychiatrist", "medication_change", drug="Kavasedon").status_code == 303
    assert save(configurer, of="kava root", **{**new, "version": "1", "offered": ""}).status_code == 303
    form = cast.client("nurse_practitioner").get(f"/patients/{amara}/entries/new/medication_change").text
    assert 'value="Kavasedon"' not in form
    stop = {"drug": "kava root", "change_type": "stop", "dose": ""}
    assert sign(cast, "psychiatrist", "medication_change", **stop).status_code == 303


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("brands", "Zoloft / Prozac", "“Prozac” is a name of fluoxetine already."),
        ("brands", "Zoloft (the liquid too)", "Leave out parentheses"),
        ("maximum", "lots", "plain number above 0"),
        ("maximum", "0", "plain number above 0"),
        ("maximum", "10", "The words beside it say 150 mg, the number 10 mg: make the two agree."),
        ("maximum", "151", "make the two agree"),
        ("maximum_unit", "mcg", "The words beside it say 150 mg, the number 150 mcg: make the two agree."),
        ("usual_maximum", "500", "The words beside it say 500, the number 150 mg: make the two agree."),
        ("drug_class", "", "Name its class"),
        ("rxcui", "N06", "digits only"),
        ("family", "cousin", "Choose one of these."),
        ("schedule", "CI", "Choose one of these."),
        ("brands", "x" * 201, "At most 200 characters."),
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(cast, configurer, field, typed, sentence):
    answer = save(configurer, **{field: typed})
    assert answer.status_code == 422 and sentence.replace("'", "&#39;") in answer.text
    with cast.app.app_context():
        assert db.session.query(FormularyVersion).count() == 0


@pytest.mark.parametrize(
    ("words", "number", "unit", "agrees"),
    [
        ("150 mg", "150", "mg", True),
        ("0.15 g", "150", "mg", True),
        ("150", "150", "mg", True),
        ("6-8 mg usual (16 mg label)", "6", "mg", True),
        ("6-8 mg usual (16 mg label)", "16.1", "mg", False),
        ("6-8 mg usual (16 mg label)", "5.9", "mg", False),
        ("1 mg twice daily", "2", "mg", True),
        ("60 mg/kg", "4000", "mg", True),
        ("20 mg/day", "20", "mg", True),
        ("20 mg/day", "2000", "mg", False),
        ("20 mg per day", "200", "mg", False),
        ("20 MG daily", "200", "mg", False),
        ("20 mg.", "200", "mg", False),
        ("20 milligrams a day", "200", "mg", False),
        ("1,500 mg", "500", "mg", False),
        ("1,500 mg", "1.5", "g", True),
        ("20 to 40 mg", "20", "mg", True),
        ("20 to 40 mg", "41", "mg", False),
        (".5 mg", "0.5", "mg", True),
        ("as the specialist says", "10", "mg", True),
        ("", "10", "mg", True),
    ],
)
def test_the_maximum_in_words_and_the_number_agree(words, number, unit, agrees):
    one = ClinicDrug(replace(find_drug("sertraline"), usual_maximum=words), Decimal(number), unit)
    assert (check_drug(one, DrugList(), new=False) == []) is agrees


def test_no_drug_of_the_package_contradicts_itself():
    known = DrugList()
    limits = [(drug, known.general_limit(drug.generic)) for drug in known.drugs.values()]
    assert not [
        found for drug, limit in limits if limit
        for found in check_drug(ClinicDrug(drug, limit.maximum, limit.unit), known, new=False)
    ]  # fmt: skip


def test_a_name_of_another_drug_is_no_new_drug(configurer):
    answer = save(configurer, of=None, generic="Prozac", brands="")
    assert answer.status_code == 422 and "is a name of fluoxetine already" in answer.text
    assert save(configurer, of=None, generic="12 %", brands="").status_code == 422
    # An empty form for a new drug must not empty what stands on the list under that name.
    known = save(configurer, of=None, generic="Mirtazapine", brands="", drug_class="NaSSA")
    assert known.status_code == 422 and "“mirtazapine” is on the list already" in known.text
    assert configurer.get("/drug-list/drug", query_string={"of": "xyzzy"}).status_code == 404


def test_whoever_saves_second_is_told(cast, configurer):
    one = ClinicDrug(find_drug("sertraline"))
    with cast.app.app_context():
        viewer = cast.standing("psychiatrist", "Amara Osei").viewer
        assert set_drug(viewer, 0, one, new=False, submission_key="first") == 1
        assert set_drug(viewer, 0, one, new=False, submission_key="first") == 1
        with pytest.raises(Conflict):
            set_drug(viewer, 0, one, new=False, submission_key="second")
        assert list_queries.drug_list().drugs["sertraline"].version == 1
        with pytest.raises(Invalid):
            set_drug(viewer, 0, ClinicDrug(Drug("...", (), "x", "", "", None)), new=True, submission_key="third")


def test_a_version_is_never_changed(cast, configurer):
    save(configurer)
    with cast.app.app_context():
        with pytest.raises(Exception, match="formulary_version"):
            db.session.query(FormularyVersion).update({"maximum": 900})
        db.session.rollback()
