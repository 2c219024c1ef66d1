"""`flask custody open-reason`: beside `flask custody open`, for what reviews seal."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from coordcare.process_notes.commands import by_two_people, write_opened
from coordcare.review.custody_actions import open_reason


@click.command("open-reason")
@with_appcontext
@by_two_people
@click.option("--decision", "decision_id", required=True, type=click.IntRange(1, 2**63 - 1), help="Its number.")
def open_withheld_reason(first: str, second: str, basis: str, decision_id: int, output: Path) -> None:
    """Write the reason for no change that its author withheld to a new file."""
    write_opened(first, second, basis, output, lambda pair: open_reason(pair, decision_id))
