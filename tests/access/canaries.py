"""The planted words by group, and a walk over every page that somebody can ask for."""

import html
import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import product

from flask import Flask

from tests.access import care, course, review
from tests.access.browser import Browser, Fields
from tests.access.clinic import ALLERGY, COURSE_FOCUS, ITEMS, Clinic
from tests.access.forms import fill
from tests.access.texts import AUTHORS, PLACES, word, words_of_entry

MARK = "zq"
_LINK = re.compile(r'(?:href|action|hx-get|data-[a-z-]*url)="(/[^"#]*)')


def planted() -> dict[str, frozenset[str]]:
    """Each group's words."""
    entries = {f"{part} {state}": words_of_entry(part, state) for part, state in PLACES}
    return entries | {
        "diagnosis": frozenset({ITEMS["diagnosis"]}),
        "other medicine": frozenset({ITEMS["other_medicine"]}),
        "allergy": frozenset({ALLERGY}),
        "course": frozenset({COURSE_FOCUS}),
        **{f"decision {whose}": frozenset({review.reason(whose)}) for whose in ("amara", "ben")},
        "ben": words_of_entry("session_note note", "ben") | {word("ben", "list", "diagnosis")},
        **{f"follow-up {item}": frozenset({care.asked_words(item)}) for item in (*care.ITEMS, "safety", "ben")},
        **{f"answer {item}": frozenset({care.answered_words(item)}) for item in care.SETTLED},
        **{f"safety plan {whose}": _values(care.plan_words(whose)) for whose in ("team", "draft")},
        **{group: _values(course.words(group)) for group in course.GROUPS},
        **{f"process note {key}": _values(care.note_words(key)) for key in (*care.NOTES, "ben")},
    }


def _values(fields: Fields) -> frozenset[str]:
    return frozenset(str(value) for value in fields.values())


def words_in(text: str) -> set[str]:
    """The planted words of an answer.

    Only these: a random token of 90 letters holds the marks by chance once in some ten thousand pages.
    """
    told = text.casefold()
    return {word for word in _planted_words() if word in told}


@cache
def _planted_words() -> frozenset[str]:
    return frozenset().union(*planted().values())


def known_addresses(app: Flask, clinic: Clinic) -> Iterator[str]:
    """Every rule that a GET asks for, with every id that there is, each under its own patient."""
    bens = {
        "entry_id": clinic.entries["session_note", "ben"],
        "membership_id": clinic.memberships["ben"],
        "item_id": clinic.asked["ben"],
        "note_id": clinic.notes["ben"],
        "decision_id": clinic.decisions[clinic.ben],
    }
    ids: dict[str, list[object]] = {
        "patient_id": [*clinic.cast.patients.values()],
        "entry_id": [*clinic.entries.values()],
        "membership_id": [*clinic.memberships.values()],
        "item_id": [*clinic.asked.values()],
        "note_id": [*clinic.notes.values()],
        "plan_id": [number for (kind, _), number in clinic.entries.items() if kind == "medication_change"],
        "decision_id": [*clinic.decisions.values()],
        "account_id": [*list(clinic.cast.accounts.values())[:3]],
        "kind": [*AUTHORS],
        "number": [1],
        "token": [clinic.password_token],
        "filename": ["css/tokens.css"],
    }
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            for values in product(*(ids[name] for name in sorted(rule.arguments))):
                named = dict(zip(sorted(rule.arguments), values, strict=True))
                whose = clinic.ben if set(bens.items()) & set(named.items()) else clinic.amara
                if named.keys().isdisjoint(bens) or named["patient_id"] == whose:
                    yield fill(rule.rule, named)


def walk(app: Flask, clinic: Clinic, browser: Browser) -> Iterator[tuple[str, str]]:
    """Every page with its headers: all known addresses, and all links from there."""
    waiting = deque(["/", *known_addresses(app, clinic)])
    asked: set[str] = set()
    while waiting:
        address = waiting.popleft()
        if address in asked or address.startswith("/static/"):
            continue
        asked.add(address)
        answer = browser.get(address)
        text = f"{answer.status}\n{answer.headers}\n{answer.text}"
        yield address, text
        waiting.extend(html.unescape(link) for link in _LINK.findall(answer.text))
        answer.close()
