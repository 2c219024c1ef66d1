"""What is asked of a database after everything: nothing lost, nothing twice, no half of a write without the other."""

import sqlite3
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
from tests.endurance.halves import statements
from tests.endurance.load import Load
from tests.timeline.forms_table import EXAMPLES

# What two posts of one form would have made twice: rows by key and words.
WRITTEN = {
    "addendum": "SELECT submission_key, text FROM entry_addendum",
    "item": "SELECT submission_key, text FROM follow_up_item WHERE text LIKE 'Ask %'",
    "step": "SELECT submission_key, text FROM follow_up_step",
}


def halves() -> list[str]:
    """Every half of a write that stands without the other. Needs an application context, as all here."""
    found = {what: db.session.execute(text(statement)).scalar_one() for what, statement in statements().items()}
    db.session.rollback()
    return [f"{count} {what}" for what, count in found.items() if count]


def written() -> dict[str, list[tuple[str, str]]]:
    """All that stands in the database, by kind: keys and words."""
    found = {what: _pairs(db.session.execute(text(statement))) for what, statement in WRITTEN.items()}
    for kind in kinds.every():
        words = EXAMPLES[kind.key].words
        model = kind.model_of(words) if words else kind.model
        column = getattr(model, words) if words else TimelineEntry.submission_key
        query = select(TimelineEntry.submission_key, column).join(model, model.entry_id == TimelineEntry.id)
        query = query.where(TimelineEntry.kind == kind.key)
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
    """What was acknowledged is there once and whole, and the trail is unbroken; how many forms that were."""
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
    """What SQLite itself says of its file; what PostgreSQL says of its own, `Restartable.require_sound` asks."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.drivername == "sqlite":
        with closing(sqlite3.connect(str(url.database))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert not connection.execute("PRAGMA foreign_key_check").fetchall()
