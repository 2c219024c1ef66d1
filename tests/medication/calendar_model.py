"""A model of what is taken, in its own way: a calendar that each signature edits. It never asks the code under test.

A record is a list of acts. To sign a change is to wipe its line after its day (of plans from its day on), and to write
its own days in. To take one back is to write the calendar anew without it. Then somebody walks the days.
A dose that is left on the day on which it was set was taken on no day: the one before it runs on.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Signed:
    """A signed change as the model knows it; `steps` are (day, dose or None)."""

    number: int
    change_type: str
    line: tuple
    on: date
    dose: object
    steps: tuple = ()


@dataclass
class Calendar:
    """Per line, what happens on which day: rows of (day, number of the act, place in it, what, dose)."""

    rows: dict = field(default_factory=dict)

    def write(self, act):
        before = self.rows.get(act.line, [])
        kept = [row for row in before if row[0] < act.on or (row[0] == act.on and row[2] == 0)]
        new = [(act.on, act.number, 0, act.change_type, act.dose)]
        new += [
            (on, act.number, n, "stop" if dose is None else "set", dose) for n, (on, dose) in enumerate(act.steps, 1)
        ]
        self.rows[act.line] = kept + new


def taken(acts, gone, day):
    """{line: (dose, started, since, held since)} on a day, of the acts without those that are gone."""
    calendar = Calendar()
    for act in sorted(acts, key=lambda act: act.number):
        if act.number not in gone:
            calendar.write(act)
    state = {}
    for line, rows in calendar.rows.items():
        for on in sorted({row[0] for row in rows if row[0] <= day}):
            morning = state.get(line)
            for _, _, _, what, dose in sorted((row for row in rows if row[0] == on), key=lambda row: row[:3]):
                state[line] = _after(state.get(line), what, dose, on)
            state[line] = _by_the_evening(morning, state[line])
    return {line: now for line, now in state.items() if now is not None}


def _by_the_evening(morning, evening):
    """Who goes to bed on the dose of the morning has been on it all the time, whatever was written in between."""
    if morning is None or evening is None or morning[:2] != evening[:2]:
        return evening
    resumed = morning[3] is not None and evening[3] != morning[3]
    return evening if resumed else (*evening[:2], morning[2], evening[3])


def _after(now, what, dose, on):
    if what == "stop":
        return None
    if what == "hold":
        return now and (*now[:3], on)
    if now is None:
        return (dose, on, on, None)
    if what == "timing":
        return (dose, *now[1:])
    keeps_hold = what in {"increase", "decrease", "taper", "set"}
    return (dose, now[1], on, now[3] if keeps_hold else None)
