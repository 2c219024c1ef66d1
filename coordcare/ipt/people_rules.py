"""The people of an inventory: what is told of each, and how two versions differ. Source: sources.md 1.4."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import combining, normalize

MOST_PEOPLE = 30
RINGS = {"1": "Closest", "2": "Close", "3": "Further away"}
CONTACTS = {"daily": "Daily", "weekly": "Weekly", "monthly": "Monthly", "rarely": "Rarely", "none": "No contact"}
WAYS = {"lives_with": "Lives together", "in_person": "In person", "phone": "Phone or video", "messages": "Messages"}
STRONG = 7
_AGE = re.compile(r"\b(?:aged?\s+)?\d+\s*(?:-?\s*(?:years?|yrs?|y/?o?)\b)?(?:\s*-?\s*(?:old|of age)\b)?")
# Marks that only the therapist's own eyes need: a key of the drawing, and what is said of it.
MARKS = {"supportive": "supports (7 or more of 10)", "strain": "strains (7 or more of 10)"}

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """One person around the patient. `number` stays the same through all versions; `ring` 1 is the closest."""

    number: int
    name: str
    relation: str | None
    ring: int
    alive: bool
    supportive: int | None
    strain: int | None
    safety_concern: bool
    told: Mapping[str, Any]

    @property
    def is_supportive(self) -> bool:
        return self.supportive is not None and self.supportive >= STRONG

    @property
    def is_strained(self) -> bool:
        return self.strain is not None and self.strain >= STRONG


def people(content: Content) -> list[Person]:
    """The people of a version, the closest first, then by name."""
    found = [_person(record) for record in content.get("people", [])]
    return sorted(found, key=lambda one: (one.ring, one.name.casefold(), one.number))


def twice(records: Sequence[tuple[str, str | None]]) -> tuple[int, int] | None:
    """The places of two records, each a name and a relation, that seem to be of one person, if any.

    Case, punctuation, accents and ages are spelling: "father" and "Father, 82" are one. Two of one name are two people
    where both relations are told and differ, and a name that is another record's relation ("Father" beside "J.,
    father") is told apart by a relation of its own.
    """
    folded = [(_folded(name), _folded(relation or "")) for name, relation in records]
    for later, (name, relation) in enumerate(folded):
        for earlier, (other_name, other_relation) in enumerate(folded[:later]):
            same_name = name == other_name and (relation == other_relation or not relation or not other_relation)
            if (
                same_name
                or _is_relation_of(name, relation, other_relation)
                or _is_relation_of(other_name, other_relation, relation)
            ):
                return earlier, later
    return None


def _is_relation_of(name: str, relation: str, others_relation: str) -> bool:
    """Whether a record is named by what another record's person is to the patient, and by nothing else."""
    return name != "" and name == others_relation and relation in ("", name)


def _folded(words: str) -> str:
    """Words without what is spelling alone: case, accents, punctuation, an age."""
    plain = "".join(sign for sign in normalize("NFKD", words.casefold()) if not combining(sign))
    return " ".join(re.findall(r"\w+", _AGE.sub(" ", plain)))


def differences(before: Sequence[Person], now: Sequence[Person]) -> list[str]:
    """What became of the circle from one version to a later one, a sentence for each person that changed."""
    old = {one.number: one for one in before}
    told = [_difference(old.get(one.number), one) for one in now]
    here = {one.number for one in now}
    return [words for words in told if words] + [f"{one.name}: taken out" for one in before if one.number not in here]


def _difference(old: Person | None, new: Person) -> str | None:
    if old is None:
        return f"{new.name}: added, {RINGS[str(new.ring)].lower()}"
    parts = []
    if old.ring != new.ring:
        way = "closer" if new.ring < old.ring else "further away"
        parts.append(f"{way}, {RINGS[str(old.ring)].lower()} to {RINGS[str(new.ring)].lower()}")
    for name, word in (("supportive", "support"), ("strain", "strain")):
        was, now = getattr(old, name), getattr(new, name)
        if was != now and was is not None and now is not None:
            parts.append(f"{word} {was} to {now}")
    if old.alive and not new.alive:
        parts.append("has died")
    if not parts and old.told != new.told:
        parts.append("described anew")
    return f"{new.name}: {'; '.join(parts)}" if parts else None


def _person(record: Mapping[str, Any]) -> Person:
    return Person(
        record["number"],
        record["display_name"],
        record.get("relation"),
        int(record.get("closeness_ring") or 3),
        record.get("alive", True),
        record.get("supportive"),
        record.get("strain"),
        bool(record.get("safety_concern")),
        record,
    )
