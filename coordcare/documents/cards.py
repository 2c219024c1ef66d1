"""What the pages of a document show beside its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordcare.patients.queries import Person


@dataclass(frozen=True, slots=True)
class PartReaders:
    """What each part of a version is called, and who reads it; a version without parts is one."""

    readers_by_part: Sequence[tuple[str, Sequence[Person]]]
