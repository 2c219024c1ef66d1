"""Disks without room: a real one that is small, or, where nothing may be mounted, a process that may write no more."""

import errno
import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tests.endurance.processes import EnduringServer

MEGABYTES = 16
# Less than any database needs, for every file that the process writes.
FEW_BYTES = 512


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A file system of its own in memory with little room, which answers ENOSPC; None where that is not allowed."""
    folder.mkdir()
    options = f"size={MEGABYTES}m,mode=0700"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def empty_log(database: Path) -> None:
    """Bring SQLite's log into its file. What stands in the log is room that a full disk would still have."""
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise RuntimeError("somebody reads: the log could not be emptied")


@contextmanager
def full_disk(disk: Path) -> Iterator[None]:
    """Not a byte is left on the small disk; every write of a new block fails with ENOSPC."""
    filler = disk / "filler"
    try:
        _fill(filler)
        yield
    finally:
        filler.unlink()


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            with suppress(OSError):
                while file.write(b"x" * size) == size:
                    pass
        try:
            file.write(b"x")
        except OSError as error:
            if error.errno == errno.ENOSPC:
                return
        raise RuntimeError("the disk is not full")


@contextmanager
def file_limit(server: EnduringServer) -> Iterator[None]:
    """The server's processes may write nothing beyond the first bytes of a file; such a write fails with EFBIG.

    SQLite tells it as an error of the disk. It is not a full disk: it stands in for failing hardware, and for the
    full disk on machines where nothing may be mounted.
    """
    pids = [server.master(), *server.workers()]
    unlimited = resource.RLIM_INFINITY
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (FEW_BYTES, unlimited))
    try:
        yield
    finally:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
