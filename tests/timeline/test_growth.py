"""What a page asks of the database does not grow with the record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Engine, event

from coordcare.extensions import db
from tests.cast import gather
from tests.timeline import bulk

ADDRESSES = ("timeline", "timeline?before=9999999999999999-1", "timeline?kind=session_note", "medication")


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL statements that run meanwhile."""
    told: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def test_statements_do_not_grow_with_entries(app: Flask, record_property: Callable[[str, int], None]) -> None:
    cast = gather(app)
    clinician = cast.client("psychiatrist")
    counts: dict[str, dict[int, int]] = {address: {} for address in ADDRESSES}
    for size, patient in ((20, "Short Record"), (2000, "Long Record")):
        cast.admit(patient, team=("psychiatrist", "therapist", "psychologist"))
        with app.app_context():
            bulk.write(cast, patient, size)
            engine = db.engine
            name = engine.dialect.name
        for address in ADDRESSES:
            page = f"/patients/{cast.patients[patient]}/{address}"
            clinician.get(page)
            with statements(engine) as told:
                assert clinician.get(page).status_code == 200
            counts[address][size] = len(told)
    for address, found in counts.items():
        for size, number in found.items():
            record_property(f"figure: {address.split('=')[0]}, statements for {size} entries on {name}", number)
        assert found[2000] == found[20]


def test_every_page_of_a_long_record_costs_the_same(app: Flask) -> None:
    cast = gather(app)
    patient = cast.admit("Long Record", team=("psychiatrist", "therapist", "psychologist"))
    with app.app_context():
        bulk.write(cast, "Long Record", 480)
        engine = db.engine
    clinician = cast.client("psychiatrist")
    address: str | None = f"/patients/{patient}/timeline"
    costs, seen = [], []
    clinician.get(address)
    while address:
        with statements(engine) as told:
            page = clinician.get(address).text
        costs.append(len(told))
        seen += [part.split('"')[0] for part in page.split(f'href="/patients/{patient}/entries/')[1:]]
        older = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0] if 'rel="next"' in page else None
        address = older.replace("&amp;", "&") if older else None
    ids = [number for number in seen if number.isdigit()]
    assert len(dict.fromkeys(ids)) == 480, "every entry stands on exactly one page"
    assert len(costs) == 10
    assert max(costs[1:]) <= costs[0]
