"""The real server in processes of its own, over a test's database: it can be killed, and started again."""

import html
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from tests.cast import Cast

ROOT = Path(__file__).parent.parent.parent
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


class RealServer:
    """Gunicorn as `make run` starts it, on a port of its own."""

    def __init__(self, app: Flask, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "COORDCARE_CONFIG": "testing",
            "COORDCARE_INSTANCE": str(folder),
            "AUDIT_ANCHOR_FILE": str(folder / "anchors.jsonl"),
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"].replace("postgresql+psycopg", "postgresql"),
            "PUBLIC_URL": self.url,
        }
        self._log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"]
        command += ["--workers", "2", "--threads", "8", "--keep-alive", "30", "--no-control-socket", "wsgi:app"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self._log.read_text()[-3000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9, the master and its workers at once."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


class Window:
    """Somebody's browser window without scripts: requests over a socket of their own, with the session's cookie."""

    def __init__(self, server: RealServer, cast: Cast, name: str) -> None:
        self.port = server.port
        self.cookie = session_cookie(cast, name)

    def get(self, path: str) -> tuple[int, str]:
        return self._send("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        return self._send("POST", path, fields)

    def _send(self, method: str, path: str, fields: dict[str, str] | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        renewed = answer.headers.get("Set-Cookie", "")
        if renewed.startswith("coordcare="):
            self.cookie = renewed.split(";")[0]
        return answer.status, text if answer.status != 303 else answer.headers["Location"]


def session_cookie(cast: Cast, name: str) -> str:
    """`name=value` of a session in which somebody is signed in."""
    cookie = cast.client(name).get_cookie("coordcare")
    assert cookie is not None
    return f"coordcare={cookie.value}"


def hidden_fields(page: str, form: str = "entry-form") -> dict[str, str]:
    """The hidden inputs of the page's form of that class, as a browser would send them."""
    body = page.split(f'class="{form}')[1].split("</form>")[0]
    found = {}
    for tag in HIDDEN.findall(body):
        named, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if named:
            found[named[1]] = html.unescape(value[1]) if value else ""
    return found


def words_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())
