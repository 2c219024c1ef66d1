"""A change of medication in one line, as titles and lists tell it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from coordcare.medication.rules import CHANGE_TYPES, WITHOUT_DOSE, Dose

PAST_WORDS = {
    "start": "started",
    "taking_already": "taken already",
    "increase": "increased",
    "decrease": "decreased",
    "timing": "taken otherwise",
    "taper": "tapered",
    "hold": "put on hold",
    "resume": "resumed",
    "stop": "stopped",
}
# What a change did to its drug: sertraline was increased.
CHANGED_WORDS = {
    **PAST_WORDS,
    "taking_already": "recorded as taken already",
    "switch": "started",
    "augment": "started",
}
FROM_DOSE_TO_DOSE = frozenset({"increase", "decrease", "taper", "resume"})
CHANGES_DOSE = FROM_DOSE_TO_DOSE - {"resume"}
Later = Sequence[tuple[date, Dose | None]]


def title(
    change_type: str,
    drug_word: str,
    dose: Dose | None,
    previous: Dose | None,
    other_drug: str | None = None,
    later: Later = (),
) -> str:
    """A change as a title: Sertraline increased 50 mg to 100 mg once daily, by steps to 150 mg once daily."""
    return f"{_title(change_type, drug_word, dose, previous, other_drug)}{_later_words(later)}"


def draft_words(typed: Mapping[str, list[str]]) -> str:
    """Increase sertraline to 100 mg: what a draft is about, as far as that was typed; empty without action and drug."""
    change_type, drug, dose, unit = (
        " ".join(" ".join(typed.get(name, [])).split()) for name in ("change_type", "drug", "dose", "unit")
    )
    if change_type not in CHANGE_TYPES or not drug:
        return ""
    words = f"{'Switch to' if change_type == 'switch' else CHANGE_TYPES[change_type]} {drug}"
    amount = "" if change_type in WITHOUT_DOSE or not dose else f"{dose} {unit}".rstrip()
    joined = " to " if change_type in CHANGES_DOSE else " "
    return f"{words}{joined}{amount}" if amount else words


def dose_change_words(previous: Dose, dose: Dose) -> str:
    """From dose to dose: 50 mg to 100 mg once daily; both in full when the frequency changes too."""
    before = previous.amount_words if previous.frequency == dose.frequency else previous.words
    return f"{before} to {dose.words}"


def day_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _title(change_type: str, drug_word: str, dose: Dose | None, previous: Dose | None, other_drug: str | None) -> str:
    if change_type == "switch" and dose is not None:
        return f"Switch from {other_drug} to {drug_word.lower()}: {dose.words}"
    if change_type == "augment" and dose is not None:
        return f"{drug_word} added to {other_drug}: {dose.words}"
    words = f"{drug_word} {PAST_WORDS[change_type]}"
    if dose is None:
        return f"{words} ({previous.words})" if previous else words
    if change_type == "timing" and previous is not None:
        return f"{words}: {previous.words} to {dose.words}"
    if change_type in FROM_DOSE_TO_DOSE and previous and previous != dose:
        return f"{words} {dose_change_words(previous, dose)}"
    joined = {"taking_already": ":"}.get(change_type, " to" if change_type in CHANGES_DOSE else "")
    return f"{words}{joined} {dose.words}"


def _later_words(later: Later) -> str:
    if not later:
        return ""
    day, dose = later[-1]
    if dose is None:
        return f", then stopped on {day_words(day)}"
    return f", by steps to {dose.words} on {day_words(day)}"
