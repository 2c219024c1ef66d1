"""One valid form of every kind of entry that is written in a browser or posted at once. New kinds join here."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY = "2026-01-15"
COMING = (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
Fields = dict[str, str]


@dataclass(frozen=True)
class Example:
    """Who writes the kind, what is typed, and in which field its words stand (None: it has none)."""

    who: str
    fields: Fields
    words: str | None
    drafts: bool = True


EXAMPLES: dict[str, Example] = {
    "session_note": Example(
        "therapist",
        {
            "happened_on": DAY,
            "insight": "She asked for help.",
            "risk_status": "none",
            "mode": "video",
            "attendance": "attended",
            "patient_place": "At her cousin's, Tampa FL",
            "technical_trouble": "None today",
            "telehealth_consent": "y",
            "adherence": "misses_some",
            "side_effect": "Dry mouth",
            "functioning": "Back at work",
            "next_session_on": COMING,
        },
        "insight",
    ),
    "life_event": Example(
        "therapist", {"happened_on": DAY, "category": "work", "impact": "mixed", "text": "Back at work."}, "text"
    ),
    "medication_change": Example(
        "psychiatrist",
        {
            "happened_on": DAY,
            "change_type": "start",
            "drug": "buspirone",
            "dose": "5",
            "unit": "mg",
            "frequency": "once_daily",
            "effective_on": DAY,
            "reason": "Moderate anxiety.",
        },
        "reason",
    ),
    "medication_visit": Example(
        "psychiatrist",
        {
            "happened_on": DAY,
            "adherence": "not_asked",
            "assessment": "Sleeps better.",
            "outcome": "no_change",
            "risk_status": "none",
            "mode": "video",
        },
        "assessment",
    ),
    "contact": Example(
        "coordinator",
        {
            "happened_on": DAY,
            "contact_type": "phone",
            "direction": "incoming",
            "reached": "reached",
            "adherence": "not_asked",
            "text": "Asked for another hour.",
        },
        "text",
    ),
    "observation": Example(
        "coordinator",
        {"happened_on": DAY, "told_by": "patient", "adherence": "misses_some", "missed_doses": "3", "barriers": "cost"},
        "side_effect",
    ),
    "monitoring_result": Example(
        "psychiatrist",
        {
            "happened_on": DAY,
            "test": "lithium_level",
            "value": "0.8",
            "unit": "mEq/L",
            "hours_since_dose": "12",
        },
        "note",
        drafts=False,
    ),
    "measure_result": Example(
        "therapist",
        {
            "happened_on": DAY,
            "measure": "phq9",
            "given": "patient",
            **{f"item_{number}": str(number % 3) for number in range(1, 9)},
            "item_9": "0",
        },
        None,
        drafts=False,
    ),
    "risk_assessment": Example(
        "therapist",
        {"happened_on": DAY, "risk_status": "none", "assessment": "Asked; no such thoughts."},
        "assessment",
        drafts=False,
    ),
    "course_summary": Example(
        "therapist",
        {"happened_on": DAY, "course_words": "IPT, 16 sessions.", "focus_words": "Grief", "what_helped": "Letters."},
        "what_helped",
    ),
}


class Typist:
    """Types valid forms, one after another: a drug that was started is stopped before it is started again."""

    def __init__(self) -> None:
        self._taken = False

    def fields(self, kind: str, words: str) -> Fields:
        """A form of the kind that says `words`."""
        example = EXAMPLES[kind]
        typed = {**example.fields, **({example.words: words} if example.words else {})}
        if kind == "medication_change" and self._taken:
            typed |= {"change_type": "stop", "dose": ""}
        return typed

    def signed(self, kind: str) -> None:
        """Told of each form that was signed."""
        if kind == "medication_change":
            self._taken = not self._taken


def drafted() -> list[str]:
    """The kinds that are kept as drafts."""
    return [key for key, example in EXAMPLES.items() if example.drafts]
