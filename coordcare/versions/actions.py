"""Adding to the clinic's own versions: one more of something, by who saw the one before."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from coordcare.access.membership import Viewer
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict
from coordcare.extensions import clock, transaction
from coordcare.versions import queries

Row = TypeVar("Row")
RACED = "Somebody changed this while you were writing. What counts now stands beside what you wrote."
USED = "This form was saved with other words before. What counts now stands beside what you wrote."


def add_version(
    viewer: Viewer,
    model: type[Row],
    happening: Happening,
    columns: Mapping[str, Any],
    *,
    key: str,
    shown: int,
    submission_key: str,
    check: Callable[[], None],
    subject: str | None = None,
) -> Row:
    """Make the version after the one that was `shown`, 0 before the first. A form posted twice makes one.

    `columns` are what the version says; the one named `key` tells of what it is a version. `check` runs in the
    transaction and raises Invalid. Raises Conflict when somebody else made that version first, and for a form that
    has made a version of something else or with other words.
    """
    table: Any = model
    of, number = columns[key], shown + 1
    try:
        with transaction() as session:
            record(Event(happening, viewer.actor, subject=subject or of, subject_id=number))
            if queries.by_submission(viewer, model, submission_key) is not None:
                raise Conflict(USED)
            now: Any = queries.newest(model, key).get(of)
            if (now.version if now else 0) != shown:
                raise Conflict(RACED)
            check()
            who = {"saved_by_id": viewer.account_id, "saved_at": clock.now(), "submission_key": submission_key}
            row: Row = table(**columns, version=number, **who)
            session.add(row)
            session.flush()
            return row
    except (Conflict, IntegrityError) as error:
        made = queries.by_submission(viewer, model, submission_key)
        if made is None:
            raise Conflict(RACED) from error
        if any(getattr(made, name) != value for name, value in columns.items()):
            raise Conflict(USED) from error
        return made
