"""What a course's progress is drawn from. For readers of clinical parts."""

from collections.abc import Iterable
from datetime import date

from coordcare.access.membership import Standing
from coordcare.charts.chart_rules import Phase as Span
from coordcare.charts.chart_rules import Scale, Score, Session
from coordcare.ipt.course_queries import stages
from coordcare.ipt.goal_queries import rated_goals
from coordcare.ipt.models import Course
from coordcare.ipt.progress_cards import Progress
from coordcare.ipt.rules import PHASE_WORDS, Phase, focus_lines
from coordcare.ipt.session_queries import CourseSession, course_sessions
from coordcare.ipt.session_rules import ATTENDANCE, ATTENDED, HIGHEST, RATINGS
from coordcare.ipt.summary_rules import scores_of_course
from coordcare.measures.queries import results
from coordcare.measures.wording_rules import MEASURES
from coordcare.settings.queries import today


def progress_of(standing: Standing, course: Course) -> Progress:
    """Everything that is drawn of a course, by its days."""
    sessions = course_sessions(course.id)
    last = course.ended_on or max([today(), *(one.on for one in sessions)])
    return Progress(
        focus_lines(course.areas),
        course.started_on,
        last,
        [
            Session(one.on, one.number, ATTENDANCE[one.attendance].lower(), one.attendance == ATTENDED)
            for one in sessions
        ],
        _phases(course, sessions),
        [Span(line.on, line.word) for line in stages(course, sessions)],
        _scores(standing, course),
        [
            _rating("Mood", [(one.on, one.mood) for one in sessions if one.mood is not None]),
            *(
                _rating(one.words, [(session.on, rated) for session, rated in one.ratings])
                for one in rated_goals(standing, sessions)
            ),
            *_ratings(sessions),
        ],
        f"Attended {sum(one.attendance == ATTENDED for one in sessions)} of {len(sessions)}.",
    )


def _phases(course: Course, sessions: list[CourseSession]) -> list[Span]:
    """Each phase from its first session on."""
    spans: list[Span] = []
    for one in sessions:
        word = PHASE_WORDS[Phase(one.phase)].removesuffix(" phase") if one.phase else None
        if word and (not spans or spans[-1].word != word):
            spans.append(Span(one.on if spans else course.started_on, word))
    return spans


def _rating(word: str, rated: Iterable[tuple[date, int]]) -> Scale:
    return Scale(word, HIGHEST, (), [Score(on, value) for on, value in rated])


def _scores(standing: Standing, course: Course) -> list[Scale]:
    """Each measure from its baseline on, by the rule of the course's summary."""
    lines = []
    found_by_key = results(standing)
    for key, measure in MEASURES.items():
        found = found_by_key.get(key, [])
        told = [(one.on, one.total) for one in reversed(found) if one.retracted is None and one.total is not None]
        points = [Score(*one) for one in scores_of_course(told, course.started_on, course.ended_on or today())]
        bands = [(band.lowest, band.word) for band in measure.bands]
        if points:
            lines.append(Scale(measure.word, measure.highest, bands, points))
    return lines


def _ratings(sessions: list[CourseSession]) -> list[Scale]:
    return [
        _rating(f"{word} (not validated)", [(one.on, one.ratings[key]) for one in sessions if key in one.ratings])
        for key, word in RATINGS.items()
    ]
