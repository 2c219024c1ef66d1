"""Making a record to review, opening its review, and deciding, over HTTP."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from itertools import count

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from coordcare.extensions import db
from coordcare.followup.models import FollowUpItem
from coordcare.review.models import ReviewDecision, ReviewOpening
from coordcare.settings.queries import today
from tests.cast import Cast
from tests.medication.writing import sign

AMARA = "Amara Osei"
_SERIAL = count(1)
_KEY = re.compile(r'name="submission_key"[^>]*value="([^"]+)"')
_MARK = re.compile(r'name="mark"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Opened:
    """A review that somebody looks at: its page, and what its forms would send."""

    client: FlaskClient
    address: str
    page: str

    @property
    def mark(self) -> str:
        found = _MARK.search(self.page)
        assert found, "the page offers no decision"
        return unescape(found[1])

    def begin(self, parts: str = "opened:insights", **fields: str) -> TestResponse:
        """The button "Record change"."""
        key = _KEY.search(self.page)
        assert key
        form = {"mark": self.mark, "parts": parts, "submission_key": key[1]}
        return self.client.post(f"{self.address}/change", data={**form, **fields})

    def no_change(self, reason: str = "Two weeks more, as agreed.", key: str = "", **fields: str) -> TestResponse:
        """The button "No change"."""
        form = {"mark": self.mark, "parts": "opened:", "reason": reason, **fields}
        key = key or f"no-change-{next(_SERIAL)}"
        return self.client.post(f"{self.address}/no-change", data={**form, "submission_key": key})

    def form_key(self) -> str:
        """The key of the change's form that this review leads to."""
        answer = self.begin()
        assert answer.status_code == 303, answer.text
        return answer.location.rsplit("form_key=", 1)[1]


def open_review(cast: Cast, who: str = "psychiatrist", patient: str = AMARA) -> Opened:
    client, address = cast.client(who), f"/patients/{cast.patients[patient]}/review"
    answer = client.get(address)
    assert answer.status_code == 200, answer.status
    return Opened(client, address, answer.text)


def score(cast: Cast, answers: Sequence[int], days: int = 0, measure: str = "phq9") -> TestResponse:
    """A filled-in measure, `days` from today."""
    with cast.app.app_context():
        day = str(today() + timedelta(days=days))
    typed = {f"item_{number}": str(points) for number, points in enumerate(answers, 1)}
    form = {"action": "sign", "submission_key": f"score-{next(_SERIAL)}", "happened_on": day, "given": "patient"}
    address = f"/patients/{cast.patients[AMARA]}/entries/new/measure_result?measure={measure}"
    answer = cast.client("therapist").post(address, data={**form, "measure": measure, **typed})
    assert answer.status_code == 303, answer.text
    return answer


def insight(cast: Cast, text: str = "Argued with her sister again.", days: int = 0, **fields: str) -> TestResponse:
    answer = sign(cast, "therapist", "session_note", days, insight=text, session_number="", **fields)
    assert answer.status_code == 303, answer.text
    return answer


def write_course(cast: Cast) -> None:
    """Six weeks: scores before and after a start of sertraline, two sessions, a life event."""
    score(cast, [2] * 9, -42)
    answer = sign(cast, "psychiatrist", "medication_change", -40, watch_for="Sleep and restlessness.")
    assert answer.status_code == 303, answer.text
    insight(cast, "Mapped the move and who stayed behind.", -30)
    score(cast, [2, 2, 2, 2, 2, 2, 2, 2, 0], -14)
    insight(cast, "Asked her sister for help.", -7, for_prescriber="Could the dose go up?")
    score(cast, [2, 2, 2, 2, 2, 2, 2, 1, 0], -3)
    with cast.app.app_context():
        day = str(today() - timedelta(days=20))
    event = {"category": "loss", "text": "Her aunt died.", "impact": "strained", "happened_on": day}
    form = {**event, "action": "sign", "submission_key": f"event-{next(_SERIAL)}"}
    answer = cast.client("therapist").post(f"/patients/{cast.patients[AMARA]}/entries/new/life_event", data=form)
    assert answer.status_code == 303, answer.text


def increase(cast: Cast, key: str, **fields: str) -> TestResponse:
    """Sign 50 to 100 mg, from the form of this key."""
    typed = {"change_type": "increase", "dose": "100", "reason": "Little change in six weeks.", **fields}
    return sign(cast, "psychiatrist", "medication_change", submission_key=key, **typed)


def decisions(cast: Cast) -> list[ReviewDecision]:
    with cast.app.app_context():
        return list(db.session.scalars(select(ReviewDecision).order_by(ReviewDecision.id)))


def openings(cast: Cast) -> list[ReviewOpening]:
    with cast.app.app_context():
        return list(db.session.scalars(select(ReviewOpening).order_by(ReviewOpening.id)))


def items(cast: Cast) -> list[FollowUpItem]:
    with cast.app.app_context():
        return list(db.session.scalars(select(FollowUpItem).order_by(FollowUpItem.id)))


def withhold_last(cast: Cast, reason: str) -> None:
    """The author withholds the reason of the last decision of all."""
    withhold(cast, decisions(cast)[-1], reason)


def withhold(cast: Cast, made: ReviewDecision, reason: str) -> None:
    answer = cast.client("psychiatrist").post(
        f"/patients/{made.patient_id}/review/decisions/{made.id}/withhold", data={"reason": reason}
    )
    assert answer.status_code == 303, answer.text
