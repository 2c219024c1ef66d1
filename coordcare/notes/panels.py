"""What contacts and visits show in the caseload."""

from collections.abc import Sequence

from coordcare.access.membership import Viewer
from coordcare.access.policy import Sensitivity
from coordcare.notes.contact_queries import last_contact_days
from coordcare.patients.panels import CaseloadColumn, Cell
from coordcare.templating import ago, plain_day


def last_contact(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, Cell]:
    """The day of the last contact with each of these patients, and how long ago it was."""
    days = last_contact_days(viewer, patient_ids)
    return {one: Cell(f"{plain_day(on)}, {_unbroken(ago(on))}") for one, on in days.items()}


def _unbroken(words: str) -> str:
    """The same words on one line, in a column that is as narrow as the day."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


# A day alone: appointments and contacts are for the whole team, whatever was written of them is not read here.
LAST_CONTACT_COLUMN = CaseloadColumn("Last contact", Sensitivity.TEAM, last_contact, empty="none yet")
