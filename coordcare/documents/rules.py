"""The sentences of living documents that more than one file says."""

from collections.abc import Sequence

LOST_MARK = "This form has lost its mark. Copy your words, reload the form and try again."


def empty_words(word: str) -> str:
    """Why an empty document is refused."""
    return f"This {word.lower()} is empty. Write at least one line before you save a version."


def saved_words(number: int, parts: Sequence[tuple[str, Sequence[str]]]) -> str:
    """That a version is saved, and who reads which part of it: names, and "you"."""
    told = [f"{word}: read by {_listed(names)}." for word, names in parts]
    return " ".join([f"Version {number} is saved.", *told])


def _listed(names: Sequence[str]) -> str:
    if not names:
        return "nobody on this team now"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def unchanged_words(number: int) -> str:
    return f"Nothing here differs from version {number}. Change something, or discard the draft."


def raced_words(number: int, by: str) -> str:
    return f"{by} saved version {number} while you were writing."


def published_words(number: int) -> str:
    return f"You saved this as version {number} in another window."
