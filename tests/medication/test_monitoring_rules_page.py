"""What the clinic monitors is its own: versions of rules, by name, from the moment they are saved."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from coordcare.accounts.models import Account
from coordcare.audit.models import AuditEvent
from coordcare.extensions import db
from coordcare.medication.monitoring_forms import MonitoringRuleForm, every_words, points_words
from coordcare.medication.monitoring_formulary import monitoring_rules, parse_rule, rule_row
from coordcare.medication.monitoring_models import MonitoringVersion
from coordcare.medication.monitoring_queries import due
from coordcare.medication.monitoring_rule_queries import ClinicRule, monitored
from tests.medication.writing import sign

LEVEL = {
    "key": "lithium_level",
    "version": "0",
    "test": "lithium_level",
    "drugs": "lithium",
    "anchor": "start",
    "every": "every 60",
    "source": "Our own meeting of June",
}


@pytest.fixture
def clinic(cast):
    with cast.app.app_context():
        db.session.get_one(Account, cast.accounts["psychologist"]).can_configure = True
        db.session.commit()
    return cast


def send(clinic, form=LEVEL, who="psychologist", rest="rules", post="k1", **typed):
    return clinic.client(who).post(f"/monitoring/{rest}", data={**form, "submission_key": post, **typed})


def due_now(clinic):
    with clinic.app.app_context():
        return {one.rule.test: one.rule for one in due(clinic.standing("psychiatrist", "Amara Osei"))}


def test_a_changed_interval_counts_at_once_and_stands_under_a_name(clinic):
    sign(clinic, "psychiatrist", "medication_change", -30, drug="lithium", dose="900")
    assert send(clinic).status_code == 303
    with clinic.app.app_context():
        one = monitored().rules["lithium_level"]
        assert (one.version, one.rule.every, one.standing) == (1, ((0, 60),), "set by this clinic, version 1")
        recorded = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
        assert (recorded.happening, recorded.subject) == ("monitoring_changed", "lithium_level")
    page = clinic.client("psychologist").get("/monitoring/rules?rule=lithium_level").text
    assert "set by this clinic, version 1" in page and "Psychologist" in page and "Our own meeting of June" in page


def test_a_rule_that_is_switched_off_asks_for_nothing_and_comes_back(clinic):
    sign(clinic, "psychiatrist", "medication_change", -30, drug="lithium", dose="900")
    tsh = next(rule for rule in monitoring_rules() if rule.key == "lithium_tsh")
    form = {**LEVEL, "key": "lithium_tsh", "test": "tsh", "baseline_days": "90", "every": every_words(tsh.every)}
    assert "tsh" in due_now(clinic)
    assert send(clinic, form, switched_off="y").status_code == 303
    assert "tsh" not in due_now(clinic)
    assert send(clinic, form, post="k2", version="1").status_code == 303
    assert due_now(clinic)["tsh"].source == "Our own meeting of June"


def test_a_new_rule_of_the_clinic(clinic):
    sign(clinic, "psychiatrist", "medication_change", -30, drug="sertraline")
    assert due_now(clinic) == {}
    new = {
        **LEVEL,
        "key": "clinic_0123456789abcdef",
        "test": "sodium",
        "drugs": "Zoloft, escitalopram",
        "points": "14 to 28",
    }
    assert send(clinic, new, every="", when="over 65").status_code == 303
    assert due_now(clinic)["sodium"].drugs == {"sertraline", "escitalopram"}
    assert due_now(clinic)["sodium"].word == "sodium (over 65)"
    made_up = (
        "made_up",
        "clinic_",
        "clinic_ABC",
        "clinic_a b",
        "clinic_<b>",
        "clinic_é",
        "clinic_../x",
        f"clinic_{'a' * 34}",
    )
    for key in made_up:
        refused = send(clinic, new, post="k2", key=key)
        assert refused.status_code == 422 and "lost its mark" in refused.text, key
    assert send(clinic, new, post="k3", key=f"clinic_{'a_0' * 11}").status_code == 303


def test_the_clinic_chooses_its_schedule(clinic):
    sign(clinic, "psychiatrist", "medication_change", -30, drug="olanzapine", dose="10")
    assert "waist" in due_now(clinic)
    assert send(clinic, {"version": "0", "schedule": "apa_2020", "high_risk": "y"}, rest="schedules").status_code == 303
    found = due_now(clinic)
    assert "waist" not in found and found["glucose"].choice == "apa_2020" and found["aims"].every[0][1] in {182, 365}
    again = send(clinic, {"version": "0", "schedule": "ada_apa_2004"}, rest="schedules", post="k2")
    assert again.status_code == 409 and "Somebody changed this" in again.text
    bad = send(clinic, {"version": "1", "schedule": "astrology"}, rest="schedules", post="k3")
    assert bad.status_code == 422 and "Choose one of these two." in bad.text


def test_who_saves_second_meets_the_first_and_a_form_twice_makes_one(clinic):
    for _ in range(2):
        assert send(clinic).status_code == 303
    second = send(clinic, post="k2", every="every 30")
    assert second.status_code == 409 and "Somebody changed this" in second.text and "every 30" in second.text
    same = send(clinic, post="k3", version="1")
    assert same.status_code == 422 and "Nothing here differs" in same.text
    with clinic.app.app_context():
        assert len(db.session.scalars(select(MonitoringVersion)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"every": "often"}, "Write “every 91”"),
        ({"every": "every 0"}, "at least 1 day"),
        ({"every": "every 14; from day 182 every 7; from day 90 every 7"}, "Write “every 91”"),
        ({"every": "", "points": ""}, "Say when it is to be done"),
        ({"points": "28 to 14"}, "Write each as"),
        ({"points": "soon"}, "Write each as"),
        ({"baseline_days": "x"}, "A number of days"),
        ({"drugs": "unicorn dust"}, "Not on the list of drugs: unicorn dust."),
        ({"drugs": ""}, "Name a drug, or choose a family."),
        ({"families": "dragons"}, "Choose from these families."),
        ({"test": "aura"}, "Choose one of these tests."),
        ({"anchor": "birthday"}, "Choose one of these two."),
        ({"source": ""}, "Say where this rule comes from."),
        ({"key": ""}, "lost its mark"),
    ],
)
def test_a_rule_that_makes_no_sense_gets_a_sentence_and_keeps_what_was_typed(clinic, typed, sentence):
    answer = send(clinic, when="Zebra riders", **typed)
    assert answer.status_code == 422 and sentence in answer.text and "Zebra riders" in answer.text
    with clinic.app.app_context():
        assert db.session.scalars(select(MonitoringVersion)).all() == []


@pytest.mark.parametrize("who", ["psychiatrist", "therapist", "coordinator", "admin", "outside_psychiatrist"])
def test_without_the_duty_there_is_no_such_page(clinic, who):
    assert clinic.client(who).get("/monitoring/rules").status_code == 404
    assert send(clinic, who=who).status_code == 404
    assert send(clinic, {"version": "0", "schedule": "apa_2020"}, who=who, rest="schedules").status_code == 404


@pytest.mark.parametrize("rule", monitoring_rules(), ids=lambda rule: rule.key)
def test_every_rule_comes_back_from_its_form_and_its_row_as_it_was(rule):
    shown = MonitoringRuleForm(of=ClinicRule(rule))
    typed = MultiDict(
        [
            (field.name, value)
            for field in shown
            for value in ([*field.data] if field.name == "families" else [field.data or ""])
        ]
    )
    typed["baseline_days"] = "" if rule.baseline_days is None else str(rule.baseline_days)
    sent = MonitoringRuleForm(typed)
    assert sent.validate(), sent.errors
    assert sent.rule(rule.choice) == replace(rule, verified=False)
    assert parse_rule(rule_row(rule)) == rule
    assert points_words(rule.points) == shown.points.data
