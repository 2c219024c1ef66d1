"""How the tables of expected answers are read. They are written by hand; nothing here knows the policy.

A line is one (method, rule) in one case:

    METHOD RULE (case) | 7 cells: the team | 3 cells: ended, outside, admin | 3 cells: not signed in | answer
         changes all the tables whose data change when it is allowed

P stands for a patient, E for an entry, and so on: see SHORT. A cell is one of

    yes        allowed: `answer` is the status and where it leads (`*` is any number)
    404, 403   refused: that status, nothing changes, one refusal in the audit trail
    409, 422   not refused but not possible now (the entry's state, a disabled account): nothing changes
    in         to the sign-in page, nothing changes
    303:/path  an answer of its own for this column, nothing changes
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TEAM = ("psychiatrist", "psychiatrist2", "nurse_practitioner", "psychologist", "therapist", "therapist2", "coordinator")
OFF_TEAM = ("ended", "outside", "admin")
SIGNED_OUT = ("disabled", "expired", "nobody")
COLUMNS = (*TEAM, *OFF_TEAM, *SIGNED_OUT)
# A column that stands for several people, all of whom are asked.
PEOPLE = {
    "ended": (
        "ended_psychiatrist",
        "ended_nurse_practitioner",
        "ended_psychologist",
        "ended_therapist",
        "ended_coordinator",
    ),
    "outside": ("outside_psychiatrist", "outside_therapist", "future_therapist"),
    "disabled": ("disabled_therapist",),
    "expired": ("expired_therapist",),
}
COLUMN_OF = {actor: column for column in COLUMNS for actor in PEOPLE.get(column, (column,))}
ACTORS = tuple(COLUMN_OF)
SHORT = {
    "P": "/patients/<int:patient_id>",
    "E": "/patients/<int:patient_id>/entries/<int:entry_id>",
    "N": "/patients/<int:patient_id>/entries/new/<kind>",
    "H": "/patients/<int:patient_id>/health-list",
    "S": "/admin/staff/<int:account_id>",
}
_HEAD = re.compile(r"(GET|POST) +(\S+?)(?: +\(([^)]+)\))?")


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and for redirects where to, with `*` for any number."""

    status: int
    location: str = ""

    @classmethod
    def parse(cls, text: str) -> "Answer":
        status, _, location = text.replace(":", " ", 1).partition(" ")
        return cls(int(status), full_rule(location))


SIGN_IN = Answer(303, "/sign-in?next=...")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `kind` and `state` are set for lines about an entry."""

    method: str
    rule: str
    case: str
    cells: dict[str, str]
    answer: Answer | None
    tables: frozenset[str]
    kind: str = ""
    state: str = ""

    @property
    def words(self) -> str:
        about = ", ".join(part for part in (self.kind, self.state, self.case) if part)
        return f"{self.method} {self.rule}" + (f" ({about})" if about else "")

    @property
    def unsafe(self) -> bool:
        return self.method == "POST"

    def cell(self, actor: str) -> str:
        return self.cells[COLUMN_OF[actor]]

    def expected(self, actor: str) -> Answer:
        """The answer that the table gives this person."""
        cell = self.cell(actor)
        if cell == "yes" and self.answer is not None:
            return self.answer
        return SIGN_IN if cell == "in" else Answer.parse(cell)

    def changed(self, actor: str) -> frozenset[str]:
        """The tables whose data change when this person asks."""
        return self.tables if self.cell(actor) == "yes" else frozenset()


def full_rule(short: str) -> str:
    """A rule with its first letter written out, if that stands for something."""
    letter, slash, rest = short.partition("/")
    return SHORT.get(letter, letter) + slash + rest


def read(text: str, kind: str = "", state: str = "") -> Iterator[Row]:
    """The rows of a table; lines that begin with # are remarks."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not line.startswith("changes "):
            changed = following.removeprefix("changes ") if following.startswith("changes ") else ""
            yield _row(line, frozenset(changed.split()), kind, state)


def _row(line: str, changed: frozenset[str], kind: str, state: str) -> Row:
    head, team, off, out, answer = (part.strip() for part in line.split("|"))
    found = _HEAD.fullmatch(head)
    groups = ((team, TEAM), (off, OFF_TEAM), (out, SIGNED_OUT))
    cells = {column: cell for part, columns in groups for column, cell in zip(columns, part.split(), strict=True)}
    if found is None or ("yes" in cells.values()) != (answer != "-"):
        raise ValueError(f"cannot read this line: {line}")
    if bool(changed) != (found[1] == "POST" and answer != "-"):
        raise ValueError(f"a POST says what it changes, or `nothing`; a GET changes nothing: {line}")
    answered = None if answer == "-" else Answer.parse(answer)
    return Row(found[1], full_rule(found[2]), found[3] or "", cells, answered, changed - {"nothing"}, kind, state)
