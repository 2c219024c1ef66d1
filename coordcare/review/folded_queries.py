"""What stands folded below the chart: sessions, insights, life events, changes with their windows, trials, points."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from coordcare.ipt.rules import PHASE_WORDS, Phase
from coordcare.ipt.session_rules import ATTENDED, NOT_HELD
from coordcare.medication.decision_rules import decision_points
from coordcare.medication.formulary import capitalized
from coordcare.medication.history_rules import PastTrial, past_trials
from coordcare.medication.progress_rules import window
from coordcare.medication.queries import change_title
from coordcare.medication.reported_queries import Observation
from coordcare.medication.title_rules import CHANGED_WORDS
from coordcare.notes.rules import CATEGORIES
from coordcare.review.chart_queries import attendance_words, effective
from coordcare.review.progress_cards import ChangeLine, EventLine, Points, SessionLine
from coordcare.review.reading_queries import PHQ9, Reading
from coordcare.review.regimen_queries import antidepressants

INSIGHT_LETTERS = 360


def session_lines(known: Reading) -> list[SessionLine]:
    """Sessions, the newest first, each with the beginning of its insight."""
    return [
        SessionLine(
            row.happened_on, session_words(row), shortened(row.insight), known.by(row), known.url(row.id)
        )
        for row in reversed(known.sessions)
    ]  # fmt: skip


def session_words(row: Row[Any]) -> str:
    """Session 6 of 16, middle phase"""
    if row.session_number is None:
        return f"Session {attendance_words(row)}"
    planned = f" of {row.planned_sessions}" if row.planned_sessions else ""
    phase = f", {PHASE_WORDS[Phase(row.phase)].lower()}" if row.phase else ""
    return f"Session {row.session_number}{planned}{phase}"


def sessions_in_words(known: Reading) -> str:
    """Session 6 of 16, middle phase; 6 attended, 1 missed"""
    held = [row for row in known.sessions if row.session_number is not None]
    counts = [
        f"{count} {words}"
        for key, words in {ATTENDED: "attended", **NOT_HELD}.items()
        if (count := sum((row.attendance or ATTENDED) == key for row in known.sessions))
    ]
    return "; ".join(filter(None, [session_words(held[-1]) if held else "", ", ".join(counts)]))


def event_lines(known: Reading) -> list[EventLine]:
    """Life events, the newest first."""
    return [
        EventLine(row.happened_on, CATEGORIES[row.category], shortened(row.event_text) or "", known.url(row.id))
        for row in reversed(known.record.events)
    ]


def change_lines(known: Reading) -> list[ChangeLine]:
    """Changes that have taken effect, the newest first, each with the scores around it: an association."""
    rows, attended, scores = effective(known), attended_days(known), known.scores(PHQ9)
    lines: list[ChangeLine] = []
    later: date | None = None
    until = ""
    for number, row in reversed(list(enumerate(rows, 1))):
        after = window(
            "PHQ-9", scores, row.effective_on, known.on, next_change=later, next_words=until, sessions=attended
        )
        lines.append(_change_line(known, number, row, after.words))
        if number > 1 and rows[number - 2].effective_on < row.effective_on:
            later, until = row.effective_on, f"{row.drug} was {CHANGED_WORDS[row.change_type]}"
    return lines


def _change_line(known: Reading, number: int, row: Row[Any], after: str) -> ChangeLine:
    return ChangeLine(
        number,
        row.effective_on,
        change_title(row._asdict()),
        shortened(row.reason),
        shortened(row.watch_for),
        after,
        known.url(row.id),
    )


def attended_days(known: Reading) -> list[Any]:
    """The days of sessions that took place."""
    return [row.happened_on for row in known.sessions if (row.attendance or ATTENDED) == ATTENDED]


def trials(known: Reading) -> list[PastTrial]:
    """Trials that ended, the last first. Source: sources.md 7, psychiatrist's story 12."""
    reasons = {row.signed_seq: row.reason for row in known.record.changes if row.change_type == "stop" and row.reason}
    return past_trials(known.changes, known.on, known.scores(PHQ9), reasons)


def points(known: Reading, adherence: Sequence[Observation]) -> list[Points]:
    """Decision points of each drug that runs as an antidepressant trial. Advisory; not asked is not adequate.

    `adherence`: reports of it, newest first."""
    found = []
    for one in antidepressants(known):
        judged = decision_points(
            known.changes,
            one.line.drug,
            known.scores(PHQ9),
            known.baseline(PHQ9),
            known.on,
            adherence=[(one.on, one.adherence_key) for one in adherence if one.adherence_key],
            adequate=one.drug.adequate_start,
            room=one.room.option if one.room else None,
            ending=one.ending,
        )
        if judged:
            found.append(Points(capitalized(one.line.drug), one.words, None if one.ending else one.limit_told, judged))
    return found


def shortened(text: str | None) -> str | None:
    """The beginning of what somebody wrote, cut at a word; the whole stands in its entry."""
    tidy = " ".join((text or "").split())
    if len(tidy) <= INSIGHT_LETTERS:
        return tidy or None
    return f"{tidy[:INSIGHT_LETTERS].rsplit(maxsplit=1)[0]} …"
