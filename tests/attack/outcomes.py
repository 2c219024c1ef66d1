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
    after = stage.data()
    changed: Changes = {}
    cells: set[str] = set()
    for table, rows in after.items():
        if rows != before[table]:
            came = Counter(map(_hashable, rows)) - Counter(map(_hashable, before[table]))
            went = Counter(map(_hashable, before[table])) - Counter(map(_hashable, rows))
            changed[table] = (came.total(), went.total())
            cells.update(text for row in rows for cell in row for text in texts(cell) if _hashable(row) in came)
    return Outcome(
        answer.status_code,
        answer.headers.get("Location", ""),
        frozenset(name for name, _ in answer.headers),
        answer.get_data().decode("utf-8"),
        answer.mimetype == "text/html",
        changed,
        frozenset(cells),
    )


def _hashable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(json.dumps(cell, sort_keys=True) if isinstance(cell, dict | list) else cell for cell in row)


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
