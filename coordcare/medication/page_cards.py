"""The regimen of a day as the medication page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coordcare.medication.formulary import amount_words
from coordcare.medication.history_rules import DailyTotal, daily_totals, days_at_dose
from coordcare.medication.rules import Change, RegimenLine, regimen

NO_LIMIT = "no daily limit set"
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of the regimen with its whole days on the dose and the amount of a day in words."""

    line: RegimenLine
    days: int
    total_words: str


def page_lines(changes: Sequence[Change], on: date) -> list[PageLine]:
    """What is taken on a day."""
    lines = regimen(changes, on)
    return [
        PageLine(line, days_at_dose(line, on), _line_words(line, total))
        for line, total in zip(lines, daily_totals(lines), strict=True)
    ]


def drug_totals(changes: Sequence[Change], on: date) -> list[tuple[str, str]]:
    """Of each drug with two lines, its amount of a day, where both are in one unit."""
    lines = regimen(changes, on)
    found = []
    for drug in dict.fromkeys(line.drug for line in lines if line.beside):
        own = [one for one in daily_totals(lines) if one.drug == drug]
        if len(own) > 1 and len({one.unit for one in own}) == 1:
            scheduled, most = sum((one.scheduled for one in own), Decimal(0)), [one.at_most for one in own]
            at_most = sum((one for one in most if one is not None), Decimal(0)) if None not in most else None
            words = total_words(DailyTotal(drug, own[0].unit, scheduled, at_most))
            found.append((drug, words if at_most is None else f"{words} a day"))
    return found


def _line_words(line: RegimenLine, total: DailyTotal) -> str:
    words = total_words(total)
    return words if total.at_most is not None else f"{line.dose.amount_words} each time, {words}"


def total_words(total: DailyTotal) -> str:
    """100 mg; up to 75 mg; 200 to 275 mg; nothing while it is on hold; no limit that nobody set."""
    if total.at_most is None:
        scheduled = f"at least {amount_words(total.scheduled.quantize(THOUSANDTH))} {total.unit} a day, "
        return f"{scheduled if total.scheduled else ''}{NO_LIMIT}"
    if not total.at_most:
        return "nothing"
    most = f"{amount_words(total.at_most.quantize(THOUSANDTH))} {total.unit}"
    if not total.scheduled:
        return f"up to {most}"
    if total.scheduled == total.at_most:
        return most
    return f"{amount_words(total.scheduled.quantize(THOUSANDTH))} to {most}"
