"""All advice on a proposed change: its first dose, every later step, and the drug that a switch leaves. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from coordcare.medication.advice_rules import QUIET, Advice, NeutrophilCount, Situation
from coordcare.medication.age_rules import age_on
from coordcare.medication.caution_rules import CLINIC
from coordcare.medication.detail_rules import BENIGN_NEUTROPENIA
from coordcare.medication.formulary import Drug, capitalized, unlisted
from coordcare.medication.limit_formulary import Use
from coordcare.medication.list_formulary import DrugList
from coordcare.medication.measured_rules import ANEW, Measured
from coordcare.medication.plan_checks import Proposal
from coordcare.medication.rules import Change
from coordcare.medication.saving_rules import advise, loudest_first
from coordcare.medication.step_rules import Act, changes_of
from coordcare.medication.title_rules import day_words

# Days. A change is often written on the day after; what is older is told, for it moves what the review counts.
BACK_DATED_AFTER = 7
# What takes effect later than this is rarely planned so far ahead, and often a slip of the month or year. [GK]
FAR_AHEAD_AFTER = 60


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the patient: `changes` are those that count; `overdue` names tests by drug."""

    birth_date: date
    today: date
    changes: Sequence[Change]
    drugs: DrugList = field(default_factory=DrugList)
    raised_risk: bool = False
    neutrophils: Sequence[NeutrophilCount] = ()
    overdue: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measured: Measured = field(default_factory=Measured)


@dataclass(frozen=True, slots=True)
class Details:
    """What the form says beside the dose, as far as advice asks for it."""

    indication: str | None = None
    conditions: frozenset[str] = frozenset()
    pdmp_checked_on: date | None = None
    next_review_on: date | None = None


def advice_on(proposal: Proposal, known: Known, details: Details) -> list[Advice]:
    """Every line on a proposal that makes sense, the loudest first; a line on a later step names its day."""
    drug = proposal.find(known.drugs, known.changes)
    if drug is None or proposal.effective_on < known.birth_date:
        return []
    other = proposal.find_other(known.drugs, known.changes)
    acts = proposal.acts(drug.generic, other.generic if other else None)
    standing = _standing(known.changes, acts)
    found: dict[str, Advice] = {}
    for number, change in enumerate(changes_of(acts[0])):
        before = [one for one in changes_of(acts[0]) if one.effective_on < change.effective_on]
        beside = [one for act in acts[1:] for one in changes_of(act)]
        situation = _situation(change, drug, [*standing, *before, *beside], proposal, known, details)
        for advice in advise(situation):
            found.setdefault(advice.key, _dated(advice, change) if number else advice)
    for act in acts[1:]:
        left = _situation(act.first, other or drug, standing, proposal, known, details)
        for advice in advise(left):
            found.setdefault(advice.key, advice)
    return loudest_first([*found.values(), *_replaced(known.changes, acts), *_far_dated(proposal, known.today)])


def _standing(changes: Sequence[Change], acts: Sequence[Act]) -> list[Change]:
    """What still counts once the proposal stands: planned changes that it comes before do not."""
    from_day = {act.first.line: act.first.effective_on for act in acts}
    return [one for one in changes if one.effective_on <= from_day.get(one.line, date.max)]


def _replaced(changes: Sequence[Change], acts: Sequence[Act]) -> Iterator[Advice]:
    from_day = {act.first.line: act.first.effective_on for act in acts}
    gone = [one for one in changes if one.effective_on > from_day.get(one.line, date.max)]
    if gone:
        told = ", ".join(_planned(one) for one in sorted(gone, key=lambda one: one.effective_on))
        yield Advice("replaces_plan", f"This replaces what was planned: {told}.", QUIET, "this record", verified=True)


def _far_dated(proposal: Proposal, today: date) -> Iterator[Advice]:
    """A change that counts from long before it is written, or from long after. What is taken already does begin
    long before. [GK]"""
    days = (today - proposal.effective_on).days
    if days > BACK_DATED_AFTER and proposal.change_type != "taking_already":
        words = (
            f"This counts from {day_words(proposal.effective_on)}, {days} days ago: days at this dose, and the scores"
            " and sessions after the change, are told from that day. Check the date."
        )
        yield Advice("back_dated", words, QUIET, CLINIC, verified=False)
    if -days > FAR_AHEAD_AFTER:
        words = f"This counts from {day_words(proposal.effective_on)}, in {-days} days. Check the date."
        yield Advice("far_ahead", words, QUIET, CLINIC, verified=False)


def _planned(change: Change) -> str:
    what = change.dose.words if change.dose else change.change_type
    return f"{capitalized(change.drug)} {what} from {day_words(change.effective_on)}"


def _situation(
    change: Change, drug: Drug, changes: Sequence[Change], proposal: Proposal, known: Known, details: Details
) -> Situation:
    dose = change.dose
    use = Use(
        age_on(known.birth_date, change.effective_on),
        route=(dose.route if dose else None) or "oral",
        form=dose.form if dose else None,
        indication=details.indication,
        conditions=details.conditions,
    )
    own = drug if drug.generic == change.drug else unlisted(change.drug)
    return Situation(
        change.change_type,
        own,
        change.effective_on,
        dose,
        use,
        changes,
        next_review=details.next_review_on,
        raised_risk=known.raised_risk,
        pdmp_checked_on=details.pdmp_checked_on,
        neutrophils=known.neutrophils,
        benign_ethnic_neutropenia=BENIGN_NEUTROPENIA in details.conditions,
        overdue=tuple(known.overdue.get(change.drug, ())),
        abnormal=known.measured.abnormal_for(own),
        untested=known.measured.untested(own, change.effective_on) if change.change_type in ANEW else (),
        beside=proposal.beside if change.drug == drug.generic else False,
        drugs=known.drugs,
    )


def _dated(advice: Advice, change: Change) -> Advice:
    return replace(advice, words=f"From {day_words(change.effective_on)}: {advice.words}")
