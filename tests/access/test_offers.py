"""A page offers what its reader may do: no link and no form leads to a refusal."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.access import forms
from tests.access.clinic import Clinic
from tests.access.reading import Row
from tests.access.stage import Stage
from tests.access.tables import ROWS

Done = Callable[[int], None]
Address = tuple[str, str]
REFUSED = {"403", "404"}
# These are nobody's or everybody's; the sessions that a page offers to end are one's own, the table's another's.
NO_PAGES = ("/static/", "/sign-in", "/sign-out", "/healthz", "/readyz", "/password/", "/account/sessions/")
# Who may do least on a team, who prescribes and writes no sessions, and who reads nothing clinical.
SOME = ("coordinator", "nurse_practitioner", "admin")
OTHERS = ("psychiatrist", "psychologist", "therapist")
LINK = re.compile(r'<a [^>]*?href="([^"#][^"]*)"')
FORM = re.compile(r"<form\b[^>]*>")
ACTION = re.compile(r'action="([^"]*)"')


def pages(actor: str) -> list[Row]:
    """The pages that the table gives somebody, of entries those of signed ones."""
    return [
        row
        for row in ROWS
        if not row.unsafe and row.cell(actor) == "yes" and row.state in ("", "signed") and row.answer is not None
        if row.answer.status == 200 and not row.rule.startswith(NO_PAGES)
    ]


def offered(page: str, text: str) -> Iterator[Address]:
    """The addresses that a page links to, and those that its forms post to."""
    yield from (("GET", unescape(link)) for link in LINK.findall(text))
    for form in FORM.findall(text):
        if 'method="post"' in form.lower():
            action = ACTION.search(form)
            yield "POST", unescape(action[1]) if action and action[1] else page


def rows_of(app: Flask, clinic: Clinic, method: str, path: str) -> list[Row]:
    """The rows of the table about an address: of an entry those of its kind and state."""
    try:
        rule, values = app.url_map.bind("localhost").match(path, method, return_rule=True)
    except HTTPException:
        return []
    entry = next((key for key, number in clinic.entries.items() if number == values.get("entry_id")), None)
    rows = [row for row in ROWS if (row.method, row.rule) == (method, rule.rule)]
    if entry is not None:
        return [row for row in rows if (row.kind, row.state) == entry]
    if "kind" in values:
        return [row for row in rows if row.case.partition(",")[0] == values["kind"]]
    return rows


@pytest.mark.parametrize("actor", [*SOME, *(pytest.param(one, marks=pytest.mark.verify) for one in OTHERS)])
def test_nothing_is_offered_that_is_refused(sqlite_stage: Stage, actor: str, done: Done) -> None:
    clinic, browser = sqlite_stage.clinic, sqlite_stage.clinic.browser(actor)
    offers: dict[Address, str] = {}
    for page in (forms.path(clinic, row) for row in pages(actor)):
        for method, address in offered(page, browser.get(page).text):
            path = urlsplit(address).path
            if path.startswith("/") and not path.startswith(NO_PAGES):
                offers.setdefault((method, path), page)
    done(len(offers))
    wrong = [
        f"{page} offers {actor} {method} {path}"
        for (method, path), page in offers.items()
        for rows in [rows_of(sqlite_stage.app, clinic, method, path)]
        if rows and all(row.cell(actor) in REFUSED for row in rows)
    ]
    assert len(offers) > 10 and not wrong, "\n".join(wrong)
