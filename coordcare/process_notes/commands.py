"""Commands for sealed text: `flask process-notes rotate` and `flask custody open`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import AppGroup

from coordcare.accounts.rules import normal_email
from coordcare.errors import CareError, Invalid
from coordcare.process_notes import actions, custody_actions
from coordcare.process_notes.custody_actions import Custody
from coordcare.process_notes.rules import BASIS_WORDS, Basis

process_notes = AppGroup("process-notes", help="Private notes: their keys.")
custody = AppGroup("custody", help="Sealed text, opened by two people on a legal basis.")
FIRST, SECOND = "COORDCARE_CUSTODY_FIRST_PASSWORD", "COORDCARE_CUSTODY_SECOND_PASSWORD"


@process_notes.command("rotate")
def rotate() -> None:
    """Seal every private note anew under the first of PROCESS_NOTE_KEYS. Killed in the middle, run it again.

    Exit 1 if some stay under a key that is not here. Keep the old key until this says that none do.
    """
    try:
        done, left = actions.rotate()
    except CareError as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{done} sealed anew, {left} left: no key here opens them.")
    if left:
        sys.exit(1)


def by_two_people(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every opening: who, on which basis, and to which file. Passwords are asked for, never echoed."""
    for option in (
        click.option("--output", required=True, type=click.Path(path_type=Path), help="A new file for its owner."),
        click.option(
            "--basis", required=True, type=click.Choice([one.value for one in Basis]), help="The legal basis."
        ),
        click.option("--second", required=True, help="E-mail of the second person; they type their own password."),
        click.option("--first", required=True, help="E-mail of the first person; they type their own password."),
    ):
        command = option(command)
    return command


@custody.command("open")
@by_two_people
@click.option("--author", help="E-mail of the author whose private notes are opened.")
@click.option("--record-number", help="Record number of the patient they are on.")
@click.option("--entry", "entry_id", type=click.IntRange(1, 2**63 - 1), help="Instead: number of a withheld entry.")
def open_sealed(
    first: str,
    second: str,
    basis: str,
    author: str | None,
    record_number: str | None,
    entry_id: int | None,
    output: Path,
) -> None:
    """Write one author's private notes on one patient, or a withheld entry, to a new file.

    Passwords are asked for, never echoed; a script gives them in COORDCARE_CUSTODY_FIRST_PASSWORD and
    COORDCARE_CUSTODY_SECOND_PASSWORD. The opening is recorded before anything is written.
    """
    if (entry_id is None) == (author is None) or (author is None) != (record_number is None):
        raise click.UsageError("Give --author with --record-number, or --entry alone.")
    if entry_id is not None:
        write_opened(first, second, basis, output, lambda pair: custody_actions.open_withheld(pair, entry_id))
    else:
        write_opened(
            first,
            second,
            basis,
            output,
            lambda pair: custody_actions.open_notes(pair, author or "", record_number or ""),
        )


def write_opened(first: str, second: str, basis: str, output: Path, opening: Callable[[Custody], str]) -> None:
    """Ask both for their passwords, open, and write what was opened to a new file."""
    if os.path.lexists(output):
        raise click.ClickException(f"{output} is there already. Nothing was opened.")
    try:
        pair = _two(first, second, Basis(basis))
        text = opening(pair)
    except CareError as error:
        raise click.ClickException(error.sentence) from error
    _write(output, text)
    click.echo(f"Written to {output}. Legal basis: {BASIS_WORDS[pair.basis]}. The opening is recorded.")


def _two(first_email: str, second_email: str, basis: Basis) -> Custody:
    if normal_email(first_email) == normal_email(second_email):
        raise Invalid("Two different people are needed. Nothing was opened.")
    first = custody_actions.custodian(first_email, _password(FIRST, first_email))
    return Custody(first, custody_actions.custodian(second_email, _password(SECOND, second_email)), basis)


def _password(variable: str, email: str) -> str:
    typed: str = os.environ.get(variable) or click.prompt(f"Password of {email}", hide_input=True)
    return typed


def _write(path: Path, text: str) -> None:
    try:
        # Never through a link or over a file that somebody put there meanwhile.
        target = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(target, "w", encoding="utf-8") as file:
        file.write(text)
