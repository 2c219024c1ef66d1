"""What attackers type, read at run time from packages that others keep; nothing of it stands in this repository.

The word lists of wfuzz, as they are and with their percent signs decoded; the payloads of sqlmap between the
boundaries that it tries; the Big List of Naughty Strings; and what `characters` makes. `.ci/needs` fetches the files.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import cycle
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from tests.attack.characters import odd_characters
from tests.house.source import ROOT

WORD_LISTS = ("All_attack.txt", "SQL.txt", "Traversal.txt", "XML.txt", "XSS.txt", "bad_chars.txt")
TESTS = ("boolean_blind", "error_based", "inline_query", "stacked_queries", "time_blind", "union_query")
FILES = (*WORD_LISTS, "boundaries.xml", *(f"{name}.xml" for name in TESTS), "blns.json")
# What sqlmap puts into the places of its payloads.
_PLACES = {
    "RANDSTR": "wXyZ", "DELIMITER_START": "qzpxq", "DELIMITER_STOP": "qkvbq", "SLEEPTIME": "5", "ORIGVALUE": "1",
    "ORIGINAL": "1", "GENERIC_SQL_COMMENT": "-- wXyZ", "QUERY": "SELECT version()", "INFERENCE": "4711=4711",
    "UNION": "UNION ALL SELECT NULL", "AT_REPLACE": "@", "SPACE_REPLACE": " ", "DOLLAR_REPLACE": "$",
    "HASH_REPLACE": "#",
}  # fmt: skip


def folder() -> Path:
    """Where the lists lie: the folder that ATTACK_CORPUS names, else the one that `.ci/needs` fills."""
    return Path(os.environ.get("ATTACK_CORPUS") or ROOT / "instance" / "corpus")


def missing() -> list[str]:
    """The files that are not there."""
    return [name for name in FILES if not (folder() / name).is_file()]


@cache
def payloads() -> tuple[str, ...]:
    """Every payload once, always in the same order. Raises FileNotFoundError in a sentence if a list is missing."""
    if missing():
        raise FileNotFoundError(f"{folder()} lacks {', '.join(missing())}: run .ci/needs, which fetches them.")
    return tuple(dict.fromkeys(text for text in (*_words(), *_injections(), *_naughty(), *odd_characters()) if text))


def every(step: int, start: int = 0) -> tuple[str, ...]:
    """A part of the corpus that is spread over all of it."""
    return payloads()[start % step :: step]


def _words() -> Iterator[str]:
    for name in WORD_LISTS:
        for line in (folder() / name).read_bytes().split(b"\n"):
            text = line.rstrip(b"\r").decode("latin-1")
            yield text
            yield unquote(text, errors="ignore")


def _injections() -> Iterator[str]:
    """Each payload of sqlmap within one of its boundaries; all boundaries are used in turn."""
    boundaries = ElementTree.parse(folder() / "boundaries.xml").getroot().iter("boundary")
    around = cycle([(_text(one, "prefix"), _text(one, "suffix")) for one in boundaries])
    for name in TESTS:
        for test in ElementTree.parse(folder() / f"{name}.xml").getroot().iter("test"):
            request = test.find("request")
            if request is not None:
                prefix, suffix = next(around)
                typed = f"1{prefix} {_text(request, 'payload')}{_text(request, 'comment')} {suffix}"
                yield re.sub(r"\[([A-Z_]+)(\d?)\]", _filled, typed).strip()


def _text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(name) or ""


def _filled(place: re.Match[str]) -> str:
    return "4711" if place[1] == "RANDNUM" else _PLACES.get(place[1], place[0])


def _naughty() -> Iterable[str]:
    strings: list[str] = json.loads((folder() / "blns.json").read_text(encoding="utf-8"))
    return strings
