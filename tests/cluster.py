"""A throw-away PostgreSQL server, shared by all processes of one test run and ended with it.

The first pytest process holds a lock for as long as it lives. Whoever first needs PostgreSQL starts a
guardian (this file run as a program), which starts the server and then waits for that lock: it gets it
when the run ends, also when the run was killed, and then stops the server and removes everything.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import psycopg

ROOT = Path(__file__).parent.parent
OWNER = "coordcare"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # The data live as long as the test run: nothing here has to survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
    "timezone": "America/New_York",  # not UTC, so that a naive time shows itself
}
MISSING = (
    "PostgreSQL cannot be started for the tests: {}. Install the PostgreSQL server, "
    "or name a server whose role may create databases in TEST_DATABASE_URL."
)


_guardians: list[subprocess.Popen[bytes]] = []  # kept, for they outlive the test that started them


class ClusterError(RuntimeError):
    """PostgreSQL is needed and cannot be had."""


def binaries() -> Path | None:
    """The directory of the newest PostgreSQL server programs on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    candidates = [*reversed(found), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((path for path in candidates if (path / "postgres").exists()), None)


def open_run() -> Path:
    """Make the directory of this test run, in memory if there is room."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3
    run = Path(tempfile.mkdtemp(prefix="coordcare-tests-", dir=memory if roomy else None))
    run.chmod(0o711)
    return run


def hold(path: Path) -> IO[str]:
    """Wait for the lock on `path` and keep it until the file is closed."""
    file = path.open("a")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def close_run(run: Path, alive: IO[str]) -> None:
    """End the run: the guardian, if there is one, stops the server; then nothing is left."""
    alive.close()
    with suppress(FileNotFoundError), hold(run / "guardian.lock"):
        shutil.rmtree(run, ignore_errors=True)


def address(run: Path) -> str:
    """The superuser's address of this run's server, which is started if it is not up yet."""
    with hold(run / "start.lock"):
        if not (run / "address").exists() and not (run / "failure").exists():
            with (run / "guardian.log").open("w") as log:
                command = [sys.executable, "-m", "tests.cluster", str(run)]
                guardian = subprocess.Popen(
                    command,
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            _guardians.append(guardian)
            while not (run / "address").exists() and guardian.poll() is None:
                time.sleep(0.02)
            if not (run / "address").exists():
                (run / "failure").write_text((run / "guardian.log").read_text().strip())
    if (run / "failure").exists():
        raise ClusterError((run / "failure").read_text())
    return (run / "address").read_text()


def run_as() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root starts it as the user postgres."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(run: Path, settings: Mapping[str, str] = SETTINGS) -> Iterator[tuple[str, int]]:
    """A new server with its data under `run`: the superuser's address, and its first process."""
    programs = binaries()
    if programs is None:
        raise ClusterError(MISSING.format("its server programs are not installed"))
    data = run / "postgresql"
    data.mkdir(mode=0o700)
    account = run_as()
    if account:
        shutil.chown(data, account["user"], account["group"])
    initdb = [
        str(programs / "initdb"),
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    made = subprocess.run(
        [*initdb, "--locale=C.UTF-8"], **account, cwd="/", capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise ClusterError(MISSING.format(f"initdb said: {made.stderr.strip()}"))
    port = _free_port()
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), *options]
    with (run / "postgresql.log").open("w") as log:
        running = subprocess.Popen(command, **account, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        _prepare(url, running, run / "postgresql.log")
        yield url, running.pid
    finally:
        running.send_signal(signal.SIGINT)
        try:
            running.wait(timeout=15)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGQUIT)
            running.wait(timeout=15)


def _prepare(url: str, server: subprocess.Popen[Any], log: Path) -> None:
    """Wait until the server answers, then make the ordinary role that the application uses."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN")
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise ClusterError(MISSING.format(f"the server said: {log.read_text()}")) from None
            time.sleep(0.05)


def main(run: Path) -> None:
    with hold(run / "guardian.lock"):
        try:
            with server(run) as (url, _first):
                (run / "address.new").write_text(url)
                (run / "address.new").rename(run / "address")
                hold(run / "alive.lock").close()
        except ClusterError as error:
            sys.exit(str(error))
        shutil.rmtree(run, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
