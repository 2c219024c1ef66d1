"""Payloads sent through one form, each on the clinic as it was built, and compared with harmless words of one shape.

A payload may leave behind what the harmless words leave behind: the same answer, the same number of rows in the same
tables, pages with the same elements; and itself, whole. Or it is refused in a sentence, and then nothing has changed.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from coordcare.timeline.forms import tidy
from tests.access.browser import Browser
from tests.access.reading import SHORT
from tests.attack.markup import Element, Page
from tests.attack.outcomes import Data, Outcome, outcome
from tests.attack.targets import Attacked

Typed = dict[str, str]
REFUSED = frozenset({400, 404, 409, 413, 422, 429})
ENTRY, PATIENT = SHORT["E"], SHORT["P"]
# Where else the words of a form are shown, beside the page that it leads to.
ELSEWHERE = {
    SHORT["N"]: ("{record}/timeline",),
    f"{PATIENT}/particulars": ("/caseload", "{record}/team", "{record}/particulars"),
    f"{PATIENT}/course/start": ("{record}",),
    f"{PATIENT}/risk/raise": ("{record}/risk", "/", "/follow-up"),
    f"{PATIENT}/inventory/concern": ("{record}/risk", "/follow-up"),
    SHORT["F"]: ("{record}/follow-up", "/follow-up"),
    f"{SHORT['Y']}/edit": ("{record}/safety-plan/print",),
    "/admin/staff/<int:account_id>": ("/admin/staff", "/admin/audit"),
    "/patients/new": ("/caseload",),
    f"{SHORT['Q']}/new": ("{record}/process-notes", "{record}/process-notes/print"),
}
# Words that bring elements of their own to a page: what a search finds, a phone number that can be dialed.
RICH = {"/search": "a", f"{PATIENT}/search": "a", f"{SHORT['Y']}/edit": "Call (555) 010-0123"}
# Typed, but not kept by the form that is sent here: a start names no other drug, a switch does.
UNUSED = frozenset({"other_drug"})
# Kept in a form's own way: the clinic's drugs have names in small letters, and their brands are a list.
OWN_WAY: dict[tuple[str, str], Callable[[str], list[str]]] = {
    ("/drug-list/drug", "generic"): lambda text: [text.casefold()],
    ("/drug-list/drug", "brands"): lambda text: [part.strip() for part in text.split("/") if part.strip()],
}
# What keeps its words sealed: they are compared on the page that opens them.
SEALED = (SHORT["Q"],)


@dataclass
class Seen:
    """A page after a form was sent."""

    status: int
    page: Page


@dataclass
class Reference:
    """What harmless words do: their outcome, their pages, and which fields are shown on which page."""

    words: Typed
    outcome: Outcome
    pages: "Pages" = field(default_factory=dict)


Pages = dict[str, Seen]


class Sweep:
    """One form under attack; `wrong` says what should not have happened."""

    def __init__(self, attacked: Attacked) -> None:
        self.attacked = attacked
        self.stage = attacked.stage
        self.stage.restore()
        self.before: Data = self.stage.data()
        self.wrong: list[str] = []
        self.posts = self.pages = self.tried = 0
        self._browser: Browser | None = None
        self._references: dict[tuple[tuple[str, str], ...], Reference] = {}
        self.rule = attacked.target.row.rule

    def together(self, typed: Typed, look: int | None = None) -> None:
        """Send payloads in several fields at once; one by one if they are refused. `look`: which page to read then."""
        expected = self._reference({name: shape(text) for name, text in typed.items()})
        found = self._send(typed)
        if REFUSED & {found.status, expected.outcome.status}:
            if found.status in REFUSED:
                self._refused(found, typed)
            for name, text in typed.items():
                self._alone(found if len(typed) == 1 else self._send({name: text}), name, text)
            return
        self.tried += len(typed)
        pages = self._pages(found, look)
        shown = {where: self._shown(seen, expected, typed) for where, seen in expected.pages.items()}
        if not self._alike(found, pages, expected):
            # The stops stay: a list shows the first sentence of some words as their headline.
            longer = {name: re.sub(r"[^\s.!?;:,]", "x", text) for name, text in typed.items()}
            expected = self._reference(longer, marked=False)
        self._accepted(found, expected, typed)
        for where, page in pages.items():
            self._look(where, page, expected.pages.get(where), typed, shown.get(where, {}))

    def alone(self, name: str, text: str) -> None:
        """Send one payload in one field, whatever the field is for: it is taken like a valid value, or refused."""
        self._alone(self._send({name: text}), name, text)

    def _alone(self, found: Outcome, name: str, text: str) -> None:
        valid = self._reference({})
        self.tried += 1
        if found.status in REFUSED:
            self._refused(found, {name: text})
        elif found.status != valid.outcome.status:
            self._say(f"answers {found.status}", {name: text})
        elif not found.changes.keys() <= valid.outcome.changes.keys():
            self._say(f"changes {found.changes}, not {valid.outcome.changes}", {name: text})
        self._headers(found, valid.outcome, {name: text})
        if found.is_page and found.status not in REFUSED:
            self._quiet(Page(found.text), {name: text}, "the answer")

    def _send(self, typed: Typed) -> Outcome:
        self.stage.restore()
        self.posts += 1
        answer = self._signed_in().post(self.attacked.path, {**self.attacked.valid, **typed})
        if "Set-Cookie" in answer.headers:
            self._browser = None
        return outcome(self.stage, answer, self.before)

    def _reference(self, shapes: Typed, *, marked: bool = True) -> Reference:
        """What words of these shapes do; a mark in each tells which page shows it."""
        key = tuple(sorted(shapes.items()))
        if key not in self._references:
            marks = {name: f"zq{name.replace('_', '')}qz" if marked else "x" for name in shapes}
            words = {name: told.replace("x", marks[name], 1) for name, told in shapes.items()}
            found = self._send(words)
            pages = [self._pages(found, look) for look in range(1 + len(ELSEWHERE.get(self.rule, ())))]
            self._references[key] = Reference(
                words, found, {where: page for one in pages for where, page in one.items()}
            )
        return self._references[key]

    def _pages(self, found: Outcome, look: int | None) -> Pages:
        """The answer if it is a page, else one of those that show what was sent."""
        if found.is_page and found.status == 200:
            return {"the answer": Seen(200, Page(found.text))}
        if look is None or found.status != 303:
            return {}
        record = f"/patients/{self.stage.clinic.amara}"
        addresses = [found.location, *(one.format(record=record) for one in ELSEWHERE.get(self.rule, ()))]
        address = addresses[look % len(addresses)]
        return {address: self._get(address)}

    def _signed_in(self) -> Browser:
        """The same browser as long as no answer gives it another cookie."""
        self._browser = self._browser or self.stage.clinic.browser(self.attacked.target.actor)
        return self._browser

    def _get(self, address: str) -> Seen:
        browser = self.stage.clinic.browser(self.attacked.target.actor)
        answer = browser.get(address)
        for _ in range(2):
            if answer.status_code in (302, 303):
                answer = browser.get(answer.headers["Location"])
        self.pages += 1
        return Seen(answer.status_code, Page(answer.get_data().decode("utf-8")))

    def _shown(self, seen: Seen, expected: Reference, typed: Typed) -> Typed:
        return {name: text for name, text in typed.items() if seen.page.shows(expected.words[name])}

    def _look(self, where: str, seen: Seen, harmless: Seen | None, typed: Typed, shown: Typed) -> None:
        if harmless is None or seen.status != harmless.status:
            self._say(f"{where} answers {seen.status}", typed)
            return
        self._quiet(seen.page, typed, where)
        more = seen.page.elements - harmless.page.elements
        if self.rule in RICH:
            more = Counter({element: count for element, count in more.items() if element not in self._rich(where)})
        if more or (self.rule not in RICH and seen.page.elements != harmless.page.elements):
            self._say(f"{where} has other elements: {more}", typed)
        for name, text in shown.items():
            if not all(seen.page.shows(tidy(part) or "") for part in self._parts(name, text)):
                self._say(f"{where} does not show {name} whole", {name: text})

    def _parts(self, name: str, text: str) -> list[str]:
        """The words as the form keeps and shows them."""
        way = OWN_WAY.get((self.rule, name))
        return way(text) if way else [text]

    def _rich(self, where: str) -> frozenset[Element]:
        """The elements of a page after words that bring their own."""
        words = dict.fromkeys(self.attacked.typed, RICH[self.rule])
        return frozenset(self._reference(words, marked=False).pages[where].page.elements)

    def _quiet(self, page: Page, typed: Typed, where: str) -> None:
        if page.active or page.foreign():
            self._say(f"{where} has {page.active} {page.foreign()}", typed)

    def _alike(self, found: Outcome, pages: Pages, expected: Reference) -> bool:
        """Whether what happened is what harmless words of this shape did; else words as long are asked."""
        told = expected.outcome
        return (found.status, found.changes, found.location) == (told.status, told.changes, told.location) and all(
            where in expected.pages and page.page.elements == expected.pages[where].page.elements
            for where, page in pages.items()
        )

    def _accepted(self, found: Outcome, expected: Reference, typed: Typed) -> None:
        if found.status != expected.outcome.status or found.location != expected.outcome.location:
            self._say(f"answers {found.status} {found.location}", typed)
        if found.changes != expected.outcome.changes:
            self._say(f"changes {found.changes}, not {expected.outcome.changes}", typed)
        self._headers(found, expected.outcome, typed)
        if found.changes and not self.rule.startswith(SEALED):
            for name, text in typed.items():
                kept = " / ".join(self._parts(name, text))
                if name not in UNUSED and tidy(kept) and not found.keeps(kept):
                    self._say(f"{name} is not kept as it was typed", {name: text})

    def _refused(self, found: Outcome, typed: Typed) -> None:
        if found.changes:
            self._say(f"answers {found.status} and changes {found.changes}", typed)
        if not found.says_why():
            self._say(f"answers {found.status} without a sentence", typed)
        if found.is_page:
            self._quiet(Page(found.text), typed, "the refusal")

    def _headers(self, found: Outcome, valid: Outcome, typed: Typed) -> None:
        more = found.headers - valid.headers - {"Retry-After"}
        if more:
            self._say(f"has headers {sorted(more)}", typed)

    def _say(self, words: str, typed: Typed) -> None:
        self.wrong.append(f"{self.attacked.target.name} {words}: { ({k: v[:90] for k, v in typed.items()})!r}")


def shape(text: str) -> str:
    """The lines of a text, with one letter in each: what may make a difference to a page."""
    return re.sub(r"[^\n]+", "x", tidy(text) or "")
