"""What was shown at a decision, in one canonical form that can be checked later. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LATER_RETRACTED = "later retracted"
# What is folded on the page and opens one by one, in the order of the page.
PARTS = {
    "asks": "Earlier lines for the prescriber",
    "sessions": "Sessions and phase",
    "insights": "Insights",
    "events": "Life events",
    "changes": "Changes and what followed",
    "trials": "Past trials",
    "points": "Decision points",
    "monitoring": "Monitoring",
    "table": "The chart as a table",
}
TOPICS = {
    "questions": "Questions",
    "risk": "Risk",
    "scores": "Scores",
    "regimen": "Regimen",
    "trial": "The present trial",
    "results": "Results out of range",
    "observed": "Adherence and side effects",
    "sessions": "Sessions",
    "monitoring": "Monitoring overdue",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something derived, in words of ours: never what anybody wrote. `sources` are the entries that it comes from."""

    topic: str
    words: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a review showed: (id, version, signing) of entries, (id, version) of items, and facts."""

    entries: tuple[tuple[int, int, int], ...]
    items: tuple[tuple[int, int], ...]
    facts: tuple[Fact, ...]

    def as_kept(self) -> dict[str, Any]:
        """The same in the types of JSON."""
        return {
            "entries": [list(one) for one in sorted(self.entries)],
            "items": [list(one) for one in sorted(self.items)],
            "facts": [{"topic": one.topic, "words": one.words, "from": sorted(one.sources)} for one in self.facts],
        }

    @property
    def digest(self) -> str:
        return fingerprint(self.as_kept())


@dataclass(frozen=True, slots=True)
class Line:
    """A kept fact as it is told later."""

    topic: str
    words: str
    retracted: bool


def canonical(kept: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no blanks, ASCII."""
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def fingerprint(kept: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(kept).encode()).hexdigest()


def parts_of(text: str | None) -> list[str] | None:
    """The parts that a page said were opened; None where it could not tell (without scripts)."""
    if text is None or not text.startswith("opened:"):
        return None
    asked = set(text.removeprefix("opened:").split(","))
    return [key for key in PARTS if key in asked]


def told_later(facts: Iterable[Mapping[str, Any]], retracted: Sequence[int]) -> list[Line]:
    """Facts as they are told later: what was drawn from an entry that was taken back since stands without its words."""
    gone = set(retracted)
    return [
        Line(one["topic"], LATER_RETRACTED, True)
        if gone & set(one["from"])
        else Line(one["topic"], one["words"], False)
        for one in facts
    ]
