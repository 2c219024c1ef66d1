"""Which result out of range is told first. Pure: an order of telling, no judgment. Clinic default [GK]."""

from collections.abc import Iterable, Sequence
from datetime import date

from coordcare.medication.formulary import find_drug
from coordcare.medication.monitoring_formulary import MonitoringRule
from coordcare.medication.result_formulary import MEASUREMENTS
from coordcare.medication.rules import Change, regimen

OWN, OTHER, STOPPED = 0, 1, 2


def asked_for_by(name: str, test: str, rules: Iterable[MonitoringRule], choices: frozenset[str]) -> bool:
    """Whether a drug asks for what a test measures: a change of it is then an answer to the result."""
    drug, measured = find_drug(name), MEASUREMENTS[test]
    return drug is not None and any(rule.test == measured.meets and rule.concerns(drug, choices) for rule in rules)


def order_of(
    test: str, changes: Sequence[Change], on: date, rules: Iterable[MonitoringRule], choices: frozenset[str]
) -> int:
    """OWN: a drug that is taken asks for it. STOPPED: the level of a drug that is not taken now."""
    measured = MEASUREMENTS[test]
    drugs = [drug for line in regimen(changes, on) if (drug := find_drug(line.drug)) is not None]
    asking = [rule for rule in rules if rule.test == measured.meets]
    if any(rule.concerns(drug, choices) for rule in asking for drug in drugs):
        return OWN
    return STOPPED if measured.level else OTHER
