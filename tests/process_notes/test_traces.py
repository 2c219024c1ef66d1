"""Private notes leave nothing in anybody else's pages, on the patient's chain, in the files or in the logs."""

import logging
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from coordcare.audit import verification
from coordcare.process_notes.actions import rotate
from tests import cast as people
from tests.process_notes.writing import PATIENT, SECRET, base, events, write

TITLE = "Supervision"


def use_all_pages(cast, note_id):
    """Every page and every refusal of private notes, by their author and by everybody else."""
    for name in cast.accounts:
        client = cast.client(name)
        for path in ("", "/new", "/print", f"/{note_id}", f"/{note_id}/print", "/999"):
            client.get(f"{base(cast)}{path}")
        client.post(f"{base(cast)}/new", data={"text": "x" * 60_000, "form_key": name})
        client.post(f"{base(cast)}/{note_id}", data={"text": "stolen", "version": "7"})
        client.post(f"{base(cast)}/new", data={"text": " ", "form_key": name})


def test_nothing_stands_on_the_patients_chain(cast):
    patient = cast.patients[PATIENT]
    before = events(cast, f"patient:{patient}")
    note_id = write(cast)
    use_all_pages(cast, note_id)
    assert events(cast, f"patient:{patient}") == before


def test_the_authors_own_chain_holds_it_without_the_patient(cast):
    note_id = write(cast)
    cast.client("therapist").get(f"{base(cast)}/{note_id}")
    cast.client("therapist").get(f"{base(cast)}/999")
    rule = "write_process_note"
    assert events(cast, f"account:{cast.accounts['therapist']}") == [
        ("process_note_saved", rule, "process_notes.note"),
        ("view", rule, "process_notes.note"),
        ("view", rule, "process_notes.note"),
        ("refused", rule, "process_notes.note"),
    ]
    outsider = cast.client("outside_therapist")
    outsider.get(base(cast))
    assert events(cast, f"account:{cast.accounts['outside_therapist']}") == [("refused", rule, "process_notes.mine")]
    cast.client("coordinator").get(base(cast))
    assert events(cast, f"account:{cast.accounts['coordinator']}") == [("refused", rule, "process_notes.mine")]
    with cast.app.app_context():
        assert not verification.verify().faults


def test_a_view_by_a_refused_post_is_recorded_privately(cast):
    answer = cast.client("therapist").post(f"{base(cast)}/new", data={"text": " ", "form_key": "k"})
    assert answer.status_code == 422
    assert events(cast, f"account:{cast.accounts['therapist']}") == [
        ("view", "write_process_note", "process_notes.new")
    ]
    assert not events(cast, f"patient:{cast.patients[PATIENT]}")


def lines(page):
    return page.count("<tr")


def test_nobodys_pages_tell_of_it(cast):
    log, trail = f"/patients/{cast.patients[PATIENT]}/access-log", "/admin/audit"
    psychologist, admin = cast.client("psychologist"), cast.client("admin")
    psychologist.get(log), admin.get(trail)
    before = lines(psychologist.get(log).text), lines(admin.get(trail).text)
    note_id = write(cast)
    use_all_pages(cast, note_id)
    after = psychologist.get(log).text, admin.get(trail).text
    # One line more in each: that the psychologist opened the log again.
    assert (lines(after[0]), lines(after[1])) == (before[0] + 1, before[1] + 1)
    for page in (page.partition("<tbody")[2].partition("</tbody")[0] for page in after):
        assert page and "process" not in page.casefold() and "private" not in page.casefold()
    for path in ("/timeline", "/team", "/access-log"):
        page = cast.client("psychiatrist").get(f"/patients/{cast.patients[PATIENT]}{path}").text
        assert SECRET not in page and TITLE not in page


def test_a_search_does_not_find_it(cast):
    write(cast)
    path = f"/patients/{cast.patients[PATIENT]}/search"
    page = cast.client("therapist").post(path, data={"q": "Tulsa"}).text
    assert SECRET not in page


def test_its_pages_show_nothing_of_the_record(cast):
    """They leave no view on the patient, so they must not be a way to watch one."""
    amara = cast.patients["Amara Osei"]
    form = {"risk_status": "plan_or_intent", "assessment": "Told me.", "happened_on": "2026-01-05", "action": "sign"}
    path = f"/patients/{amara}/entries/new/risk_assessment"
    cast.client("psychologist").post(path, data={**form, "submission_key": "risk", "actions_taken": "Stayed."})
    therapist = cast.client("therapist")
    assert "Suicidal plan or intent" in therapist.get(f"/patients/{amara}/measures").text
    page = therapist.get(f"/patients/{amara}/process-notes").text
    assert "Amara Osei" in page and "Suicidal plan or intent" not in page and "Allergies" not in page


def test_it_does_not_end_a_colleagues_recall(cast):
    psychiatrist = cast.client("psychiatrist")
    typed = {"category": "loss", "impact": "strained", "happened_on": "2026-11-02", "text": "A move.", "action": "sign"}
    path = f"/patients/{cast.patients[PATIENT]}/entries"
    signed = psychiatrist.post(f"{path}/new/life_event", data={**typed, "submission_key": "event"})
    assert signed.status_code == 303
    note_id = write(cast)
    use_all_pages(cast, note_id)
    recalled = psychiatrist.post(f"{signed.location}/recall")
    assert recalled.status_code == 303 and recalled.location.endswith("/edit")


def test_no_file_of_the_database_holds_the_words(sqlite_app):
    cast = people.gather(sqlite_app)
    database = Path(sqlite_app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    with cast.without_csrf():
        note_id = write(cast)
        cast.client("therapist").get(f"{base(cast)}/{note_id}")
    with sqlite_app.app_context():
        sqlite_app.config["PROCESS_NOTE_KEYS"] = "new:" + "d4" * 32 + ",test:" + "c3" * 32
        rotate()
    files = list(database.parent.glob(f"{database.name}*"))
    kept = b"".join(path.read_bytes() for path in files)
    assert b"Amara Osei" in kept
    for words in (SECRET, TITLE, "2026-11-02"):
        assert words.encode() not in kept


def test_no_log_tells_of_it(sqlite_app, caplog):
    cast = people.gather(sqlite_app)
    caplog.set_level(logging.DEBUG)
    with cast.without_csrf(), capture_logs() as told:
        note_id = write(cast)
        use_all_pages(cast, note_id)
    text = f"{caplog.text} {told}"
    for words in (SECRET, "process-notes", "process_notes", "Supervision", "private"):
        assert words not in text, words


@pytest.mark.parametrize("name", ["gunicorn.access", "werkzeug"])
def test_a_servers_own_log_leaves_its_lines_out(sqlite_app, name):
    heard = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        logger.info('127.0.0.1 "GET /patients/1/process-notes/3 HTTP/1.1" 200')
        logger.info('127.0.0.1 "GET /patients/1/timeline HTTP/1.1" 200')
        logger.info('%s "%s"', "127.0.0.1", "GET /sign-in?next=/patients/1/process-notes HTTP/1.1")
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert len(heard) == 1 and "timeline" in heard[0]
