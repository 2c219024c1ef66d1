"""Every page, full, empty and with errors: axe finds nothing, wide and narrow, light and dark."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import Server, Watch, axe_violations
from tests.cast import PASSWORD, Cast, gather
from tests.journeys.pages import empty_pages, faulty_forms, full_pages, write_everything

Contexts = Callable[..., BrowserContext]
CHECKED = "figure: pages that axe looked at"
# Pages that say no are looked at too.
REFUSED = {"nowhere": {"therapist": 404}, "access-log": {"coordinator": 403}}
SEND = """button => {
    const chosen = document.createElement("input");
    Object.assign(chosen, {type: "hidden", name: button.name, value: button.value});
    button.form.append(chosen);
    button.form.submit();
}"""
HEIGHT = 844


class Looker:
    """Looks at pages as whoever is named, wide and narrow, in both themes."""

    def __init__(self, new_context: Contexts) -> None:
        self.new_context = new_context
        self.widths = (1280, 390)
        self.pages: dict[str, Page] = {}
        self.problems: list[str] = []
        self.count = 0

    def page_of(self, name: str) -> Page:
        """A page in which they are signed in, as they would."""
        if name not in self.pages:
            page = self.new_context(viewport={"width": self.widths[0], "height": HEIGHT}).new_page()
            page.goto("/sign-in")
            page.get_by_label("E-mail").fill(f"{name}@test.example")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            self.pages[name] = page
        return self.pages[name]

    def visit(self, name: str, address: str) -> None:
        answer = self.page_of(name).goto(address)
        if answer is None or answer.status != REFUSED.get(address.rpartition("/")[2], {}).get(name, 200):
            self.problems.append(f"{address} as {name}: {answer and answer.status}")
        self.look(name, address)

    def send_empty(self, name: str, address: str, button: str) -> None:
        """Send a form as it opens, without the checks of the browser and of scripts."""
        page = self.page_of(name)
        page.goto(address)
        sending = page.locator("main button[type=submit]").filter(has_text=re.compile(rf"^\s*{button}\s*$"))
        with page.expect_response(lambda answer: answer.request.method == "POST", timeout=5000) as posted:
            sending.last.evaluate(SEND)
        page.wait_for_load_state()
        if posted.value.status != 422:
            self.problems.append(f"{address}, {button} as {name}: {posted.value.status}")
        self.look(name, f"{address} with errors")

    def look(self, name: str, words: str) -> None:
        for width in self.widths:
            self.pages[name].set_viewport_size({"width": width, "height": HEIGHT})
            self._look_at_width(name, words, width)
        # The next page is loaded at the width that this one ends with, so that pages are loaded at both.
        self.widths = self.widths[::-1]

    def _look_at_width(self, name: str, words: str, width: int) -> None:
        page = self.pages[name]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            self.count += 1
            where = f"{words} as {name} at {width} px, {theme}"
            self.problems += [f"{where}: {violation}" for violation in axe_violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            self.problems.append(f"{words} as {name} scrolls sideways at {width} px")

    def finish(self, record_property: Any) -> None:
        record_property(CHECKED, self.count)
        assert not self.problems, "\n".join(self.problems)


@pytest.fixture
def cast(server: Server) -> Cast:
    return gather(server.app)


def visit_all(looker: Looker, pages: Iterable[tuple[str, str]], record_property: Any) -> None:
    for name, address in pages:
        looker.visit(name, address)
    looker.finish(record_property)


@pytest.mark.parametrize("names", [("therapist",), ("psychiatrist", "psychologist"), ("coordinator", "admin")])
def test_full_pages(
    new_context: Contexts, cast: Cast, watch: Watch, names: tuple[str, ...], record_property: Any
) -> None:
    watch.allow(r"status of 40[34]")
    pages = [(name, address) for name, address in full_pages(write_everything(cast), cast) if name in names]
    visit_all(Looker(new_context), pages, record_property)


def test_empty_pages(new_context: Contexts, cast: Cast, record_property: Any) -> None:
    visit_all(Looker(new_context), empty_pages(write_everything(cast)), record_property)


def test_forms_with_errors(new_context: Contexts, cast: Cast, watch: Watch, record_property: Any) -> None:
    watch.allow(r"status of 422")
    looker = Looker(new_context)
    for name, address, button in faulty_forms(write_everything(cast)):
        looker.send_empty(name, address, button)
    looker.finish(record_property)
