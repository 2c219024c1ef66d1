"""Whether the database is empty, whether it holds the demo clinic, and who works in that."""

from sqlalchemy import exists, select

from coordcare.access.policy import DISCIPLINE_WORDS, Discipline
from coordcare.accounts.models import Account
from coordcare.demo.care_rules import COORDINATOR
from coordcare.demo.rules import ADMIN, DOMAIN, PASSWORD, STAFF, Member
from coordcare.demo.stories import STORIES
from coordcare.extensions import db
from coordcare.followup.models import FollowUpItem
from coordcare.followup.rules import OPEN
from coordcare.patients.models import Patient


def is_empty() -> bool:
    """Whether there is neither staff nor a patient."""
    return not db.session.scalar(select(exists().select_from(Account) | exists().select_from(Patient)))


def holds_demo() -> bool:
    """Whether an account of the demo clinic is here, with its published password. Production refuses then."""
    return bool(db.session.scalar(select(exists().where(Account.email.endswith(f"@{DOMAIN}")))))


def accounts_table() -> list[str]:
    """The demo accounts as lines to print; they are the same in every demo clinic."""
    rows = [(one.email, f"{one.name}, {one.title}", _role(one)) for one in STAFF]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    cells = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines = [f"{line}  {_patients(one.key)}" for line, one in zip(cells, STAFF, strict=True)]
    return ["Demo accounts (synthetic data only)", *lines, f"Password for all of them: {PASSWORD}"]


def watched_by(patient_id: int, account_id: int) -> list[FollowUpItem]:
    """What changes of medication asked somebody to watch for on a patient, and is not closed."""
    query = select(FollowUpItem).where(
        FollowUpItem.patient_id == patient_id,
        FollowUpItem.for_account_id == account_id,
        FollowUpItem.nature == "flag",
        FollowUpItem.submission_key.startswith("signed-"),
        FollowUpItem.status.in_(OPEN),
    )
    return list(db.session.scalars(query.order_by(FollowUpItem.id)))


def _role(member: Member) -> str:
    return DISCIPLINE_WORDS[Discipline(member.discipline)] if member.discipline else "Admin"


def _patients(key: str) -> str:
    """The ids of the patients on whose team somebody is."""
    on = [str(place) for place, story in enumerate(STORIES, 1) if key in (*story.team, COORDINATOR) and key != ADMIN]
    return f"patients {', '.join(on)}" if on else "no patients"
