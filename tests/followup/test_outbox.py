"""Mail that says that something waits: once a day, without a word of what, sent once, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from coordcare.accounts.models import Account, Throttle
from coordcare.accounts.rules import ACCOUNT
from coordcare.accounts.throttling import count_attempt
from coordcare.extensions import clock, db, transaction
from coordcare.followup import actions, mail
from coordcare.followup.models import OutboxMessage
from coordcare.followup.outbox_actions import CLAIM, drain, enqueue_overdue
from tests.followup.conftest import AMARA, Clinic

SECRET = "zqsecretwords"


class Sent(list[tuple[str, str]]):
    """What the sender was given; `fails_with` makes it refuse."""

    fails_with: mail.MailError | None = None

    def send(self, address: str, reason: str) -> None:
        if self.fails_with:
            raise self.fails_with
        self.append((address, reason))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    sent = Sent()
    monkeypatch.setattr(mail, "send", sent.send)
    return sent


def waiting() -> list[tuple[int, str]]:
    query = select(OutboxMessage.account_id, OutboxMessage.reason).where(OutboxMessage.sent_at.is_(None))
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(OutboxMessage.id))]


def test_somebody_else_is_told_of_a_risk_that_its_owner_raised(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        accounts = clinic.cast.accounts
        assert clinic.risk("psychiatrist").for_account_id == accounts["psychiatrist"]
        told = {account for account, _ in waiting()}
        assert accounts["therapist"] in told and accounts["psychiatrist"] not in told
        assert accounts["coordinator"] not in told, "they may not assess a risk"


def test_a_mail_waits_once_for_each_person_reason_and_day(app: Flask, clinic: Clinic, sent: Sent) -> None:
    with app.app_context():
        accounts = clinic.cast.accounts
        item = clinic.ask(key="a")
        clinic.ask(key="b")
        assert waiting() == [(accounts["psychiatrist"], "waits")]
        doctor = clinic.cast.standing("psychiatrist", AMARA)
        actions.answer(doctor, item.id, "Yes.", version=1, submission_key="c")
        assert drain().sent == 2
        assert sent == [("psychiatrist@test.example", "waits"), ("therapist@test.example", "came_back")]
        clinic.ask(key="d")
        assert waiting() == [], "they were told today"
        with clock.at(clock.now() + timedelta(days=1)):
            clinic.ask(key="e")
            assert waiting() == [(accounts["psychiatrist"], "waits")]


def test_nobody_is_told_of_what_they_did_themselves(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item = clinic.ask()
        asker = clinic.cast.standing("therapist", AMARA)
        actions.close(asker, item.id, "not_needed", "", version=1, submission_key="c")
        assert waiting() == [(clinic.cast.accounts["psychiatrist"], "waits")]


def test_the_console_gets_a_sentence_without_patient_or_words(
    app: Flask, clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    with app.app_context():
        clinic.ask(text=SECRET)
        drain()
    told = capsys.readouterr().out
    assert "psychiatrist@test.example: Something waits for you in CoordCare." in told
    assert f"{app.config['PUBLIC_URL']}/follow-up" in told
    assert SECRET not in told and "Amara" not in told and "question" not in told.casefold()


def test_a_failing_server_puts_off_and_loses_nothing(app: Flask, clinic: Clinic, sent: Sent) -> None:
    with app.app_context():
        clinic.ask(key="a")
        clinic.ask(whom="nurse_practitioner", key="b")
        sent.fails_with = mail.MailError("ConnectionRefusedError", no_server=True)
        done = drain()
        assert (done.sent, done.failed, done.errors) == (0, 1, {"ConnectionRefusedError"})
        first = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).first()
        assert first is not None and (first.tries, first.last_error) == (1, "ConnectionRefusedError")
        assert first.next_try_at > clock.now()
        sent.fails_with = None
        assert drain().sent == 1, "the other one; the first pauses"
        with clock.at(clock.now() + timedelta(minutes=6)):
            assert drain().sent == 1
            assert drain().sent == 0
        assert len(sent) == 2


def test_one_refused_address_does_not_stop_the_others(app: Flask, clinic: Clinic, sent: Sent) -> None:
    with app.app_context():
        clinic.ask(key="a")
        clinic.ask(whom="nurse_practitioner", key="b")
        sent.fails_with = mail.MailError("recipient_refused", no_server=False)
        assert drain().failed == 2


def test_two_ticks_at_once_send_once(app: Flask, clinic: Clinic, sent: Sent) -> None:
    with app.app_context():
        clinic.ask()

    def tick(_: int) -> int:
        with app.app_context():
            return drain().sent

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(tick, range(5))) == 1
    assert len(sent) == 1


def test_a_crash_before_the_mark_sends_again_when_the_claim_runs_out(
    app: Flask, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process ends."""

    def die(address: str, reason: str) -> None:
        raise Killed

    monkeypatch.setattr(mail, "send", die)
    with app.app_context():
        clinic.ask()
        with pytest.raises(Killed):
            drain()
        sent = Sent()
        monkeypatch.setattr(mail, "send", sent.send)
        assert drain().sent == 0
        with clock.at(clock.now() + CLAIM + timedelta(seconds=1)):
            assert drain().sent == 1


def test_a_disabled_account_gets_no_mail(app: Flask, clinic: Clinic, sent: Sent) -> None:
    with app.app_context():
        clinic.ask()
        with transaction() as session:
            session.get_one(Account, clinic.cast.accounts["psychiatrist"]).disabled_at = clock.now()
        assert drain().sent == 0


def test_an_old_mail_is_not_sent_any_more(app: Flask, clinic: Clinic, sent: Sent) -> None:
    with app.app_context():
        clinic.ask()
        with clock.at(clock.now() + timedelta(days=4)):
            assert drain().sent == 0


def test_what_is_overdue_is_told_once_a_day_to_who_owes_it(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        accounts = clinic.cast.accounts
        clinic.ask(urgency="same_day")
        clinic.ask(key="b", for_account_id=None, for_discipline="psychologist", urgency="same_day")
        clinic.ask(key="c", whom="nurse_practitioner", urgency="next_visit")
        assert enqueue_overdue() == 0
        with clock.at(clock.now() + timedelta(days=1)):
            assert enqueue_overdue() == 2
            assert enqueue_overdue() == 0
            told = {account_id for account_id, reason in waiting() if reason == "overdue"}
            assert told == {accounts["psychiatrist"], accounts["psychologist"]}
        clinic.leave("psychiatrist")
        with clock.at(clock.now() + timedelta(days=2)):
            assert enqueue_overdue() == 1


def test_an_overdue_risk_is_told_to_everybody_who_may_assess_it(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        clinic.risk()
        with clock.at(clock.now() + timedelta(days=1)):
            assert enqueue_overdue() == 4


def test_tick_prints_counts_and_may_run_twice(app: Flask, clinic: Clinic, sent: Sent) -> None:
    with app.app_context():
        clinic.ask(text=SECRET)
        count_attempt(("account:old", ACCOUNT))
        with transaction() as session:
            session.execute(update(Throttle).values(last_failed_at=clock.now() - timedelta(days=2)))
        count_attempt(("account:new", ACCOUNT))
    runner = app.test_cli_runner()
    first, second = runner.invoke(args=["tick"]), runner.invoke(args=["tick"])
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == "0 told of overdue, 1 mails sent, 0 failed, 1 counters dropped.\n"
    assert second.output == "0 told of overdue, 0 mails sent, 0 failed, 0 counters dropped.\n"


def test_tick_names_errors_by_their_code(app: Flask, clinic: Clinic, sent: Sent) -> None:
    with app.app_context():
        clinic.ask(text=SECRET)
    sent.fails_with = mail.MailError("no_smtp_host", no_server=True)
    told = app.test_cli_runner().invoke(args=["tick"])
    assert told.exit_code == 0
    assert "Mail could not be sent: no_smtp_host." in told.output
    assert SECRET not in told.output
