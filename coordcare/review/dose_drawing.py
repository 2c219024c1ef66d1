"""What is taken, as the lanes and pins of a chart. The regimen alone says what is taken on a day."""

from collections.abc import Mapping, Sequence
from datetime import date

from coordcare.charts.chart_rules import Lane, Pin, Step, lane
from coordcare.medication.formulary import AS_NEEDED, FREQUENCIES, amount_words
from coordcare.medication.rules import Change, Dose, RegimenLine, in_order, regimen


def lanes(changes: Sequence[Change], called: Mapping[str, str], last: date) -> list[Lane]:
    """A lane for each drug that was taken until `last`; `called` has the drugs' names by their keys.

    What is taken now comes first, in the order of starting; then what was stopped, the last first.
    """
    known = [change for change in changes if change.effective_on <= last]
    steps: dict[str, list[Step]] = {}
    for day in sorted({change.effective_on for change in known}):
        taken = {line.drug: line for line in regimen(known, day)}
        for drug in dict.fromkeys(change.drug for change in in_order(known) if change.effective_on == day):
            line = taken.get(drug)
            steps.setdefault(drug, []).append(_step(line, day) if line else Step(day, stopped=True))
    now = {line.drug: number for number, line in enumerate(regimen(known, last))}
    found = sorted(steps, key=lambda drug: (now.get(drug, len(now)), -steps[drug][-1].since.toordinal(), drug))
    return [one for drug in found if (one := lane(called.get(drug, drug), steps[drug]))]


def pins(titled: Sequence[tuple[date, str]]) -> list[Pin]:
    """Changes by day (the day of effect, the title), numbered from the oldest."""
    return [Pin(number, on, words) for number, (on, words) in enumerate(sorted(titled, key=lambda one: one[0]), 1)]


def _step(line: RegimenLine, day: date) -> Step:
    dose = line.dose
    return Step(day, dose.words, _brief(dose), dose.milligrams_per_day or dose.per_day, line.held)


def _brief(dose: Dose) -> str:
    """100 mg/day; nothing where a day has no amount of its own (weekly, as needed)."""
    frequency = FREQUENCIES[dose.frequency]
    if frequency.days != 1 or frequency.key == AS_NEEDED:
        return ""
    return f"{amount_words(dose.per_day)} {dose.unit}/day"
