"""What stands beside the dose of a change: symptoms aimed at, talks, the review. Words and checks; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordcare.medication.limit_formulary import CONDITIONS

MOST_SYMPTOMS = 4
HIGHEST_RATING = 10
SYMPTOM_LENGTH = 60
RISK_TALKS = {
    "discussed": "Risks, benefits and alternatives discussed",
    "discussed_boxed": "These, and the boxed warning, discussed",
    "not_possible": "Not possible at this time",
}
# Why a start, increase or switch was decided without a review of the last day. For the record only.
WITHOUT_REVIEW = {
    "seen_today": "Seen today, review in the visit",
    "urgent": "Urgent",
    "planned": "Step of a known plan",
    "outside": "Reviewed outside CoordCare",
    "other": "Another reason",
}
BENIGN_NEUTROPENIA = "benign_ethnic_neutropenia"
# What a clinician tells of the patient, for the usual maximum and for counts; the rest is known from the regimen.
TOLD_CONDITIONS = {
    **{key: CONDITIONS[key] for key in ("inpatient", "hepatic_impairment", "cyp2c19_poor_or_inhibited")},
    BENIGN_NEUTROPENIA: "with benign ethnic neutropenia",
}
REVIEWED_TYPES = frozenset({"start", "increase", "switch", "augment"})


@dataclass(frozen=True, slots=True)
class Rating:
    """A target symptom as it was rated on a day, 0 to 10; None: named, not rated."""

    on: date
    rating: int | None


def symptoms_over_time(rated: Iterable[tuple[date, Sequence[Mapping[str, Any]]]]) -> dict[str, list[Rating]]:
    """Each symptom, by its name as last written, with its ratings, oldest first; the last named ones stand first."""
    by_key: dict[str, list[Rating]] = {}
    names: dict[str, str] = {}
    for day, symptoms in sorted(rated, key=lambda one: one[0]):
        for symptom in symptoms:
            key = symptom["name"].casefold()
            names.pop(key, None)
            names[key] = symptom["name"]
            by_key.setdefault(key, []).append(Rating(day, symptom["rating"]))
    return {names[key]: by_key[key] for key in reversed(names)}


def symptom_words(symptoms: Sequence[Mapping[str, Any]] | None) -> str | None:
    """Sleep 7 of 10; low mood (not rated)."""
    told = [
        f"{one['name']} {one['rating']} of {HIGHEST_RATING}"
        if one["rating"] is not None
        else f"{one['name']} (not rated)"
        for one in symptoms or ()
    ]
    return "; ".join(told) or None
