"""What is taken back as private text is sealed, and gone from everything but the sealed row."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from coordcare.errors import Unavailable
from coordcare.extensions import db
from coordcare.timeline import sealing
from coordcare.timeline.amendment_actions import addend, retract
from coordcare.timeline.models import SealedBody, TimelineEntry
from coordcare.timeline.rules import RetractionReason
from tests import cast as people

SECRET = "the brother moved to Tulsa"


@pytest.fixture
def cast(app):
    cast = people.gather(app)
    with cast.without_csrf():
        yield cast


def write(cast, action, key="key-1", **fields):
    """A life event of the therapist's; returns its id."""
    typed = {"category": "loss", "impact": "strained", "happened_on": "2026-11-02", "text": SECRET, **fields}
    path = f"/patients/{cast.patients['Amara Osei']}/entries/new/life_event"
    answer = cast.client("therapist").post(path, data={**typed, "submission_key": key, "action": action})
    assert answer.status_code == 303, answer.text
    with cast.app.app_context():
        return db.session.scalars(select(TimelineEntry.id).where(TimelineEntry.submission_key == key)).one()


@pytest.fixture
def withheld(cast):
    entry_id = write(cast, "sign")
    with cast.app.app_context():
        addend(cast.standing("psychologist", "Amara Osei"), entry_id, SECRET, submission_key="added")
        retract(cast.standing("therapist", "Amara Osei"), entry_id, RetractionReason.PRIVATE_TEXT)
    return entry_id


def sealed(entry_id):
    entry, body = db.session.get_one(TimelineEntry, entry_id), db.session.get_one(SealedBody, entry_id)
    return entry, (body.key_id, body.nonce, body.ciphertext)


def test_the_sealed_body_holds_the_words_and_the_addenda(cast, withheld):
    with cast.app.app_context():
        entry, box = sealed(withheld)
        body = sealing.unseal(*box, "sealed_body", entry.id, entry.author_id, entry.version)
    assert body["values"]["text"] == SECRET
    assert [row["text"] for row in body["addenda"]] == [SECRET]


@pytest.mark.parametrize("moved", ["table", "entry", "author", "version"])
def test_a_sealed_body_opens_in_its_own_place_only(cast, withheld, moved):
    with cast.app.app_context():
        entry, box = sealed(withheld)
        place = {"table": "sealed_body", "entry": entry.id, "author": entry.author_id, "version": entry.version}
        place[moved] = "process_note" if moved == "table" else int(place[moved]) + 1
        with pytest.raises(Unavailable):
            sealing.unseal(*box, *place.values())


def test_without_its_key_a_sealed_body_stays_closed(cast, withheld):
    with cast.app.app_context():
        entry, box = sealed(withheld)
        cast.app.config["SEALING_KEYS"] = "other:" + "5" * 64
        with pytest.raises(Unavailable):
            sealing.unseal(*box, "sealed_body", entry.id, entry.author_id, entry.version)


def test_no_file_of_the_database_keeps_withheld_words(sqlite_app):
    cast = people.gather(sqlite_app)
    database = Path(sqlite_app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    with cast.without_csrf():
        entry_id = write(cast, "sign")
        assert found_in_files(database), "the words are found while they stand in the record"
        path = f"/patients/{cast.patients['Amara Osei']}/entries/{entry_id}/retract"
        answer = cast.client("therapist").post(path, data={"reason": "private_text"})
    assert answer.status_code == 303
    assert not found_in_files(database)


def found_in_files(database):
    return [path.name for path in database.parent.glob(f"{database.name}*") if SECRET.encode() in path.read_bytes()]


def test_a_draft_leaves_no_trace_for_others_but_its_signing_does(cast):
    write(cast, "save")
    assert told_of_entries(cast) == [0, 0]
    write(cast, "sign", key="key-2")
    assert told_of_entries(cast) == [1, 1]


def told_of_entries(cast):
    """How many lines of a team's access log and of the admin's trail tell of drafts and signatures."""
    log = cast.client("psychologist").get(f"/patients/{cast.patients['Amara Osei']}/access-log").text
    trail = cast.client("admin").get("/admin/audit").text
    return [len(re.findall(r"opened a draft|discarded a draft|signed an entry", page, re.I)) for page in (log, trail)]
