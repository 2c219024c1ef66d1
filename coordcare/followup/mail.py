"""Mail that says that something waits in CoordCare, and never what nor for whom."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import urlsplit

import click
from flask import current_app

from coordcare.settings.queries import clinic

IMPLICIT_TLS_PORT = 465
TIMEOUT_SECONDS = 20
SENTENCES = {
    "waits": "Something waits for you in CoordCare.",
    "overdue": "Something that waits for you in CoordCare is overdue.",
    "came_back": "Something you asked for came back in CoordCare.",
}


class MailError(Exception):
    """A mail that could not be sent. `code` is fit for a log; `no_server` says that no other could be either."""

    def __init__(self, code: str, *, no_server: bool) -> None:
        super().__init__(code)
        self.code, self.no_server = code, no_server


def send(address: str, reason: str) -> None:
    """Send the one sentence of a reason to an address, with the clinic's public address. Raises MailError."""
    message = _message(address, reason)
    config = current_app.config
    if config["SMTP_HOST"]:
        _hand_over(config, message)
    elif config["MAIL_TO_CONSOLE"]:
        click.echo(f"Mail to {address}: {' '.join(message.get_content().split())}")
    else:
        raise MailError("no_smtp_host", no_server=True)


def _message(address: str, reason: str) -> EmailMessage:
    here = clinic()
    message = EmailMessage()
    message["From"] = current_app.config["SMTP_FROM"]
    message["To"] = address
    message["Subject"] = SENTENCES[reason]
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=urlsplit(here.public_url).hostname or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{SENTENCES[reason]}\n\nSign in: {here.public_url.rstrip('/')}/follow-up\n")
    return message


def _hand_over(config: Any, message: EmailMessage) -> None:
    host, port = config["SMTP_HOST"], config["SMTP_PORT"]
    try:
        with _connect(host, port) as server:
            if config["SMTP_STARTTLS"] and port != IMPLICIT_TLS_PORT:
                server.starttls(context=ssl.create_default_context())
            if config["SMTP_USER"]:
                server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise MailError("recipient_refused", no_server=False) from error
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        raise MailError(f"refused_{error.smtp_code}", no_server=False) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailError(type(error).__name__, no_server=True) from error


def _connect(host: str, port: int) -> smtplib.SMTP:
    if port == IMPLICIT_TLS_PORT:
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
