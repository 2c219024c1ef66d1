"""A course as its page shows it: sessions, tasks done, stages, what became of it. For readers of clinical parts."""

from collections.abc import Collection, Sequence

from coordcare.access.membership import Standing
from coordcare.accounts.queries import people
from coordcare.documents import kinds as documents
from coordcare.documents.queries import newest_number
from coordcare.ipt.cards import CourseCard, StageLine, StepLine, TaskLine
from coordcare.ipt.models import Course
from coordcare.ipt.queries import phase_of, steps_of
from coordcare.ipt.session_queries import CourseSession, course_sessions
from coordcare.ipt.task_rules import FORMULATION, INVENTORY
from coordcare.ipt.type_queries import course_types

# Tasks that are done by writing the document of that name.
WRITTEN = (INVENTORY, FORMULATION)


def course_card(course: Course) -> CourseCard:
    """One course with all that its page tells of it."""
    sessions, steps = course_sessions(course.id), steps_of([course.id])
    named = people({course.led_by_id, *(step.by_id for step in steps)})
    last = max((one.number or 0 for one in sessions), default=0)
    return CourseCard(
        course,
        course_types()[course.course_type],
        named[course.led_by_id],
        sessions,
        [StepLine(step, named[step.by_id].name) for step in steps],
        stages(course, sessions),
        phase_of(course, last + 1),
    )


def stages(course: Course, sessions: Sequence[CourseSession]) -> list[StageLine]:
    """The stages of a dispute, each from when it was first said until the next, the oldest first."""
    told = [StageLine(course.dispute_stage, course.started_on, None)] if course.dispute_stage else []
    for one in sessions:
        if one.dispute_stage and (not told or told[-1].stage != one.dispute_stage):
            told.append(StageLine(one.dispute_stage, one.on, one.number))
    return told


def tasks_done(standing: Standing, sessions: Sequence[CourseSession]) -> set[str]:
    """The tasks that are done: ticked in a session, or written as a document."""
    ticked = {task for one in sessions for task in one.tasks}
    return ticked | {key for key in WRITTEN if newest_number(standing, documents.named(key))}


def task_lines(tasks: Collection[str], done: Collection[str], sessions: Sequence[CourseSession]) -> list[TaskLine]:
    """Each of these tasks with the session that it was first ticked in."""
    named = people({one.author_id for one in sessions})
    first = {task: one for one in reversed(sessions) for task in one.tasks}
    lines = []
    for key in tasks:
        one = first.get(key)
        if one is not None:
            lines.append(TaskLine(key, one.on, one.number, named[one.author_id].name))
        else:
            lines.append(TaskLine(key, None, None, "written" if key in done else None))
    return lines
