"""Course summaries that stand, and which course the next one is about."""

from sqlalchemy import select

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.extensions import db
from coordcare.ipt.models import Course
from coordcare.ipt.queries import active_course, past_courses, plan_of
from coordcare.ipt.session_queries import last_session_number
from coordcare.ipt.task_rules import ending_is_open
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry


def course_to_sum_up(standing: Standing) -> Course | None:
    """The active course once its ending plan is open, else the last that ended, else the active one.

    The last that ended counts only while it has no summary: who goes on with maintenance may write it later.
    """
    active, ended = active_course(standing.patient_id), next(iter(past_courses(standing.patient_id)), None)
    if active is not None and ending_is_open(plan_of(active), last_session_number(active.id)):
        return active
    if ended is not None and latest_summary_id(standing, ended.id) is None:
        return ended
    return active or ended


def latest_summary_id(standing: Standing, course_id: int | None = None) -> int | None:
    """The newest course summary of the patient (of a course) that stands, for who reads it."""
    if not standing.reads(Sensitivity.CLINICAL):
        return None
    query = select(TimelineEntry.id).where(TimelineEntry.patient_id == standing.patient_id, *counted("course_summary"))
    if course_id is not None:
        query = query.where(TimelineEntry.course_id == course_id)
    return db.session.scalar(query.order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc()).limit(1))
