"""The regimen as a review shows it: what is taken and planned, switches that lost a half, the present trials."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coordcare.medication import half_rules
from coordcare.medication.advice_rules import source_words
from coordcare.medication.formulary import Drug, capitalized, formulary
from coordcare.medication.half_queries import signed_of
from coordcare.medication.history_rules import days_at_dose
from coordcare.medication.limit_formulary import Limit, Use
from coordcare.medication.list_formulary import ClinicDrug, DrugList, with_clinic
from coordcare.medication.rules import RISING, RegimenLine, planned
from coordcare.medication.title_rules import title
from coordcare.medication.trial_rules import Ending, Room, TrialNow, ending_of, room_of, trial_now
from coordcare.review.progress_cards import DrugLine
from coordcare.review.reading_queries import PHQ9, Reading
from coordcare.review.record_queries import MEDICATION
from coordcare.settings.rules import age_on


@dataclass(frozen=True, slots=True)
class Antidepressant:
    """A line of the regimen that runs as a trial, the trial until its last score, what is left of the dose.

    `ending` where the drug is being left.
    """

    line: RegimenLine
    drug: Drug
    trial: TrialNow | None
    room: Room | None
    ending: Ending | None

    @property
    def words(self) -> str | None:
        return self.trial.words(self.room, self.ending) if self.trial is not None else None

    @property
    def limit_told(self) -> str | None:
        """Where the usual maximum comes from."""
        if self.room is None:
            return None
        limit = self.room.limit
        return limit.source if limit.source.startswith("set by") else f"{source_words(limit.source)}; not verified"


def antidepressants(known: Reading) -> Iterator[Antidepressant]:
    """The antidepressants of the regimen."""
    drugs = formulary()
    for line in known.regimen:
        drug = drugs.get(line.drug)
        if drug is None or not drug.antidepressant:
            continue
        scores, first = known.scores(PHQ9), known.baseline(PHQ9)
        trial = trial_now(known.changes, line, scores, first, known.on, drug.adequate_start)
        beside = [one for one in known.regimen if one.drug == line.drug and one is not line]
        room, ending = room_of(line, beside, _limit(known, line, drug)), _ending(known, line)
        yield Antidepressant(line, drug, trial, room, ending)


def _ending(known: Reading, line: RegimenLine) -> Ending | None:
    """Whether a drug is being left: by its plan, or for the drug of a switch that runs beside it."""
    rows = [row for row in known.record.changes if line.drug in (row.drug, row.other_drug)]
    switches = [row for row in rows if row.change_type == "switch" and row.other_drug == line.drug]
    newest = max(switches, key=lambda row: row.signed_seq, default=None)
    raised = [row for row in rows if row.drug == line.drug and row.change_type in RISING | {"resume"}]
    replaced_by = None
    if newest is not None and not any(row.signed_seq > newest.signed_seq for row in raised):
        running = {one.drug for one in known.regimen} | {one.drug for one in planned(known.changes, known.on)}
        replaced_by = newest.drug if newest.drug in running else None
    return ending_of(known.changes, line, known.on, replaced_by)


def _limit(known: Reading, line: RegimenLine, drug: Drug) -> Limit | None:
    """The usual maximum for this patient, as the clinic has it and as the last change of the drug tells of its use."""
    rows = [row for row in known.record.changes if row.drug == line.drug]
    if not rows:
        return None
    last = max(rows, key=lambda row: row.signed_seq)
    drugs = DrugList()
    if last.clinic_maximum is not None:
        own = replace(drug, version=max(drug.version, 1))
        drugs = with_clinic([ClinicDrug(own, last.clinic_maximum, last.clinic_maximum_unit)])
    use = Use(
        age_on(last.birth_date, known.on),
        line.dose.route or "oral",
        line.dose.form,
        last.indication,
        frozenset(last.conditions or ()),
    )
    return drugs.limit_of(line.drug, use)


def drug_lines(known: Reading) -> list[DrugLine]:
    """What is taken with its days, then what is planned."""
    tried = {one.line: one.words for one in antidepressants(known)}
    taken = [
        DrugLine(
            capitalized(line.drug),
            line.dose_words,
            days_at_dose(line, known.on),
            line.held_since or line.since,
            line.held,
            trial=tried.get(line),
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
