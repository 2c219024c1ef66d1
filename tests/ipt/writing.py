"""Writing courses, sessions and documents through the pages."""

from dataclasses import replace
from typing import Any

from coordcare.ipt.type_actions import change_type
from coordcare.ipt.type_queries import course_types
from tests.cast import Cast


def course_form(**typed: str) -> dict[str, str]:
    return {
        "submission_key": "one-form",
        "course_type": "ipt_acute",
        "started_on": "2026-01-05",
        "focus": "role_transition",
        "focus_words": "new parenthood",
        "planned_sessions": "",
        "initial_until": "",
        "ending_from": "",
        **typed,
    }


def start(cast: Cast, patient: int, who: str = "therapist", **typed: str) -> Any:
    return cast.client(who).post(f"/patients/{patient}/course/start", data=course_form(**typed))


def step(cast: Cast, patient: int, who: str = "therapist", **typed: str) -> Any:
    marks = {"submission_key": f"step-{typed.get('step')}", "version": "1", "happened_on": "2026-03-02"}
    return cast.client(who).post(f"/patients/{patient}/course/step", data={**marks, **typed})


def note(cast: Cast, patient: int, key: str, who: str = "therapist", **typed: Any) -> Any:
    sent = {"action": "sign", "submission_key": key, "happened_on": "2026-02-02", "insight": f"Insight {key}"}
    sent |= {"risk_status": "none", "mode": "in_person", "attendance": "attended", **typed}
    if sent["attendance"] != "attended" and "risk_status" not in typed:
        sent["risk_status"] = "not_assessed"
    return cast.client(who).post(f"/patients/{patient}/entries/new/session_note", data=sent)


def write(cast: Cast, patient: int, address: str, who: str = "therapist", base: int = 0, **typed: str) -> Any:
    marks = {"submission_key": f"{address}-{who}-{base}", "base_version": str(base), "action": "sign"}
    return cast.client(who).post(f"/patients/{patient}/{address}/edit", data={**marks, **typed})


def entry_id(answer: Any) -> int:
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def ask_the_ratings(cast: Cast) -> None:
    """From now on the four ratings are asked in every session of an acute course. Needs an application context."""
    now = course_types()["ipt_acute"]
    change_type(cast.viewer("psychologist"), now, replace(now.numbers, rated_every=1), submission_key="ratings")
