"""The last total of each measure, what it changed, and what the rules say of it."""

from typing import Any

from sqlalchemy import Row

from coordcare.measures import rules
from coordcare.measures.rules import Point
from coordcare.measures.wording_rules import MEASURES, OPTIONS, Measure
from coordcare.medication.progress_rules import Score, remission_words, response
from coordcare.review.progress_cards import ScoreLine
from coordcare.review.reading_queries import Reading
from coordcare.review.shown_rules import Fact
from coordcare.templating import plain_day


def score_lines(known: Reading) -> list[ScoreLine]:
    """A line for each measure that has a total, in the order of the measures."""
    return [_line(known, measure, rows) for measure, rows in _measured(known)]


def score_facts(known: Reading) -> list[Fact]:
    """The same as facts, each with the results that it was drawn from."""
    found = []
    for (measure, rows), line in zip(_measured(known), score_lines(known), strict=True):
        first = known.baseline(measure.key)
        # Without a baseline the first one stands in the words.
        used = [row.id for row in rows if row.happened_on == (first.on if first else rows[0].happened_on)]
        told = filter(None, [line.change, line.since_baseline, line.rule, line.item_9])
        words = "; ".join([f"{line.word} {line.total} ({line.band}) on {plain_day(line.on)}", *told])
        found.append(Fact("scores", words, tuple(dict.fromkeys([*used, *(row.id for row in rows[-2:])]))))
    return found


def _measured(known: Reading) -> list[tuple[Measure, list[Row[Any]]]]:
    return [(measure, known.results[key]) for key, measure in MEASURES.items() if key in known.results]


def _line(known: Reading, measure: Measure, rows: list[Row[Any]]) -> ScoreLine:
    last = rows[-1]
    now, first = Score(last.happened_on, last.total), known.baseline(measure.key)
    band = rules.band_word(measure, last.band)
    return ScoreLine(
        measure.word,
        last.total,
        band,
        rules.band_tone(measure, last.total),
        last.happened_on,
        rules.short_change_words(last.total, Point(rows[-2].happened_on, rows[-2].total)) if len(rows) > 1 else None,
        _since(measure, now, first, rows[0]),
        _rule(known, measure, now, first),
        item_9_words(last),
        last.id,
    )


def _since(measure: Measure, now: Score, first: Score | None, oldest: Row[Any]) -> str | None:
    if first is None:
        if oldest.happened_on == now.on:
            return None
        words = rules.change_words(measure, now.total, Point(oldest.happened_on, oldest.total))
        return f"{words}, the first here ({oldest.total})"
    if first.on >= now.on:
        return "this is the baseline"
    return f"{rules.change_words(measure, now.total, Point(first.on, first.total))}, baseline {first.total}"


def _rule(known: Reading, measure: Measure, now: Score, first: Score | None) -> str | None:
    told = [response(first, now).words, remission_words(known.scores(measure.key))]
    return "; ".join(filter(None, told)) or None


def item_9_words(row: Row[Any]) -> str | None:
    """Item 9 above 0 in words, as far as the viewer reads it. A 0 is no clearance, so nothing is said of it."""
    if not row.item_9_positive:
        return None
    return f"item 9: {OPTIONS[row.item_9].word.lower()}" if row.item_9 else "item 9 above 0"
