"""What the risk page shows, for one viewer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coordcare.followup.cards import ItemCard
from coordcare.followup.forms import AcknowledgeForm, CloseForm
from coordcare.followup.team_queries import Colleague
from coordcare.patients.models import Patient
from coordcare.risk.rules import RiskStatus
from coordcare.settings.rules import Clinic

_DIALED = re.compile(r"[\d\s().+-]+")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call, whose it is, and what may be done with it; no digits where none is kept."""

    whose: str
    number: str
    note: str = ""

    @property
    def tel(self) -> str:
        """The number as a dialer takes it, without an extension."""
        found = _DIALED.match(self.number)
        return "".join(character for character in found[0] if character in "+0123456789") if found else ""


@dataclass(frozen=True, slots=True)
class Task:
    """An open risk task with the forms that this viewer may use now, None where they may not.

    `said` is what the entry says that raised it, as far as the viewer reads that. `unchanged_words` is what the one
    click says, None where the full panel is asked for.
    """

    card: ItemCard
    said: str | None
    acknowledge: AcknowledgeForm | None
    close: CloseForm | None
    unchanged_words: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A risk that some entry stated; `kind_word` and `url` only for who reads that entry."""

    status: RiskStatus
    on: date
    by: str
    kind_word: str | None
    url: str | None


def phones_of(patient: Patient, clinic: Clinic) -> Iterator[Phone]:
    """Whom to call about a risk, the patient first."""
    ways = [f"texts: {'yes' if patient.may_text else 'no'}", f"voicemail: {'yes' if patient.may_voicemail else 'no'}"]
    yield Phone(patient.preferred_name or patient.name, patient.phone, ", ".join(ways) if patient.phone else "")
    if patient.emergency_name or patient.emergency_phone:
        yield Phone(patient.emergency_name or "Emergency contact", patient.emergency_phone, _relation(patient))
    yield Phone("The clinic", clinic.phone)
    yield Phone("988 Suicide and Crisis Lifeline", "988", "call or text")
    yield Phone("Emergency", "911")


def colleague_phone(one: Colleague, viewer_id: int) -> Phone:
    """Somebody of the team who assesses risk; the reader, who may be the one to act, as "you"."""
    whose = "You" if one.id == viewer_id else one.name
    return Phone(whose, one.phone, ", ".join(filter(None, (one.role_words, one.away_words))))


def _relation(patient: Patient) -> str:
    words = ["emergency contact"] if patient.emergency_name else []
    return ", ".join([*words, *([patient.emergency_relation] if patient.emergency_relation else [])])
