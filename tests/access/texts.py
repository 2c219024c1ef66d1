"""What is typed into entries here. Every field holds a word of its own, so that a leak tells where it comes from."""

import re
from collections.abc import Iterator

from tests.access.browser import Fields

TODAY = "2026-11-17"
LATER = "2026-12-17"
# Who writes the entries of the matrix, in this order (an assessment settles risks that were told before), and adds.
AUTHORS = {
    "session_note": "therapist",
    "life_event": "therapist",
    "medication_change": "psychiatrist",
    "medication_visit": "nurse_practitioner",
    "contact": "coordinator",
    "observation": "coordinator",
    "risk_assessment": "psychologist",
    "measure_result": "therapist",
    "monitoring_result": "nurse_practitioner",
    "course_summary": "therapist",
}
ADDED = {
    "session_note": "psychiatrist2",
    "life_event": "nurse_practitioner",
    "medication_change": "nurse_practitioner",
    "medication_visit": "psychiatrist",
    "contact": "psychologist",
    "observation": "therapist",
    "measure_result": "nurse_practitioner",
    "monitoring_result": "psychiatrist",
    "risk_assessment": "therapist",
    "course_summary": "psychologist",
}
STATES = ("draft", "signed", "addended", "retracted", "withheld")
DRUGS = {
    "draft": "lithium",
    "signed": "sertraline",
    "addended": "bupropion",
    "retracted": "mirtazapine",
    "withheld": "trazodone",
    "new": "buspirone",
}
# What was heard of medication, whichever kind of entry heard it.
REPORTED = ("barrier_words", "side_effect", "side_effect_2", "side_effect_3")
# The fields that hold words, by kind and part.
WORDED: dict[str, dict[str, tuple[str, ...]]] = {
    "session_note": {
        "note": (
            *("insight", "mood_link", "plan", "for_prescriber", "functioning", "participants"),
            *("patient_place", "others_present", "callback", "technical_trouble"),
        ),
        "reported": REPORTED,
    },
    "life_event": {"event": ("text",)},
    "medication_change": {"change": ("reason", "watch_for", "alternatives", "target_symptoms_1_name")},
    "medication_visit": {"visit": ("interval_history", "mental_state", "assessment", "plan"), "reported": REPORTED},
    "contact": {"contact": ("with_whom", "text"), "reported": REPORTED},
    "observation": {"reported": REPORTED},
    "measure_result": {},
    "monitoring_result": {"result": ("note",)},
    "risk_assessment": {"status": ("actions_taken", "told"), "assessment": ("assessment",)},
    "course_summary": {
        "summary": ("course_words", "focus_words", "scores", "goals", "what_helped", "warning_signs", "maintenance")
    },
}
# These count when they are given: they have no drafts, and are never recalled.
WITHOUT_DRAFTS = frozenset({"measure_result", "monitoring_result", "risk_assessment"})


def word(kind: str, state: str, field: str) -> str:
    """A word that stands in one field of one entry and nowhere else."""
    return "zq" + "".join(re.sub("[_ ]", "", part) for part in (kind, state, field)) + "qz"


def states(kind: str) -> tuple[str, ...]:
    """The states in which there is an entry of a kind."""
    return STATES[1:] if kind in WITHOUT_DRAFTS else STATES


def _places() -> Iterator[tuple[str, str]]:
    for kind, parts in WORDED.items():
        yield from ((f"{kind} {part}", state) for part in parts for state in states(kind))
        yield from ((f"{kind} addendum", state) for state in ("addended", "withheld"))


def words_of_entry(kind_and_part: str, state: str) -> frozenset[str]:
    """The words of a part of the entry of a kind in a state, or of what was added to it."""
    kind, _, part = kind_and_part.partition(" ")
    fields = ("addendum",) if part == "addendum" else WORDED[kind][part]
    return frozenset(word(kind, state, field) for field in fields)


# Every part of an entry that holds words, in each state: "contact reported", "signed".
PLACES = tuple(_places())


def typed(kind: str, state: str) -> Fields:
    """A complete form of a kind, as it is typed; `state` new is for an entry that is made in a test."""
    words: Fields = {field: word(kind, state, field) for fields in WORDED[kind].values() for field in fields}
    return {**words, "happened_on": TODAY, **_CHOICES[kind], **_by_state(kind, state)}


def _by_state(kind: str, state: str) -> Fields:
    """A drug of its own for each change, a value for each result; item 9 above 0 for two measures, of which the second
    is not higher.
    """
    if kind == "medication_change":
        return {"drug": DRUGS[state], "steps_1_on": LATER, "steps_1_dose": "40"}
    if kind == "monitoring_result":
        return {"value": f"0.{list(DRUGS).index(state) + 1}"}
    return {"item_9": "1" if state in ("signed", "addended") else "0"} if kind == "measure_result" else {}


_CHOICES: dict[str, Fields] = {
    "course_summary": {},
    "session_note": {"risk_status": "not_assessed", "mode": "video", "mood": "4", "adherence": "misses_some"},
    "life_event": {"category": "loss", "impact": "strained"},
    "medication_change": {
        "change_type": "start",
        "dose": "30",
        "unit": "mg",
        "frequency": "once_daily",
        "effective_on": TODAY,
    },
    "medication_visit": {
        "outcome": "no_change",
        "adherence": "as_prescribed",
        "mode": "in_person",
        "risk_status": "not_assessed",
    },
    "contact": {"contact_type": "phone", "direction": "outgoing", "reached": "reached", "adherence": "misses_some"},
    "observation": {"told_by": "patient", "adherence": "misses_some", "missed_doses": "3"},
    "monitoring_result": {"test": "lithium_level", "unit": "mEq/L", "hours_since_dose": "12"},
    "measure_result": {
        "measure": "phq9",
        "given": "patient",
        **{f"item_{number}": str(number % 4) for number in range(1, 9)},
        "difficulty": "1",
    },
    "risk_assessment": {
        "risk_status": "passive_thoughts",
        **{f"screener_{number}": "n" for number in range(2, 7)},
        "screener_1": "y",
        "screener_recent": "",
    },
}
