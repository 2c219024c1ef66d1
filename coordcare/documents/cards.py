"""What the form of a document shows beside its fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordcare.patients.queries import Person


@dataclass(frozen=True, slots=True)
class PartReaders:
    """What each part is called on the form, and who reads it; empty where all of it has the same readers."""

    readers_by_part: Sequence[tuple[str, Sequence[Person]]]
