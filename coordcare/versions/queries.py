"""The clinic's own versions of what CoordCare begins with: course types, drugs, rules. Rows are only added.

Such a table has the columns version, saved_by_id, saved_at and submission_key, and one that names what a row is about.
"""

from typing import Any, TypeVar

from sqlalchemy import func, select

from coordcare.access.membership import Viewer
from coordcare.accounts.queries import Person, people
from coordcare.extensions import db

Row = TypeVar("Row")
LISTED = 100
FRESH = {"populate_existing": True}


def newest(model: type[Row], key: str) -> dict[str, Row]:
    """The newest version of each thing that the clinic changed, by the column `key`, the first changed first."""
    table: Any = model
    named = getattr(table, key)
    last = select(named.label("named"), func.max(table.version).label("version")).group_by(named).subquery()
    query = select(table).join(last, (last.c.named == named) & (last.c.version == table.version)).order_by(table.id)
    return {getattr(row, key): row for row in db.session.scalars(query.execution_options(**FRESH))}


def changes(model: type[Row]) -> list[tuple[Row, Person]]:
    """What the clinic changed and by whom, newest first, at most LISTED."""
    table: Any = model
    rows = db.session.scalars(select(table).order_by(table.id.desc()).limit(LISTED)).all()
    named = people({row.saved_by_id for row in rows})
    return [(row, named[row.saved_by_id]) for row in rows]


def by_submission(viewer: Viewer, model: type[Row], submission_key: str) -> Row | None:
    """The version that this form of the viewer's has made."""
    table: Any = model
    query = select(table).where(table.saved_by_id == viewer.account_id, table.submission_key == submission_key)
    found: Row | None = db.session.scalars(query.execution_options(**FRESH)).one_or_none()
    return found
