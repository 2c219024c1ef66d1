"""Handing a mail to a server: what it says, and what is said when that fails."""

import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask

from coordcare.accounts.rules import is_email, normal_email
from coordcare.followup import mail


class SmtpServer:
    """Speaks just enough of SMTP to take one message after another, on a port of its own."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.messages: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as lines:
                self._talk(lines)

    def _talk(self, lines: Any) -> None:
        def say(words: str) -> None:
            lines.write(f"{words}\r\n".encode())
            lines.flush()

        say("220 test")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"DATA":
                say("354 go on")
                taken = []
                while (part := lines.readline()) not in (b".\r\n", b""):
                    taken.append(part.removeprefix(b"."))
                self.messages.append(b"".join(taken))
            say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    server = SmtpServer()
    yield server
    server.socket.close()


def test_a_mail_goes_out_by_smtp(sqlite_app: Flask, smtp: SmtpServer) -> None:
    sqlite_app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=smtp.port, SMTP_STARTTLS=False)
    with sqlite_app.app_context():
        mail.send("psychiatrist@test.example", "overdue")
    message = message_from_bytes(smtp.messages[0], policy=policy.default)
    assert message["To"] == "psychiatrist@test.example"
    assert message["Subject"] == "Something that waits for you in CoordCare is overdue."
    assert f"{sqlite_app.config['PUBLIC_URL']}/follow-up" in message.get_content()


def test_a_server_that_cannot_be_reached_or_does_not_encrypt_is_named(sqlite_app: Flask, smtp: SmtpServer) -> None:
    with sqlite_app.app_context():
        sqlite_app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=smtp.port, SMTP_STARTTLS=True)
        with pytest.raises(mail.MailError) as unencrypted:
            mail.send("a@test.example", "waits")
        assert unencrypted.value.no_server and smtp.messages == []
        smtp.socket.close()
        sqlite_app.config.update(SMTP_PORT=1)
        with pytest.raises(mail.MailError, match="ConnectionRefusedError"):
            mail.send("a@test.example", "waits")


def test_without_a_server_production_says_so(sqlite_app: Flask) -> None:
    sqlite_app.config.update(SMTP_HOST="", MAIL_TO_CONSOLE=False)
    with sqlite_app.app_context(), pytest.raises(mail.MailError, match="no_smtp_host"):
        mail.send("a@test.example", "waits")


@pytest.mark.parametrize("address", ["a@test.example\nBcc: all@evil.example", "a@test.example\r\n\r\nAnother body"])
def test_no_header_and_no_second_mail_is_smuggled_in(sqlite_app: Flask, smtp: SmtpServer, address: str) -> None:
    """Accounts take no such address; if one were there all the same, nothing would go out."""
    assert not is_email(normal_email(address))
    sqlite_app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=smtp.port, SMTP_STARTTLS=False)
    with sqlite_app.app_context(), pytest.raises(ValueError, match=r"linefeed|newline|header"):
        mail.send(address, "waits")
    assert smtp.messages == []
