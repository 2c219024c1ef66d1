"""The tables name every address of the application, and nothing else."""

from collections.abc import Iterable
from itertools import product

from flask import Flask

from coordcare.timeline import kinds
from tests.access.reading import SHORT, Row
from tests.access.tables import ROWS
from tests.access.texts import AUTHORS, states


def unlisted(app: Flask, rows: Iterable[Row]) -> set[tuple[str, str]]:
    """What the application answers and the tables do not name, and the other way round."""
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    return there ^ {(row.method, row.rule) for row in rows}


def test_every_rule_and_method_is_in_a_table(sqlite_app: Flask) -> None:
    assert unlisted(sqlite_app, ROWS) == set()


def test_a_missing_row_and_a_row_too_many_would_show(sqlite_app: Flask) -> None:
    kept = [row for row in ROWS if row.rule != "/caseload"]
    assert unlisted(sqlite_app, kept) == {("GET", "/caseload")}
    assert unlisted(sqlite_app, [*ROWS, *(row for row in ROWS if row.rule == "/caseload")]) == set()


def test_every_kind_stands_in_the_tables_in_every_state(sqlite_app: Flask) -> None:
    """An entry's rules have rows for each kind and state, and a new entry's for each kind."""
    entry_rules = {(row.method, row.rule) for row in ROWS if row.rule.startswith(SHORT["E"])}
    rows = {(row.method, row.rule, row.kind, row.state) for row in ROWS if row.rule.startswith(SHORT["E"])}
    registered = {kind.key for kind in kinds.every()}
    assert registered == set(AUTHORS)
    assert rows == {(*rule, kind, state) for rule in entry_rules for kind in registered for state in states(kind)}
    new = {(row.method, row.case.partition(",")[0]) for row in ROWS if row.rule == SHORT["N"]}
    assert new == set(product(("GET", "POST"), registered | {"unknown"}))


def test_no_row_stands_twice() -> None:
    words = [row.words for row in ROWS]
    assert len(words) == len(set(words))


def test_both_answers_are_asserted_for_every_rule_that_is_not_open() -> None:
    """A table of refusals alone would pass on an application that refuses everything."""
    # No account opens the metrics, but a token: tests/serving/test_metrics.py.
    for rule in {row.rule for row in ROWS} - {"/metrics"}:
        cells = {cell for row in ROWS if row.rule == rule for cell in row.cells.values()}
        assert "yes" in cells, f"{rule} is allowed to nobody"
        assert cells == {"yes"} or cells & {"in", "303:/", "303:/sign-in"}, f"{rule} is refused to nobody"
