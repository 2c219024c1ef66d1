"""What a patient is told of two drugs of one family that a plan takes together. Pure."""

from collections.abc import Collection, Sequence
from datetime import date

from coordcare.medication.formulary import formulary
from coordcare.medication.rules import Change, regimen

# In plain words what the clinician is told. Source: caution_rules.WATCH_FOR (not verified).
TOLD_TOGETHER = {
    "reuptake_inhibitor": (
        "While you take {drugs}: call us the same day if you become restless or confused, or have tremor, stiff or"
        " jerking muscles, sweating, fever, a fast heartbeat or diarrhea."
    ),
}


def told_together(counting: Sequence[Change], drugs: Collection[str], begins: date) -> list[str]:
    """One sentence for each family of which a drug of `drugs` and another are taken on one day, from a day on."""
    found: dict[str, list[str]] = {}
    for day in sorted({begins, *(one.effective_on for one in counting if one.effective_on > begins)}):
        for family in TOLD_TOGETHER:
            taken = sorted({one.drug for one in regimen(counting, day) if not one.held and _family(one.drug) == family})
            if len(taken) > 1 and not set(taken).isdisjoint(drugs):
                found.setdefault(family, taken)
    return [TOLD_TOGETHER[family].format(drugs=" and ".join(taken)) for family, taken in found.items()]


def _family(drug: str) -> str | None:
    known = formulary().get(drug)
    return known.family if known else None
