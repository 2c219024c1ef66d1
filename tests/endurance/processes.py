"""The real server as a clinic runs it, over a test's database: whole or by worker it can be killed."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from tests.cast import Cast
from tests.timeline.real_server import ROOT, RealServer, session_cookie

WORKERS = 2
SECRETS = ("SECRET_KEY", "AUDIT_KEYS", "SEALING_KEYS", "PROCESS_NOTE_KEYS")
# What a clinic's browser says of a form of our own pages; without it no words are given back.
OURS = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


def environment(app: Flask, folder: Path) -> dict[str, str]:
    """What a process of its own needs in order to be `app`, but with the error pages that a clinic gets."""
    return {
        "COORDCARE_CONFIG": "development",
        "COORDCARE_INSTANCE": str(folder),
        "AUDIT_ANCHOR_FILE": app.config["AUDIT_ANCHOR_FILE"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"].replace("postgresql+psycopg", "postgresql"),
        **{name: app.config[name] for name in SECRETS},
    }


def command_line(app: Flask, folder: Path, *arguments: str, **changed: str) -> tuple[list[str], dict[str, Any]]:
    """A command of `flask` over the database of `app`, and how to run it."""
    told = {**os.environ, **environment(app, folder), **changed}
    options = {"cwd": ROOT, "env": told, "capture_output": True, "text": True, "check": False}
    return [sys.executable, "-m", "flask", *arguments], options


class EnduringServer(RealServer):
    """Gunicorn with two workers, in the development configuration: errors answer with their pages.

    Unlike `make run` the application is loaded before the workers are forked, so that a new worker costs no second of
    two processors: what is written is written by the same code in the same way.
    """

    def __init__(self, app: Flask, folder: Path) -> None:
        super().__init__(app, folder)
        self._environment |= {**environment(app, folder), "GUNICORN_CMD_ARGS": "--preload"}

    def start(self) -> None:
        """Start, and wait until it answers and both workers are there."""
        super().start()
        deadline = time.monotonic() + 30
        while len(self.workers()) < WORKERS:
            assert time.monotonic() < deadline, "a worker is missing"
            time.sleep(0.01)

    def keep_no_log(self) -> None:
        """For a process that may write no files."""
        self._log = Path(os.devnull)

    def workers(self) -> list[int]:
        """The processes that answer, without the one that looks after them."""
        master = self.master()
        with suppress(FileNotFoundError):
            return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
        return []

    def master(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill_worker(self, chance: Random) -> None:
        """kill -9 for one worker or for both; the master puts new ones in their place."""
        workers = self.workers()
        for pid in chance.sample(workers, min(len(workers), chance.choice((1, 1, 2)))):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@dataclass(frozen=True)
class Answer:
    """An answer that came whole."""

    status: int
    text: str
    location: str


class Line:
    """Somebody's browser without scripts. Each request has a socket of its own; OSError or HTTPException: cut off."""

    def __init__(self, server: RealServer, cast: Cast, name: str) -> None:
        self.port, self.cookie = server.port, session_cookie(cast, name)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def probe(self, path: str) -> int:
        """What a monitor gets, which has no cookie: the status."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", path)
            with connection.getresponse() as answer:
                return answer.status

    def post(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("POST", path, urlencode(fields), {**OURS, **(headers or {})})

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body, {**headers, "Cookie": self.cookie})
            with connection.getresponse() as answer:
                text = answer.read().decode()
                renewed = answer.headers.get("Set-Cookie", "")
                # Not after a write: what is to be flashed would pile up, for nobody reads the next page.
                if method == "GET" and renewed.startswith("coordcare="):
                    self.cookie = renewed.partition(";")[0]
                return Answer(answer.status, text, answer.headers.get("Location", ""))
