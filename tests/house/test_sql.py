"""Queries read, actions write, nothing else speaks to the database."""

from collections.abc import Iterable, Iterator, Mapping

import pytest

from tests.house.source import Role, Source, application, made_up, refuse, roles
from tests.house.sql import uses

ROLES = roles()
NONE: frozenset[str] = frozenset()
EXCEPTIONS: dict[str, tuple[set[str], str]] = {
    "coordcare/triggers.py": ({"any"}, "makes and drops the triggers, which no ORM statement can"),
    "coordcare/privileges.py": ({"any"}, "grants rights, which no ORM statement can"),
    "coordcare/health.py": ({"any"}, "one statement tells whether the database answers and takes a write"),
    "coordcare/statements.py": ({"any"}, "runs what queries made once, past SQLAlchemy's way to the driver"),
    "coordcare/extensions.py": ({"any", "writes"}, "the one place that begins, commits and rolls back"),
}
# A table's own conditions (of a partial index, of a server default) are written in SQL beside its columns.
OWN_CONDITIONS = {"models": "text("}


def strangers(files: Iterable[Source], names: Mapping[str, Role]) -> Iterator[str]:
    """Uses of the database in files that have no right to them."""
    for source in files:
        role = names.get(source.role)
        rights = role.sql if role and source.is_in_package else NONE
        allowed = EXCEPTIONS.get(source.path, (set(), ""))[0]
        for node, right, words in uses(source):
            if words == OWN_CONDITIONS.get(source.role) or right in allowed:
                continue
            if (right == "any" and rights) or right in rights:
                continue
            told = f"{source.role} may not" if rights else f"{source.role} has no business with the database:"
            yield source.says(node, f"{told} {words}")


def test_only_queries_and_actions_speak_to_the_database() -> None:
    refuse(strangers(application(), ROLES), "Queries read, actions write, and nothing else speaks to the database")


@pytest.mark.parametrize("path", EXCEPTIONS)
def test_an_exception_is_still_needed(path: str) -> None:
    source = next(source for source in application() if source.path == path)
    assert list(uses(source)), f"{path} no longer needs its exception: {EXCEPTIONS[path][1]}"


SELECT = "from sqlalchemy import select as find\nrows = find(1)"
INSERT = "from sqlalchemy.dialects import sqlite\nrows = sqlite.insert(1)"
GET = "from coordcare.extensions import db\nrow = db.session.get(A, 1)"
ADD = "def act(session):\n    session.add(1)"
WRITE = "from coordcare.extensions import write\nrows = write(made, a=1)"
TEXT = "import sqlalchemy as sa\nrow = connection.execute(sa.text('SELECT 1'))"


@pytest.mark.parametrize(
    ("role", "text"),
    [("views", text) for text in (SELECT, INSERT, GET, ADD, TEXT, WRITE)]
    + [
        ("actions", SELECT),
        ("actions", GET),
        ("queries", INSERT),
        ("queries", ADD),
        ("queries", WRITE),
        ("forms", GET),
    ],
)
def test_a_stranger_is_found(role: str, text: str) -> None:
    assert list(strangers([made_up(f"coordcare/notes/feed_{role}.py", text)], ROLES))


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("queries", SELECT),
        ("queries", GET),
        ("actions", INSERT),
        ("actions", ADD),
        ("actions", WRITE),
        ("models", "from sqlalchemy import text\nONLY = text('a = 1')"),
        ("views", "from flask import session\nsession.get('seen')\n{}.update(a=1)\n[].insert(0, 1)"),
        ("forms", "from coordcare.notes.forms import text\ntext('a')"),
    ],
)
def test_a_right_use_is_none(role: str, text: str) -> None:
    assert not list(strangers([made_up(f"coordcare/notes/{role}.py", text)], ROLES))
