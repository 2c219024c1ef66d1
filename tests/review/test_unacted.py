"""Results out of range stand at home and in the lists of monitoring until somebody acts on them."""

import re

import pytest

from coordcare.review.unacted_queries import unacted_results
from tests.cast import Cast
from tests.medication.writing import entry_id, retract, sign
from tests.review.reviewing import AMARA, open_review, withhold_last
from tests.review.test_caseload import start
from tests.review.test_caseload import told as headline
from tests.review.test_owed_at_home import statements, told
from tests.review.test_trials import words

LITHIUM = {"test": "lithium_level", "value": "1.6", "unit": "mEq/L", "hours_since_dose": "12"}
QTC = {"test": "qtc", "value": "480", "unit": "ms"}
OUT = "out of range: 1.5 mEq/L or more: toxicity is possible"


def measure(cast: Cast, days: int = 0, patient: str = AMARA, who: str = "psychiatrist", **result: str) -> None:
    answer = sign(cast, who, "monitoring_result", days, patient, **result)
    assert answer.status_code == 303, answer.text


def at_home(cast: Cast, who: str = "psychiatrist") -> str:
    return told(cast, who, "results")


@pytest.fixture
def toxic(cast: Cast) -> Cast:
    start(cast, -60, "lithium", "300")
    measure(cast, -2, **QTC)
    measure(cast, **LITHIUM)
    return cast


def test_they_stand_at_home_for_prescribers_of_the_team(toxic: Cast) -> None:
    measure(toxic, patient="Ben Ruiz", who="outside_psychiatrist", test="sodium", value="120", unit="mEq/L")
    for who in ("psychiatrist", "nurse_practitioner"):
        page = at_home(toxic, who)
        assert re.search(rf"Amara Osei .*Lithium level 1\.6 mEq/L, .*{OUT}.*QTc 480 ms", page)
        assert "Sodium" not in page
    for who in ("psychologist", "therapist", "coordinator", "admin"):
        assert "1.6 mEq/L" not in toxic.client(who).get("/", follow_redirects=True).text
    assert "Sodium 120" in at_home(toxic, "outside_psychiatrist")


def test_a_change_answers_what_its_own_drug_asks_for_and_nothing_else(toxic: Cast) -> None:
    """A dose of sertraline took a lithium level of 1.6 off home."""
    for drug, dose, stays in (("sertraline", "50", True), ("lithium", "", False)):
        typed = {"drug": drug, "dose": dose, "without_review": "urgent", "change_type": "start" if dose else "stop"}
        assert sign(toxic, "nurse_practitioner", "medication_change", **typed).status_code == 303
        page = at_home(toxic)
        assert ("Lithium level 1.6" in page) is stays and "QTc 480" in page
    measure(toxic, **{**LITHIUM, "value": "1.7"})
    assert "Lithium level 1.7" in at_home(toxic), "measured again after it"


@pytest.mark.parametrize("act", ["medication_visit", "no_change"])
def test_they_go_when_somebody_acted_after_them_and_only_then(toxic: Cast, act: str) -> None:
    if act == "no_change":
        assert open_review(toxic).no_change().status_code == 303
    else:
        answer = sign(toxic, "nurse_practitioner", act)
        assert answer.status_code == 303, answer.text
    assert at_home(toxic) == ""
    measure(toxic, test="tsh", value="24", unit="mIU/L")
    assert "TSH 24 mIU/L" in at_home(toxic) and "1.6 mEq/L" not in at_home(toxic)


@pytest.mark.parametrize(("days", "stays"), [(-1, True), (0, False)])
def test_a_visit_or_change_of_an_earlier_day_that_was_only_written_down_later_is_no_act(
    toxic: Cast, days: int, stays: bool
) -> None:
    """The note of yesterday's visit, signed after today's lithium level of 1.6, took the level off home."""
    typed = {"drug": "lithium", "dose": "", "change_type": "hold", "reason": "Vomiting."}
    assert (
        sign(toxic, "nurse_practitioner", "medication_change", days, without_review="urgent", **typed).status_code
        == 303
    )
    assert ("Lithium level 1.6" in at_home(toxic)) is stays
    measure(toxic, **{**LITHIUM, "value": "1.7"})
    assert sign(toxic, "psychiatrist", "medication_visit", days).status_code == 303
    assert ("Lithium level 1.7" in at_home(toxic)) is stays


def test_an_act_that_was_taken_back_was_none_and_a_session_is_none(toxic: Cast) -> None:
    visit = entry_id(sign(toxic, "psychiatrist", "medication_visit"))
    retract(toxic, "psychiatrist", visit)
    assert sign(toxic, "therapist", "session_note").status_code == 303
    assert "Lithium level 1.6 mEq/L" in at_home(toxic)


def test_measured_again_within_range_or_long_ago_is_not_told(toxic: Cast) -> None:
    measure(toxic, **{**LITHIUM, "value": "0.8"})
    measure(toxic, -91, test="sodium", value="120", unit="mEq/L")
    assert "Lithium" not in at_home(toxic) and "Sodium" not in at_home(toxic) and "QTc" in at_home(toxic)


def test_home_takes_as_many_statements_for_many_of_them(toxic: Cast) -> None:
    few = statements(toxic, "psychiatrist")
    toxic.admit("Carla Winter", team=("psychiatrist",))
    for test, value, unit in (("tsh", "24", "mIU/L"), ("sodium", "120", "mEq/L"), ("calcium", "12", "mg/dL")):
        measure(toxic, patient="Carla Winter", test=test, value=value, unit=unit)
    assert "Carla Winter" in at_home(toxic)
    assert statements(toxic, "psychiatrist") == few
    with toxic.app.app_context():
        assert unacted_results(toxic.viewer("outside_psychiatrist")) == []


def test_the_lists_of_monitoring_tell_the_value_and_that_it_is_out_of_range(toxic: Cast) -> None:
    for address in ("/monitoring", f"/patients/{toxic.patients[AMARA]}/monitoring"):
        page = words(toxic.client("therapist").get(address).text).split(" Results ")[0]
        assert re.search(rf"Lithium level 1\.6 mEq/L, \d+ \w+ \d+ {OUT}", page), page
    assert "QTc 480 ms" in words(toxic.client("therapist").get("/monitoring").text), "no drug asks for it"


def test_the_level_of_a_stopped_drug_hides_no_other(toxic: Cast) -> None:
    assert headline(toxic)[0].startswith("Out of range: Lithium level 1.6 mEq/L, ")
    change = {"change_type": "stop", "drug": "lithium", "dose": ""}
    answer = sign(toxic, "psychiatrist", "medication_change", **change)
    assert answer.status_code == 303, answer.text
    assert re.match(r"Out of range: QTc 480 ms, [^;]+; Lithium level 1\.6 mEq/L", headline(toxic)[0])


def test_a_test_that_two_drugs_ask_for_stands_once(cast: Cast) -> None:
    start(cast, -60, "aripiprazole", "10")
    start(cast, -60, "quetiapine", "100")
    for address in (
        "/monitoring",
        f"/patients/{cast.patients[AMARA]}/monitoring",
        f"/patients/{cast.patients[AMARA]}/medication",
    ):
        page = words(cast.client("psychiatrist").get(address).text)
        assert len(re.findall(r"Blood pressure (?:with )?aripiprazole and quetiapine", page)) == 1, address
        assert not re.search(r"Blood pressure (?:with )?quetiapine", page)


@pytest.mark.parametrize(("reason", "stays"), [("wrong_patient", True), ("private_text", False)])
def test_no_change_that_was_meant_for_another_patient_was_no_act(toxic: Cast, reason: str, stays: bool) -> None:
    assert open_review(toxic).no_change().status_code == 303
    withhold_last(toxic, reason)
    assert ("Lithium level 1.6 mEq/L" in at_home(toxic)) is stays
