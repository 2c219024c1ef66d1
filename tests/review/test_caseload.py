"""The caseload's headline: danger first, then what presses of the treatment; a calm state takes no headline."""

import re
from datetime import timedelta
from html import unescape

from sqlalchemy.engine import Engine

from coordcare.extensions import db, transaction
from coordcare.medication.burden_queries import burdens
from coordcare.medication.monitoring_queries import results_of
from coordcare.medication.queries import changes_of
from coordcare.patients.models import Patient
from coordcare.review import caseload_queries
from coordcare.review.caseload_queries import pressing
from coordcare.settings.queries import today
from tests.cast import Cast
from tests.medication.writing import entry_id, retract, sign
from tests.review.reviewing import AMARA, insight, score
from tests.timeline.test_growth import statements

PASSIVE = "Passive suicidal thoughts"
NO_RESPONSE = "No response: Sertraline, 10 weeks on 50 mg once daily"


def told(cast: Cast, who: str = "psychiatrist") -> tuple[str, list[str]]:
    """The headline of the only patient, and what stands beside it."""
    page = cast.client(who).get("/caseload").text
    cell = page.split("<tbody>")[1].split("<td>")[1].split("</td>")[0]
    beside = re.findall(r'<span class="panel-sub">(.*?)</span>', cell)
    return unescape(re.sub(r"<[^>]+>", " ", cell.split('<span class="panel-sub">')[0])).strip(), beside


def start(cast: Cast, days: int, drug: str = "sertraline", dose: str = "50") -> None:
    answer = sign(cast, "psychiatrist", "medication_change", days, drug=drug, dose=dose, without_review="urgent")
    assert answer.status_code == 303, answer.text


def begin(cast: Cast) -> None:
    with cast.app.app_context():
        begun = str(today() - timedelta(days=45))
    course = {"submission_key": "course", "course_type": "ipt_acute", "started_on": begun, "focus": "role_transition"}
    course |= {"focus_words": "new parenthood", "planned_sessions": "", "initial_until": "", "ending_from": ""}
    answer = cast.client("therapist").post(f"/patients/{cast.patients[AMARA]}/course/start", data=course)
    assert answer.status_code in {302, 303}, answer.text


def test_no_response_stands_before_a_calm_risk_and_danger_before_both(cast: Cast) -> None:
    score(cast, [2] * 8 + [0], -80)
    start(cast, -76)
    score(cast, [2] * 7 + [1, 0], -5)
    insight(cast, "Nothing moves.", -5, risk_status="none")
    assert told(cast) == (NO_RESPONSE, ["No suicidal thoughts"])
    assert told(cast, "therapist") == (NO_RESPONSE, ["No suicidal thoughts"])
    assert "No response" not in cast.client("coordinator").get("/caseload").text
    insight(cast, "Worse.", -1, risk_status="passive_thoughts")
    assert told(cast) == (PASSIVE, [NO_RESPONSE])


def test_a_response_is_calm(cast: Cast) -> None:
    score(cast, [2] * 8 + [0], -80)
    start(cast, -76)
    score(cast, [1] * 8 + [0], -5)
    assert told(cast) == ("No next visit planned", ["risk not yet assessed"])


def test_a_calm_state_stands_small_beneath_the_words_that_nothing_presses(cast: Cast) -> None:
    """It looked like the reason to look at this patient first."""
    with cast.app.app_context(), transaction() as session:
        patient = session.get_one(Patient, cast.patients[AMARA])
        patient.next_visit_on = today() + timedelta(days=3)
        patient.next_visit_words = "Medication review with Dr. Alvarez"
    assert told(cast) == ("", ["risk not yet assessed"]), "what was never asked is no calm"
    insight(cast, "Better.", -1, risk_status="none")
    assert told(cast) == told(cast, "therapist") == ("Nothing presses", ["No suicidal thoughts"])
    assert told(cast, "coordinator") == ("", ["No suicidal thoughts"]), "who does not read results is told nothing"
    assert "cell-line" not in cast.client("therapist").get("/caseload").text


def test_a_rise_comes_before_monitoring_and_goes_with_its_score(cast: Cast) -> None:
    start(cast, -60, "lithium", "300")
    assert told(cast)[0].startswith("Lithium: ") and "overdue since" in told(cast)[0] and " more" in told(cast)[0]
    score(cast, [1] * 8 + [0], -40)
    rose = score(cast, [2] * 8 + [0], -2)
    assert told(cast)[0].startswith("PHQ-9 has risen: 8 on ")
    retract(cast, "therapist", entry_id(rose), "entered_in_error")
    assert told(cast)[0].startswith("Lithium: ")


def test_only_the_viewers_own_patients_are_read_in_statements_that_do_not_grow(cast: Cast) -> None:
    score(cast, [2] * 8 + [0], -80)
    start(cast, -76)
    score(cast, [2] * 8 + [0], -5)
    start(cast, -60, "lithium", "300")
    begin(cast)
    assert sign(cast, "psychiatrist", "monitoring_result", test="tsh", value="2", unit="mIU/L").status_code == 303
    amara = cast.patients[AMARA]
    with cast.app.app_context():
        assert set(pressing(cast.viewer("psychiatrist"), list(cast.patients.values()))) == {amara}
        for who, count in (("psychiatrist", 1), ("outside_psychiatrist", 0)):
            for read in (pressing, changes_of, results_of, caseload_queries.totals, caseload_queries.courses):
                assert len(read(cast.viewer(who), list(cast.patients.values()))) == count, (who, read)
        engine: Engine = db.engine
        viewer = cast.viewer("psychiatrist")
        with statements(engine) as one:
            pressing(viewer, [amara])
        with statements(engine) as many:
            pressing(viewer, [amara, *range(1000, 1100)])
    assert len(one) == len(many) <= 6


def report(cast: Cast, days: int = -2, who: str = "therapist", **typed: str) -> int:
    answer = sign(cast, who, "observation", days, **typed)
    assert answer.status_code == 303, answer.text
    return entry_id(answer)


def test_a_severe_side_effect_stands_first_until_it_has_ended_or_was_taken_back(cast: Cast) -> None:
    rash = {"side_effect": "Rash", "side_effect_severity": "severe"}
    for days, severity in ((-29, "severe"), (-2, "moderate")):
        report(cast, days, **{**rash, "side_effect_severity": severity})
        assert "Rash" not in told(cast)[0]
    found = report(cast, **rash)
    score(cast, [2] * 8 + [0], -80)
    start(cast, -76)
    score(cast, [2] * 7 + [1, 0], -5)
    assert re.fullmatch(rf"Severe side effect: Rash, \d+ \w+ \d+. {NO_RESPONSE}", told(cast)[0])
    assert "Rash" in told(cast, "therapist")[0]
    assert "Rash" not in cast.client("coordinator").get("/caseload").text
    retract(cast, "therapist", found)
    assert told(cast)[0] == NO_RESPONSE
    report(cast, **rash)
    report(cast, 0, side_effect="Rash gone")
    assert told(cast)[0] == NO_RESPONSE


def test_the_last_burden_of_side_effects_presses_where_it_is_a_reason_to_change(cast: Cast) -> None:
    for burden, presses in (("5", True), ("4", False)):
        report(cast, -1, fibser_frequency="4", fibser_intensity="3", fibser_burden=burden)
        assert ("FIBSER burden" in told(cast)[0]) is presses
    with cast.app.app_context():
        stranger = cast.viewer("outside_psychiatrist")
        assert burdens(stranger, [cast.patients[AMARA]], today()) == {}
