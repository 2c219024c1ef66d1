"""A record in which a review has everything to ask for: the most statements that its page can take."""

from datetime import timedelta

from coordcare.settings.queries import today
from tests.cast import Cast
from tests.medication.writing import entry_id, retract, sign
from tests.review.reviewing import AMARA, insight, open_review, score, write_course


def write_worst(cast: Cast) -> None:
    """A course, an open risk task for a lead who is away, questions, a decision before, retractions, reports, news."""
    _begin(cast)
    write_course(cast)
    score(cast, [1] * 7, -3, "gad7")
    assert open_review(cast).no_change().status_code == 303
    assert sign(cast, "psychiatrist", "medication_visit", -2, missed_doses="2").status_code == 303
    for test, value, unit in (("weight", "178", "lb"), ("tsh", "24", "mIU/L")):
        answer = sign(cast, "psychiatrist", "monitoring_result", -2, test=test, value=value, unit=unit)
        assert answer.status_code == 303
    lithium = {"drug": "lithium", "dose": "300", "reason": "Not enough alone.", "without_review": "urgent"}
    assert sign(cast, "psychiatrist", "medication_change", -1, **lithium).status_code == 303
    for whom, text in (("psychiatrist", "Could the dose go up?"), ("psychiatrist", "Is the tremor new?")):
        _ask(cast, whom, text)
    retract(cast, "therapist", entry_id(insight(cast, "Of somebody else.", -5)), "wrong_patient")
    retract(cast, "therapist", entry_id(insight(cast, "Twice.", -4)), "duplicate")
    sign(cast, "therapist", "observation", -1, missed_doses="3", side_effect="Tremor")
    # The last answers raise a risk task that nobody has taken up.
    score(cast, [2] * 9, 0)
    insight(cast, "Slept four hours, argued again.", 0, for_prescriber="Is it the dose?")


def _begin(cast: Cast) -> None:
    """A course; whom a risk task is for is away today; an allergy; a safety plan of somebody who wrote nothing."""
    patient, therapist = f"/patients/{cast.patients[AMARA]}", cast.client("therapist")
    with cast.app.app_context():
        begun, last = str(today() - timedelta(days=45)), str(today() + timedelta(days=5))
        away = {"from_on": str(today()), "to_on": last, "covered_by_id": str(cast.accounts["outside_psychiatrist"])}
    course = {"submission_key": "course", "course_type": "ipt_acute", "started_on": begun, "focus": "role_transition"}
    course |= {"focus_words": "new parenthood", "planned_sessions": "", "initial_until": "", "ending_from": ""}
    allergy = {"text": "Penicillin", "noted_on": "2021-05-01"}
    plan = {"warning_signs": "Not sleeping", "base_version": "0", "submission_key": "plan", "action": "save"}
    for client, address, form in (
        (therapist, f"{patient}/course/start", course),
        (cast.client("psychiatrist"), "/away", away),
        (therapist, f"{patient}/health-list/allergy", allergy),
        (cast.client("psychologist"), f"{patient}/safety-plan/edit", plan),
    ):
        answer = client.post(address, data=form)
        assert answer.status_code in {302, 303}, (address, answer.status, answer.text)


def _ask(cast: Cast, whom: str, text: str) -> None:
    question = {"nature": "question", "urgency": "next_visit", "text": text, "submission_key": text}
    address = f"/patients/{cast.patients[AMARA]}/follow-up"
    answer = cast.client("therapist").post(address, data={**question, "for_whom": f"account:{cast.accounts[whom]}"})
    assert answer.status_code == 303, answer.text
