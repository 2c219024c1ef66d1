"""How the tables of expected answers are read. They are written by hand; nothing here knows the policy.

A line is one (method, rule) in one case:

    METHOD RULE (case) | 7 cells: the team | 3 cells: ended, outside, admin | 3 cells: not signed in | answer
         changes all the tables whose data change when it is allowed; table@person: only when that person asks

P stands for a patient, E for an entry, and so on: see SHORT. A cell is one of

    yes        allowed: `answer` is the status and where it leads (`*` is any number)
    404, 403   refused: that status, nothing changes, one refusal in the audit trail
    409, 422   not refused but not possible now (the entry's state, a disabled account): nothing changes
    in         to the sign-in page, nothing changes
    303:/path  an answer of its own for this column, nothing changes
    yes~404    of the people who share a column, the second for who is a coordinator

Lines about entries name the person's part in the entry instead of the person: see expected_entries.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

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
    "F": "/patients/<int:patient_id>/follow-up",
    "Q": "/patients/<int:patient_id>/process-notes",
    "Y": "/patients/<int:patient_id>/safety-plan",
    "S": "/admin/staff/<int:account_id>",
    "C": "/patients/<int:patient_id>/course",
    "I": "/patients/<int:patient_id>/inventory",
    "L": "/patients/<int:patient_id>/formulation",
    "W": "/patients/<int:patient_id>/focus",
    "R": "/patients/<int:patient_id>/review",
}
PARTS = ("author", "writer", "reader", "none")
OFF, OUT = "404 404 404", "in in in"
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
    """One line of a table. `kind` and `state` are set for lines about an entry.

    A private row leaves its events on the person's own chain, without the patient.
    """

    method: str
    rule: str
    case: str
    cells: dict[str, str]
    answer: Answer | None
    tables: frozenset[str]
    kind: str = ""
    state: str = ""
    private: bool = False

    @property
    def words(self) -> str:
        about = ", ".join(part for part in (self.kind, self.state, self.case) if part)
        return f"{self.method} {self.rule}" + (f" ({about})" if about else "")

    @property
    def unsafe(self) -> bool:
        return self.method == "POST"

    @property
    def refused_inside(self) -> bool:
        """Whether it is the page that finds nothing, after the gate has recorded that it was asked for."""
        documents = tuple(SHORT[letter] for letter in "ILW")
        last = ("<int:item_id>", "<int:note_id>", "<int:note_id>/print", "<int:plan_id>/print", "<int:decision_id>",
                "<int:decision_id>/withhold")  # fmt: skip
        return not self.unsafe and (self.rule.endswith(last) or self.rule.startswith(documents))

    def cell(self, actor: str) -> str:
        clinician, _, coordinator = self.cells[COLUMN_OF[actor]].partition("~")
        return coordinator if coordinator and actor == "ended_coordinator" else clinician

    def expected(self, actor: str) -> Answer:
        """The answer that the table gives this person."""
        cell = self.cell(actor)
        if cell == "yes" and self.answer is not None:
            return self.answer
        return SIGN_IN if cell == "in" else Answer.parse(cell)

    def changed(self, actor: str) -> frozenset[str]:
        """The tables whose data change when this person asks."""
        named = (table.partition("@") for table in self.tables if self.cell(actor) == "yes")
        return frozenset(table for table, _, alone in named if alone in ("", actor))


def full_rule(short: str) -> str:
    """A rule with its first letter written out, if that stands for something."""
    letter, slash, rest = short.partition("/")
    return SHORT.get(letter, letter) + slash + rest


def read(text: str, *, private: bool = False) -> Iterator[Row]:
    """The rows of a table; lines that begin with # are remarks."""
    for line, changed in _lines(text):
        head, team, off, out, answer = (part.strip() for part in line.split("|"))
        yield replace(_row(head, team, answer, changed, off, out), private=private)


def read_entries(text: str, kinds: str, state: str, *, never_recalled: frozenset[str]) -> Iterator[Row]:
    """The rows of a table about entries in one state, for each line of `kinds`; SIGNED stands for a kind's tables.

    A kind that is never recalled has no draft; see `_without_drafts`.
    """
    for told, _ in _lines(kinds):
        kind, team, signed = (part.strip() for part in told.split("|"))
        if kind in never_recalled and state == "draft":
            continue
        for line, changed in _lines(text):
            head, cells, answer = (part.strip() for part in line.split("|"))
            if kind in never_recalled:
                head, cells, answer, changed = _without_drafts(head, cells, answer, changed)
            by_part = dict(zip(PARTS, cells.split(), strict=True))
            parts = [by_part[part] for part in team.split()]
            found = "yes" in parts
            tables = frozenset(_tables(kind, changed, signed)) if found else frozenset()
            row = _row(head, " ".join(parts), answer if found else "-", tables, OFF, OUT)
            yield replace(row, kind=kind, state=state)


def _tables(kind: str, changed: frozenset[str], signed: str) -> list[str]:
    """What a line says that it changes. A change of medication with something to watch for raises an item by itself."""
    raises = kind == "medication_change"
    words = {"SIGNED": signed, "RAISED": "follow_up_item" if raises else "", "CLOSED": "follow_up_item follow_up_step"}
    words["CLOSED"] *= raises
    return " ".join(words.get(table, table) for table in changed).split()


def _without_drafts(
    head: str, cells: str, answer: str, changed: frozenset[str]
) -> tuple[str, str, str, frozenset[str]]:
    """A line for a kind that counts when it is given: nothing to recall, and nothing is saved unsigned."""
    if head == "POST E/recall":
        return head, cells.replace("yes", "409"), "-", frozenset()
    return head, cells.replace("409", "422") if head == "POST E/edit (save)" else cells, answer, changed


def _lines(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each line that is no remark, with what the line below says that it changes."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not line.startswith("changes "):
            changed = following.removeprefix("changes ") if following.startswith("changes ") else ""
            yield line, frozenset(changed.split())


def _row(head: str, team: str, answer: str, changed: frozenset[str], off: str, out: str) -> Row:
    found = _HEAD.fullmatch(head)
    groups = ((team, TEAM), (off, OFF_TEAM), (out, SIGNED_OUT))
    cells = {column: cell for part, columns in groups for column, cell in zip(columns, part.split(), strict=True)}
    if found is None or ("yes" in cells.values()) != (answer != "-"):
        raise ValueError(f"cannot read this line: {head} | {team} | {answer}")
    if bool(changed) != (found[1] == "POST" and answer != "-"):
        raise ValueError(f"a POST says what it changes, or `nothing`; a GET changes nothing: {head}")
    answered = None if answer == "-" else Answer.parse(answer)
    return Row(found[1], full_rule(found[2]), found[3] or "", cells, answered, changed - {"nothing"})
