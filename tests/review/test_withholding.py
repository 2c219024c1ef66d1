"""The reason for no change can be withheld by whoever wrote it; one page makes one decision, however many windows."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from coordcare.audit.models import AuditEvent
from coordcare.extensions import db, transaction
from coordcare.process_notes import commands
from coordcare.review.models import ReviewDecision, ReviewWithheld
from coordcare.timeline import sealing
from tests.cast import PASSWORD, Cast
from tests.review.reviewing import AMARA, decisions, open_review

SECRET = "His brother was arrested in zanthoville."


def decided(cast: Cast) -> str:
    """The address of a decision that says too much."""
    assert open_review(cast).no_change(SECRET).status_code == 303
    return f"/patients/{cast.patients[AMARA]}/review/decisions/{decisions(cast)[0].id}"


@pytest.mark.parametrize(("reason", "word"), [("private_text", "Private text"), ("wrong_patient", "Wrong patient")])
def test_its_author_withholds_it_and_a_stub_stays(reviewed: Cast, reason: str, word: str) -> None:
    address = decided(reviewed)
    own = reviewed.client("psychiatrist")
    assert f"{address}/withhold" in own.get(address).text
    assert own.post(f"{address}/withhold", data={"reason": reason}).location.endswith(address)
    for who in ("psychiatrist", "nurse_practitioner", "therapist"):
        page = reviewed.client(who).get(address).text
        assert "zanthoville" not in page and f"{word}.</strong>" in page and "withheld from everyone" in page
        assert "It is as it was kept" in page and "Withhold this reason" not in page
    with reviewed.app.app_context():
        row = db.session.scalars(select(ReviewWithheld)).one()
        made = db.session.scalars(select(ReviewDecision)).one()
        assert made.reason == "" and b"zanthoville" not in row.ciphertext
        opened = sealing.unseal(
            row.key_id, row.nonce, row.ciphertext, "review_withheld", made.id, reviewed.accounts["psychiatrist"]
        )
        assert opened == {"reason": SECRET}
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.happening == "review_withheld")).one()
        assert (event.subject_id, event.reason, event.seq) == (made.id, reason, row.seq)
        assert "zanthoville" not in json.dumps({key: str(value) for key, value in vars(event).items()})
    assert own.post(f"{address}/withhold", data={"reason": reason}).status_code == 404


def test_it_is_for_its_author_and_needs_one_of_two_reasons(reviewed: Cast) -> None:
    address = decided(reviewed)
    assert "Withhold this reason" not in reviewed.client("nurse_practitioner").get(address).text
    for who, status in (("nurse_practitioner", 404), ("therapist", 403), ("outside_psychiatrist", 404)):
        client = reviewed.client(who)
        assert client.get(f"{address}/withhold").status_code == status
        assert client.post(f"{address}/withhold", data={"reason": "private_text"}).status_code == status
    own = reviewed.client("psychiatrist")
    for reason in ("", "entered_in_error", "duplicate"):
        assert own.post(f"{address}/withhold", data={"reason": reason}).status_code == 422
    assert "zanthoville" in own.get(address).text
    reviewed.leave(AMARA, "psychiatrist")
    assert own.post(f"{address}/withhold", data={"reason": "private_text"}).status_code == 404
    assert decisions(reviewed)[0].reason == SECRET


@pytest.mark.parametrize(
    "change", ["reason = ''", "reason = 'Other.'", "sha256 = 'x'", "shown = '{}'", "opened_seq = 1", "uid = 'x'"]
)
@pytest.mark.parametrize("sealed", [False, True])
def test_the_database_lets_a_sealed_reason_become_empty_and_nothing_else(
    reviewed: Cast, change: str, sealed: bool
) -> None:
    address = decided(reviewed)
    if sealed:
        reviewed.client("psychiatrist").post(f"{address}/withhold", data={"reason": "private_text"})
    with reviewed.app.app_context():
        statement = text(f"UPDATE review_decision SET {change}")
        if sealed and change == "reason = ''":
            with transaction() as session:
                session.execute(statement)
            return
        with pytest.raises(IntegrityError), transaction() as session:
            session.execute(statement)
        with pytest.raises(IntegrityError), transaction() as session:
            session.execute(update(ReviewWithheld).values(reason="wrong_patient") if sealed else statement)


def test_two_windows_with_one_page_make_one_decision(reviewed: Cast) -> None:
    opened = open_review(reviewed)
    assert opened.no_change("Two weeks more.", key="first").status_code == 303
    assert opened.no_change("Two weeks more.", key="second").status_code == 303
    assert opened.no_change("Something else.", key="third").status_code == 409
    assert [one.reason for one in decisions(reviewed)] == ["Two weeks more."]
    with reviewed.app.app_context():
        told = db.session.scalars(select(AuditEvent).where(AuditEvent.happening == "review_decided")).all()
        assert len(told) == 1
    assert open_review(reviewed).no_change("Two weeks more.", key="fourth").status_code == 303
    assert len(decisions(reviewed)) == 2


def opened(cast: Cast, output: Path, decision: int, first: str = "admin") -> Result:
    people = ("--first", f"{first}@test.example", "--second", "coordinator@test.example", "--basis", "court_order")
    arguments = ["custody", "open-reason", *people, "--decision", str(decision), "--output", str(output)]
    passwords = {commands.FIRST: PASSWORD, commands.SECOND: PASSWORD}
    return cast.app.test_cli_runner(env=passwords).invoke(args=arguments)


def test_two_people_open_it_on_a_legal_basis(reviewed: Cast, tmp_path: Path) -> None:
    address, output = decided(reviewed), tmp_path / "opened.txt"
    number = int(address.rpartition("/")[2])
    assert "No decision with a withheld reason" in opened(reviewed, output, number).output
    reviewed.client("psychiatrist").post(f"{address}/withhold", data={"reason": "private_text"})
    assert "author cannot be one" in opened(reviewed, output, number, first="psychiatrist").output
    assert not output.exists()
    done = opened(reviewed, output, number)
    assert done.exit_code == 0 and SECRET in output.read_text() and SECRET not in done.output
    with reviewed.app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.happening == "custody_opened")).one()
        assert event.chain == f"account:{reviewed.accounts['psychiatrist']}" and event.patient_id is None
