"""The kind of entry for session notes."""

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.documents import kinds as documents
from coordcare.documents.queries import current
from coordcare.errors import Invalid
from coordcare.extensions import clock
from coordcare.ipt.course_queries import stages, tasks_done
from coordcare.ipt.models import Course
from coordcare.ipt.queries import active_course, past_courses, phase_of, plan_of
from coordcare.ipt.rules import FOCUS_WORDS, PHASE_WORDS, STAGE_WORDS, Phase
from coordcare.ipt.session_queries import course_sessions, held_sessions
from coordcare.ipt.session_rules import (
    ATTENDANCE,
    ATTENDED,
    GOALS,
    NOT_HELD,
    RATINGS,
    Held,
    gaps,
    next_number,
    number_problem,
    pause_problem,
    ratings_are_due,
)
from coordcare.ipt.task_rules import FORMULATION, TASKS, ending_is_open, offered, overdue, overdue_words
from coordcare.ipt.type_queries import course_types
from coordcare.ipt.type_rules import COURSE_TYPES
from coordcare.medication.observation_entries import HEARD_PART
from coordcare.medication.observation_rules import heard
from coordcare.notes import queries, rules
from coordcare.notes.goal_forms import GOALS_CHANGED, WORDS
from coordcare.notes.models import SessionNote
from coordcare.notes.session_cards import CourseNow, SessionBackground
from coordcare.notes.session_forms import SessionNoteForm
from coordcare.notes.visit_entries import hold_patient, settle_visit, withdraw_visit
from coordcare.patients.models import Patient
from coordcare.risk.rules import RISK_STATUSES
from coordcare.risk.statement_entries import answer_statement, next_page
from coordcare.settings.queries import clinic, today
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry


def prepare(standing: Standing, patient: Patient) -> SessionBackground:
    """The course with the next number and what its form asks, and the session before."""
    course = active_course(standing.patient_id)
    course_id = course.id if course else None
    return SessionBackground(
        patient.birth_date,
        today(),
        clinic().local(clock.now()),
        _course_now(standing, course) if course else None,
        queries.last_plan(standing.patient_id, course_id),
        queries.last_session(standing.patient_id, course_id),
        [_ended(standing, one) for one in past_courses(standing.patient_id)],
    )


def present(values: Values) -> Values:
    """A session note in words."""
    risk = RISK_STATUSES[values["risk_status"]]
    stage = values.get("dispute_stage")
    return {
        **values,
        **heard(values),
        "title": _title(values),
        "held": (values.get("attendance") or ATTENDED) == ATTENDED,
        "phase_word": PHASE_WORDS[Phase(values["phase"])] if values["phase"] else None,
        "mode_word": rules.MODES[values["mode"]],
        "technique_words": [rules.TECHNIQUES[key] for key in values["techniques"]],
        "risk_word": risk.word,
        "risk_level": risk.level,
        "attendance_word": ATTENDANCE[values.get("attendance") or ATTENDED],
        "task_words": [TASKS[key] for key in values.get("tasks") or []],
        "stage_word": STAGE_WORDS[stage] if stage else None,
        "ratings": [(word, values[name]) for name, word in RATINGS.items() if values.get(name) is not None],
        "goals": [
            (values.get(words) or f"Goal {name[-1]}", values[name])
            for name, words in WORDS.items()
            if values.get(name) is not None
        ],
        "is_remote": values["mode"] != rules.IN_PERSON,
    }


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """The course ran on that day, and the number is free and fits its day among the sessions that stand."""
    if entry.course_id is None:
        return
    courses = [active_course(standing.patient_id), *past_courses(standing.patient_id)]
    course = next((one for one in courses if one and one.id == entry.course_id), None)
    if course is None or (course.ended_on and entry.happened_on > course.ended_on):
        raise Invalid("The course has ended since you opened this form. Leave the number empty.", "session_number")
    number, day = values["session_number"], entry.happened_on
    _check_goals(standing, values)
    if not number:
        return
    problem = pause_problem(course.paused_on, day) or number_problem(number, day, held_sessions(course.id))
    if problem:
        raise Invalid(problem, "session_number")


def _check_goals(standing: Standing, values: Values) -> None:
    """The goals that were rated stand: with the patient's chain locked, no formulation is saved in between."""
    rated = {name: values[words] for name, words in WORDS.items() if values[name] is not None}
    formulation = current(standing, documents.named(FORMULATION)) if rated else None
    if formulation and any(formulation.content.get(name) != words for name, words in rated.items()):
        raise Invalid(GOALS_CHANGED)


def settle(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """What follows from a signed note: a task where it states a plan or an intent, and the patient's next visit."""
    answer_statement(standing, entry, values)
    settle_visit(standing, entry, values)


def _course_now(standing: Standing, course: Course) -> CourseNow:
    sessions = course_sessions(course.id)
    held = [Held(one.number, one.on) for one in sessions if one.number is not None]
    number, numbers = next_number(held), course_types()[course.course_type].numbers
    plan, done, told = plan_of(course, numbers.tasks_by), tasks_done(standing, sessions), stages(course, sessions)
    missing, phase = overdue(plan, number, done), phase_of(course, number)
    formulation = current(standing, documents.named(FORMULATION))
    goals = formulation.content if formulation else {}
    return CourseNow(
        course.id,
        course.course_type,
        course.focus,
        course.planned_sessions,
        course.initial_until,
        course.ending_from,
        number,
        areas=tuple(course.areas),
        started_on=course.started_on,
        paused_on=course.paused_on,
        has_dispute=course.has_dispute,
        stage=told[-1].words if told else None,
        tasks=offered(plan, phase, number - 1, done),
        goals={name: goals[name] for name in GOALS if goals.get(name)},
        formulation_version=formulation.number if formulation else None,
        ratings_due=ratings_are_due(numbers.rated_every, number),
        overdue=overdue_words(number, missing) if missing else None,
        missing_numbers=gaps(held),
        held=held,
        ending_open=ending_is_open(plan, number - 1),
    )


def _ended(standing: Standing, course: Course) -> CourseNow:
    """What a note needs that is written after its course has ended. Goals are rated while a course runs."""
    held = held_sessions(course.id)
    return CourseNow(
        course.id,
        course.course_type,
        course.focus,
        course.planned_sessions,
        course.initial_until,
        course.ending_from,
        next_number(held),
        areas=tuple(course.areas),
        started_on=course.started_on,
        has_dispute=course.has_dispute,
        missing_numbers=gaps(held),
        held=held,
        ended_on=course.ended_on,
    )


def _title(values: Values) -> str:
    attendance = values.get("attendance") or ATTENDED
    if attendance != ATTENDED:
        course_type = values["course_type"]
        return f"{COURSE_TYPES[course_type].short + ' session' if course_type else 'Session'} {NOT_HELD[attendance]}"
    if values["session_number"] is None:
        return "Session outside a course"
    course_type, focus = COURSE_TYPES[values["course_type"]].short, FOCUS_WORDS[values["focus"]].lower()
    return f"{course_type} session {values['session_number']}: {focus}"


# The title, and what the card tells of a session; the rest stands on its own page.
ON_CARD = (
    *("attendance", "course_type", "session_number", "focus", "phase", "mode"),
    *("insight", "mood", "mood_link", "techniques", "plan", "for_prescriber", "risk_status"),
)
SESSION_NOTE = Kind(
    key=queries.KIND,
    package="notes",
    word="Session note",
    plural="Sessions",
    icon="speech",
    tone="session",
    action=Action.WRITE_SESSION_NOTE,
    model=SessionNote,
    form=SessionNoteForm,
    parts=(
        Part(
            "note",
            Sensitivity.CLINICAL,
            columns=tuple(column.name for column in SessionNote.__table__.columns if column.name != "entry_id"),
            searched=(
                "insight",
                "mood_link",
                "plan",
                "for_prescriber",
                "functioning",
                "participants",
                "patient_place",
                "others_present",
                "callback",
                "technical_trouble",
                "goals_gone",
            ),
            on_card=ON_CARD,
        ),
        HEARD_PART,
    ),
    prepare=prepare,
    present=present,
    check=check,
    visit=True,
    leads_visit=True,
    facts={"risk_status": "risk_status", "for_prescriber": "for_prescriber"},
    before_signing=hold_patient,
    before_withdrawing=hold_patient,
    on_signed=settle,
    on_retracted=withdraw_visit,
    on_recalled=withdraw_visit,
    next_page=next_page,
)
