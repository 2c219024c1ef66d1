"""What a review shows, as facts to be kept with a decision: words of ours, each with the entries it was drawn from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from coordcare.access.policy import Sensitivity
from coordcare.medication.effect_rules import Told
from coordcare.medication.formulary import capitalized
from coordcare.medication.monitoring_rules import OVERDUE
from coordcare.medication.observation_queries import Latest, latest
from coordcare.medication.result_formulary import MEASUREMENTS
from coordcare.medication.rules import ADHERENCE
from coordcare.patients.health_queries import allergies
from coordcare.review import folded_queries as folded
from coordcare.review.name_queries import UNNAMED
from coordcare.review.observed_queries import effects_of
from coordcare.review.progress_cards import ResultLine
from coordcare.review.reading_queries import PHQ9, Reading
from coordcare.review.record_queries import LIFE_EVENT, MEASURE, MEDICATION, SESSION_NOTE
from coordcare.review.regimen_queries import antidepressants, drug_lines
from coordcare.review.result_queries import out_of_range
from coordcare.review.score_queries import score_facts
from coordcare.review.shown_rules import Fact, Shown
from coordcare.risk.queries import FACT, risk_panel
from coordcare.risk.rules import CurrentRisk
from coordcare.templating import plain_day
from coordcare.timeline import kinds

# Kinds whose entries all stand on the page; of others only what is new.
_ON_PAGE = frozenset({SESSION_NOTE, LIFE_EVENT, MEASURE, MEDICATION})


def shown_from(known: Reading) -> Shown:
    """What a review of this reading shows, to be compared with what it showed."""
    standing = known.standing
    risk = risk_panel(standing, standing.patient_id) if standing.reads(Sensitivity.SAFETY) else None
    return shown_of(known, latest(standing), risk, allergies(standing).other_medicines)


def shown_of(known: Reading, observed: Latest, risk: CurrentRisk | None, other_medicines: Sequence[str]) -> Shown:
    """Ids, versions and places of the entries on the page, and what was derived from them, in words of ours."""
    told, effects = (observed.adherence, observed.fibser), effects_of(known, observed)
    results = out_of_range(known)
    seen = (
        {one.entry_id for one in told if one is not None}
        | {one.entry_id for one in results}
        | {one.entry_id for one in effects}
    )
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
        *_medicine_facts(other_medicines),
        *_trial_facts(known),
        *_result_facts(results),
        *_observed_facts(observed),
        *_effect_facts(effects),
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
        name = UNNAMED if any(row.unlisted for row in rows) else line.drug
        sources = tuple(row.id for row in rows)
        state = f"on hold since {plain_day(line.since)}" if line.held else line.days_words
        words = (
            f"planned from {plain_day(line.since)}: {line.planned}" if line.planned else f"{line.dose_words}, {state}"
        )
        found.append(Fact("regimen", f"{name} {words}", sources))
    return found or [Fact("regimen", "No medication recorded")]


def _medicine_facts(other_medicines: Sequence[str]) -> list[Fact]:
    """How many other medicines stand on the health list: their names are words of others."""
    count = len(other_medicines)
    return [Fact("regimen", "1 other medicine" if count == 1 else f"{count} other medicines")] if count else []


def _trial_facts(known: Reading) -> list[Fact]:
    """Drawn from the drug's changes and from the results of the baseline and of the end."""
    rows, found = known.results.get(PHQ9, []), []
    for one in antidepressants(known):
        if one.trial is not None and one.words is not None:
            days = {score.on for score in (one.trial.first, one.trial.last) if score is not None}
            scores = [row for row in rows if row.happened_on in days]
            sources = tuple(row.id for row in (*_changes_of(known, one.line.drug), *scores))
            found.append(Fact("trial", f"{capitalized(one.line.drug)}: {one.words}", sources))
    return found


def _result_facts(results: list[ResultLine]) -> list[Fact]:
    return [Fact("results", f"{one.words} on {plain_day(one.on)}: {one.means}", (one.entry_id,)) for one in results]


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
    if (one := observed.fibser) is not None and one.fibser is not None:
        found.append((one, f"FIBSER {one.fibser.words}"))
    return [Fact("observed", f"Reported {plain_day(one.on)}: {words}", (one.entry_id,)) for one, words in found]


def _effect_facts(effects: Sequence[Told]) -> list[Fact]:
    """How many side effects stand, and how many of them are severe."""
    if not effects:
        return []
    count, severe = len(effects), sum(one.presses for one in effects)
    words = f"{'1 side effect' if count == 1 else f'{count} side effects'}{f', {severe} severe' if severe else ''}"
    sources = tuple(dict.fromkeys(one.entry_id for one in effects))
    return [Fact("observed", f"Reported {plain_day(effects[0].on)}: {words}", sources)]


def _session_facts(known: Reading) -> list[Fact]:
    """The last session and how many there were: drawn from each of them."""
    words = folded.sessions_in_words(known)
    return [Fact("sessions", words, tuple(row.id for row in known.sessions))] if words else []
