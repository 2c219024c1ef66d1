"""The kinds of entry for session notes and life events."""

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.errors import Invalid
from coordcare.extensions import clock
from coordcare.ipt.queries import active_course, next_session_number
from coordcare.ipt.rules import COURSE_TYPES, FOCUS_WORDS, PHASE_WORDS, Phase
from coordcare.notes import queries, rules
from coordcare.notes.forms import CourseNow, LifeEventForm, SessionBackground, SessionNoteForm
from coordcare.notes.models import LifeEvent, SessionNote
from coordcare.patients.models import Patient
from coordcare.risk.rules import RISK_STATUSES
from coordcare.risk.statement_entries import answer_statement, next_page
from coordcare.settings.queries import clinic, today
from coordcare.timeline.forms import Background
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry


def prepare_note(standing: Standing, patient: Patient) -> SessionBackground:
    """The course with the next number, and the plan of last time."""
    course = _course_now(standing.patient_id)
    return SessionBackground(
        patient.birth_date,
        today(),
        clinic().local(clock.now()),
        course,
        queries.last_plan(standing.patient_id, course.id if course else None),
    )


def present_note(values: Values) -> Values:
    """A session note in words."""
    risk = RISK_STATUSES[values["risk_status"]]
    return {
        **values,
        "title": _note_title(values),
        "phase_word": PHASE_WORDS[Phase(values["phase"])] if values["phase"] else None,
        "mode_word": rules.MODES[values["mode"]],
        "technique_words": [rules.TECHNIQUES[key] for key in values["techniques"]],
        "risk_word": risk.word,
        "risk_level": risk.level,
    }


def check_note(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """The course is still active, and no signed note of it has this session's number."""
    number = values["session_number"]
    if number is None:
        return
    course = active_course(standing.patient_id)
    if course is None:
        raise Invalid("The course has ended since you opened this form. Leave the number empty.", "session_number")
    if queries.number_taken(course.id, number):
        free = next_session_number(course.id)
        raise Invalid(
            f"Session {number} of this course is signed already. The next number is {free}.", "session_number"
        )


def prepare_event(standing: Standing, patient: Patient) -> Background:
    return Background(patient.birth_date, today())


def present_event(values: Values) -> Values:
    """A life event in words; `more` is its text where the title does not say all of it."""
    first = rules.headline(values["text"])
    return {
        **values,
        "title": f"Life event: {first}",
        "more": values["text"] if values["text"].rstrip(".") != first else None,
        "category_word": rules.CATEGORIES[values["category"]],
        "impact_word": rules.IMPACTS[values["impact"]],
    }


def check_event(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """Nothing that the form has not checked."""


def _course_now(patient_id: int) -> CourseNow | None:
    course = active_course(patient_id)
    if course is None:
        return None
    return CourseNow(
        course.id,
        course.course_type,
        course.focus,
        course.planned_sessions,
        course.initial_until,
        course.ending_from,
        next_session_number(course.id),
    )


def _note_title(values: Values) -> str:
    if values["session_number"] is None:
        return "Session outside a course"
    course_type, focus = COURSE_TYPES[values["course_type"]].short, FOCUS_WORDS[values["focus"]].lower()
    return f"{course_type} session {values['session_number']}: {focus}"


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
            columns=(
                "session_number",
                "course_type",
                "focus",
                "phase",
                "mode",
                "starts_at",
                "ends_at",
                "insight",
                "mood",
                "mood_link",
                "techniques",
                "plan",
                "for_prescriber",
                "risk_status",
            ),
            searched=("insight", "mood_link", "plan", "for_prescriber"),
        ),
    ),
    prepare=prepare_note,
    present=present_note,
    check=check_note,
    visit=True,
    leads_visit=True,
    facts={"risk_status": "risk_status", "for_prescriber": "for_prescriber"},
    on_signed=answer_statement,
    next_page=next_page,
)

LIFE_EVENT = Kind(
    key="life_event",
    package="notes",
    word="Life event",
    plural="Life events",
    icon="calendar",
    tone="event",
    action=Action.RECORD_LIFE_EVENT,
    model=LifeEvent,
    form=LifeEventForm,
    parts=(
        Part(
            "event",
            Sensitivity.CLINICAL,
            columns=("category", "text", "impact", "ended_on"),
            searched=("text",),
        ),
    ),
    prepare=prepare_event,
    present=present_event,
    check=check_event,
)
