"""The sentences of living documents that more than one file says."""

LOST_MARK = "This form has lost its mark. Copy your words, reload the form and try again."


def empty_words(word: str) -> str:
    """Why an empty document is refused."""
    return f"This {word.lower()} is empty. Write at least one line before you save a version."


def unchanged_words(number: int) -> str:
    return f"Nothing here differs from version {number}. Change something, or discard the draft."


def raced_words(number: int, by: str) -> str:
    return f"{by} saved version {number} while you were writing."


def published_words(number: int) -> str:
    return f"You saved this as version {number} in another window."
