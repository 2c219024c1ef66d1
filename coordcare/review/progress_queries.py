"""The progress review of one patient for one viewer, and the same as facts to be kept with a decision."""

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Row

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.charts.chart_rules import Chart
from coordcare.measures.wording_rules import MEASURES
from coordcare.medication import half_rules
from coordcare.medication.formulary import capitalized
from coordcare.medication.half_queries import signed_of
from coordcare.medication.history_rules import days_at_dose
from coordcare.medication.monitoring_rules import OVERDUE
from coordcare.medication.observation_queries import Latest, latest
from coordcare.medication.queries import change_title
from coordcare.medication.result_formulary import MEASUREMENTS
from coordcare.medication.rules import ADHERENCE, planned
from coordcare.medication.title_rules import title
from coordcare.review import folded_queries as folded
from coordcare.review.chart_queries import chart_of, event_words
from coordcare.review.progress_cards import DrugLine, News, Question, Review
from coordcare.review.reading_queries import Reading, reading
from coordcare.review.record_queries import LIFE_EVENT, MEASURE, MEDICATION, SESSION_NOTE
from coordcare.review.score_queries import score_facts, score_lines
from coordcare.review.shown_rules import Fact, Shown
from coordcare.risk.queries import FACT, risk_panel
from coordcare.risk.rules import CurrentRisk
from coordcare.templating import plain_day
from coordcare.timeline import kinds

# Kinds whose entries all stand on the page; of others only what is new.
_ON_PAGE = frozenset({SESSION_NOTE, LIFE_EVENT, MEASURE, MEDICATION})


def review_of(known: Reading, baseline: int, risk: CurrentRisk | None) -> Review:
    """The review as its page shows it. `baseline` is the place above which things are new to the viewer."""
    observed = latest(known.standing)
    return Review(
        on=known.on,
        scores=score_lines(known),
        regimen=drug_lines(known),
        lost_halves=lost_halves(known),
        observed=observed,
        questions=questions(known),
        asks=asks(known),
        news=news(known, baseline),
        chart=chart_of(known),
        sessions=folded.session_lines(known),
        sessions_in_words=folded.sessions_in_words(known),
        events=folded.event_lines(known),
        changes=folded.change_lines(known),
        trials=folded.trials(known),
        points=folded.points(known, observed.adherence),
        monitoring=known.due,
        shown=_shown(known, observed, risk),
    )


def shown_from(known: Reading) -> Shown:
    """What a review of this reading shows, to be compared with what it showed."""
    standing = known.standing
    risk = risk_panel(standing, standing.patient_id) if standing.reads(Sensitivity.SAFETY) else None
    return _shown(known, latest(standing), risk)


def drug_lines(known: Reading) -> list[DrugLine]:
    """What is taken with its days, then what is planned."""
    taken = [
        DrugLine(
            capitalized(line.drug),
            line.dose_words,
            days_at_dose(line, known.on),
            line.held_since or line.since,
            line.held,
        )
        for line in known.regimen
    ]
    coming = [
        DrugLine(
            capitalized(one.drug),
            one.dose.words if one.dose else "",
            0,
            one.effective_on,
            held=False,
            planned=title(one.change_type, "", one.dose, None).strip(),
        )
        for one in planned(known.changes, known.on)
    ]
    return taken + coming


def lost_halves(known: Reading) -> list[half_rules.LostHalf]:
    """Switches that lost a half."""
    return half_rules.lost_halves([signed_of(row) for row in known.record.entries if row.kind == MEDICATION])


def questions(known: Reading) -> list[Question]:
    """Items that wait for the viewer."""
    return [
        Question(one.text, known.named[one.by_id].name, one.on, _item_url(known, one.id), one.late)
        for one in known.waiting
    ]


def asks(known: Reading) -> list[Question]:
    """For who prescribes, what sessions asked and no decision of theirs that stands was shown, newest first."""
    if not known.standing.may(Action.CHANGE_MEDICATION):
        return []
    return [
        Question(folded.shortened(row.for_prescriber) or "", known.by(row), row.happened_on, known.url(row.id))
        for row in reversed(known.sessions)
        if row.for_prescriber and row.signed_seq > known.record.shown_seq
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


def _shown(known: Reading, observed: Latest, risk: CurrentRisk | None) -> Shown:
    """Ids, versions and places of the entries on the page, and what was derived from them, in words of ours."""
    told = (observed.adherence, observed.side_effects, observed.fibser)
    seen = {one.entry_id for one in told if one is not None}
    entries = tuple(
        (row.id, row.version, row.signed_seq)
        for row in known.record.entries
        if row.taken_back_seq is None and (row.kind in _ON_PAGE or row.id in seen)
    )
    facts = [
        *(Fact("questions", f"Asked by {known.named[one.by_id].name} on {plain_day(one.on)}") for one in known.waiting),
        *_risk_facts(known, risk),
        *score_facts(known),
        *_regimen_facts(known),
        *_observed_facts(observed),
        *_session_facts(known),
        *_monitoring_facts(known),
    ]
    return Shown(entries, tuple((one.id, one.version) for one in known.waiting), tuple(facts))


def _risk_facts(known: Reading, risk: CurrentRisk | None) -> list[Fact]:
    if risk is None:
        return []
    stating = {kind.key for kind in kinds.stating(FACT)}
    sources = [row.id for row in known.record.entries if row.kind in stating and row.happened_on == risk.on]
    when = f", asked {plain_day(risk.on)}" if risk.on else ""
    return [Fact("risk", f"{risk.word}{when}", tuple(sources))]


def _regimen_facts(known: Reading) -> list[Fact]:
    """What is taken. A drug that is not on the list was named by whoever wrote it, so its name is not kept."""
    found = []
    for line in drug_lines(known):
        rows = _changes_of(known, line.drug)
        name = "A drug that is not on the list:" if any(row.unlisted for row in rows) else line.drug
        sources = tuple(row.id for row in rows)
        state = f"on hold since {plain_day(line.since)}" if line.held else f"{line.days} days at this dose"
        words = (
            f"planned from {plain_day(line.since)}: {line.planned}" if line.planned else f"{line.dose_words}, {state}"
        )
        found.append(Fact("regimen", f"{name} {words}", sources))
    return found or [Fact("regimen", "No medication recorded")]


def _changes_of(known: Reading, drug: str) -> list[Row[Any]]:
    return [row for row in known.record.changes if capitalized(row.drug) == capitalized(drug)]


def _monitoring_facts(known: Reading) -> list[Fact]:
    """What is overdue: drawn from the drug's changes, and from the results that the test has."""
    found = []
    for one in known.due:
        if one.state == OVERDUE:
            met = [row for row in known.record.results if MEASUREMENTS[row.test].meets == one.rule.test]
            sources = tuple(row.id for row in (*_changes_of(known, one.drug), *met))
            found.append(Fact("monitoring", f"{capitalized(one.drug)}: {one.words}", sources))
    return found


def _observed_facts(observed: Latest) -> list[Fact]:
    """What was last heard, by codes and numbers: names of side effects and barriers are words of others."""
    found = []
    if (one := observed.adherence) is not None and one.adherence_key is not None:
        missed = "" if one.missed_doses is None else f", {one.missed_doses} of the last 14 doses missed"
        found.append((one, f"{ADHERENCE[one.adherence_key]}{missed}"))
    if (one := observed.side_effects) is not None:
        count = len(one.side_effects)
        found.append((one, "1 side effect" if count == 1 else f"{count} side effects"))
    if (one := observed.fibser) is not None and one.fibser is not None:
        found.append((one, f"FIBSER {one.fibser.words}"))
    return [Fact("observed", f"Reported {plain_day(one.on)}: {words}", (one.entry_id,)) for one, words in found]


def _session_facts(known: Reading) -> list[Fact]:
    """The last session and how many there were: drawn from each of them."""
    words = folded.sessions_in_words(known)
    return [Fact("sessions", words, tuple(row.id for row in known.sessions))] if words else []


def chart_now(standing: Standing, on: date) -> Chart:
    """The values of the chart alone."""
    return chart_of(reading(standing, on))
