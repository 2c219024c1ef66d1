"""The shapes of what stands around a story's sessions: scores, visits, contacts, risk, and what is owed. Pure."""

from dataclasses import dataclass
from datetime import time
from typing import Any

COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Score:
    """What a patient scored in a week: the sum of the answers given, on the day of the session or another.

    `item_9` is part of the PHQ-9's sum; `skipped` is the number of an item left open. Who sees the patient records
    it at the beginning of the hour, or at its end; the coordinator does when the patient arrives.
    """

    week: int
    phq9: int | None = None
    gad7: int | None = None
    day: int | None = None
    item_9: int = 0
    skipped: int | None = None
    by: str | None = None
    at_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """From a week on, how heavily the items of a measure weigh for this patient: one digit for each item.

    `phq9` has eight digits: item 9 is never guessed.
    """

    week: int = 0
    phq9: str
    gad7: str = "3322111"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One medication visit. It comes before a change that the same prescriber makes on that day."""

    week: int
    day: int
    outcome: str
    assessment: str
    adherence: str = "as_prescribed"
    interval_history: str | None = None
    mental_state: str | None = None
    plan: str | None = None
    side_effect: str | None = None
    mode: str = "in_person"
    risk_status: str = "none"
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact beside sessions and visits, by the coordinator unless somebody else is named."""

    week: int
    day: int
    at: time
    contact_type: str
    text: str
    direction: str | None = "outgoing"
    with_whom: str | None = None
    reached: str | None = None
    adherence: str | None = None
    side_effect: str | None = None
    by: str = COORDINATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One observation of how medication is taken and borne. `onset` is so many days before it was told.

    `fibser` are its three scores: frequency, intensity, burden.
    """

    week: int
    day: int
    at: time
    by: str = COORDINATOR
    told_by: str = "patient"
    adherence: str = "not_asked"
    missed_doses: int | None = None
    barriers: str = ""
    side_effect: str | None = None
    severity: str | None = None
    onset: int | None = None
    action: str | None = None
    fibser: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One result of monitoring, recorded at the visit of its day in the unit that stands first, or a finding."""

    week: int
    day: int
    test: str
    value: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One risk assessment. `screener` is six letters, y or n, or - for a question that was not to be asked."""

    week: int
    day: int
    at: time
    by: str
    risk_status: str
    assessment: str
    screener: str = "nn---n"
    actions_taken: str | None = None
    told: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyPlan:
    """One version of the safety plan; its fields are named like those of the document."""

    week: int
    day: int
    at: time
    by: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did about an item on a day of a week: acknowledged, answered, called or closed."""

    step: str
    by: str
    week: int
    day: int
    at: time
    text: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One follow-up item and its steps, for a person of the team or for a discipline of it.

    `on` is the kind of the entry it is raised on: what the asker signed last of that kind.
    """

    by: str
    to: str
    week: int
    day: int
    at: time
    text: str
    nature: str = "question"
    urgency: str = "next_visit"
    on: str | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerted:
    """What was done about the risk tasks that a positive item 9 of a week raised by itself."""

    week: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """One process note, sealed for its author."""

    week: int
    day: int
    at: time
    by: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A colleague's absence of so many days, the first included. Without a week it begins today."""

    by: str
    covered_by: str
    days: int
    week: int | None = None
    day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """All that stands around one patient's sessions."""

    leanings: tuple[Leaning, ...]
    scores: tuple[Score, ...] = ()
    visits: tuple[Visit, ...] = ()
    contacts: tuple[Contact, ...] = ()
    heard: tuple[Heard, ...] = ()
    measured: tuple[Measured, ...] = ()
    assessed: tuple[Assessed, ...] = ()
    safety_plans: tuple[SafetyPlan, ...] = ()
    asks: tuple[Ask, ...] = ()
    alerted: tuple[Alerted, ...] = ()
    private: tuple[Private, ...] = ()
    away: tuple[Away, ...] = ()
