"""The course types as they are now: the beginning's, or the newest version that the clinic made."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import func, select

from coordcare.access.membership import Viewer
from coordcare.accounts.queries import Person, people
from coordcare.extensions import db
from coordcare.ipt.models import CourseTypeVersion
from coordcare.ipt.type_rules import COURSE_TYPES, CourseType, Numbers

LISTED = 100
FRESH = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class TypeChange:
    """A version of a type that the clinic made."""

    course_type: CourseType
    saved_at: datetime
    by: Person


def course_types() -> dict[str, CourseType]:
    """Every type with the numbers that count now, in the order of the house."""
    newest = (
        select(CourseTypeVersion.key, func.max(CourseTypeVersion.version).label("version"))
        .group_by(CourseTypeVersion.key)
        .subquery()
    )
    query = select(CourseTypeVersion).join(
        newest, (newest.c.key == CourseTypeVersion.key) & (newest.c.version == CourseTypeVersion.version)
    )
    changed = {row.key: _as_set(row) for row in db.session.scalars(query.execution_options(**FRESH))}
    return COURSE_TYPES | {key: one for key, one in changed.items() if key in COURSE_TYPES}


def type_changes() -> Sequence[TypeChange]:
    """What the clinic changed, newest first, at most LISTED."""
    rows = db.session.scalars(select(CourseTypeVersion).order_by(CourseTypeVersion.id.desc()).limit(LISTED)).all()
    named = people({row.saved_by_id for row in rows})
    return [TypeChange(_as_set(row), row.saved_at, named[row.saved_by_id]) for row in rows]


def type_by_submission(viewer: Viewer, submission_key: str) -> CourseTypeVersion | None:
    """The version that this form of the viewer's has made."""
    query = select(CourseTypeVersion).where(
        CourseTypeVersion.saved_by_id == viewer.account_id, CourseTypeVersion.submission_key == submission_key
    )
    return db.session.scalars(query.execution_options(**FRESH)).one_or_none()


def numbers_of(row: CourseTypeVersion) -> Numbers:
    """What a version set."""
    return Numbers(**{field.name: getattr(row, field.name) for field in fields(Numbers)})


def _as_set(row: CourseTypeVersion) -> CourseType:
    return replace(COURSE_TYPES[row.key], numbers=numbers_of(row), version=row.version)
