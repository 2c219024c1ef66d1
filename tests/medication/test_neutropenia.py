"""Benign ethnic neutropenia is a recorded fact: said with a change of clozapine, kept, and used for every count."""

from tests.medication.writing import entry_id, retract, sign

BENIGN = {"conditions": "benign_ethnic_neutropenia"}
CLOZAPINE = {"drug": "clozapine", "dose": "12.5", "without_review": "urgent", "advice_reason": "Agreed with the lab."}
ANC = {"test": "anc", "value": "900", "unit": "cells/mcL"}
GENERAL, OTHER = "no benign ethnic neutropenia is recorded", "limits of benign ethnic neutropenia"


def start(cast, days=-9, patient="Amara Osei", **typed):
    return entry_id(sign(cast, "psychiatrist", "medication_change", days, patient, **CLOZAPINE, **typed))


def raised(cast, days, dose, **typed):
    fields = {**CLOZAPINE, "change_type": "increase", "dose": dose, **typed}
    return entry_id(sign(cast, "psychiatrist", "medication_change", days, **fields))


def monitoring(cast, patient="Amara Osei", who="psychiatrist"):
    return cast.client(who).get(f"/patients/{cast.patients[patient]}/monitoring").text


def test_a_count_is_held_against_the_limits_that_are_recorded(cast):
    start(cast)
    assert sign(cast, "psychiatrist", "monitoring_result", -3, **ANC).status_code == 303
    page = monitoring(cast)
    assert "interrupt" in page and GENERAL in page and "Benign ethnic neutropenia is not recorded" in page
    raised(cast, -2, "25", **BENIGN)
    page = monitoring(cast)
    assert "interrupt" not in page and OTHER in page and "is recorded with" in page


def test_it_stands_ticked_in_the_next_change_until_one_is_signed_without_it(cast):
    start(cast, **BENIGN)
    new = "/patients/1/entries/new/medication_change"
    ticked = 'value="benign_ethnic_neutropenia" checked'
    assert ticked in " ".join(cast.client("nurse_practitioner").get(new).text.split())
    later = raised(cast, -4, "25")
    assert ticked not in " ".join(cast.client("psychiatrist").get(new).text.split())
    assert sign(cast, "psychiatrist", "monitoring_result", -3, **ANC).status_code == 303
    assert GENERAL in monitoring(cast)
    retract(cast, "psychiatrist", later)
    assert OTHER in monitoring(cast), "what was retracted says nothing"


def test_a_switch_away_does_not_unsay_it(cast):
    start(cast, **BENIGN)
    away = {"change_type": "switch", "drug": "quetiapine", "dose": "50", "other_drug": "clozapine"}
    answer = sign(cast, "psychiatrist", "medication_change", -2, **{**CLOZAPINE, **away}, steps_1_on="")
    assert answer.status_code == 303, answer.text
    assert "is recorded with" in monitoring(cast)
