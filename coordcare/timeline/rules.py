"""Rules of the timeline that need no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

# The rule of an item that signing an entry raised by itself: a recall closes it again.
RAISED_BY_SIGNING = "signed"
RAISED_BY_RETRACTING = "retracted"
RECALL_WINDOW = timedelta(minutes=10)
LOOK_ENDS_AFTER = timedelta(minutes=30)
PAGE_SIZE = 50
MOST_COMPARED = 600
SIGNED_ALREADY = "This entry is signed. You can add an addendum, or retract it."
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Status(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"


class RetractionReason(StrEnum):
    """Why an entry was taken back. The last two withhold the body from everyone."""

    ENTERED_IN_ERROR = "entered_in_error"
    DUPLICATE = "duplicate"
    WRONG_PATIENT = "wrong_patient"
    PRIVATE_TEXT = "private_text"


REASON_WORDS = {
    RetractionReason.ENTERED_IN_ERROR: "Entered in error",
    RetractionReason.DUPLICATE: "Duplicate",
    RetractionReason.WRONG_PATIENT: "Wrong patient",
    RetractionReason.PRIVATE_TEXT: "Private text",
}
WITHHOLDING = frozenset({RetractionReason.WRONG_PATIENT, RetractionReason.PRIVATE_TEXT})


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the feed ends: the last entry's instant and id. Written `micros-id` in addresses."""

    happened_at: datetime
    entry_id: int

    def __str__(self) -> str:
        micros = (self.happened_at - EPOCH) // timedelta(microseconds=1)
        return f"{micros}-{self.entry_id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ValueError for anything that is not a cursor."""
        found = re.fullmatch(r"(-?\d{1,17})-(\d{1,18})", text, re.ASCII)
        if not found:
            raise ValueError("not a place in a timeline")
        return cls(EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))


def late_words(happened_on: date, signed_on: date) -> str | None:
    """Said of an entry that was signed on a later day than it happened; None if it was not."""
    days = (signed_on - happened_on).days
    if days < 1:
        return None
    return "Signed the next day" if days == 1 else f"Signed {days} days later"


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def searchable(*texts: str | None) -> str:
    """Texts as the search compares them: case-folded, one space between words."""
    return " ".join(" ".join(text.split()) for text in texts if text).casefold()


def like_pattern(words: str) -> str:
    """Words as a LIKE pattern that finds them anywhere; the escape character is a backslash."""
    folded = searchable(words)
    for special in ("\\", "%", "_"):
        folded = folded.replace(special, "\\" + special)
    return f"%{folded}%"


def typed_again(happened_on: date, values: dict[str, Any]) -> dict[str, list[str]]:
    """A signed entry's columns as somebody would have typed them: field name to list of strings."""
    return {name: _typed(value) for name, value in {"happened_on": happened_on, **values}.items()}


def changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """What became of a text, word by word: ("same" | "removed" | "added", piece), in order.

    Between equal beginnings and ends, more than `MOST_COMPARED` words are told as a whole: comparing them word by
    word takes time with the square of their number, and a page must not keep the server busy.
    """
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    middle_old, middle_new = old[first : len(old) - last], new[first : len(new) - last]
    yield from _told("same", old[:first])
    if max(len(middle_old), len(middle_new)) > MOST_COMPARED:
        yield from _told("removed", middle_old)
        yield from _told("added", middle_new)
    else:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes():
            yield from _told("same" if tag == "equal" else "removed", middle_old[i1:i2])
            yield from _told("added", middle_new[j1:j2] if tag != "equal" else [])
    yield from _told("same", old[len(old) - last :])


def _alike(one: list[str], other: list[str]) -> int:
    """How many words two texts have alike from the beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _told(became: str, words: list[str]) -> Iterator[tuple[str, str]]:
    if words:
        yield became, "".join(words)


def _typed(value: Any) -> list[str]:
    if value is None or value is False:
        return []
    if isinstance(value, list):
        return [str(item) for item in value]
    if isinstance(value, Decimal):
        return [f"{value.normalize():f}"]
    if isinstance(value, time):
        return [f"{value:%H:%M}"]
    return ["y" if value is True else str(value)]
