"""Advice on what was measured: what is out of range, and what was never tested, when a drug is begun. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordcare.medication.advice_rules import BEGINS, QUIET, Abnormal, Advice, Situation, Untested, source_words
from coordcare.medication.formulary import Drug
from coordcare.medication.monitoring_formulary import DEFAULT_CHOICES, START, MonitoringRule
from coordcare.medication.monitoring_rules import Result

RAISES = BEGINS | {"increase"}
# A drug that is resumed was begun before: what is overdue for it is told apart.
ANEW = BEGINS - {"resume"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a patient: `abnormal` the newest first, and the rules by which the clinic measures.

    `results` are all that count.
    """

    abnormal: Sequence[Abnormal] = ()
    results: Sequence[Result] = ()
    rules: Sequence[MonitoringRule] = ()
    choices: frozenset[str] = DEFAULT_CHOICES

    def rules_of(self, drug: Drug) -> list[MonitoringRule]:
        return [rule for rule in self.rules if rule.concerns(drug, self.choices)]

    def abnormal_for(self, drug: Drug) -> list[Abnormal]:
        """What is out of range, the tests that are monitored with the drug first."""
        own = {rule.test for rule in self.rules_of(drug)}
        return sorted(self.abnormal, key=lambda one: one.test not in own)

    def untested(self, drug: Drug, on: date) -> list[Untested]:
        """The baseline tests of a drug that is begun on a day, without a result that is new enough for the rule."""
        found: dict[str, Untested] = {}
        for rule in self.rules_of(drug):
            if rule.anchor == START and rule.baseline_days is not None:
                since = on - timedelta(days=rule.baseline_days)
                tested = any(one.test == rule.test and one.counts and since <= one.on <= on for one in self.results)
                if not tested:
                    found.setdefault(rule.word, Untested(rule.word, rule.source, rule.verified))
        return sorted(found.values(), key=lambda one: one.word.casefold())


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


def baseline_missing(situation: Situation) -> Iterator[Advice]:
    """Tests that the clinic's rules want before the first dose; one that is planned may still be done."""
    if situation.untested and situation.change_type in ANEW:
        papers = [one.source.split(":")[0] for one in situation.untested]
        sources = dict.fromkeys(one for one in papers if not one.startswith("sources.md"))
        yield Advice(
            "baseline_missing",
            f"Baseline tests not on record: {', '.join(one.word for one in situation.untested)}.",
            QUIET,
            ": ".join(filter(None, ["the clinic's monitoring rules", "; ".join(sources)])),
            verified=all(one.verified for one in situation.untested),
        )
