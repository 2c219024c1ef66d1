"""A real gunicorn, started as the documents say, on a port of its own, with what it logs kept."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tests.house.source import ROOT
from tests.serving.test_production import SECRETS

TOKEN = "m" * 20 + "etrics-token" * 2
CONFIGURED = ("--config", "deploy/gunicorn.conf.py")
BARE = ("--workers", "2", "--worker-class", "gthread", "--no-control-socket")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    text: str


@dataclass(frozen=True)
class Served:
    """A server that runs. `log` is all that it has written so far, to either stream."""

    port: int
    pid: int
    log: Path

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> Answer:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())

    def say(self, line: bytes) -> bytes:
        """Send bytes that are no request; the answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(line)
            return connection.recv(4096)


@contextmanager
def serve(folder: Path, url: str, how: tuple[str, ...] = CONFIGURED, **more: str) -> Iterator[Served]:
    """CoordCare under Production over the database at `url`, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, **SECRETS, "COORDCARE_CONFIG": "production", "COORDCARE_INSTANCE": str(folder)}
    environment |= {"DATABASE_URL": url, "PUBLIC_URL": "https://127.0.0.1", **more}
    command = [sys.executable, "-m", "gunicorn", *how, "--bind", f"127.0.0.1:{port}", "tests.serving.failing:app"]
    log = folder / "server.log"
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
    try:
        served = Served(port, process.pid, log)
        _wait(served, process)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(served: Served, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if served.ask("/readyz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"gunicorn did not come up: {served.log.read_text()}")
