"""`python -m bench.run ROUNDS SIZE...`: what pages cost on both databases, at each size, as tables in Markdown.

SQLite files stay in instance/bench-SIZE for the next run. PostgreSQL is a server of its own, with its defaults of
safety (fsync on), and goes away at the end.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from tests.cluster import OWNER, SETTINGS, server

INSTANCE = Path(os.environ.get("COORDCARE_INSTANCE", "instance")).resolve()
SHOWN = (
    *("statements", "bytes", "gzip bytes"),
    *("cpu ms", "cpu to floor", "cpu to timeline"),
    *("p50 ms", "p95 ms", "p50 to floor"),
)
# As a clinic's server: the tests' own need not survive a power cut.
SAFE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
    "shared_buffers": "1GB",
}
TIMELINE = "timeline"
Figures = dict[str, Any]


def main() -> None:
    """Measure, and print as it goes."""
    rounds, sizes = sys.argv[1], [int(size) for size in sys.argv[2:]]
    for name, places in (("SQLite", _files(sizes)), ("PostgreSQL", _databases(sizes))):
        found = {}
        for size, environment in places:
            _told(environment, "bench.generate", str(size))
            _told(environment, "bench.reviewed")
            found[size] = json.loads(_told(environment, "bench.measure", rounds))
            print(_table(name, size, found[size]), flush=True)
        print(_growth(name, found), flush=True)


def _files(sizes: list[int]) -> Iterator[tuple[int, dict[str, str]]]:
    for size in sizes:
        yield size, {"COORDCARE_INSTANCE": str(INSTANCE / f"bench-{size}"), "DATABASE_URL": ""}


def _databases(sizes: list[int]) -> Iterator[tuple[int, dict[str, str]]]:
    with tempfile.TemporaryDirectory(prefix="coordcare-bench-") as directory:
        run = Path(directory)
        run.chmod(0o711)
        with server(run, SETTINGS | SAFE) as (url, first):
            for size in sizes:
                with psycopg.connect(url, autocommit=True) as connection:
                    connection.execute(f"CREATE DATABASE bench_{size} OWNER {OWNER}")
                own = url.replace("postgres@", f"{OWNER}@").replace("/postgres", f"/bench_{size}")
                instance = str(run / f"instance-{size}")
                yield size, {"COORDCARE_INSTANCE": instance, "DATABASE_URL": own, "BENCH_POSTMASTER": str(first)}


def _told(environment: dict[str, str], *module: str) -> str:
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout[done.stdout.find("{") :]


def _table(name: str, size: int, found: Figures) -> str:
    lines = [f"\n{name}, {size:,} entries; {found['megabytes per worker']} MiB per worker", ""]
    lines += [f"| page | {' | '.join(SHOWN)} |", f"|---{'|---:' * len(SHOWN)}|"]
    for page, figures in found["pages"].items():
        lines.append(f"| {page} | {' | '.join(f'{figures[what]:,}' for what in SHOWN)} |")
    return "\n".join(lines)


def _growth(name: str, found: dict[int, Figures]) -> str:
    smallest, largest = min(found), max(found)
    before, after = (found[size]["pages"][TIMELINE]["cpu to floor"] for size in (smallest, largest))
    return (
        f"\n{name}, the timeline's CPU to the floor from {smallest:,} to {largest:,} entries: {after / before - 1:+.0%}"
    )


if __name__ == "__main__":
    main()
