"""Advice on what was measured: what is out of range when a drug is begun or raised. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coordcare.medication.advice_rules import BEGINS, QUIET, Abnormal, Advice, Situation, source_words
from coordcare.medication.formulary import Drug
from coordcare.medication.monitoring_formulary import DEFAULT_CHOICES, MonitoringRule

RAISES = BEGINS | {"increase"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a patient: `abnormal` the newest first, and the rules by which the clinic measures."""

    abnormal: Sequence[Abnormal] = ()
    rules: Sequence[MonitoringRule] = ()
    choices: frozenset[str] = DEFAULT_CHOICES

    def rules_of(self, drug: Drug) -> list[MonitoringRule]:
        return [rule for rule in self.rules if rule.concerns(drug, self.choices)]

    def abnormal_for(self, drug: Drug) -> list[Abnormal]:
        """What is out of range, the tests that are monitored with the drug first."""
        own = {rule.test for rule in self.rules_of(drug)}
        return sorted(self.abnormal, key=lambda one: one.test not in own)


def out_of_range(situation: Situation) -> Iterator[Advice]:
    """A fact with its date, beside a drug that is begun or raised; whether it matters is the clinician's to say.

    Each result brings the source of its own range.
    """
    if situation.abnormal and situation.change_type in RAISES:
        told = "; ".join(one.words for one in situation.abnormal)
        sources = dict.fromkeys(source_words(one.source) for one in situation.abnormal if one.source)
        yield Advice(
            "out_of_range",
            f"Out of range on record: {told}.",
            QUIET,
            "; ".join(sources) or "this record",
            verified=all(one.verified for one in situation.abnormal),
        )
