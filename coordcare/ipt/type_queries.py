"""The course types as they are now: the beginning's, or the newest version that the clinic made."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from coordcare.accounts.queries import Person
from coordcare.ipt.models import CourseTypeVersion
from coordcare.ipt.type_rules import COURSE_TYPES, CourseType, Numbers
from coordcare.versions.queries import changes, newest


@dataclass(frozen=True, slots=True)
class TypeChange:
    """A version of a type that the clinic made."""

    course_type: CourseType
    saved_at: datetime
    by: Person


def course_types() -> dict[str, CourseType]:
    """Every type with the numbers that count now, in the order of the house."""
    changed = newest(CourseTypeVersion, "key")
    return COURSE_TYPES | {key: _as_set(row) for key, row in changed.items() if key in COURSE_TYPES}


def type_changes() -> Sequence[TypeChange]:
    """What the clinic changed, newest first."""
    return [TypeChange(_as_set(row), row.saved_at, by) for row, by in changes(CourseTypeVersion)]


def numbers_of(row: CourseTypeVersion) -> Numbers:
    """What a version set."""
    return Numbers(**{field.name: getattr(row, field.name) for field in fields(Numbers)})


def _as_set(row: CourseTypeVersion) -> CourseType:
    return replace(COURSE_TYPES[row.key], numbers=numbers_of(row), version=row.version)
