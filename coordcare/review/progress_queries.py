"""The progress review of one patient for one viewer, and the same as facts to be kept with a decision."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Row

from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.charts.chart_rules import Chart
from coordcare.measures.wording_rules import MEASURES
from coordcare.medication.observation_queries import latest
from coordcare.medication.queries import change_title
from coordcare.review import folded_queries as folded
from coordcare.review.ask_rules import stand_open, told
from coordcare.review.chart_queries import chart_of, event_words
from coordcare.review.observed_queries import effects_of
from coordcare.review.progress_cards import News, Question, Review
from coordcare.review.reading_queries import Reading, reading
from coordcare.review.record_queries import LIFE_EVENT, SESSION_NOTE
from coordcare.review.regimen_queries import drug_lines, lost_halves
from coordcare.review.result_queries import out_of_range
from coordcare.review.score_queries import score_lines
from coordcare.review.shown_queries import shown_of
from coordcare.risk.rules import CurrentRisk


def review_of(known: Reading, baseline: int, risk: CurrentRisk | None, other_medicines: Sequence[str] = ()) -> Review:
    """The review as its page shows it. `baseline` is the place above which things are new to the viewer.

    `risk` and `other_medicines` are what the frame of the page has read already.
    """
    observed = latest(known.standing)
    opened, folded_asks = asks(known)
    return Review(
        on=known.on,
        scores=score_lines(known),
        regimen=drug_lines(known),
        lost_halves=lost_halves(known),
        other_medicines=other_medicines,
        results=out_of_range(known),
        observed=observed,
        effects=effects_of(known, observed),
        questions=questions(known),
        asks=opened,
        asks_folded=folded_asks,
        settled=settled(known),
        settled_on=known.record.settled.on,
        news=news(known, baseline),
        chart=chart_of(known),
        sessions=folded.session_lines(known),
        sessions_in_words=folded.sessions_in_words(known),
        events=folded.event_lines(known),
        changes=folded.change_lines(known),
        trials=folded.trials(known),
        points=folded.points(known, observed.adherences),
        monitoring=known.due,
        shown=shown_of(known, observed, risk, other_medicines),
    )


def questions(known: Reading) -> list[Question]:
    """Items that wait for the viewer."""
    return [
        Question(told(one.text), known.named[one.by_id].name, one.on, _item_url(known, one.id), one.late)
        for one in known.waiting
    ]


def asks(known: Reading) -> tuple[list[Question], list[Question]]:
    """For who prescribes, what sessions asked and no decision of theirs that stands has settled, newest first.

    What stands open on the page, and what is folded.
    """
    before = known.record.settled
    stands = [one for one in known.record.asking() if before.stands(one.entry_id, one.signed_seq)]
    opened = {one.entry_id for one in stand_open(stands, before)}
    folded_ids = {one.entry_id for one in stands} - opened
    return _asked(known, lambda row: row.id in opened), _asked(known, lambda row: row.id in folded_ids)


def settled(known: Reading) -> list[Question]:
    """What the viewer's last decision settled of these: it stays listed until the decision after it."""
    ids = set(known.record.settled.settled)
    return _asked(known, lambda row: row.id in ids and not known.record.settled.stands(row.id, row.signed_seq))


def _asked(known: Reading, wanted: Callable[[Row[Any]], bool]) -> list[Question]:
    if not known.standing.may(Action.CHANGE_MEDICATION):
        return []
    return [
        Question(told(row.for_prescriber), known.by(row), row.happened_on, known.url(row.id))
        for row in reversed(known.sessions)
        if row.for_prescriber and wanted(row)
    ]


def _item_url(known: Reading, item_id: int) -> str:
    return url_for("followup.item", patient_id=known.standing.patient_id, item_id=item_id)


def news(known: Reading, after: int) -> list[News]:
    """What colleagues signed, added to or took back after a place in the patient's chain, newest first."""
    me = known.standing.viewer.account_id
    titles = {row.id: change_title(row._asdict()) for row in known.record.changes}
    titles |= {row.id: _score_title(row) for row in known.record.scores}
    found = [(row, _happened(row, after)) for row in known.record.entries if row.author_id != me]
    told = [(row, words) for row, words in found if words]
    told.sort(key=lambda one: max(one[0].signed_seq, one[0].taken_back_seq or 0, one[0].added_seq or 0), reverse=True)
    return [
        News(
            f"{titles.get(row.id) or _titled(known, row)}{words}",
            row.happened_on,
            known.by(row),
            known.url(row.id),
            row.id,
            folded.shortened(row.insight) if row.taken_back_seq is None else None,
            row.for_prescriber if row.taken_back_seq is None else None,
        )
        for row, words in told
    ]


def _happened(row: Row[Any], after: int) -> str | None:
    """ "" for a new entry, words for what became of an older one, None where nothing is new."""
    if row.taken_back_seq is not None:
        return " was retracted" if row.taken_back_seq > after else None
    if row.signed_seq > after:
        return " "
    return ", with an addendum" if (row.added_seq or 0) > after else None


def _titled(known: Reading, row: Row[Any]) -> str:
    if row.taken_back_seq is None and row.kind == SESSION_NOTE:
        return folded.session_words(row)
    if row.taken_back_seq is None and row.kind == LIFE_EVENT:
        return f"{known.word(row)}: {event_words(row)}"
    return known.word(row)


def _score_title(row: Row[Any]) -> str:
    word = MEASURES[row.measure].word
    return f"{word}, no total" if row.total is None else f"{word} {row.total}"


def chart_now(standing: Standing, on: date) -> Chart:
    """The values of the chart alone."""
    return chart_of(reading(standing, on))
