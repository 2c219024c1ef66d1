"""Writing courses: starting one, changing its plan, and what becomes of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from coordcare.access.membership import Standing
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import clock, transaction
from coordcare.ipt import queries
from coordcare.ipt.models import Course, CourseStep
from coordcare.ipt.rules import STEPS, CoursePlan, Step, check_step, completed
from coordcare.ipt.session_queries import last_session_number, span_of_sessions
from coordcare.ipt.type_queries import course_types
from coordcare.settings.queries import today

ONE_AT_A_TIME = "This patient already has an active course. It was started while you were writing, or stands above."
USED_FORM = (
    "This form was sent already, with something else in it. What it did stands; what you entered now is not kept. Send"
    " it again if it is still right."
)
CHANGED_MEANWHILE = "This course was changed while you were looking at it. Look at it again."


@dataclass(frozen=True, slots=True)
class Areas:
    """One or two focus areas with their words, and the stage of a dispute at the start."""

    focus: str
    focus_words: str | None = None
    second_focus: str | None = None
    second_focus_words: str | None = None
    dispute_stage: str | None = None


def start_course(
    standing: Standing,
    plan: CoursePlan,
    *,
    focus: str,
    focus_words: str | None,
    submission_key: str,
    second_focus: str | None = None,
    second_focus_words: str | None = None,
    dispute_stage: str | None = None,
) -> Course:
    """Start a checked plan, led by whoever starts it. A form posted twice starts one course.

    Raises Conflict when the patient has an active course, or when the form has started another one.
    """
    areas = Areas(focus, focus_words, second_focus, second_focus_words, dispute_stage)
    try:
        with transaction() as session:
            # The event first: it locks the patient's chain, so that nobody starts a second course in between.
            record(
                Event(Happening.COURSE_STARTED, standing.viewer.actor, standing.patient_id, subject=plan.course_type)
            )
            if queries.active_course(standing.patient_id) is not None:
                raise Conflict(ONE_AT_A_TIME)
            course = _course(standing, completed(plan, course_types()), areas, submission_key)
            session.add(course)
            session.flush()
            return course
    except (Conflict, IntegrityError) as error:
        made = queries.course_by_submission(standing.viewer.account_id, submission_key)
        if made is None or made.patient_id != standing.patient_id:
            raise Conflict(ONE_AT_A_TIME) from error
        if made.course_type != plan.course_type or not _is_planned(made, completed(plan, course_types()), areas):
            raise Conflict(USED_FORM) from error
        return made


def change_course(standing: Standing, plan: CoursePlan, areas: Areas, *, version: int) -> bool:
    """Change the numbers, the start and the focus of the active course. Its type stays.

    False where nothing differs from what stands: nothing is written then, and nothing recorded. Raises Conflict when
    somebody changed it since `version`, Invalid where sessions that stand say otherwise.
    """
    full, stands = completed(plan, course_types()), queries.active_course(standing.patient_id)
    if stands is not None and stands.version == version and _is_planned(stands, full, areas):
        return False
    with transaction():
        course = _open_course(standing, version)
        _check_against_sessions(course, full)
        course.planned_sessions, course.started_on = full.planned_sessions, full.started_on
        course.initial_until, course.ending_from = full.initial_until, full.ending_from
        course.ending_left = full.ending_left
        _set_areas(course, areas)
        course.version += 1
        return True


def take_step(
    standing: Standing,
    step: Step,
    on: date,
    *,
    reason: str | None,
    words: str | None,
    version: int,
    submission_key: str,
) -> Course:
    """Pause, resume, complete or end the active course; an early end has a `reason`. A form posted twice does it once.

    Raises Invalid with the field, Conflict when somebody changed the course since `version`, or when the form has
    done something else.
    """
    reason = reason if step is Step.END_EARLY else None
    try:
        with transaction() as session:
            course = _open_course(standing, version, step)
            _check_day(course, step, on)
            for field, sentence in check_step(step, course.state, reason, words):
                raise Invalid(sentence, field)
            _apply(course, step, on)
            session.add(
                CourseStep(
                    course_id=course.id,
                    step=step.value,
                    happened_on=on,
                    reason=reason,
                    words=words,
                    by_id=standing.viewer.account_id,
                    recorded_at=clock.now(),
                    submission_key=submission_key,
                )
            )
            session.flush()
            return course
    except (Conflict, IntegrityError) as error:
        made = already_taken(standing, step.value, on, reason=reason, words=words, submission_key=submission_key)
        if made is None:
            raise Conflict(CHANGED_MEANWHILE) from error
        return made


def already_taken(
    standing: Standing, step: str, on: date | None, *, reason: str | None, words: str | None, submission_key: str
) -> Course | None:
    """The patient's course to which this very form was applied, posted twice; None for a form that is new here.

    Raises Conflict when it has done something else.
    """
    found = queries.step_by_submission(standing.viewer.account_id, submission_key)
    if found is None or found[1].patient_id != standing.patient_id:
        return None
    taken, course = found
    if (taken.step, taken.happened_on, taken.reason, taken.words) != (step, on, reason, words):
        raise Conflict(USED_FORM)
    return course


def _course(standing: Standing, plan: CoursePlan, areas: Areas, submission_key: str) -> Course:
    # A course without a plan goes on from the one before it.
    follows = None if plan.planned_sessions else next(iter(queries.past_courses(standing.patient_id)), None)
    course = Course(
        patient_id=standing.patient_id,
        course_type=plan.course_type,
        planned_sessions=plan.planned_sessions,
        initial_until=plan.initial_until,
        ending_from=plan.ending_from,
        ending_left=plan.ending_left,
        started_on=plan.started_on,
        led_by_id=standing.viewer.account_id,
        follows_id=follows.id if follows else None,
        created_at=clock.now(),
        submission_key=submission_key,
    )
    _set_areas(course, areas)
    return course


def _is_planned(course: Course, full: CoursePlan, areas: Areas) -> bool:
    """Whether a course stands as planned; its type aside."""
    names = ("planned_sessions", "initial_until", "ending_from", "ending_left", "started_on")
    words = ("focus", "focus_words", "second_focus", "second_focus_words")
    stage = areas.dispute_stage if course.has_dispute else None
    return (
        all(getattr(course, name) == getattr(full, name) for name in names)
        and all(getattr(course, name) == getattr(areas, name) for name in words)
        and course.dispute_stage == stage
    )


def _set_areas(course: Course, areas: Areas) -> None:
    course.focus, course.focus_words = areas.focus, areas.focus_words
    course.second_focus, course.second_focus_words = areas.second_focus, areas.second_focus_words
    course.dispute_stage = areas.dispute_stage if course.has_dispute else None


def _open_course(standing: Standing, version: int, step: Step | None = None) -> Course:
    """The active course, with the patient's chain locked by the event of what is done to it."""
    reason = step.value if step else None
    record(Event(Happening.COURSE_CHANGED, standing.viewer.actor, standing.patient_id, reason=reason))
    course = queries.active_course(standing.patient_id)
    if course is None or course.version != version:
        raise Conflict(CHANGED_MEANWHILE)
    return course


def _check_against_sessions(course: Course, plan: CoursePlan) -> None:
    span, last = span_of_sessions(course.id), last_session_number(course.id)
    if span and plan.started_on > span[0]:
        raise Invalid("A session of this course stands before that day. Choose an earlier start.", "started_on")
    if plan.planned_sessions is not None and plan.planned_sessions < last:
        raise Invalid(f"Session {last} is signed already: plan at least as many.", "planned_sessions")


def _check_day(course: Course, step: Step, on: date) -> None:
    if on > today():
        raise Invalid("This date is in the future. Record it when it has happened.", "happened_on")
    since = course.paused_on or course.started_on
    if on < since:
        words = "since when it is paused" if course.paused_on else "on which the course started"
        raise Invalid(f"This date is before the day {words}.", "happened_on")
    span = span_of_sessions(course.id)
    if step is not Step.RESUME and span and on < span[1]:
        raise Invalid("A session of this course stands on a later day. Choose that day or a later one.", "happened_on")


def _apply(course: Course, step: Step, on: date) -> None:
    course.paused_on = on if step is Step.PAUSE else None
    if step in {Step.COMPLETE, Step.END_EARLY}:
        course.status, course.ended_on = STEPS[step][1].value, on
    course.version += 1
