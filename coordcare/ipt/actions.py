"""Writing courses."""

from sqlalchemy.exc import IntegrityError

from coordcare.access.membership import Standing
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict
from coordcare.extensions import clock, transaction
from coordcare.ipt import queries
from coordcare.ipt.models import Course
from coordcare.ipt.rules import CoursePlan, completed

ONE_AT_A_TIME = "This patient already has an active course. It was started while you were writing, or stands above."


def start_course(
    standing: Standing, plan: CoursePlan, *, focus: str, focus_words: str | None, submission_key: str
) -> Course:
    """Start a checked plan, led by whoever starts it. A form posted twice starts one course.

    Raises Conflict when the patient has an active course.
    """
    try:
        with transaction() as session:
            # The event first: it locks the patient's chain, so that nobody starts a second course in between.
            record(
                Event(Happening.COURSE_STARTED, standing.viewer.actor, standing.patient_id, subject=plan.course_type)
            )
            if queries.active_course(standing.patient_id) is not None:
                raise Conflict(ONE_AT_A_TIME)
            course = _course(standing, completed(plan), focus, focus_words, submission_key)
            session.add(course)
            session.flush()
            return course
    except (Conflict, IntegrityError) as error:
        made = queries.course_by_submission(standing.viewer.account_id, submission_key)
        if made is None or made.patient_id != standing.patient_id:
            raise Conflict(ONE_AT_A_TIME) from error
        return made


def _course(standing: Standing, plan: CoursePlan, focus: str, focus_words: str | None, submission_key: str) -> Course:
    return Course(
        patient_id=standing.patient_id,
        course_type=plan.course_type,
        planned_sessions=plan.planned_sessions,
        initial_until=plan.initial_until,
        ending_from=plan.ending_from,
        started_on=plan.started_on,
        focus=focus,
        focus_words=focus_words,
        led_by_id=standing.viewer.account_id,
        created_at=clock.now(),
        submission_key=submission_key,
    )
