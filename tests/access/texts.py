"""What is typed into entries here. Every field holds a word of its own, so that a leak tells where it comes from."""

from tests.access.browser import Fields

TODAY = "2026-11-17"
AUTHORS = {"session_note": "therapist", "life_event": "therapist", "medication_change": "psychiatrist"}
STATES = ("draft", "signed", "addended", "retracted", "withheld")
DRUGS = {
    "draft": "lithium",
    "signed": "sertraline",
    "addended": "bupropion",
    "retracted": "mirtazapine",
    "withheld": "trazodone",
    "new": "buspirone",
}
# The fields of each kind that hold words.
WORDED = {
    "session_note": ("insight", "mood_link", "plan", "for_prescriber"),
    "life_event": ("text",),
    "medication_change": ("reason", "watch_for"),
}


def word(kind: str, state: str, field: str) -> str:
    """A word that stands in one field of one entry and nowhere else."""
    return "zq" + "".join(part.replace("_", "") for part in (kind, state, field)) + "qz"


def typed(kind: str, state: str) -> Fields:
    """A complete form of a kind, as it is typed; `state` new is for an entry that is made in a test."""
    words: Fields = {field: word(kind, state, field) for field in WORDED[kind]}
    return {**words, "happened_on": TODAY, **_CHOICES[kind], **_drug(kind, state)}


def _drug(kind: str, state: str) -> Fields:
    return {"drug": DRUGS[state]} if kind == "medication_change" else {}


_CHOICES: dict[str, Fields] = {
    "session_note": {"risk_status": "not_assessed", "mode": "in_person", "mood": "4"},
    "life_event": {"category": "loss", "impact": "strained"},
    "medication_change": {
        "change_type": "start",
        "dose": "30",
        "unit": "mg",
        "frequency": "once_daily",
        "effective_on": TODAY,
    },
}
