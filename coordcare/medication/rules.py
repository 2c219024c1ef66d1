"""The regimen derived from signed changes. Pure; doses are decimals, days are the clinic's days.

Every page of a patient derives it from all changes, so its values are tuples with names: a frozen dataclass takes five
times as long to make.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from coordcare.medication.dose_rules import Dose as Dose

STOPPED_SHOWN = timedelta(days=60)

CHANGE_TYPES = {
    "start": "Start",
    "taking_already": "Taking already",
    "increase": "Increase",
    "decrease": "Decrease",
    "timing": "Timing or form",
    "hold": "Hold",
    "switch": "Switch",
    "augment": "Augment",
    "taper": "Taper",
    "resume": "Resume",
    "stop": "Stop",
}
WITHOUT_DOSE = frozenset({"hold", "stop"})
BEGINNING = frozenset({"start", "taking_already", "switch", "augment"})
WITH_NEW_DOSE = BEGINNING | {"increase", "decrease", "timing", "taper"}
# The changes that name a second drug: the one that is left, or the one that this one is added to.
WITH_OTHER_DRUG = frozenset({"switch", "augment"})
RISING = frozenset({"start", "increase", "switch", "augment"})
FALLING = frozenset({"decrease", "taper"})
ADHERENCE = {
    "as_prescribed": "Takes it as prescribed",
    "misses_some": "Misses some doses",
    "misses_most": "Misses most doses",
    "stopped": "Has stopped",
    "not_asked": "Not asked",
}

NOT_ASKED = "not_asked"

MODES = {"in_person": "In person", "video": "Video", "phone": "Phone"}

OUTCOMES = {
    "no_change": "No change",
    "continue": "Continue as planned",
    "change": "Changed (recorded as its own entry)",
}
OUTCOME_TITLES = {"no_change": "no change", "continue": "continue as planned", "change": "medication changed"}
# A visit that came to a change, while the regimen does not show one.
CHANGE_MISSING = "Change not recorded yet"


class Change(NamedTuple):
    """One signed change of one drug; `order` is the order of signing. Without a dose for hold and stop.

    `beside`: of the drug's second line, such as as needed beside a daily dose. `step`: a later step of a plan, which
    somebody expected on that day, and nobody saw.
    """

    change_type: str
    drug: str
    effective_on: date
    order: int
    dose: Dose | None = None
    beside: bool = False
    step: bool = False

    @property
    def line(self) -> tuple[str, bool]:
        """What the change is of: a drug's line."""
        return self.drug, self.beside


class RegimenLine(NamedTuple):
    """A drug that is taken (or held) on a day. `since`: on this dose; `started_on`: on the drug."""

    drug: str
    dose: Dose
    since: date
    started_on: date
    held_since: date | None = None
    beside: bool = False

    @property
    def held(self) -> bool:
        return self.held_since is not None

    @property
    def dose_words(self) -> str:
        return self.dose.words


class Trial(NamedTuple):
    """One stretch on a drug, from its start to its stop (None: still taken), with the highest dose of a day."""

    drug: str
    highest: Dose
    started_on: date
    stopped_on: date | None
    beside: bool = False


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Changes as they take effect: by day, then by signing."""
    return sorted(changes, key=attrgetter("effective_on", "order"))


class Taken(NamedTuple):
    """What changes come to on a day: what is taken, in the order of starting, and every stretch on every drug."""

    lines: list[RegimenLine]
    trials: list[Trial]


def taken(changes: Iterable[Change], on: date) -> Taken:
    """The regimen on a day with the trials until then, oldest first. Source: sources.md 4.1 (event-sourced dose
    history), and 7, psychiatrist's story 12.

    What a day ends with counts: a dose that was left on the day on which it was set held for no day and breaks nothing.
    A dose without a start (taken back as an error) still counts as taken: leaving a drug out would be the worse
    mistake.
    """
    running: dict[tuple[str, bool], RegimenLine] = {}
    highest: dict[tuple[str, bool], Dose] = {}
    done: list[Trial] = []
    counted = in_order(change for change in changes if change.effective_on <= on)
    for _, of_day in groupby(counted, key=attrgetter("effective_on")):
        dawn: dict[tuple[str, bool], RegimenLine | None] = {}
        for change in of_day:
            key = change.line
            before = running.pop(key, None)
            dawn.setdefault(key, before)
            line = _after(before, change)
            if line is not None:
                running[key] = line
            elif before is not None:
                most = highest.pop(key, before.dose)
                done.append(Trial(change.drug, most, before.started_on, change.effective_on, change.beside))
        for key, was in dawn.items():
            if key in running:
                running[key] = _running_on(was, running[key])
                highest[key] = _higher(highest.get(key), running[key].dose)
    still = [Trial(line.drug, highest[key], line.started_on, None, line.beside) for key, line in running.items()]
    return Taken(
        sorted(running.values(), key=lambda line: (line.started_on, line.drug, line.beside)),
        sorted(done + still, key=lambda trial: (trial.started_on, trial.stopped_on or date.max, trial.drug)),
    )


def regimen(changes: Iterable[Change], on: date) -> list[RegimenLine]:
    """What is taken on a day, in the order of starting."""
    return taken(changes, on).lines


def planned(changes: Iterable[Change], on: date) -> list[Change]:
    """Changes that take effect after a day, soonest first."""
    return in_order(change for change in changes if change.effective_on > on)


def stopped(known: Iterable[Trial], on: date, within: timedelta = STOPPED_SHOWN) -> list[Trial]:
    """Of the trials until a day: drugs stopped lately and not taken again, the last first. 60 days [GK]."""
    known = list(known)
    still = {trial.drug for trial in known if trial.stopped_on is None}
    last: dict[str, Trial] = {}
    for trial in known:
        if trial.drug not in still and trial.stopped_on is not None and on - trial.stopped_on <= within:
            last[trial.drug] = trial
    return sorted(last.values(), key=lambda trial: (trial.stopped_on or on, trial.drug), reverse=True)


def trials(changes: Iterable[Change], on: date) -> list[Trial]:
    """Every stretch on every drug until a day, oldest first."""
    return taken(changes, on).trials


def regimen_words(lines: Iterable[RegimenLine]) -> str | None:
    """What is taken, in one line: Sertraline 50 mg once daily; trazodone 50 mg at bedtime (on hold)."""
    words = "; ".join(f"{line.drug} {line.dose_words}{' (on hold)' if line.held else ''}" for line in lines)
    return words[:1].upper() + words[1:] or None


def _after(line: RegimenLine | None, change: Change) -> RegimenLine | None:
    """A drug's line after a change; None when it is not taken."""
    if change.change_type == "stop":
        return None
    if change.change_type == "hold":
        return line and line._replace(held_since=change.effective_on)
    if change.dose is None:
        return line
    if line is None:
        return RegimenLine(change.drug, change.dose, change.effective_on, change.effective_on, beside=change.beside)
    if change.change_type == "timing":
        return line._replace(dose=change.dose)
    held_since = line.held_since if change.change_type in {"increase", "decrease", "taper"} else None
    return RegimenLine(line.drug, change.dose, change.effective_on, line.started_on, held_since, line.beside)


def _running_on(dawn: RegimenLine | None, line: RegimenLine) -> RegimenLine:
    """A line at the end of a day: on the dose with which the day began, it is on it since then."""
    if dawn is None or line.dose != dawn.dose or line.started_on != dawn.started_on:
        return line
    if dawn.held_since is not None and line.held_since != dawn.held_since:
        return line
    # Not `_replace`, which takes three times as long: mostly a change leaves the dose as it was.
    return RegimenLine(line.drug, line.dose, dawn.since, line.started_on, line.held_since, line.beside)


def _higher(known: Dose | None, dose: Dose) -> Dose:
    if known is None or known == dose:
        return dose
    if known.milligrams_per_day is not None and dose.milligrams_per_day is not None:
        return dose if dose.milligrams_per_day > known.milligrams_per_day else known
    return dose if dose.per_day > known.per_day else known
