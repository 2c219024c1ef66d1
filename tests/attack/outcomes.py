"""What one form left behind: the answer, the rows that came and went, and what stands in them."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from coordcare.timeline.forms import tidy
from tests.access.stage import Stage

Data = Mapping[str, list[tuple[Any, ...]]]
# How many rows came and how many went, by table.
Changes = dict[str, tuple[int, int]]
_SENTENCE = re.compile(r'class="(?:field-error|error-code|alert[ "]|notice|[^"]*error-summary)|role="alert"|-error"')


@dataclass
class Outcome:
    """An answer and what it changed in the database."""

    status: int
    location: str
    headers: frozenset[str]
    text: str
    is_page: bool
    changes: Changes = field(default_factory=dict)
    cells: frozenset[str] = frozenset()

    def keeps(self, typed: str) -> bool:
        """Whether a new row holds exactly what was typed: as it came, without blank ends, or on one line."""
        return not self.cells.isdisjoint({typed, tidy(typed) or "", " ".join(typed.split())})

    def says_why(self) -> bool:
        """Whether a refusal has a sentence."""
        return not self.is_page or bool(_SENTENCE.search(self.text))


def outcome(stage: Stage, answer: TestResponse, before: Data) -> Outcome:
    """What an answer and the database tell, against the data of before."""
    changed: Changes = {}
    cells: set[str] = set()
    for table, rows in ({} if stage.untouched() else stage.data()).items():
        if rows != before[table]:
            came, went = difference(before[table], rows)
            changed[table] = (len(came), went)
            cells.update(text for row in came for cell in row for text in texts(cell))
    return Outcome(
        answer.status_code,
        answer.headers.get("Location", ""),
        frozenset(name for name, _ in answer.headers),
        answer.get_data().decode("utf-8"),
        answer.mimetype == "text/html",
        changed,
        frozenset(cells),
    )


def difference(before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> tuple[list[tuple[Any, ...]], int]:
    """The rows that came, and how many went."""
    left, came = Counter(map(_hashable, before)), []
    for row in after:
        known = _hashable(row)
        if left[known]:
            left[known] -= 1
        else:
            came.append(row)
    return came, left.total()


def _hashable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row as something to count: what JSON holds comes as a text on SQLite, as lists and dicts on PostgreSQL."""
    try:
        hash(row)
    except TypeError:
        return tuple(json.dumps(cell, sort_keys=True) if isinstance(cell, dict | list) else cell for cell in row)
    return row


def texts(cell: Any) -> Iterator[str]:
    """The texts in a cell: itself, or what a JSON cell holds."""
    if isinstance(cell, str):
        yield cell
        if cell[:1] in ("{", "["):
            try:
                yield from texts(json.loads(cell))
            except ValueError:
                return
    elif isinstance(cell, dict | list):
        for part in cell.values() if isinstance(cell, dict) else cell:
            yield from texts(part)
