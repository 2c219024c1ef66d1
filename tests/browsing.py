"""Real browsers against a real server: start both, watch the pages for errors, check accessibility."""

import os
import re
import shutil
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError, sync_playwright
from werkzeug.serving import make_server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


def system_browser() -> str | None:
    """The Chromium of this machine: CHROMIUM names it, else the usual names on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def find_browser() -> str | None:
    """A browser that the tests can start: this machine's, else one that Playwright installed."""
    if found := system_browser():
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


class Watch:
    """Collects what a page must not say: script errors, blocked content, console errors."""

    def __init__(self) -> None:
        self.contexts: list[BrowserContext] = []
        self.problems: list[str] = []
        self.allowed: list[str] = []

    def allow(self, *patterns: str) -> None:
        """Expect messages matching these regular expressions, such as `status of 404`."""
        self.allowed += patterns

    def attach(self, context: BrowserContext) -> None:
        self.contexts.append(context)
        context.on("console", self._console)
        context.on("weberror", self._error)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "assert"):
            where = message.location
            self.problems.append(f"console: {message.text} ({where.get('url')}:{where.get('lineNumber')})")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"script: {error.error.stack or error.error.message}")

    def unexpected(self) -> list[str]:
        """Every problem so far that no test allowed."""
        for page in (page for context in self.contexts for page in context.pages):
            if not page.is_closed():
                page.wait_for_timeout(0)  # hands over events that are still on their way
        return [problem for problem in self.problems if not any(re.search(known, problem) for known in self.allowed)]


def axe_violations(page: Page, exclude: Iterable[str] = ()) -> list[str]:
    """WCAG 2.2 AA violations of the page as it is now, one line for each element."""
    # Handed over by the debugger and not by a script element, so the page's own CSP stays in force.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "([exclude, tags]) => axe.run({exclude}, {runOnly: tags, resultTypes: ['violations']})",
        [list(exclude), AXE_TAGS],
    )
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


class Server:
    """The application on a port of its own, in threads of the test's process.

    In this process, so that a test may look into the database and may move the clock.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._idle = threading.Condition()
        self._busy = 0
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, name="test-server", daemon=True
        )

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._idle:
            self._busy += 1
        try:
            response = self.app(environ, start_response)
            try:
                yield from response
            finally:
                getattr(response, "close", lambda: None)()
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests and let those under way finish, so that none meets the next test."""
        self._server.shutdown()
        self._thread.join()
        deadline = time.monotonic() + 10
        with self._idle:
            self._idle.wait_for(lambda: self._busy == 0, timeout=max(0.0, deadline - time.monotonic()))
        self._server.server_close()
        if self._busy:
            raise RuntimeError(f"{self._busy} requests were still running 10 s after the test")
