"""Process notes leave no trace: on nobody else's pages, in no log, in no table and in no file that can be read."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from coordcare.audit.models import AuditEvent
from coordcare.extensions import db
from tests.access.stage import Stage
from tests.access.texts import TODAY, word

Done = Callable[[int], None]
WORDS = {name: word("process note", "secret", name) for name in ("title", "text", "rewritten", "refused", "lost")}
# What differs between two askings of one page: tokens, and the marks of forms.
_CHANCE = re.compile(r'(name="csrf_token" value="|name="csrf-token" content="|X-CSRFToken": ")[^"]+|[0-9a-f-]{36}')
OTHERS = ("psychiatrist", "psychologist", "coordinator", "ended_therapist", "outside_psychiatrist", "admin")


def write_privately(stage: Stage) -> list[int]:
    """The therapist writes, reads, prints and loses private words in every way there is; the statuses."""
    clinic = stage.clinic
    browser, notes = clinic.browser("therapist"), f"/patients/{clinic.amara}/process-notes"
    form = {"form_key": "secret", "day": TODAY, "title": WORDS["title"]}
    saved = browser.post(f"{notes}/new", {**form, "text": WORDS["text"]})
    note = saved.headers["Location"]
    answers = [
        saved,
        browser.get(notes),
        browser.get(note),
        browser.get(f"{note}/print"),
        browser.get(f"{notes}/print"),
        browser.post(note, {**form, "text": WORDS["rewritten"], "version": "1"}),
        browser.post(note, {**form, "text": WORDS["lost"], "version": "1"}),
        browser.post(f"{notes}/new", {**form, "form_key": "other", "text": WORDS["refused"], "day": "31/31/31"}),
        browser.get(f"{notes}/{clinic.notes['psychologist']}"),
        clinic.browser("psychologist").get(note),
        clinic.browser("coordinator").post(f"{notes}/new", {**form, "text": WORDS["refused"]}),
        clinic.browser("outside_therapist").post(note, {**form, "text": WORDS["refused"], "version": "2"}),
    ]
    return [answer.status_code for answer in answers]


EXPECTED = [303, 200, 200, 200, 200, 303, 409, 422, 404, 404, 403, 404]


def told(stage: Stage, actor: str) -> dict[str, str]:
    """All that somebody sees of the patient, of the therapist and of the trail."""
    clinic = stage.clinic
    browser, record = clinic.browser(actor), f"/patients/{clinic.amara}"
    therapist = clinic.cast.accounts["therapist"]
    pages = ("timeline", "team", "access-log", "particulars", "risk", "measures", "follow-up", "process-notes")
    addresses = ["/", "/caseload", "/follow-up", f"/admin/staff/{therapist}", "/admin/audit", "/account"]
    asked = {address: browser.get(address) for address in [*addresses, *(f"{record}/{page}" for page in pages)]}
    for name, value in {"record_number": "T-00001", "actor_id": therapist, "only_refused": "y"}.items():
        asked[f"audit by {name}"] = browser.post("/admin/audit", {name: value})
    return {address: f"{answer.status}\n{_CHANCE.sub('', answer.text)}" for address, answer in asked.items()}


@pytest.mark.parametrize("actor", OTHERS)
def test_nobody_elses_page_tells_of_one(stage: Stage, actor: str, done: Done) -> None:
    """Each page is, but for its tokens, the page of a clinic in which the notes were never written."""
    stage.clinic.browser("therapist").get("/account")  # who was at work just now is told in any case
    before = told(stage, actor)
    stage.restore()
    assert write_privately(stage) == EXPECTED
    # What the others were refused stands in their own trail too, and is told to nobody either.
    after = told(stage, actor)
    done(2 * len(before) + len(EXPECTED))
    assert [address for address, text in after.items() if text != before[address]] == []


def test_the_comparison_can_fail(stage: Stage) -> None:
    """The same pages tell of a contact that somebody signs."""
    before = told(stage, "psychologist")
    stage.restore()
    form = {"contact_type": "message", "direction": "incoming", "text": "He wrote.", "happened_on": TODAY}
    stage.clinic.browser("therapist").post(
        f"/patients/{stage.clinic.amara}/entries/new/contact", {**form, "submission_key": "x", "action": "sign"}
    )
    assert told(stage, "psychologist") != before


def test_no_log_and_no_table_holds_a_private_word(
    stage: Stage, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], done: Done
) -> None:
    """Also of what was refused, lost to another window, or sent by somebody who may not."""
    caplog.set_level("DEBUG")
    before = len(trail(stage))
    assert write_privately(stage) == EXPECTED
    done(len(EXPECTED))
    written = capfd.readouterr()
    texts = {"log": caplog.text, "output": written.out + written.err, "trail": repr(trail(stage))}
    tables = {table: repr(rows) for table, rows in stage.data().items()}
    leaks = [f"{where}: {one}" for where, text in {**texts, **tables}.items() for one in WORDS.values() if one in text]
    assert leaks == []
    assert "process" not in texts["log"] + texts["output"]
    added = trail(stage)[before:]
    assert added and {event.patient_id for event in added} == {None}
    assert all(event.chain == f"account:{event.actor_id}" for event in added)


def test_the_author_reads_and_prints_it(stage: Stage, done: Done) -> None:
    assert write_privately(stage) == EXPECTED
    browser, notes = stage.clinic.browser("therapist"), f"/patients/{stage.clinic.amara}/process-notes"
    listed, printed = browser.get(notes).text, browser.get(f"{notes}/print").text
    done(2)
    assert WORDS["rewritten"] in printed and WORDS["title"] in printed
    assert WORDS["rewritten"] in listed
    assert WORDS["text"] not in printed and WORDS["lost"] not in printed


def test_no_file_of_the_database_holds_a_private_word(logged_stage: Stage, done: Done) -> None:
    """Before the write-ahead log is folded in and after. (A word of a signed entry is found there: so it can fail.)"""
    assert write_privately(logged_stage) == EXPECTED
    main = Path(make_url(logged_stage.app.config["SQLALCHEMY_DATABASE_URI"]).database or "")
    files = [path for path in main.parent.rglob("*") if path.is_file() and path.name.startswith(main.name)]
    assert len(files) > 1, "there is no write-ahead log to look into"
    before = b"".join(path.read_bytes() for path in files)
    with sqlite3.connect(main) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    after = main.read_bytes()
    done(len(files) + 1)
    assert word("life_event", "signed", "text").encode() in after
    assert [one for one in WORDS.values() for content in (before, after) if one.encode() in content] == []


def trail(stage: Stage) -> list[AuditEvent]:
    with stage.app.app_context():
        return list(db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)))
