"""The record as the values of its chart."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from coordcare.charts.chart_rules import Chart, LifeEvent, Phase, Scale, Score, Session
from coordcare.ipt.rules import PHASE_WORDS
from coordcare.ipt.rules import Phase as IptPhase
from coordcare.ipt.session_rules import ATTENDED, NOT_HELD
from coordcare.measures.wording_rules import MEASURES, OPTIONS, Measure
from coordcare.medication.formulary import capitalized
from coordcare.medication.queries import change_title
from coordcare.notes.rules import CATEGORIES
from coordcare.review.dose_drawing import lanes, pins
from coordcare.review.reading_queries import Reading

# Letters of a life event on the chart; the whole text stands below.
EVENT_LETTERS = 40


def chart_of(known: Reading) -> Chart:
    """Scores, doses, changes, sessions with their phases and life events until the day of the reading."""
    return Chart(
        last=known.on,
        scales=[_scale(measure, known.results[key]) for key, measure in MEASURES.items() if key in known.results],
        lanes=lanes(known.changes, {one.drug: capitalized(one.drug) for one in known.changes}, known.on),
        pins=pins([(row.effective_on, change_title(row._asdict())) for row in effective(known)]),
        sessions=[_session(row) for row in known.sessions],
        phases=list(_phases(known.sessions)),
        events=[LifeEvent(row.happened_on, event_words(row)) for row in known.record.events],
    )


def effective(known: Reading) -> list[Row[Any]]:
    """Changes that have taken effect, as they did."""
    return [row for row in known.record.changes if row.effective_on <= known.on]


def attendance_words(row: Row[Any]) -> str:
    return NOT_HELD.get(row.attendance or ATTENDED, "attended")


def event_words(row: Row[Any]) -> str:
    """Its beginning, or the category of one that is too long to begin."""
    text = " ".join(row.event_text.split())
    if len(text) <= EVENT_LETTERS:
        return text
    return (
        f"{text[:EVENT_LETTERS].rsplit(maxsplit=1)[0]} …" if " " in text[:EVENT_LETTERS] else CATEGORIES[row.category]
    )


def _session(row: Row[Any]) -> Session:
    held = (row.attendance or ATTENDED) not in NOT_HELD
    words = "attended, no session of a course" if held and row.session_number is None else attendance_words(row)
    return Session(row.happened_on, row.session_number, words, held)


def _scale(measure: Measure, rows: Iterable[Row[Any]]) -> Scale:
    bands = [(band.lowest, band.word) for band in measure.bands]
    return Scale(measure.word, measure.highest, bands, [_score(row) for row in rows])


def _score(row: Row[Any]) -> Score:
    said = None
    if row.item_9_positive:
        said = OPTIONS[row.item_9].word.lower() if row.item_9 else "above 0"
    return Score(row.happened_on, row.total, said)


def _phases(sessions: Iterable[Row[Any]]) -> Iterable[Phase]:
    """Phases as the sessions state them, each from its first session on."""
    known: tuple[int | None, str] | None = None
    for row in sessions:
        if row.phase and (row.course_id, row.phase) != known:
            known = (row.course_id, row.phase)
            yield Phase(row.happened_on, PHASE_WORDS[IptPhase(row.phase)].removesuffix(" phase"))
