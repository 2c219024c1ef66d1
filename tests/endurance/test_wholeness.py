"""The questions that the proofs end with find what they ask for: each is shown a database in which it is so."""

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from coordcare import triggers
from coordcare.extensions import db
from tests.cast import gather
from tests.endurance.halves import statements
from tests.endurance.posts import Post, asked_and_called, draft_kept, note_signed_late, private_note, whole_entry
from tests.endurance.wholeness import faults, halves

# What makes each question's answer other than none. Some of it shows in the answers to others too.
SPOILED = {
    "signed entries without their event": "DELETE FROM audit_event WHERE happening = 'signed'",
    "events of signatures without the entry": "UPDATE timeline_entry SET status = 'draft'",
    "entries without the one event of their draft": "DELETE FROM audit_event WHERE happening = 'draft_opened'",
    "events of drafts without the entry": "UPDATE audit_event SET subject_id = 99 WHERE happening = 'draft_opened'",
    "drafts without their words, or signed entries with them": "DELETE FROM entry_draft",
    "addenda without their event": "UPDATE entry_addendum SET seq = seq + 1",
    "more or fewer events of addenda than addenda": "DELETE FROM entry_addendum",
    "more or fewer searchable addenda than addenda": "DELETE FROM entry_text WHERE part = 'addendum'",
    "items without their event": "UPDATE follow_up_item SET seq = seq + 1",
    "more or fewer events of items than items": "DELETE FROM audit_event WHERE happening = 'follow_up_raised'",
    "calls without their event": "UPDATE follow_up_step SET seq = seq + 1",
    "more or fewer events of calls than calls": "DELETE FROM follow_up_step",
    "items whose version is not their number of steps": "UPDATE follow_up_item SET version = 7",
    "private notes without their one event": "DELETE FROM audit_event WHERE happening = 'process_note_saved'",
    "events of private notes without the note": "DELETE FROM process_note",
    "rows of life_event without the entry, or the reverse": "DELETE FROM life_event",
}


class Sender:
    """Sends posts at once, and keeps what was acknowledged as a load does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.load: Any = SimpleNamespace(wrong=[], sent=defaultdict(set), acknowledged=defaultdict(dict))

    def __call__(self, post: Post) -> str:
        answer = self.client.post(post.path, data=post.fields)
        assert answer.status_code == 303, answer.text
        self.load.sent[post.kind].add(post.key)
        self.load.acknowledged["draft"].pop(post.key, None)
        self.load.acknowledged[post.kind][post.key] = post.words
        return str(answer.location)


@pytest.fixture
def load(app: Flask) -> Any:
    """A few of every sort of write."""
    cast = gather(app)
    sender = Sender(cast.client("therapist"))
    with cast.without_csrf():
        for act in (note_signed_late, draft_kept, asked_and_called):
            act(sender)
        for post in (private_note(), whole_entry("life_event"), whole_entry("measure_result")):
            sender(post)
    return sender.load


def spoil(statement: str) -> None:
    """Until the next rollback. The triggers would refuse it."""
    triggers.drop(db.session.connection())
    db.session.execute(text(statement))


def test_every_half_is_found(app: Flask, load: Any) -> None:
    with app.app_context():
        assert not halves()
        for what, statement in SPOILED.items():
            spoil(statement)
            assert any(what in found for found in halves()), what
        others = {what for what in statements() if what.startswith("rows of ")}
        assert statements().keys() - others <= SPOILED.keys(), "a question that nothing shows to be asked"


def test_what_was_lost_doubled_or_never_sent_is_found(app: Flask, load: Any) -> None:
    with app.app_context():
        assert not faults(load)
        for table, kind in {"entry_addendum": "addendum", "follow_up_item": "item"}.items():
            spoil(f"UPDATE {table} SET text = 'other words'")
            assert any(found.startswith(f"{kind}: lost") for found in faults(load))
        key, words = next(iter(load.acknowledged["addendum"].items()))
        load.sent["addendum"].clear()
        assert faults(load) == [f"addendum: {key} was never sent"]
        load.sent["addendum"].add(key)
        spoil(
            "INSERT INTO entry_addendum (id, entry_id, author_id, text, recorded_at, seq, submission_key) "
            "SELECT id + 1, entry_id, author_id, text, recorded_at, seq, 'another key' FROM entry_addendum"
        )
        assert f"addendum: 2 rows of {key}" in faults(load), words
