"""A change of medication as cards and pages show it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coordcare.medication import queries, rules
from coordcare.medication.advice_rules import NOT_CHECKED, standing_words
from coordcare.medication.detail_rules import RISK_TALKS, TOLD_CONDITIONS, WITHOUT_REVIEW, symptom_words
from coordcare.medication.formulary import capitalized
from coordcare.medication.limit_formulary import INDICATIONS
from coordcare.medication.title_rules import day_words, dose_change_words

Values = dict[str, Any]


def change_card(values: Values, today: date) -> Values:
    """A change in words; `steps` and `leaving` as (day, words)."""
    dose, previous = queries.dose_of(values), queries.dose_of(values, "previous_")
    title = queries.change_title(values)
    if values["effective_on"] > today:
        title = f"Planned from {day_words(values['effective_on'])}: {title}"
    advice = values.get("advice") or []
    return {
        "title": title,
        "change_word": rules.CHANGE_TYPES[values["change_type"]],
        "drug": capitalized(values["drug"]),
        "unlisted": values["unlisted"],
        "beside": values["beside"],
        "change_words": _dose_words(dose, previous),
        "effective_on": values["effective_on"],
        "steps": _step_words(values["steps"], dose),
        "other_drug": capitalized(values["other_drug"]) if values["other_drug"] else None,
        "other_word": _other_word(values),
        "leaving": _step_words(values["leaving"], None),
        "reason": values["reason"],
        "watch_for": values["watch_for"],
        "indication": indication_words(values["indication"]),
        "conditions": ", ".join(TOLD_CONDITIONS[key] for key in values["conditions"] or ()) or None,
        "symptoms": symptom_words(values["target_symptoms"]),
        "alternatives": values["alternatives"],
        "risk_talk": RISK_TALKS.get(values["risk_talk"] or ""),
        "pdmp_checked_on": values["pdmp_checked_on"],
        "next_review_on": values["next_review_on"],
        "without_review": WITHOUT_REVIEW.get(values["without_review"] or ""),
        "advice": [_advice(one) for one in advice],
        "advice_reason": values["advice_reason"],
        "not_checked": NOT_CHECKED if advice else None,
        "above_maximum": values["dose_confirmed"] and not advice,
    }


def indication_words(key: str | None) -> str | None:
    """What it is for, in words."""
    if key is None:
        return None
    return INDICATIONS[key].removeprefix("for ") if key in INDICATIONS else "something else"


def _other_word(values: Values) -> str | None:
    if values["linked_id"] is not None:
        return "Switched to"
    return {"switch": "Switched from", "augment": "Added to"}.get(values["change_type"])


def _dose_words(dose: rules.Dose | None, previous: rules.Dose | None) -> str:
    if dose is None:
        return previous.words if previous else ""
    return dose_change_words(previous, dose) if previous and previous != dose else dose.words


def _step_words(kept: list[Mapping[str, Any]] | None, like: rules.Dose | None) -> list[tuple[date, str]]:
    return [(step.on, step.dose.words if step.dose else "stop") for step in queries.steps_of(kept, like)]


def _advice(one: Mapping[str, Any]) -> Values:
    """A line as it was shown at signing, and what became of it."""
    source = standing_words(one["source"], verified=one["verified"])
    noted = "said to be meant" if one.get("meant") else "noted" if one["noted"] else None
    became = "reason given" if one["level"] == "asks_reason" else noted
    return {"words": one["words"], "asks": one["level"] == "asks_reason", "source": source, "became": became}
