"""What is heard of how a drug is taken and borne: adherence, side effects, FIBSER. Pure; days are the clinic's.

An observation, never advice. Source: sources.md 4.1 (missed doses of the last 14, barriers; name, severity, onset and
action of a side effect), 2.2 and 3 (FIBSER's three scores of 0 to 6 and what they mean [S26]).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordcare.medication.progress_rules import day_words
from coordcare.medication.rules import ADHERENCE, NOT_ASKED

LAST_DOSES = 14
SOME_UNTIL = 7
STOPPED = "stopped"
BARRIERS = {
    "forgets": "Forgets",
    "side_effects": "Side effects",
    "doubts": "Doubts that it helps or is needed",
    "feels_well": "Feels well without it",
    "cost": "Cost",
    "supply": "Could not get it",
    "routine": "Routine, shifts, travel",
    "other": "Something else",
}
SEVERITIES = {"mild": "Mild", "moderate": "Moderate", "severe": "Severe"}
ENDED = "ended"
ACTIONS = {
    "watched": "Watched, nothing changed",
    "prescriber_told": "The prescriber was told",
    "timing": "Taken at another time or with food",
    "dose_lowered": "Dose lowered",
    "stopped": "Drug stopped",
    "treated": "Treated with something else",
    "emergency": "Sent to emergency care",
    ENDED: "It has ended",
}
# The columns of a side effect begin with these, in the order in which they were told.
EFFECTS = ("side_effect", "side_effect_2", "side_effect_3")
FIBSER = {"fibser_frequency": "frequency", "fibser_intensity": "intensity", "fibser_burden": "burden"}
FIBSER_MOST = 6
OF_EFFECT = ("severity", "onset", "action")
COLUMNS = (
    "adherence",
    "missed_doses",
    "barriers",
    "barrier_words",
    *(column for name in EFFECTS for column in (name, *(f"{name}_{more}" for more in OF_EFFECT))),
    *FIBSER,
)
FIBSER_SOURCE = "sources.md 2.2 [S26]"
FIBSER_READINGS = ((2, "no change needed"), (4, "address the side effects"), (6, "a reason to change treatment"))


@dataclass(frozen=True, slots=True)
class SideEffect:
    """A side effect as somebody told it. What was not asked about is None."""

    name: str
    severity: str | None = None
    onset: date | None = None
    action: str | None = None

    @property
    def words(self) -> str:
        """Nausea (moderate, since 3 Nov 2026): the prescriber was told."""
        known = [SEVERITIES[self.severity].lower()] if self.severity else []
        known += [f"since {day_words(self.onset)}"] if self.onset else []
        what = f"{self.name} ({', '.join(known)})" if known else self.name
        return f"{what}: {ACTIONS[self.action][:1].lower()}{ACTIONS[self.action][1:]}" if self.action else what


@dataclass(frozen=True, slots=True)
class Fibser:
    """Frequency, intensity and burden of side effects, 0 to 6 each, as the patient scores them."""

    frequency: int
    intensity: int
    burden: int

    @property
    def reading(self) -> str:
        """What the burden means. Source: FIBSER_SOURCE; it advises, it does not decide."""
        return next(words for most, words in FIBSER_READINGS if self.burden <= most)

    @property
    def presses(self) -> bool:
        """Whether the burden is a reason to change treatment. Source: FIBSER_SOURCE."""
        return self.burden > FIBSER_READINGS[1][0]

    @property
    def words(self) -> str:
        scores = f"frequency {self.frequency}, intensity {self.intensity}, burden {self.burden}"
        return f"{scores} of {FIBSER_MOST}: {self.reading}"


def adherence_of(chosen: str | None, missed: int | None) -> str | None:
    """How it is taken, by what was chosen, else by the doses missed of the last 14; None where nobody asked.

    Half and fewer are some [GK], clinic default, not verified.
    """
    if chosen not in {None, "", NOT_ASKED}:
        return chosen
    if missed is None:
        return None
    if missed == 0:
        return "as_prescribed"
    return "misses_some" if missed <= SOME_UNTIL else "misses_most"


def adherence_problem(chosen: str | None, missed: int | None) -> str | None:
    """Where the word and the number do not fit, as a sentence. Who has stopped may say any number."""
    meant = adherence_of(None, missed)
    if meant is None or chosen not in ADHERENCE or chosen in {NOT_ASKED, STOPPED, meant}:
        return None
    return f"{missed} of {LAST_DOSES} is “{ADHERENCE[meant]}”. Choose that, or correct the number."


def adherence_words(values: Mapping[str, Any]) -> str | None:
    """Misses some doses, 4 of the last 14 (forgets; cost); None where nobody asked."""
    adherence, missed = values.get("adherence"), values.get("missed_doses")
    if adherence in {None, NOT_ASKED}:
        return None
    count = f", {missed} of the last {LAST_DOSES}" if missed else ""
    why = [BARRIERS[key].lower() for key in values.get("barriers") or []]
    why += [values["barrier_words"]] if values.get("barrier_words") else []
    told = f"{ADHERENCE[adherence]}{count}"
    return f"{told} ({'; '.join(why)})" if why else told


def side_effects(values: Mapping[str, Any]) -> list[SideEffect]:
    """The side effects in a row's columns, in the order in which they were told."""
    return list(_told(values))


def fibser(values: Mapping[str, Any]) -> Fibser | None:
    """The three scores, None where they were not given."""
    scores = [values.get(name) for name in FIBSER]
    return None if None in scores else Fibser(*(int(score or 0) for score in scores))


def heard(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the columns say, in words, as cards and pages show it; nothing for who does not read it."""
    scores = fibser(values)
    return {
        "adherence_word": adherence_words(values),
        "side_effect_words": [effect.words for effect in _told(values)],
        "fibser_words": scores.words if scores else None,
    }


def _told(values: Mapping[str, Any]) -> Iterator[SideEffect]:
    for name in EFFECTS:
        if values.get(name):
            more = (values.get(f"{name}_{column}") for column in OF_EFFECT)
            yield SideEffect(values[name], *more)
