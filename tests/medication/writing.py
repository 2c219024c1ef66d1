"""Signing entries of several kinds over HTTP."""

from datetime import timedelta
from itertools import count
from typing import Any

from werkzeug.test import TestResponse

from coordcare.settings.queries import today
from tests.cast import Cast

_SERIAL = count(1)
SOUND: dict[str, dict[str, str]] = {
    "medication_visit": {"assessment": "Partial response.", "outcome": "no_change", "risk_status": "none"},
    "contact": {"contact_type": "phone", "direction": "incoming", "reached": "reached", "text": "Asked for a refill."},
    "session_note": {"insight": "Mapped losses and gains.", "risk_status": "none", "mode": "in_person"},
    "observation": {"told_by": "patient"},
    "monitoring_result": {"test": "tsh", "value": "2.1", "unit": "mIU/L"},
    "medication_change": {
        "change_type": "start",
        "drug": "sertraline",
        "dose": "50",
        "unit": "mg",
        "frequency": "once_daily",
        "reason": "Low mood for months.",
    },
}


def sign(cast: Cast, who: str, kind: str, days: int = 0, patient: str = "Amara Osei", **typed: Any) -> TestResponse:
    """Post a form that would be sound, with these fields; `days` count from today."""
    with cast.app.app_context():
        day = str(today() + timedelta(days=days))
    form = {"action": "sign", "submission_key": f"key-{next(_SERIAL)}", "happened_on": day, **SOUND[kind]}
    if kind == "medication_change":
        form["effective_on"] = day
    address = f"/patients/{cast.patients[patient]}/entries/new/{kind}"
    return cast.client(who).post(address, data={**form, **typed})


def entry_id(answer: TestResponse) -> int:
    """The entry that was signed, from where its author was sent."""
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def retract(cast: Cast, who: str, entry: int, reason: str = "entered_in_error", patient: str = "Amara Osei") -> None:
    """Take an entry back."""
    address = f"/patients/{cast.patients[patient]}/entries/{entry}/retract"
    assert cast.client(who).post(address, data={"reason": reason}).status_code == 303
