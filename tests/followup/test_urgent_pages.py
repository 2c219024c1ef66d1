"""The page of what cannot wait: whom to call first, and how a risk task is closed."""

import re

from flask import Flask

from coordcare.accounts.models import Account
from coordcare.extensions import transaction
from tests.cast import Cast
from tests.followup.conftest import Clinic
from tests.followup.test_pages import PAGE, ask


def test_the_numbers_begin_with_whom_it_is_for(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        for name in ("psychiatrist", "psychologist", "coordinator"):
            session.get_one(Account, cast.accounts[name]).phone = "(555) 010-0142"
    therapist = cast.client("therapist")

    def called(number: int) -> list[str]:
        box = therapist.get(f"{PAGE}/{number}").text.split('id="call-now"')[1].split("</section>")[0]
        return re.findall(r"<dt>([^<]+)</dt>", box)[:2]

    ask(therapist, cast, "coordinator", urgency="same_day")
    ask(therapist, cast, "nurse_practitioner", urgency="same_day", submission_key="two")
    ask(therapist, cast, for_whom="discipline:psychologist", urgency="same_day", submission_key="three")
    assert called(1) == ["Coordinator", "Psychiatrist"]
    assert called(2) == ["Nurse Practitioner", "Psychiatrist"], "even without a number"
    assert called(3) == ["Psychologist", "Psychiatrist"]


def test_a_risk_task_is_red_and_closes_with_its_own_outcomes(app: Flask, cast: Cast, clinic: Clinic) -> None:
    with app.app_context():
        clinic.risk()
    coordinator, doctor = cast.client("coordinator"), cast.client("psychologist")
    page = doctor.get(f"{PAGE}/1").text
    assert "is-risk" in page and 'value="assessed"' in page and "/answer" not in page
    assert "/close" not in coordinator.get(f"{PAGE}/1").text
    assert "Needed for: Risk assessed; Could not reach the patient; Raised by mistake." in page
    assert "Phones, safety plan, Assess now" in page
    assert "Phones, safety plan</a>" in coordinator.get(f"{PAGE}/1").text
    form = {"version": "1", "submission_key": "c", "outcome": "assessed", "text": ""}
    assert coordinator.post(f"{PAGE}/1/close", data=form).status_code == 403
    bare = doctor.post(f"{PAGE}/1/close", data=form)
    assert bare.status_code == 422 and "Say what you asked and judged" in bare.text
    answer = doctor.post(f"{PAGE}/1/close", data={**form, "text": "Seen, no plan.", "back": "https://elsewhere.test"})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}/1"), "an unknown way back is none"
    assert "Closed: risk assessed" in doctor.get(PAGE).text
