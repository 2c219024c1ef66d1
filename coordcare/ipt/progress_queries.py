"""What a course's progress is drawn from. For readers of clinical parts."""

from sqlalchemy import select

from coordcare.access.membership import Standing
from coordcare.access.policy import Sensitivity
from coordcare.extensions import db
from coordcare.ipt.course_queries import stages
from coordcare.ipt.goal_queries import rated_goals
from coordcare.ipt.models import Course
from coordcare.ipt.progress_rules import Line, Progress, Seen, Span
from coordcare.ipt.rules import PHASE_WORDS, Phase, focus_lines
from coordcare.ipt.session_queries import CourseSession, course_sessions
from coordcare.ipt.session_rules import ATTENDANCE, ATTENDED, HIGHEST, RATINGS
from coordcare.ipt.summary_rules import BASELINE
from coordcare.measures.queries import results
from coordcare.measures.wording_rules import MEASURES
from coordcare.settings.queries import today
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry


def progress_of(standing: Standing, course: Course) -> Progress:
    """Everything that is drawn of a course, by its days."""
    sessions = course_sessions(course.id)
    last = course.ended_on or max([today(), *(one.on for one in sessions)])
    return Progress(
        focus_lines(course.areas),
        course.started_on,
        last,
        [Seen(one.on, one.number, ATTENDANCE[one.attendance]) for one in sessions],
        _phases(course, sessions),
        [Span(line.on, line.word) for line in stages(course, sessions)],
        _scores(standing, course, last),
        [
            Line("Mood", HIGHEST, [(one.on, one.mood) for one in sessions if one.mood is not None]),
            *(
                Line(one.words, HIGHEST, [(session.on, rated) for session, rated in one.ratings])
                for one in rated_goals(standing, sessions)
            ),
            *_ratings(sessions),
        ],
        f"Attended {sum(one.attendance == ATTENDED for one in sessions)} of {len(sessions)}.",
    )


def latest_summary_id(standing: Standing) -> int | None:
    """The newest course summary of the patient that stands."""
    if not standing.reads(Sensitivity.CLINICAL):
        return None
    query = select(TimelineEntry.id).where(TimelineEntry.patient_id == standing.patient_id, *counted("course_summary"))
    return db.session.scalar(query.order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc()).limit(1))


def _phases(course: Course, sessions: list[CourseSession]) -> list[Span]:
    """Each phase from its first session on."""
    spans: list[Span] = []
    for one in sessions:
        word = PHASE_WORDS[Phase(one.phase)].removesuffix(" phase") if one.phase else None
        if word and (not spans or spans[-1].word != word):
            spans.append(Span(one.on if spans else course.started_on, word))
    return spans


def _scores(standing: Standing, course: Course, last: object) -> list[Line]:
    lines = []
    found_by_key = results(standing)
    for key, measure in MEASURES.items():
        found = found_by_key.get(key, [])
        points = [
            (one.on, one.total)
            for one in reversed(found)
            if one.retracted is None and one.total is not None and course.started_on - BASELINE <= one.on
            if course.ended_on is None or one.on <= course.ended_on + BASELINE
        ]
        bands = [(band.lowest, band.word) for band in measure.bands]
        if points:
            lines.append(Line(measure.word, measure.highest, points, bands))
    return lines


def _ratings(sessions: list[CourseSession]) -> list[Line]:
    lines = [
        Line(f"{word} (not validated)", HIGHEST, [(one.on, one.ratings[key]) for one in sessions if key in one.ratings])
        for key, word in RATINGS.items()
    ]
    return [line for line in lines if line.points]
