"""The kind of entry that sums a course up."""

from datetime import date

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.ipt.course_queries import course_card
from coordcare.ipt.goal_queries import rated_goals
from coordcare.ipt.models import CourseSummary
from coordcare.ipt.rules import STATUS_WORDS, focus_lines
from coordcare.ipt.summary_forms import CourseSummaryForm, SummaryBackground
from coordcare.ipt.summary_queries import course_to_sum_up
from coordcare.ipt.summary_rules import course_line, first_and_last, goal_line, score_line
from coordcare.measures.queries import results
from coordcare.measures.wording_rules import MEASURES
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry

KIND = "course_summary"


def prepare(standing: Standing, patient: Patient) -> SummaryBackground:
    """The course to sum up, with what its record says of it."""
    course = course_to_sum_up(standing)
    if course is None:
        return SummaryBackground(patient.birth_date, today(), None, {})
    card = course_card(course)
    last = max([course.ended_on or course.started_on, *(one.on for one in card.sessions)])
    attendance = [one.attendance for one in card.sessions]
    state = STATUS_WORDS[course.state]
    goals = rated_goals(standing, card.sessions)
    drafted = {
        "course_words": course_line(
            card.type.word, course.planned_sessions, attendance, course.started_on, last, state
        ),
        "focus_words": focus_lines(course.areas),
        "scores": "\n".join(_scores(standing, course.started_on, course.ended_on or today())),
        "goals": "\n".join(goal_line(one.words, [rated for _, rated in one.ratings]) for one in goals),
    }
    return SummaryBackground(patient.birth_date, today(), course.id, drafted)


def present(values: Values) -> Values:
    """A summary with its title."""
    return {**values, "title": f"Course summary: {values['focus_words'].split(chr(10))[0]}"}


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """Nothing that the form has not checked: a course is never taken away."""


def _scores(standing: Standing, started: date, ended: date) -> list[str]:
    """The first and the last total of each measure in the course, a line for each."""
    lines = []
    found_by_key = results(standing)
    for key, measure in MEASURES.items():
        found = found_by_key.get(key, [])
        points = [(one.on, one.total) for one in reversed(found) if one.retracted is None and one.total is not None]
        ends = first_and_last(points, started, ended)
        if ends:
            lines.append(score_line(measure.word, *ends))
    return lines


COURSE_SUMMARY = Kind(
    key=KIND,
    package="ipt",
    word="Course summary",
    plural="Summaries",
    icon="check",
    tone="session",
    action=Action.WRITE_SESSION_NOTE,
    model=CourseSummary,
    form=CourseSummaryForm,
    parts=(
        Part(
            "summary",
            Sensitivity.CLINICAL,
            columns=("course_words", "focus_words", "scores", "goals", "what_helped", "warning_signs", "maintenance"),
            searched=("focus_words", "goals", "what_helped", "warning_signs", "maintenance"),
        ),
    ),
    prepare=prepare,
    present=present,
    check=check,
)
