"""The keys of private notes: gone, broken, in a file, and changed for others by a command that may be killed."""

import json
import stat

import pytest

import config
from config import configuration
from coordcare.extensions import db
from coordcare.process_notes import actions
from coordcare.process_notes.models import ProcessNote
from tests.process_notes.writing import PATIENT, SECRET, base, events, rows, write

OLD, NEW = "test:" + "c3" * 32, "new:" + "d4" * 32
CLOSED = "Private notes cannot be opened or saved right now"


@pytest.fixture
def author(cast):
    return cast.client("therapist")


@pytest.mark.parametrize("keys", ["", "no key at all", "short:abcd"])
def test_without_a_key_these_pages_alone_are_closed(cast, author, keys):
    note_id = write(cast)
    cast.app.config["PROCESS_NOTE_KEYS"] = keys
    for path in ("", "/new", "/print", f"/{note_id}", f"/{note_id}/print"):
        answer = author.get(f"{base(cast)}{path}")
        assert answer.status_code == 503 and CLOSED in answer.text and SECRET not in answer.text
    for path in ("/timeline", "/team", "/entries/new/session_note"):
        assert author.get(f"/patients/{cast.patients[PATIENT]}{path}").status_code == 200


def test_without_a_key_what_was_typed_stays_in_the_page(cast, author):
    note_id = write(cast)
    cast.app.config["PROCESS_NOTE_KEYS"] = ""
    for path in ("/new", f"/{note_id}"):
        answer = author.post(f"{base(cast)}{path}", data={"text": "typed in vain", "form_key": "k", "version": "1"})
        assert answer.status_code == 503 and "typed in vain" in answer.text and CLOSED in answer.text
    quiet = author.post(f"{base(cast)}/new", data={"text": "x", "form_key": "k"}, headers={"X-Autosave": "1"})
    assert quiet.status_code == 503 and CLOSED in quiet.json["error"]
    cast.app.config["PROCESS_NOTE_KEYS"] = OLD
    assert SECRET in author.get(f"{base(cast)}/{note_id}").text and len(rows(cast)) == 1


def test_a_key_in_a_file_is_read_anew_each_time(cast, author, tmp_path):
    path = tmp_path / "keys"
    path.write_text(f"{OLD}\n")
    cast.app.config.update(PROCESS_NOTE_KEYS="", PROCESS_NOTE_KEYS_FILE=str(path))
    note_id = write(cast)
    assert SECRET in author.get(f"{base(cast)}/{note_id}").text
    path.unlink()
    assert author.get(f"{base(cast)}/{note_id}").status_code == 503


def test_each_save_has_its_own_nonce(cast, author):
    note_id = write(cast)
    first = rows(cast)[0]
    author.post(f"{base(cast)}/{note_id}", data={"text": "other words", "version": "1"})
    second = rows(cast)[0]
    assert first.nonce != second.nonce and first.ciphertext != second.ciphertext and second.version == 2


def test_rotation_seals_everything_anew_and_leaves_open_windows_alone(cast, author):
    note_id = write(cast)
    before = rows(cast)[0]
    cast.app.config["PROCESS_NOTE_KEYS"] = f"{NEW},{OLD}"
    done = cast.app.test_cli_runner().invoke(args=["process-notes", "rotate"])
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "1 sealed anew, 0 left: no key here opens them.")
    after = rows(cast)[0]
    assert (after.key_id, after.version, after.saved_at) == ("new", before.version, before.saved_at)
    cast.app.config["PROCESS_NOTE_KEYS"] = NEW
    assert SECRET in author.get(f"{base(cast)}/{note_id}").text
    saved = author.post(f"{base(cast)}/{note_id}", data={"text": "on from here", "version": "1"})
    assert saved.status_code == 303
    assert events(cast, "clinic") == [("keys_changed", None, None)]
    again = cast.app.test_cli_runner().invoke(args=["process-notes", "rotate"])
    assert again.output.splitlines()[-1].startswith("0 sealed anew") and len(events(cast, "clinic")) == 1


def test_rotation_killed_in_the_middle_ends_when_it_is_run_again(cast, author, monkeypatch):
    ids = [write(cast, text=f"{SECRET} {number}", key=f"key-{number}") for number in range(7)]
    cast.app.config["PROCESS_NOTE_KEYS"] = f"{NEW},{OLD}"
    monkeypatch.setattr(actions, "BATCH", 2)
    reseal, calls = actions._reseal, []

    def killed(row):
        calls.append(row.id)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return reseal(row)

    monkeypatch.setattr(actions, "_reseal", killed)
    with cast.app.app_context(), pytest.raises(KeyboardInterrupt):
        actions.rotate()
    # The batch that was killed stays as it was; every note still opens.
    assert [row.key_id for row in rows(cast)] == ["new"] * 2 + ["test"] * 5
    assert all(author.get(f"{base(cast)}/{note_id}").status_code == 200 for note_id in ids)
    monkeypatch.setattr(actions, "_reseal", reseal)
    with cast.app.app_context():
        assert actions.rotate() == (5, 0)
    cast.app.config["PROCESS_NOTE_KEYS"] = NEW
    for number, note_id in enumerate(ids):
        assert f"{SECRET} {number}" in author.get(f"{base(cast)}/{note_id}").text
    assert len(events(cast, "clinic")) == 2


def test_rotation_leaves_what_it_cannot_open(cast):
    write(cast, key="a")
    write(cast, key="b")
    with cast.app.app_context():
        db.session.query(ProcessNote).filter_by(form_key="a").update({"key_id": "lost"})
        db.session.commit()
    cast.app.config["PROCESS_NOTE_KEYS"] = f"{NEW},{OLD}"
    done = cast.app.test_cli_runner().invoke(args=["process-notes", "rotate"])
    assert done.exit_code == 1 and "1 sealed anew, 1 left" in done.output
    assert [row.key_id for row in rows(cast)] == ["lost", "new"]


def test_rotation_without_a_key_says_so(cast):
    cast.app.config["PROCESS_NOTE_KEYS"] = ""
    done = cast.app.test_cli_runner().invoke(args=["process-notes", "rotate"])
    assert done.exit_code == 1 and CLOSED in done.output


def test_production_starts_without_a_key(monkeypatch):
    for name in ("SECRET_KEY", "AUDIT_KEYS", "SEALING_KEYS"):
        monkeypatch.setenv(name, f"k:{'ab' * 32}")
    monkeypatch.delenv("PROCESS_NOTE_KEYS", raising=False)
    assert configuration("production").values()["PROCESS_NOTE_KEYS"] == ""
    monkeypatch.setenv("PROCESS_NOTE_KEYS", OLD)
    assert configuration("production").values()["PROCESS_NOTE_KEYS"] == OLD


def test_local_secrets_made_before_are_kept_and_extended(monkeypatch, tmp_path):
    monkeypatch.setattr(config, "INSTANCE", tmp_path)
    path = tmp_path / "local-secrets.json"
    path.write_text(json.dumps({"SECRET_KEY": "kept", "AUDIT_KEYS": "kept too", "SEALING_KEYS": "and this"}))
    secrets = config.Demo.local_secrets()
    assert (secrets["SECRET_KEY"], secrets["AUDIT_KEYS"]) == ("kept", "kept too")
    assert secrets["PROCESS_NOTE_KEYS"].startswith("local:") and config.Demo.local_secrets() == secrets
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
