"""Commands for whoever runs the clinic's server."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from coordcare import health
from coordcare.access import policy
from coordcare.access.policy import Discipline, Grant
from coordcare.accounts import staff_actions, throttling
from coordcare.audit import verification
from coordcare.audit.rules import ChainBroken
from coordcare.backup import actions as archives
from coordcare.demo.actions import settle
from coordcare.demo.queries import accounts_table
from coordcare.errors import CareError, Conflict, Invalid
from coordcare.extensions import forget_deleted_pages
from coordcare.followup import outbox_actions
from coordcare.process_notes import commands as sealed_text
from coordcare.review.commands import open_withheld_reason

audit = AppGroup("audit", help="The audit trail: prove it, and anchor it outside the database.")


def init_app(app: Flask) -> None:
    """Make the commands known to `flask`."""
    app.cli.add_command(create_admin)
    app.cli.add_command(audit)
    app.cli.add_command(backup)
    app.cli.add_command(restore)
    app.cli.add_command(demo)
    app.cli.add_command(print_policy)
    app.cli.add_command(tick)
    app.cli.add_command(sealed_text.process_notes)
    app.cli.add_command(sealed_text.custody)
    sealed_text.custody.add_command(open_withheld_reason)


@click.command("policy")
def print_policy() -> None:
    """Print who does what and who reads what: the very tables that the gate asks."""
    names = [policy.DISCIPLINE_WORDS[discipline] for discipline in Discipline]
    _print_table("Who does what on a patient", names, _rows(policy.ACTIONS, policy.ACTION_WORDS))
    _print_table("Who reads which part of a record", names, _rows(policy.READERS, policy.SENSITIVITY_WORDS))
    for words in policy.DUTY_WORDS.values():
        click.echo(words)


def _rows(table: Mapping[Any, dict[Discipline, Grant]], words: Mapping[Any, str]) -> dict[str, list[str]]:
    return {words[key]: [row[discipline].value for discipline in Discipline] for key, row in table.items()}


def _print_table(title: str, names: list[str], rows: dict[str, list[str]]) -> None:
    first = max(len(words) for words in [title, *rows])
    for words, cells in {title: names, **rows}.items():
        line = " | ".join(cell.ljust(len(name)) for cell, name in zip(cells, names, strict=True))
        click.echo(f"{words.ljust(first)} | {line}")
    click.echo()


@click.command("create-admin")
@click.option("--email", prompt="E-mail", help="What the admin signs in with.")
@click.option("--name", prompt="Name", help="First and last name.")
@click.password_option(
    envvar="COORDCARE_ADMIN_PASSWORD", help="Asked for when not in the environment; never on the command line."
)
@with_appcontext
def create_admin(email: str, name: str, password: str) -> None:
    """Add a member of staff with the admin duty."""
    try:
        account = staff_actions.create_admin(email, name, password)
    except Invalid as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{account.name} can sign in as {account.email}.")


@click.command("tick")
@with_appcontext
def tick() -> None:
    """Do what is due: tell who owes something overdue, send the mail that waits, forget old counters. For cron.

    Withheld words that a long reader kept in SQLite's log go too.

    Run it every few minutes. It may run twice, or at once with another: nothing is then done twice.
    """
    overdue = outbox_actions.enqueue_overdue()
    mail = outbox_actions.drain()
    forgotten = throttling.forget_old()
    forget_deleted_pages()
    health.remember_tick()
    click.echo(
        f"{overdue} told of overdue, {mail.sent} mails sent, {mail.failed} failed, {forgotten} counters dropped."
    )
    if mail.errors:
        click.echo(f"Mail could not be sent: {', '.join(sorted(mail.errors))}.", err=True)


@audit.command("verify")
def verify() -> None:
    """Check every chain; exit 1 and name the first bad event of each broken one."""
    try:
        report = verification.verify()
    except ChainBroken as broken:
        raise click.ClickException(str(broken)) from broken
    for fault in report.faults:
        click.echo(f"BROKEN {fault}", err=True)
    click.echo(f"{report.chains} chains, {report.events} events, {len(report.faults)} broken.")
    if report.faults:
        sys.exit(1)


@audit.command("anchor")
def anchor() -> None:
    """Append the heads of all chains to the anchors file. Run daily, and copy the file elsewhere."""
    try:
        count = verification.anchor()
    except ChainBroken as broken:
        raise click.ClickException(str(broken)) from broken
    click.echo(f"{count} chains anchored.")


@click.command("backup")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(target: Path) -> None:
    """Write the whole database, as of one instant, into a new file. The keys are not in it: keep them elsewhere."""
    try:
        manifest = archives.backup(target)
    except CareError as error:
        raise click.ClickException(error.sentence) from error
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(f"{target}: {len(manifest.tables)} tables, {rows} rows, revision {manifest.revision}.")


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(source: Path) -> None:
    """Put a backup into an empty database, and prove that it holds the same rows and an unbroken trail."""
    try:
        manifest, report = archives.restore(source)
    except (CareError, ChainBroken) as error:
        raise click.ClickException(str(error)) from error
    for fault in report.faults:
        click.echo(f"BROKEN {fault}", err=True)
    click.echo(
        f"{len(manifest.tables)} tables as of {manifest.made_at}; {report.events} events, {len(report.faults)} broken."
    )
    if report.faults:
        sys.exit(1)


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Change nothing, and do not complain, if somebody is here already.")
@click.option("--accounts", is_flag=True, help="Only print the demo accounts.")
@with_appcontext
def demo(if_empty: bool, accounts: bool) -> None:
    """Make the demo clinic: eight synthetic patients and their staff. Under the Demo configuration only."""
    if accounts:
        click.echo("\n".join(accounts_table()))
        return
    try:
        made = settle()
    except Conflict as error:
        raise click.ClickException(error.sentence) from error
    if not made and not if_empty:
        raise click.ClickException("This database is not empty. The demo clinic is made in an empty one.")
    click.echo("The demo clinic is ready." if made else "This database is not empty: nothing was changed.")
