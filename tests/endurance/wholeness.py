"""What is asked of a database after everything: nothing lost, nothing twice, no half of a write without the other."""

import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterable
from contextlib import closing

from flask import Flask
from sqlalchemy import make_url, select, text

from coordcare.extensions import db
from coordcare.process_notes import sealing
from coordcare.process_notes.models import ProcessNote
from coordcare.timeline import kinds
from coordcare.timeline.models import EntryDraft, TimelineEntry
from tests import cluster
from tests.endurance.load import Load
from tests.timeline.forms_table import EXAMPLES

# Statements that count what must not be there. `seq` is the event's place in the patient's chain.
_EVENT = "SELECT 1 FROM audit_event a WHERE a.happening = '{}' AND a.chain = 'patient:' || {} AND {}"
HALVES = {
    "a signed entry without its event": "SELECT count(*) FROM timeline_entry e WHERE e.status = 'signed' AND NOT EXISTS ("
    + _EVENT.format("signed", "e.patient_id", "a.seq = e.signed_seq AND a.subject_id = e.id AND a.actor_id = e.author_id")
    + ")",
    "an event of a signature without the entry": "SELECT count(*) FROM audit_event a WHERE a.happening = 'signed' AND "
    "NOT EXISTS (SELECT 1 FROM timeline_entry e WHERE e.id = a.subject_id AND e.status = 'signed' "
    "AND e.signed_seq = a.seq AND a.chain = 'patient:' || e.patient_id)",
    "an entry without the event of its draft": "SELECT count(*) FROM timeline_entry e WHERE (SELECT count(*) FROM "
    "audit_event a WHERE a.happening = 'draft_opened' AND a.subject_id = e.id) <> 1",
    "an event of a draft without the entry": "SELECT count(*) FROM audit_event a WHERE a.happening = 'draft_opened' AND "
    "NOT EXISTS (SELECT 1 FROM timeline_entry e WHERE e.id = a.subject_id)",
    "a draft without its words, or a signed entry with them": "SELECT count(*) FROM timeline_entry e WHERE "
    "(e.status = 'draft') <> EXISTS (SELECT 1 FROM entry_draft d WHERE d.entry_id = e.id)",
    "an addendum without its event": "SELECT count(*) FROM entry_addendum d JOIN timeline_entry e ON e.id = d.entry_id "
    "WHERE NOT EXISTS (" + _EVENT.format("addendum", "e.patient_id", "a.seq = d.seq AND a.subject_id = e.id") + ")",
    "more or fewer events of addenda than addenda": "SELECT abs((SELECT count(*) FROM entry_addendum) - "
    "(SELECT count(*) FROM audit_event a WHERE a.happening = 'addendum'))",
    "more or fewer searchable addenda than addenda": "SELECT abs((SELECT count(*) FROM entry_addendum) - "
    "(SELECT count(*) FROM entry_text t WHERE t.part = 'addendum'))",
    "an item without its event": "SELECT count(*) FROM follow_up_item i WHERE NOT EXISTS ("
    + _EVENT.format("follow_up_raised", "i.patient_id", "a.seq = i.seq AND a.actor_id = i.raised_by_id")
    + ")",
    "more or fewer events of items than items": "SELECT abs((SELECT count(*) FROM follow_up_item) - "
    "(SELECT count(*) FROM audit_event a WHERE a.happening = 'follow_up_raised'))",
    "a step without its event": "SELECT count(*) FROM follow_up_step s JOIN follow_up_item i ON i.id = s.item_id WHERE "
    "NOT EXISTS (" + _EVENT.format("call_recorded", "i.patient_id", "a.seq = s.seq AND a.subject_id = i.id") + ")",
    "more or fewer events of calls than calls": "SELECT abs((SELECT count(*) FROM follow_up_step) - "
    "(SELECT count(*) FROM audit_event a WHERE a.happening = 'call_recorded'))",
    "an item whose version is not its number of steps": "SELECT count(*) FROM follow_up_item i WHERE i.version <> 1 + "
    "(SELECT count(*) FROM follow_up_step s WHERE s.item_id = i.id)",
    "a private note without its event": "SELECT count(*) FROM process_note n WHERE (SELECT count(*) FROM audit_event a "
    "WHERE a.happening = 'process_note_saved' AND a.subject_id = n.id AND a.chain = 'account:' || n.author_id) <> 1",
    "an event of a private note without the note": "SELECT count(*) FROM audit_event a WHERE a.happening = "
    "'process_note_saved' AND NOT EXISTS (SELECT 1 FROM process_note n WHERE n.id = a.subject_id)",
}
_BODY = (
    "SELECT (SELECT count(*) FROM timeline_entry e WHERE e.kind = '{kind}' AND e.status = 'signed' AND NOT EXISTS "
    "(SELECT 1 FROM {table} b WHERE b.entry_id = e.id)) + (SELECT count(*) FROM {table} b WHERE NOT EXISTS "
    "(SELECT 1 FROM timeline_entry e WHERE e.id = b.entry_id AND e.kind = '{kind}' AND e.status = 'signed'))"
)
# What two posts of one form would have made twice: rows by key and words.
WRITTEN = {
    "addendum": "SELECT submission_key, text FROM entry_addendum",
    "item": "SELECT submission_key, text FROM follow_up_item WHERE text LIKE 'Ask %'",
    "step": "SELECT submission_key, text FROM follow_up_step",
}


def halves() -> list[str]:
    """Every half of a write that stands without the other. Needs an application context, as all here."""
    asked = dict(HALVES)
    for kind in kinds.every():
        body = _BODY.format(kind=kind.key, table=kind.model.__tablename__)
        asked[f"a {kind.key} without its row of the spine, or without its own"] = body
    found = {what: db.session.execute(text(statement)).scalar_one() for what, statement in asked.items()}
    db.session.rollback()
    return [f"{count} x {what}" for what, count in found.items() if count]


def written() -> dict[str, list[tuple[str, str]]]:
    """All that stands in the database, by kind: keys and words."""
    found = {what: _pairs(db.session.execute(text(statement))) for what, statement in WRITTEN.items()}
    for kind in kinds.every():
        words = EXAMPLES[kind.key].words
        column = getattr(kind.model, words) if words else TimelineEntry.submission_key
        query = select(TimelineEntry.submission_key, column).join(kind.model, kind.model.entry_id == TimelineEntry.id)
        found[kind.key] = _pairs(db.session.execute(query))
    drafts = select(TimelineEntry.submission_key, EntryDraft.fields).join(
        EntryDraft, EntryDraft.entry_id == TimelineEntry.id
    )
    found["draft"] = [(key, fields["insight"][0]) for key, fields in db.session.execute(drafts)]
    notes = db.session.scalars(select(ProcessNote)).all()
    found["private"] = [(note.form_key, sealing.unseal(note).text) for note in notes]
    db.session.rollback()
    return found


def _pairs(rows: Iterable[object]) -> list[tuple[str, str]]:
    return [(str(key), str(words)) for key, words in rows]  # type: ignore[misc]


def faults(load: Load) -> list[str]:
    """Acknowledged writes that are not there, writes that stand twice, and those that nobody sent."""
    wrong = list(load.wrong)
    for kind, rows in written().items():
        # Its words name the key, so that a second row of one form shows whatever key it has.
        again = Counter(words.rpartition(" ")[2] if " " in words else key for key, words in rows)
        wrong += [f"{kind}: {count} rows of {key}" for key, count in again.items() if count > 1]
        stand = dict(rows)
        told = load.acknowledged[kind]
        wrong += [f"{kind}: lost {key}: {words}" for key, words in told.items() if stand.get(key) != words]
        wrong += [f"{kind}: {key} was never sent" for key in stand.keys() - load.sent[kind]]
    return wrong


def require_whole(app: Flask, load: Load) -> int:
    """Everything that was acknowledged is there once and whole, and the trail is unbroken; how many posts that were."""
    with app.app_context():
        wrong = [*faults(load), *halves()]
        assert not wrong, "\n".join(wrong[:20])
        told = sum(len(rows) for rows in load.acknowledged.values())
    verified = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert verified.exit_code == 0, verified.output
    assert " 0 broken" in verified.output
    require_sound(app)
    return told


def require_sound(app: Flask) -> None:
    """What the database's own programs say of its files."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.drivername == "sqlite":
        with closing(sqlite3.connect(str(url.database))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        return
    programs = cluster.binaries()
    assert programs is not None
    where = ["--host", str(url.host), "--port", str(url.port), "--username", "postgres"]
    command = [str(programs / "pg_amcheck"), *where, "--install-missing", "--heapallindexed", str(url.database)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
