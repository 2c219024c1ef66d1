"""What is typed into the forms of a story's entries. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from coordcare.demo.course_rules import RATED, RATED_EVERY, NotHeld, goals_of, ratings_of, tasks_of
from coordcare.demo.hours_rules import length_of
from coordcare.demo.rules import Change, Event, Session, Therapy, plain

Fields = list[tuple[str, str]]


def session_fields(session: Session, on: date, starts: time, number: int | None) -> Fields:
    """A session note's fields."""
    ends = (datetime.combine(on, starts) + timedelta(minutes=length_of(session))).time()
    fields = {
        "happened_on": on,
        "insight": session.insight,
        "mood": session.mood,
        "mood_link": session.mood_link,
        "plan": session.plan,
        "for_prescriber": session.for_prescriber,
        "risk_status": session.risk_status,
        "session_number": number,
        "mode": session.mode,
        "starts_at": f"{starts:%H:%M}",
        "ends_at": f"{ends:%H:%M}",
    }
    return [*typed(fields), *(("techniques", key) for key in session.techniques.split()), ("attendance", "attended")]


def work_fields(therapy: Therapy, session: Session, number: int, planned: int | None) -> Fields:
    """What a session's form holds of the course: tasks, goals, stage, ratings, and where a remote patient is."""
    work, every = therapy.work, RATED_EVERY if therapy.course_type == RATED else None
    fields: dict[str, Any] = {
        **goals_of(work, number),
        "dispute_stage": work.stages.get(number),
        "participants": work.participants.get(number),
        **(ratings_of(session.mood, number, every) if every else {}),
    }
    if session.mode != "in_person":
        fields |= {"patient_place": work.place, "callback": work.callback, "telehealth_consent": "y"}
    if number == 1:
        fields["patient_knows"] = "y"
    return [*typed(fields), *(("tasks", key) for key in tasks_of(work, number, planned))]


def not_held_fields(one: NotHeld, on: date) -> Fields:
    """A session note of a session that did not take place."""
    return typed({"happened_on": on, "attendance": one.attendance, "mode": "in_person", "plan": one.plan})


def change_fields(change: Change, on: date) -> Fields:
    """A medication change's fields."""
    amount, unit, frequency = change.dose.split() if change.dose else ("", "mg", "once_daily")
    return typed(
        {
            "happened_on": on,
            "change_type": change.change_type,
            "drug": change.drug,
            "dose": amount,
            "unit": unit,
            "frequency": frequency,
            "effective_on": on + timedelta(days=change.begins),
            "reason": change.reason,
            "watch_for": change.watch_for,
            "other_drug": change.left,
            **_steps("steps", change.steps, on),
            **_steps("leaving", change.leaving, on),
            **change.more,
        }
    )


def _steps(plan: str, steps: Sequence[tuple[int, str]], on: date) -> dict[str, Any]:
    """The rows of a plan, counted in days from a decision."""
    rows: dict[str, Any] = {}
    for n, (days, dose) in enumerate(steps, start=1):
        rows |= {f"{plan}_{n}_on": on + timedelta(days=days), f"{plan}_{n}_dose": dose}
    return rows


def event_fields(event: Event, on: date) -> Fields:
    """A life event's fields."""
    ended = on + timedelta(days=event.lasted) if event.lasted else None
    return typed(
        {
            "happened_on": on,
            "category": event.category,
            "impact": event.impact,
            "text": event.text,
            "ended_on": ended,
        }
    )


def typed(fields: dict[str, Any]) -> Fields:
    """Values as a browser sends them."""
    return [(name, "" if value is None else plain(str(value))) for name, value in fields.items()]
