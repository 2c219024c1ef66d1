"""The tasks of each phase, and what is still missing. Source: sources.md 1.2 [S2; GK where it says so]."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from coordcare.ipt.rules import Phase

INVENTORY, FORMULATION = "inventory", "formulation"
NAMED = 4

INITIAL_TASKS = {
    "history": "Psychiatric history taken",
    "diagnosis_named": "Diagnosis named, against criteria",
    "baseline_measure": "Symptom measure at the start",
    "sick_role": "Sick role given, with the duty to work at recovery",
    "psychoeducation": "Illness and therapy explained",
    "medication_need": "Need for medication discussed",
    "timeline_made": "Timeline of events and symptoms",
    INVENTORY: "Interpersonal inventory",
    "onset_linked": "Onset linked to a nearby change",
    "focus_chosen": "Focus chosen together",
    FORMULATION: "Formulation agreed",
    "contract": "Contract: number of sessions, roles",
    "practicalities": "Fees, cancellations, how to reach us",
}
MIDDLE_TASKS = {
    "mood_event_linked": "Mood of the week linked to an event",
    "theme_clarified": "Theme clarified",
    "affect_attended": "Feelings attended to",
    "focus_worked": "The focus acted on",
}
ENDING_TASKS = {
    "end_date_reminded": "Reminded of the last date",
    "feelings_about_ending": "Feelings about the ending",
    "gains_reviewed": "Gains reviewed",
    "skills_named": "Skills named",
    "warning_signs": "Early warning signs",
    "support_people": "People who support",
    "relapse_plan": "Plan for a relapse",
    "what_if_symptoms_return": "What to do if symptoms return",
    "maintenance_decision": "Decision about maintenance",
    "next_provider": "Who goes on, if anybody",
    "final_measures": "Last measures",
    "feedback": "Feedback from the patient",
}
TASKS = {**INITIAL_TASKS, **MIDDLE_TASKS, **ENDING_TASKS}


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbers of a course by which its tasks come up; None for a course without a plan."""

    planned: int | None
    initial_until: int | None
    ending_from: int | None
    ending_left: int | None
    tasks_by: int | None


def sessions_left(plan: Plan, last_session: int) -> int | None:
    """How many planned sessions are left after a session; None without a plan."""
    return None if plan.planned is None else max(plan.planned - last_session, 0)


def ending_is_open(plan: Plan, last_session: int) -> bool:
    """Whether the ending plan is open: so many sessions left as the course type says. Source: sources.md 8."""
    left = sessions_left(plan, last_session)
    return left is not None and plan.ending_left is not None and left <= plan.ending_left


def offered(plan: Plan, phase: Phase, last_session: int, done: Collection[str]) -> list[tuple[str, list[str]]]:
    """The tasks to tick in the next session, by group; what is done is left out, but what each session repeats."""
    groups = []
    beginning = _left(INITIAL_TASKS, done)
    if beginning and phase is not Phase.MAINTENANCE:
        groups.append(("Beginning" if phase is Phase.INITIAL else "Still open from the beginning", beginning))
    if phase is not Phase.INITIAL:
        groups.append(("In this session", list(MIDDLE_TASKS)))
    if ending_is_open(plan, last_session) or phase is Phase.ENDING:
        ending = _left(ENDING_TASKS, done)
        if ending:
            groups.append(("Ending plan", ending))
    return groups


def overdue(plan: Plan, next_session: int, done: Collection[str]) -> list[str]:
    """Tasks of the beginning that are missing when the session comes by which they should be done.

    Source: sources.md 1.8 [GK], by session 4; the number is the course type's.
    """
    if plan.tasks_by is None or plan.planned is None or next_session < plan.tasks_by:
        return []
    return _left(INITIAL_TASKS, done)


def overdue_words(next_session: int, missing: Sequence[str]) -> str:
    """What is missing, said kindly; the first few by name."""
    named = [TASKS[key].lower() for key in missing[:NAMED]]
    more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
    return (
        f"Session {next_session} comes next. Not ticked so far: {'; '.join(named)}{more}."
        " There is still time, or tick in the next note what is done."
    )


def _left(tasks: Collection[str], done: Collection[str]) -> list[str]:
    return [key for key in tasks if key not in done]
