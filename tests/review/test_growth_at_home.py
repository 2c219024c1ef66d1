"""What home asks of the database grows with the record by no more than the record itself."""

from flask import Flask

from coordcare.extensions import db
from coordcare.review import unacted_queries
from tests.cast import Cast, gather
from tests.timeline import bulk

EACH = 100


def work(cast: Cast) -> int:
    """Steps of SQLite's own machine for the reviews that a psychiatrist promised, in hundreds."""
    steps: list[int] = []
    with cast.app.test_request_context():
        viewer = cast.viewer("psychiatrist")
        unacted_queries.reviews_due(viewer)
        raw = db.session.connection().connection.dbapi_connection
        raw.set_progress_handler(lambda: steps.append(1), EACH)
        unacted_queries.reviews_due(viewer)
        raw.set_progress_handler(None, EACH)
    return len(steps)


def test_reviews_due_are_not_looked_for_once_for_each_change(sqlite_app: Flask) -> None:
    cast = gather(sqlite_app)
    found = []
    for patient, size in (("Short Record", 500), ("Long Record", 2000)):
        cast.admit(patient, team=("psychiatrist",))
        with sqlite_app.app_context():
            bulk.write(cast, patient, size, in_turn=True)
        found.append(work(cast))
    assert found[0] > 0, "nothing was counted"
    # Five times the entries: five times the steps, where each change against each later one would be sixteen times.
    assert found[1] <= 8 * found[0], found
