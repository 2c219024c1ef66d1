"""Every form that is sent by POST, with somebody who may send it, and its fields as its own page shows them.

A form without a page of its own is a button: it has no fields.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from tests.access import forms
from tests.access.browser import Fields
from tests.access.reading import ACTORS, SHORT, Row
from tests.access.stage import Stage
from tests.access.tables import ROWS
from tests.attack.markup import Form, Page

TYPED = frozenset({"text", "search", "email", "password", "textarea", "date", "time", "number", "tel"})
# Each attempt verifies or makes the hash of a password.
SLOW = frozenset({"/sign-in", "/account/password", "/password/<token>"})
WORDS = "Plain words of a test"
# Lengths of which the longest that a field takes is found: most take the first.
LENGTHS = (1000, 300, 200, 120, 80, 60, 40, 20, 10)


@dataclass(frozen=True, slots=True)
class Target:
    """A row of the access tables and who sends it. Forms with the same fields at the same rule are one."""

    row: Row
    actor: str

    @property
    def name(self) -> str:
        return self.row.words

    @property
    def slow(self) -> bool:
        return self.row.rule in SLOW


@cache
def targets() -> tuple[Target, ...]:
    """One for each rule and each kind or list that it names, of those that somebody may send; rather to sign."""
    found: dict[tuple[str, str], Target] = {}
    for row in ROWS:
        if row.unsafe and "yes" in row.cells.values():
            actor = next(actor for actor in ("therapist", *ACTORS) if row.cell(actor) == "yes")
            key = (row.rule, distinct(row))
            if key not in found or (row.case.endswith("sign") and row.rule != f"{SHORT['E']}/edit"):
                found[key] = Target(row, actor)
    return tuple(found.values())


def distinct(row: Row) -> str:
    """What tells the forms of one rule apart."""
    if row.rule == f"{SHORT['E']}/edit":
        return row.kind
    if row.rule in (SHORT["N"], f"{SHORT['H']}/<category>"):
        return row.case.partition(",")[0]
    return ""


class Attacked:
    """A target on the clinic as it was built: its address, a valid form, and what its fields take."""

    def __init__(self, stage: Stage, target: Target) -> None:
        self.stage = stage
        self.target = target
        self.path = forms.path(stage.clinic, target.row)
        self.shown = forms.page(stage.clinic, target.row)
        self.valid = {name: str(value) for name, value in forms.fields(stage.clinic, target.row, target.actor).items()}
        self.form = self._form()

    @property
    def typed(self) -> list[str]:
        """The fields that somebody types into."""
        return [name for name, kind in self.form.fields.items() if kind in TYPED]

    @property
    def chosen(self) -> list[str]:
        """The fields that a page fills or offers choices for: hidden ones, radio buttons, lists."""
        return [name for name, kind in self.form.fields.items() if kind not in TYPED and name != "csrf_token"]

    def send(self, more: Fields) -> tuple[int, str]:
        """The status and body of this form with some fields changed, on the clinic as it was built."""
        self.stage.restore()
        answer = self.stage.clinic.browser(self.target.actor).post(self.path, {**self.valid, **more})
        return answer.status_code, answer.text

    def open_fields(self) -> dict[str, int]:
        """The typed fields that take any words, and how many characters of them."""
        if self.target.slow:
            return {}
        fine, _ = self.send({})
        found = {}
        for name in self.typed:
            if self.form.fields[name] != "password" and self.send({name: WORDS})[0] == fine:
                found[name] = next((length for length in LENGTHS if self._takes(name, length, fine)), 0)
        return found

    def _takes(self, name: str, length: int, fine: int) -> bool:
        return self.send({name: "x" * length})[0] == fine

    def _form(self) -> Form:
        page = self.stage.clinic.browser(self.target.actor).get(self.shown)
        if page.status_code == 405:
            return Form(self.path, "post")
        assert page.status_code == 200, f"{self.shown} answers {page.status} to {self.target.actor}"
        return next(self._forms(Page(page.text)), Form(self.path, "post"))

    def _forms(self, page: Page) -> Iterator[Form]:
        for form in page.forms:
            action = urlsplit(form.action).path or urlsplit(self.shown).path
            if form.method == "post" and action == self.path:
                yield form


def fill_names(address: str) -> str:
    """The words of an address, without its numbers: one page of each kind of thing."""
    return "/".join(part for part in address.split("/") if not part.isdigit())
