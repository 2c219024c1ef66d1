"""The shapes of a story, and the staff that it is told with. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from coordcare.demo.care_rules import COORDINATOR, Care
from coordcare.demo.course_rules import Work

DOMAIN = "demo.example"
PASSWORD = "demo-clinic-only-2026"
OPENED_BEFORE = timedelta(weeks=40)
ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the staff; `key` is the local part of the e-mail address. An admin has no discipline."""

    key: str
    name: str
    title: str
    discipline: str | None
    phone: str
    configures: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


STAFF = (
    Member(ADMIN, "Gordon Ames", "Practice Manager", None, "(555) 010-0101"),
    Member("psychiatrist", "Leila Farahani", "MD", "psychiatrist", "(555) 010-0103"),
    Member("psychiatrist2", "Kofi Mensah-Brandt", "MD", "psychiatrist", "(555) 010-0104"),
    Member("nurse", "Denise Thibodeaux", "PMHNP-BC", "nurse_practitioner", "(555) 010-0105"),
    Member("psychologist", "Ingrid Solheim", "PhD", "psychologist", "(555) 010-0108", configures=True),
    Member("therapist", "Tomás Herrera", "LCSW", "therapist", "(555) 010-0106"),
    Member("therapist2", "Mei Chao", "LMHC", "therapist", "(555) 010-0107"),
    Member(COORDINATOR, "Patrice Walker", "RN", "coordinator", "(555) 010-0102"),
)


def plain(text: str) -> str:
    """A story's text in one line, however it is laid out in its file."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Addendum:
    """Words added to an entry, so many days after it was signed. `by` is an account of the clinic."""

    days: int
    text: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An entry's retraction by its author, so many minutes after it was signed."""

    minutes: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session note. `number` is given by its place in the course; `late` is days until it was signed."""

    week: int
    insight: str
    mood: int | None = None
    mood_link: str | None = None
    techniques: str = ""
    plan: str | None = None
    for_prescriber: str | None = None
    risk_status: str = "none"
    mode: str = "in_person"
    day: int | None = None
    by: str | None = None
    late: int = 0
    addendum: Addendum | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One medication change, on a day of a week. `dose` is written as "50 mg once_daily".

    It begins `begins` days later. `steps` and `leaving` are (days after the decision, amount or "stop"); `left` is the
    drug that a switch leaves. `more`: further fields of the form.
    """

    week: int
    day: int
    change_type: str
    drug: str
    dose: str | None = None
    reason: str
    watch_for: str | None = None
    by: str | None = None
    begins: int = 0
    steps: tuple[tuple[int, str], ...] = ()
    left: str | None = None
    leaving: tuple[tuple[int, str], ...] = ()
    more: Mapping[str, str] = field(default_factory=dict, hash=False)
    addendum: Addendum | None = None
    taken_back: TakenBack | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One life event, told in the session of its week unless `told` names a later one; `lasted` in days."""

    week: int
    day: int
    category: str
    impact: str
    text: str
    told: int | None = None
    lasted: int | None = None
    by: str | None = None
    addendum: Addendum | None = None
    taken_back: TakenBack | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Therapy:
    """One course of IPT and its sessions. `ended`: "completed" or "ended_early" after its last session."""

    course_type: str
    focus: str
    focus_words: str
    sessions: tuple[Session, ...]
    planned: int | None = None
    ended: str | None = None
    end_reason: str | None = None
    end_words: str | None = None
    led_by: str | None = None
    work: Work = field(default_factory=Work)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a health list, noted at intake or in a later week; `ended` is (week, coded reason)."""

    category: str
    text: str
    code: str | None = None
    week: int = 0
    ended: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's last look at the record, on a day of a week, before the day's entries are written.

    Who is not named looks before each note of their own.
    """

    by: str
    week: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Typed and not signed: a kind and its fields, on the last open day until now."""

    by: str
    kind: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One patient's record, in weeks of the story. Week 0 is the intake; the next visit lies ahead of today.

    `no_change` is why whoever prescribes, having reviewed the record today, leaves medication as it is.
    """

    particulars: dict[str, Any]
    prescriber: str
    therapist: str
    also: tuple[str, ...] = ()
    weeks: int
    sessions_on: int
    at: time
    therapies: tuple[Therapy, ...]
    changes: tuple[Change, ...]
    events: tuple[Event, ...]
    lists: tuple[Listed, ...]
    care: Care
    looks: tuple[Look, ...] = ()
    drafts: tuple[Draft, ...] = ()
    status: tuple[int, str] | None = None
    next_visit: tuple[int, str] | None = None
    no_change: str | None = None

    @property
    def team(self) -> tuple[str, ...]:
        """The accounts on the care team, beside the coordinator who adds the patient."""
        return (self.prescriber, self.therapist, *self.also)

    def sessions(self) -> Iterator[Session]:
        for therapy in self.therapies:
            yield from therapy.sessions
