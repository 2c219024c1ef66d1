"""Somebody who writes a draft in a real browser, and what the page showed as saved."""

import random
from datetime import timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update

from coordcare.accounts.models import StaffSession
from coordcare.extensions import clock, db, transaction
from coordcare.timeline.models import EntryDraft
from tests.cast import PASSWORD, Cast
from tests.conftest import CONTEXT
from tests.timeline.forms_table import EXAMPLES
from tests.timeline.real_server import RealServer, session_cookie

FIELDS = ", ".join(f'textarea[name="{example.words}"]' for example in EXAMPLES.values() if example.words)
# Notes what the field held whenever the page said "Saved", and how long that took from the last key.
RECORDER = f"""
  window.pauses = []; window.shown = ""; let last = 0, counted = 0;
  document.addEventListener("input", () => {{ last = performance.now(); }}, true);
  document.addEventListener("DOMContentLoaded", () => {{
    const status = document.querySelector("form[data-autosave] [data-save-status]");
    const field = document.querySelector(`{FIELDS}`);
    if (!status || !field) return;
    new MutationObserver(() => {{
      if (!status.textContent.startsWith("Saved")) return;
      window.shown = field.value;
      if (last > counted) window.pauses.push(performance.now() - last);
      counted = last;
    }}).observe(status, {{ attributes: true, childList: true, characterData: true, subtree: true }});
  }});
"""
STORED = """async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length
  + (await caches.keys()).length + (document.cookie ? 1 : 0)"""
WORDS = ["she", "asked", "her", "sister", "for", "help", "and", "was", "surprised", "it", "came", "plan", "work"]


class Writer:
    """One person in one browser, writing drafts of one kind."""

    def __init__(self, browser: Browser, server: RealServer, cast: Cast, kind: str, chance: random.Random) -> None:
        self.example = EXAMPLES[kind]
        self.server, self.app, self.chance, self.kind = server, cast.app, chance, kind
        self.context: BrowserContext = browser.new_context(**{**CONTEXT, "base_url": server.url})  # type: ignore[arg-type]
        self.context.add_init_script(RECORDER)
        name, _, value = session_cookie(cast, self.example.who).partition("=")
        self.context.add_cookies([{"name": name, "value": value, "url": server.url}])
        self.page = self.context.new_page()
        self.page.goto(f"/patients/1/entries/new/{kind}")

    def words(self) -> str:
        """A few words that nobody typed before."""
        chosen = self.chance.sample(WORDS, self.chance.randint(3, 7))
        return f"{' '.join(chosen)} {self.chance.randrange(10**9)}. "

    def field(self, page: Page | None = None) -> Any:
        return (page or self.page).locator(f'textarea[name="{self.example.words}"]')

    def status(self, page: Page | None = None) -> Any:
        return (page or self.page).locator("form[data-autosave] [data-save-status]").first

    def type(self, page: Page | None = None) -> str:
        """Write on at the end; what was written."""
        words = self.words()
        self.field(page).press("Control+End")
        self.field(page).press_sequentially(words, delay=self.chance.randint(2, 12))
        return words

    def wait_until_saved(self, page: Page | None = None, seconds: float = 60) -> None:
        """Until the page says that all of it is saved."""
        expect(self.status(page)).to_have_attribute("data-state", "saved", timeout=seconds * 1000)
        expect(self.status(page)).to_contain_text("Saved", timeout=seconds * 1000)

    def pauses(self) -> list[float]:
        """Seconds from the last key of each pause to "Saved"."""
        return [pause / 1000 for pause in self.page.evaluate("window.pauses")]

    def shown(self) -> str:
        """What the field held when the page last said "Saved"."""
        return str(self.page.evaluate("window.shown"))

    def entry_id(self) -> int:
        return int(self.page.url.split("/entries/")[1].split("/")[0])

    def kept(self) -> str:
        """What the database holds of the field."""
        return kept(self.app, self.entry_id(), str(self.example.words))

    def stored_in_browser(self) -> int:
        """How many things the page keeps in the browser's storage."""
        return int(self.page.evaluate(STORED))

    def sign_in_again(self, page: Page) -> None:
        page.get_by_label("E-mail").fill(f"{self.example.who}@test.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("[data-viewer]")).to_be_attached()


def kept(app: Flask, entry_id: int, field: str) -> str:
    with app.app_context():
        return "\n".join(db.session.get_one(EntryDraft, entry_id).fields[field]).replace("\r\n", "\n")


def end_sessions(app: Flask) -> None:
    """Let every session have been idle for longer than it lives."""
    with app.app_context(), transaction() as session:
        long_ago = clock.now() - timedelta(minutes=app.config["IDLE_MINUTES"] + 1)
        session.execute(update(StaffSession).values(seen_at=long_ago))
