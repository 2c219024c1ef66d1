"""A PostgreSQL server of one test's own, which is stopped and started again. What it acknowledged is on its disk."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests import cluster

# Unlike the tests' common server this one must keep what it acknowledged, also when it is ended at once.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "60",
}
READY = "SELECT 1"


class Restartable:
    """`stop("fast")` ends it as a service manager does; `stop("immediate")` as kill -9 would, with recovery after."""

    def __init__(self, folder: Path) -> None:
        programs = cluster.binaries()
        if programs is None:
            raise cluster.ClusterError(cluster.MISSING.format("its server programs are not installed"))
        self._programs, self._data, self._log = programs, folder / "data", folder / "log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.admin = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        """Make its files, start it, and make the ordinary role and an empty database."""
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-k", "--locale=C.UTF-8")
        lines = [f"{name} = '{value}'" for name, value in {**SETTINGS, "port": str(self.port)}.items()]
        with (self._data / "postgresql.conf").open("a") as file:
            file.write("\n".join(["", *lines, ""]))
        self.start()
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {cluster.OWNER} LOGIN")
            connection.execute(f"CREATE DATABASE clinic OWNER {cluster.OWNER} TEMPLATE template0")

    @property
    def url(self) -> str:
        """The clinic's database, as the ordinary role."""
        return f"postgresql+psycopg://{cluster.OWNER}@127.0.0.1:{self.port}/clinic"

    def start(self) -> float:
        """Start it; the moment at which it answered."""
        self._run("pg_ctl", "-D", self._data, "-l", self._log, "-W", "start")
        deadline = time.monotonic() + 60
        while True:
            try:
                with psycopg.connect(self.admin, connect_timeout=5) as connection:
                    connection.execute(READY)
                return time.monotonic()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def stop(self, how: str) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "stop")

    def require_sound(self) -> None:
        """Every page and index of the clinic's database, as PostgreSQL's own program checks them."""
        where = ("--host", "127.0.0.1", "--port", self.port, "--username", "postgres")
        self._run("pg_amcheck", *where, "--install-missing", "--heapallindexed", "clinic")

    def _run(self, program: str, *arguments: object) -> None:
        account: dict[str, Any] = cluster.run_as()
        command = [str(self._programs / program), *map(str, arguments)]
        # Its output to a file, not a pipe: the server that pg_ctl starts would hold the pipe open.
        with Path(os.devnull).open("w") as nowhere:
            done = subprocess.run(command, **account, cwd="/", stdout=nowhere, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            said = self._log.read_text()[-2000:] if self._log.exists() else ""
            raise cluster.ClusterError(f"{program} failed. {said}")


@contextmanager
def own_postgresql(run: Path, name: str) -> Iterator[Restartable]:
    """A new server in the test run's folder, gone afterwards."""
    folder = run / name
    folder.mkdir(mode=0o700)
    account = cluster.run_as()
    if account:
        shutil.chown(folder, account["user"], account["group"])
    server = Restartable(folder)
    try:
        server.make()
        yield server
        server.stop("fast")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
