"""Start the real server over a generated database, ask for pages and the floor in turns, and print what each costs.

`python -m bench.measure ROUNDS`: CPU is that of all workers, of PostgreSQL's server processes too. What is printed
as a ratio is the median over rounds of page to floor, or to the timeline, in the same round.
"""

import gzip
import http.cookiejar
import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.generate import PASSWORD
from bench.reviewed import REVIEWED

PORT = int(os.environ.get("BENCH_PORT", "8471"))
BASE = f"http://127.0.0.1:{PORT}"
EACH = 60
# Patient 11 has 275 entries, patient 1 has the most.
FLOOR = "/floor/11"
PAGES = {
    "timeline": "/patients/11/timeline",
    "timeline, the longest record": "/patients/1/timeline",
    "medication": "/patients/11/medication",
    "measures": "/patients/11/measures",
    "risk": "/patients/11/risk",
    "follow-up": "/follow-up",
    "caseload": "/caseload",
    "home": "/",
    "progress review": f"/patients/{REVIEWED}/review",
}
# What the review is held against, in the same round.
TIMELINE = "timeline"


@dataclass
class Figures:
    """What one page cost: CPU milliseconds for each round, wall milliseconds for each request."""

    cpu: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    statements: int = 0
    size: int = 0
    packed: int = 0


class Browser:
    """Somebody signed in, over one connection at a time."""

    def __init__(self) -> None:
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> tuple[bytes, dict[str, str]]:
        with self.opener.open(BASE + path) as answer:
            return answer.read(), dict(answer.headers)

    def sign_in(self) -> None:
        page = self.get("/sign-in")[0].decode()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        fields = {"csrf_token": found[1] if found else "", "email": "psychiatrist@bench.example", "password": PASSWORD}
        self.opener.open(BASE + "/sign-in", urllib.parse.urlencode(fields).encode()).read()


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in told]


def cpu(pids: list[int]) -> dict[int, float]:
    """Milliseconds that each process's threads have had a processor so far, to the nanosecond; none that has ended."""
    told = {}
    for pid in pids:
        with suppress(FileNotFoundError):
            threads = Path(f"/proc/{pid}/task").iterdir()
            told[pid] = sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6
    return told


def used_between(before: dict[int, float], after: dict[int, float]) -> float:
    """What was used in between by processes that are there still; PostgreSQL's cleaners come and go."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


def memory(pids: list[int]) -> float:
    """The proportional share of memory of each process, in MiB, the largest."""
    shares = [re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text()) for pid in pids]
    return max(int(share[1]) for share in shares if share) / 1024


def start(counting: bool) -> subprocess.Popen[bytes]:
    """The real server, ready."""
    environment = {**os.environ, "GUNICORN_BIND": f"127.0.0.1:{PORT}", **({"BENCH_COUNTS": "1"} if counting else {})}
    program = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "bench.server:app"]
    server = subprocess.Popen(program, env=environment, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            urllib.request.urlopen(BASE + "/readyz").read()
            return server
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise SystemExit("The server did not start.")


def counts(figures: dict[str, Figures]) -> None:
    """Statements and bytes, from a server of their own: counting costs time."""
    server = start(counting=True)
    try:
        browser = Browser()
        browser.sign_in()
        for name, path in PAGES.items():
            browser.get(path)
            page, headers = browser.get(path)
            figures[name].statements = int(headers["X-Statements"])
            figures[name].size, figures[name].packed = len(page), len(gzip.compress(page))
    finally:
        server.terminate()
        server.wait()


def one_round(browser: Browser, path: str, told: Figures, workers: list[int]) -> None:
    before, database = cpu(workers), cpu(postgres())
    for _ in range(EACH):
        begun = time.perf_counter()
        browser.get(path)
        told.wall.append((time.perf_counter() - begun) * 1000)
    told.cpu.append(used_between(before, cpu(workers)) / EACH)
    told.database.append(used_between(database, cpu(postgres())) / EACH)


def postgres() -> list[int]:
    """PostgreSQL's server processes, if BENCH_POSTMASTER names the first of them."""
    first = os.environ.get("BENCH_POSTMASTER")
    return [int(first), *children(int(first))] if first else []


def measure(rounds: int) -> dict[str, object]:
    """Rounds of all pages and the floor in turns, after one to warm up."""
    figures = {name: Figures() for name in ["floor", *PAGES]}
    counts(figures)
    server = start(counting=False)
    try:
        browser = Browser()
        browser.sign_in()
        workers = children(server.pid)
        for number in range(rounds + 1):
            for name, path in {"floor": FLOOR, **PAGES}.items():
                one_round(browser, path, figures[name] if number else Figures(), workers)
        return {"megabytes per worker": round(memory(workers)), "pages": told(figures)}
    finally:
        server.terminate()
        server.wait()


def told(figures: dict[str, Figures]) -> dict[str, dict[str, float]]:
    """The figures by page, as ratios to the floor of the same round where that says more."""
    floor = figures["floor"]
    spent = {name: [a + b for a, b in zip(page.cpu, page.database, strict=True)] for name, page in figures.items()}
    found = {}
    for name, page in figures.items():
        found[name] = {
            "cpu ms": round(statistics.median(spent[name]), 2),
            "cpu to floor": _ratio(spent[name], spent["floor"]),
            "cpu to timeline": _ratio(spent[name], spent[TIMELINE]),
            "p50 ms": round(statistics.median(page.wall), 2),
            "p95 ms": round(statistics.quantiles(page.wall, n=20)[18], 2),
            "p50 to floor": round(statistics.median(page.wall) / statistics.median(floor.wall), 2),
            "statements": page.statements,
            "bytes": page.size,
            "gzip bytes": page.packed,
        }
    return found


def _ratio(page: list[float], other: list[float]) -> float:
    return round(statistics.median(a / b for a, b in zip(page, other, strict=True)), 2)


def main() -> None:
    """Print the figures as JSON."""
    print(json.dumps(measure(int(sys.argv[1])), indent=1))


if __name__ == "__main__":
    main()
