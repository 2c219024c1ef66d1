"""The heads of the chains as they once were, kept in a file outside the database.

A line of JSON each: an anchor (the chains that moved on since the last, each with its last sequence number
and seal) or a check that found nothing. Each line's seal covers the line before, so none can be taken out.
"""

import fcntl
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from flask import current_app

from coordcare.audit.rules import ChainBroken, Key, parse_keys, seal
from coordcare.extensions import clock

Head = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Anchored:
    """What the file says: the newest head of each chain, and when it was last anchored and last verified."""

    heads: dict[str, Head] = field(default_factory=dict)
    anchored_at: datetime | None = None
    verified_at: datetime | None = None


def read() -> Anchored:
    """The anchors; empty where there is no file yet. Raises ChainBroken for a line that was changed."""
    path = _path()
    if not path.exists():
        return Anchored()
    with path.open(encoding="utf-8") as file:
        return _replay(file)[0]


def append(what: str, heads: dict[str, Head]) -> Anchored:
    """Add a line: `what` is "anchor" or "verified". Only heads that moved are written."""
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8", opener=_for_owner) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before, last_seal = _replay(file)
        moved = {chain: list(head) for chain, head in sorted(heads.items()) if before.heads.get(chain) != head}
        key = _keys()[0]
        line: dict[str, Any] = {"at": clock.now().isoformat(), "what": what, "heads": moved, "key_id": key.name}
        line["mac"] = _seal(key, line, last_seal)
        file.write(json.dumps(line) + "\n")
        file.flush()
        return before


def _replay(file: TextIO) -> tuple[Anchored, str]:
    heads: dict[str, Head] = {}
    last: dict[str, datetime] = {}
    last_seal = ""
    for number, line in _lines(file):
        key = next((key for key in _keys() if key.name == line.get("key_id")), None)
        mac = str(line.pop("mac", ""))
        if key is None or not hmac.compare_digest(mac, _seal(key, line, last_seal)):
            raise ChainBroken(f"The anchors file was changed: line {number} does not verify.")
        heads.update({chain: (head[0], head[1]) for chain, head in line["heads"].items()})
        last[line["what"]] = datetime.fromisoformat(line["at"])
        last_seal = mac
    return Anchored(heads, last.get("anchor"), last.get("verified")), last_seal


def _lines(file: TextIO) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, text in enumerate(file, 1):
        try:
            line = json.loads(text)
        except ValueError:
            line = {}
        yield number, line if isinstance(line, dict) else {}


def _seal(key: Key, line: dict[str, Any], last_seal: str) -> str:
    return seal(key, {"line": line, "after": last_seal})


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _keys() -> list[Key]:
    return parse_keys(current_app.config["AUDIT_KEYS"])


def _path() -> Path:
    return Path(current_app.config["AUDIT_ANCHOR_FILE"])
