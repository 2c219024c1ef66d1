"""A safety concern of the inventory: the team is told of each once while it is open, and again when it comes back."""

import re

import pytest
from sqlalchemy import func, select

from coordcare.extensions import db
from coordcare.followup.models import FollowUpItem
from coordcare.ipt.concern_actions import raise_concern
from coordcare.ipt.models import RaisedConcern
from coordcare.risk.actions import raise_risk
from tests.cast import gather
from tests.followup.test_races import at_once
from tests.ipt.writing import write

AMARA, CORA = "Amara Osei", "Cora Lund"
WIFE = {"p3-display_name": "T.", "p3-relation": "Wife", "p3-closeness_ring": "1"}
FATHER = {"p9-display_name": "Dad", "p9-relation": "Father", "p9-closeness_ring": "3"}
TICKED = {**WIFE, "p3-safety_concern": "y", "p3-difficulties": "Zebra secret"}
WORDS = "A concern. Please speak with me today."
OFFER = "Raise to the team"


def tell(cast, patient, number=1, who="therapist", key="told", text=WORDS):
    form = {"inventory_version": str(number), "submission_key": key, "text": text}
    return cast.client(who).post(f"/patients/{patient}/inventory/concern", data=form)


def page(cast, patient, who="therapist"):
    return cast.client(who).get(f"/patients/{patient}/inventory").text


def close(cast, patient, item_id):
    form = {"submission_key": f"close-{item_id}", "version": "1", "outcome": "assessed", "text": "Spoke with her."}
    answer = cast.client("psychologist").post(f"/patients/{patient}/follow-up/{item_id}/close", data=form)
    assert answer.status_code == 303, answer.text


def items(cast):
    with cast.app.app_context():
        return db.session.scalar(select(func.count()).select_from(FollowUpItem))


def test_the_team_is_told_in_words_of_its_own_and_the_page_says_who_told_it(cast, amara):
    write(cast, amara, "inventory", **TICKED)
    shown = page(cast, amara)
    assert "A safety concern about T. is ticked." in shown and OFFER in shown
    answer = tell(cast, amara)
    assert answer.status_code == 303 and answer.location.endswith(f"/patients/{amara}/follow-up/1")
    write(cast, amara, "inventory", base=1, **{**TICKED, "p3-closeness_ring": "2"})
    for who in ("therapist", "psychologist"):
        again = page(cast, amara, who)
        assert "The concern about T. was raised by Therapist on" in again and OFFER not in again
        assert f'<a href="/patients/{amara}/follow-up/1">open task</a>' in again
    with cast.app.app_context():
        item = db.session.scalars(select(FollowUpItem)).one()
        assert (item.nature, item.sensitivity, item.urgency) == ("risk", "safety", "same_day")
    assert "Zebra" not in cast.client("coordinator").get(f"/patients/{amara}/risk").text


def test_another_persons_concern_is_another_and_tells_of_that_person_alone(cast, amara):
    write(cast, amara, "inventory", **TICKED)
    tell(cast, amara)
    write(cast, amara, "inventory", base=1, **TICKED, **FATHER, **{"p9-safety_concern": "y"})
    shown = page(cast, amara)
    assert "A safety concern about Dad is ticked." in shown and "The concern about T. was raised" in shown
    assert tell(cast, amara, 2, key="second").status_code == 303
    with cast.app.app_context():
        told = db.session.execute(select(RaisedConcern.item_id, RaisedConcern.person_number)).all()
        assert sorted(map(tuple, told)) == [(1, 3), (2, 9)]


def test_a_closed_concern_that_comes_back_is_raised_again(cast, amara):
    write(cast, amara, "inventory", **TICKED)
    tell(cast, amara)
    close(cast, amara, 1)
    settled = page(cast, amara)
    assert "is ticked." not in settled and "Raise it again" in settled, "assessed since it was written"
    write(cast, amara, "inventory", base=1, **WIFE)
    assert OFFER not in page(cast, amara), "nothing is ticked"
    write(cast, amara, "inventory", base=2, **TICKED)
    shown = page(cast, amara)
    assert "A safety concern about T. is ticked." in shown and OFFER in shown
    assert f'<a href="/patients/{amara}/follow-up/1">closed: risk assessed</a>' in shown
    assert "Psychologist" in shown
    assert tell(cast, amara, 3, key="again").status_code == 303
    assert items(cast) == 2 and OFFER not in page(cast, amara)


def test_no_form_of_anybody_else_silences_a_concern(cast, amara):
    """The mark that stood in the page once, sent by somebody who knows it, and one's own form of another risk."""
    write(cast, amara, "inventory", **TICKED)
    for who, mark in (("coordinator", f"inventory-{amara}-4e07408562bedb8b"), ("therapist", "own")):
        form = {"text": "Lost her keys.", "submission_key": mark}
        assert cast.client(who).post(f"/patients/{amara}/risk/raise", data=form).status_code == 303
        assert OFFER in page(cast, amara)
    assert tell(cast, amara, key="own", text="Lost her keys.").status_code == 409, "a form used for another risk"
    assert OFFER in page(cast, amara)


def test_one_form_tells_once_and_a_second_keeps_its_words(cast, amara):
    write(cast, amara, "inventory", **TICKED)
    for _ in range(2):
        assert tell(cast, amara).status_code == 303
    used = tell(cast, amara, text="Other words")
    second = tell(cast, amara, who="psychologist", key="mine", text="She is afraid to go home.")
    assert (used.status_code, second.status_code) == (409, 409) and items(cast) == 1
    assert "Other words" in used.text and "She is afraid to go home." in second.text
    assert "was raised by Therapist on" in second.text
    own = re.search(r'name="submission_key" type="hidden" value="([^"]+)"', second.text)[1]
    assert own != "mine" and f'action="/patients/{amara}/risk/raise"' in second.text


@pytest.mark.parametrize(
    ("typed", "words"), [({"text": " "}, "Write what you saw"), ({"number": "x"}, "lost its mark")]
)
def test_what_cannot_be_sent_comes_back(cast, amara, typed, words):
    write(cast, amara, "inventory", **TICKED)
    answer = tell(cast, amara, **typed)
    assert answer.status_code == 422 and words in answer.text
    assert typed.get("text") or WORDS in answer.text


def test_who_does_not_read_that_inventory_tells_nothing_of_it(cast, amara):
    write(cast, amara, "inventory", **TICKED)
    for who in ("psychiatrist", "nurse_practitioner", "coordinator", "outside_therapist"):
        assert tell(cast, amara, who=who).status_code == 404
    assert tell(cast, amara, number=2).status_code == 404 and items(cast) == 0


def test_two_colleagues_at_once_raise_one_task(app):
    cast = gather(app)
    with cast.without_csrf():
        write(cast, cast.patients[AMARA], "inventory", **TICKED)

    def tells(who):
        return lambda: raise_concern(cast.standing(who, AMARA), WORDS, inventory_version=1, submission_key=who)

    done = at_once(app, [tells("therapist"), tells("psychologist")])
    assert sorted(done) == ["Conflict", "done"] and items(cast) == 1


def test_a_task_of_one_patient_tells_of_no_other(cast, amara):
    cora = cast.admit(CORA, team=("therapist", "psychologist"))
    for patient in (amara, cora):
        write(cast, patient, "inventory", **TICKED, submission_key=f"on-{patient}")
    assert tell(cast, amara).status_code == 303
    assert OFFER in page(cast, cora)
    assert tell(cast, cora).status_code == 409, "the form was used for Amara"
    assert tell(cast, cora, key="hers").status_code == 303
    with cast.app.app_context():
        raise_risk(cast.standing("therapist", AMARA), "Something else.", submission_key="else")
    assert items(cast) == 3
