"""A GET writes the trail, when a session was last seen and how far one has looked; no table else changes by a page."""

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from coordcare.extensions import db
from tests.access.canaries import known_addresses
from tests.access.stage import Stage
from tests.attack.targets import fill_names

Count = Callable[..., None]
MAY_CHANGE = {"audit_event", "audit_head", "record_look"}
PEOPLE = ("therapist", "psychiatrist", "coordinator", "admin", "nobody")


def digests(app: Flask) -> dict[str, str]:
    """A hash of each table, whole but for when a session was last seen."""
    found = {}
    with app.app_context(), db.engine.connect() as connection:
        for name, table in db.metadata.tables.items():
            columns = ", ".join(
                column.name for column in table.columns if (name, column.name) != ("session", "seen_at")
            )
            rows = connection.execute(text(f"SELECT {columns} FROM {name}")).all()
            found[name] = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
    return found


@pytest.mark.parametrize("actor", PEOPLE)
def test_no_page_writes(sqlite_stage: Stage, actor: str, count: Count) -> None:
    """Every rule that a GET opens, once for each thing that it could be about."""
    browser, wrong, pages = sqlite_stage.clinic.browser(actor), [], 0
    before = digests(sqlite_stage.app)
    for address in one_of_each(sqlite_stage):
        browser.get(address).close()
        pages += 1
        after = digests(sqlite_stage.app)
        changed = {name for name in after if after[name] != before[name]} - MAY_CHANGE
        if changed:
            wrong.append(f"GET {address} as {actor} changes {sorted(changed)}")
        before = after
    count(pages_that_change_nothing=pages)
    assert not wrong, "\n".join(wrong)


def one_of_each(stage: Stage) -> list[str]:
    """One address of each rule that a GET opens."""
    found: dict[str, str] = {}
    rules = stage.app.url_map.bind("localhost")
    for address in known_addresses(stage.app, stage.clinic):
        rule, _ = rules.match(address, "GET", return_rule=True)
        found.setdefault(f"{rule.rule} {fill_names(address)}", address)
    asked = {key.partition(" ")[0] for key in found}
    missing = {rule.rule for rule in stage.app.url_map.iter_rules() if "GET" in (rule.methods or ())} - asked
    assert not missing, f"not asked: {sorted(missing)}"
    return list(found.values())
