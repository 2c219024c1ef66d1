"""`flask custody open`: two people, a basis, a record of it, and only then a file."""

import stat

import pytest

from coordcare.accounts.models import Account
from coordcare.audit import verification
from coordcare.audit.models import AuditEvent
from coordcare.extensions import clock, db, transaction
from coordcare.process_notes import commands
from coordcare.timeline.amendment_actions import retract
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import RetractionReason
from tests.cast import PASSWORD
from tests.process_notes.writing import PATIENT, SECRET, events, write

ENVIRONMENT = {commands.FIRST: PASSWORD, commands.SECOND: PASSWORD}


@pytest.fixture
def output(tmp_path):
    return tmp_path / "opened.txt"


def run(cast, output, *changed, environment=ENVIRONMENT, typed=None, target=None):
    people = {"--first": "admin@test.example", "--second": "coordinator@test.example", "--basis": "court_order"}
    target = target or {"--author": "Therapist@test.example", "--record-number": "t-00001"}
    given = {**people, **target, "--output": str(output), **dict(changed)}
    arguments = ["custody", "open", *(part for pair in given.items() for part in pair)]
    return cast.app.test_cli_runner(env=environment).invoke(args=arguments, input=typed)


def test_two_people_open_one_authors_notes_on_one_patient(cast, output):
    write(cast)
    write(cast, "psychiatrist", text="the psychiatrist's own words", key="other")
    done = run(cast, output)
    assert done.exit_code == 0, done.output
    text = output.read_text()
    assert SECRET in text and "Supervision" in text and "Amara Osei" in text and "court's order" in text
    assert "psychiatrist's own" not in text and SECRET not in done.output
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    with cast.app.app_context():
        event = db.session.query(AuditEvent).filter_by(happening="custody_opened").one()
        assert event.chain == f"account:{cast.accounts['therapist']}" and event.patient_id is None
        assert (event.actor_id, event.subject_id) == (cast.accounts["admin"], cast.accounts["coordinator"])
        assert (event.reason, event.subject, event.rule) == ("court_order", None, None)
        assert not verification.verify().faults
    assert not events(cast, f"patient:{cast.patients[PATIENT]}")


def test_the_admins_page_tells_that_something_was_opened_and_not_what(cast, output):
    write(cast)
    run(cast, output)
    page = cast.client("admin").get("/admin/audit").text
    assert "opened sealed text by legal custody" in page and "court order" in page
    assert "process" not in page.casefold() and "Amara" not in page.partition("opened sealed text")[2]


def test_passwords_are_asked_for_and_not_shown(cast, output):
    write(cast)
    done = run(cast, output, environment={}, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output and SECRET in output.read_text()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--first": "coordinator@test.example"}, "Two different people"),
        ({"--first": "COORDINATOR@test.example "}, "Two different people"),
        ({"--first": "nobody@test.example"}, "this password is wrong, or the account is not active"),
        ({"--author": "nobody@test.example"}, "No account has the author's e-mail"),
        ({"--record-number": "T-99999"}, "No patient has this record number"),
        ({"--basis": "curiosity"}, "is not one of"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(cast, output, changed, words):
    write(cast)
    done = run(cast, output, *changed.items())
    assert done.exit_code != 0 and words in done.output
    assert not output.exists() and not opened(cast)


def opened(cast):
    with cast.app.app_context():
        return db.session.query(AuditEvent).filter_by(happening="custody_opened").count()


@pytest.mark.parametrize("wrong", [commands.FIRST, commands.SECOND])
def test_a_wrong_password_is_refused_and_recorded(cast, output, wrong):
    write(cast)
    done = run(cast, output, environment={**ENVIRONMENT, wrong: "not the password"})
    assert done.exit_code == 1 and "this password is wrong" in done.output
    assert not output.exists() and not opened(cast)
    who = "admin" if wrong == commands.FIRST else "coordinator"
    assert events(cast, f"account:{cast.accounts[who]}") == [("refused", None, "custody.open")]


def test_wrong_passwords_run_out(cast, output):
    for _ in range(5):
        run(cast, output, environment={**ENVIRONMENT, commands.FIRST: "not the password"})
    assert "Too many attempts" in run(cast, output).output


def test_a_disabled_account_opens_nothing(cast, output):
    write(cast)
    with cast.app.app_context(), transaction() as session:
        session.get_one(Account, cast.accounts["coordinator"]).disabled_at = clock.now()
    done = run(cast, output)
    assert "not active" in done.output and not output.exists() and not opened(cast)


def test_without_the_key_it_says_so(cast, output):
    write(cast)
    cast.app.config["PROCESS_NOTE_KEYS"] = ""
    done = run(cast, output)
    assert done.exit_code == 1 and "their key is not on this server" in done.output
    assert not output.exists() and not opened(cast)


@pytest.mark.parametrize("link", [False, True])
def test_a_file_that_is_there_is_not_touched(cast, output, tmp_path, link):
    write(cast)
    if link:
        output.symlink_to(tmp_path / "elsewhere")
    else:
        output.write_text("kept")
    done = run(cast, output)
    assert done.exit_code == 1 and "is there already" in done.output and not opened(cast)
    assert not (tmp_path / "elsewhere").exists() and (link or output.read_text() == "kept")


def test_it_is_recorded_before_anything_is_written(cast, output, monkeypatch):
    write(cast)
    monkeypatch.setattr(commands, "_write", lambda path, text: (_ for _ in ()).throw(OSError("disk full")))
    assert run(cast, output).exit_code != 0
    assert opened(cast) == 1 and not output.exists()


def test_that_there_are_none_is_an_opening_too(cast, output):
    done = run(cast, output)
    assert done.exit_code == 1 and "no private note" in done.output
    assert opened(cast) == 1 and not output.exists()


def test_a_withheld_entry_is_opened_by_its_number(cast, output):
    typed = {"category": "loss", "impact": "strained", "happened_on": "2026-11-02", "text": SECRET}
    path = f"/patients/{cast.patients[PATIENT]}/entries/new/life_event"
    cast.client("therapist").post(path, data={**typed, "submission_key": "event", "action": "sign"})
    with cast.app.app_context():
        entry_id = db.session.query(TimelineEntry.id).scalar()
        retract(cast.standing("therapist", PATIENT), entry_id, RetractionReason.PRIVATE_TEXT)
    done = run(cast, output, target={"--entry": str(entry_id)})
    assert done.exit_code == 0, done.output
    assert SECRET in output.read_text() and opened(cast) == 1
    output.unlink()
    assert "No withheld entry" in run(cast, output, target={"--entry": "999"}).output


@pytest.mark.parametrize(
    "target", [{"--entry": "1", "--author": "a@b.c"}, {"--author": "a@b.c"}, {"--basis": "oversight"}]
)
def test_either_notes_or_an_entry(cast, output, target):
    done = run(cast, output, target=target)
    assert done.exit_code == 2 and "Give --author with --record-number, or --entry alone." in done.output
